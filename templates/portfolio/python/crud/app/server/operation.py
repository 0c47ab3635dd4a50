"""What those ask for who run the service."""

import secrets
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse, PlainTextResponse

from app.api.problem import Problem, not_found, problems
from app.auth.current import Db, bearer

UNAVAILABLE = {"status": "unavailable", "checks": {"database": "unreachable"}}

router = APIRouter(tags=["Operation"])


@router.get("/livez")
async def live() -> dict[str, str]:
    """Tells that the program runs."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "The database is away.", "content": {"application/json": {}}}})
def ready(db: Db) -> Any:
    """Tells whether requests can be answered: a balancer sends none while they can't."""
    try:
        db.ping()
    except SQLAlchemyError:
        return JSONResponse(UNAVAILABLE, 503)
    return {"status": "ok"}


@router.get("/metrics", response_class=PlainTextResponse, responses=problems(401, 404), dependencies=[bearer])
async def metrics(request: Request) -> Response:
    """Counts for Prometheus."""
    settings = request.app.state.settings
    if not settings.metrics_token and settings.production:
        raise not_found()
    sent = request.headers.get("authorization", "").encode()
    if settings.metrics_token and not secrets.compare_digest(sent, f"Bearer {settings.metrics_token}".encode()):
        raise Problem(401, "unauthenticated", "Send the token of METRICS_TOKEN.")
    return Response(request.app.state.metrics.text(), media_type="text/plain; version=0.0.4")


@router.get("/openapi.json", include_in_schema=False)
async def document(request: Request) -> Response:
    return Response(request.app.document, media_type="application/json")
