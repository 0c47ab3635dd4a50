"""What every request goes through before its route, and every answer after it."""

import re
import time
from uuid import uuid4

import structlog
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.limit import Limiter
from app.api.problem import not_found, rate_limited
from app.auth.service import Accounts
from app.config import Settings
from app.server.client import client_address
from app.server.failure import answer_failure
from app.server.metrics import Metrics
from app.server.routes import Routes

# For those who run the service: they ask often, and are not limited.
OPERATION = {"/livez", "/readyz", "/metrics"}
# What can be asked for without having signed in. Unknown paths of the API are not among it, so that a stranger can't
# find out which ones exist.
OPEN = {f"/api/v1/auth/{name}" for name in ("register", "login", "refresh", "logout")}
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger()


class Gate:
    def __init__(self, app: ASGIApp, settings: Settings, accounts: Accounts, metrics: Metrics, routes: Routes) -> None:
        self._app, self._settings, self._accounts, self._metrics = app, settings, accounts, metrics
        self._routes = routes
        self._limiter = Limiter(settings.rate_limit_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began = time.perf_counter()
        request = Request(scope, receive)
        request.state.client = client_address(request, self._settings.trusted_proxies)
        request.state.user = None
        given = request.headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else str(uuid4())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                self._set_headers(request, request_id, headers)
                if status == 204:
                    del headers["Content-Type"]  # FastAPI names one, although there is no content
            await send(message)

        try:
            await self._handle(request, receive, send_with_headers)
        except Exception as error:
            if status:  # the answer has begun already, so there is no other
                log.exception("an answer broke off")
            else:
                await answer_failure(request, error)(scope, receive, send_with_headers)
        self._finish(request, status, time.perf_counter() - began)

    async def _handle(self, request: Request, receive: Receive, send: Send) -> None:
        """Checks what is the same for all routes, then calls the route."""
        path, scope = request.url.path, request.scope
        if self._is_preflight(request):
            return await _preflight()(scope, receive, send)
        if path not in OPERATION and (wait := self._limiter.take(request.state.client)):
            raise rate_limited(wait)
        if path.startswith("/api/") and path not in OPEN:
            authorization = request.headers.get("authorization", "")
            request.state.user = await run_in_threadpool(self._accounts.authenticate, authorization)
        if _hides_slash(request):
            raise not_found()
        if request.method == "HEAD":  # as GET; the server leaves out the body
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)

    def _set_headers(self, request: Request, request_id: str, headers: MutableHeaders) -> None:
        """Sets what every answer has."""
        headers["X-Request-ID"] = request_id
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Frame-Options"] = "DENY"
        if request.url.path.startswith("/api/"):
            headers["Cache-Control"] = "no-store"
        if self._settings.https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if self._settings.allowed_origins:
            headers["Vary"] = "Origin"
        if self._allows_origin(request):
            headers["Access-Control-Allow-Origin"] = request.headers["origin"]
            headers["Access-Control-Expose-Headers"] = "ETag, Link, Location, Retry-After, X-Request-ID"

    def _allows_origin(self, request: Request) -> bool:
        """Tells whether the page that sent the request is of one of ALLOWED_ORIGINS."""
        return request.headers.get("origin") in self._settings.allowed_origins

    def _is_preflight(self, request: Request) -> bool:
        """Tells whether a browser only asks what another site's page may send."""
        asks = request.method == "OPTIONS" and "access-control-request-method" in request.headers
        return asks and self._allows_origin(request)

    def _finish(self, request: Request, status: int, seconds: float) -> None:
        """Logs and counts a request."""
        path = request.url.path
        answered = request.method in self._routes.methods(path) and not _hides_slash(request)
        route = self._routes.pattern(path) if answered else "unknown"
        self._metrics.observe(request.method, route, status, seconds)
        fields = {
            "method": request.method,
            "route": route,
            "status": status,
            "duration_ms": round(seconds * 1000),
        }
        if request.state.user:
            fields["user_id"] = request.state.user.id
        log.info("request", **fields)


def _hides_slash(request: Request) -> bool:
    """Tells whether the path has a slash that was sent as %2F: it is part of a name then, and no name has one."""
    return b"%2f" in request.scope["raw_path"].lower()


def _preflight() -> Response:
    headers = {
        "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match, X-Request-ID",
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers=headers)
