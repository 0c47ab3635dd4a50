"""Makes the application out of its parts."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app import dashboard
from app.api.problem import ProblemBody
from app.auth import admin, login, me
from app.auth.service import Accounts
from app.catalog import KINDS, ROUTERS
from app.config import Settings
from app.database import CONNECTIONS, Database
from app.server import operation, page
from app.server.failure import answer_failure
from app.server.gate import Gate
from app.server.metrics import Metrics
from app.server.routes import Routes


class Api(FastAPI):
    @cached_property
    def document(self) -> bytes:
        """The description of the API, made when it is asked for first."""
        return json.dumps(self.openapi()).encode()

    def openapi(self) -> dict[str, Any]:
        """Describes the API as FastAPI does, with the errors as they really look."""
        if self.openapi_schema is None:
            document = super().openapi()
            schemas = document["components"]["schemas"]
            problem = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs") | {"Problem": problem}
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            for path in document["paths"].values():
                for method, operation in path.items():
                    _correct(method, operation)
        assert self.openapi_schema is not None
        return self.openapi_schema


def _correct(method: str, operation: dict[str, Any]) -> None:
    """Says of an operation what FastAPI can't know."""
    if "application/json" in operation["responses"].get("422", {}).get("content", {}):
        del operation["responses"]["422"]  # said of every route with an id in its path
    for parameter in operation.get("parameters", []):
        if method == "put" and parameter["name"] == "if-match":
            parameter["required"] = True  # its absence has a status of its own, 428


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """As many threads as connections: none waits for another's."""
    to_thread.current_default_thread_limiter().total_tokens = CONNECTIONS
    yield


async def _answer_failure(request: Request, error: Exception) -> Response:
    return answer_failure(request, error)


def create_app(settings: Settings, db: Database) -> Api:
    """Makes the application; the database is open already."""
    app = Api(
        title="My Books",
        version="1",
        lifespan=_lifespan,
        redirect_slashes=False,
        openapi_url=None,  # app/server/operation.py serves it
        docs_url=None,
        redoc_url=None,
    )
    # Children first, so that they can be deleted in this order.
    accounts = Accounts(db, settings, [kind.table for kind, _ in reversed(KINDS)])
    routers = [login.router, login.cookie_router, me.router, me.password_router, admin.router, *ROUTERS]
    routers += [dashboard.router, operation.router, page.make_router()]
    for router in routers:
        app.include_router(router)
    metrics, routes = Metrics(), Routes(routers)
    app.state.settings, app.state.accounts, app.state.metrics, app.state.routes = (
        settings,
        accounts,
        metrics,
        routes,
    )
    for kind in (HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _answer_failure)
    app.add_middleware(Gate, settings=settings, accounts=accounts, metrics=metrics, routes=routes)
    return app
