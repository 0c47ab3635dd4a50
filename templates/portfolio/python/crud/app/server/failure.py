"""Turns every error into a problem. What is not meant for the client goes to the log only."""

import structlog
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.api.problem import Problem, from_validation, not_found, unavailable
from app.auth.current import service_of
from app.database.dialect import Kind

log = structlog.get_logger()


def answer_failure(request: Request, error: Exception) -> Response:
    return _problem(request, error).response()


def _problem(request: Request, error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return from_validation(error)
    if isinstance(error, HTTPException) and error.status_code == 404:
        return not_found()
    if isinstance(error, HTTPException) and error.status_code == 405:
        allow = ", ".join(request.app.state.routes.methods(request.url.path))
        return Problem(405, "method_not_allowed", "This can't be done here.", headers={"Allow": allow})
    if isinstance(error, SQLAlchemyError):
        kind = service_of(request).db.kind(error)
        if kind in (Kind.UNAVAILABLE, Kind.RETRY):
            log.warning("the database did not answer", error=str(error.__cause__ or error))
            return unavailable()
    log.error("a request failed", exc_info=error)
    return Problem(500, "internal", "Something went wrong on our side.")
