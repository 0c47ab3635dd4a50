"""Serves the page: every file of the folder web, under its own name."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, Request, Response

WEB = Path(__file__).parent.parent.parent / "web"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
# They are named here, because Windows lets other programs change what .js is.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
PLACES = {"index.html": "/", "docs.html": "/docs"}


def make_router() -> APIRouter:
    router = APIRouter(include_in_schema=False)
    for path in sorted(WEB.rglob("*.*")):
        name = path.relative_to(WEB).as_posix()
        if path.suffix in TYPES:
            router.add_api_route(PLACES.get(name, "/" + name), _file(path))
    return router


def _file(path: Path) -> Callable[[Request], Awaitable[Response]]:
    data = path.read_bytes()
    headers = {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-cache",  # ask whether the ETag still holds
        "ETag": f'"{hashlib.sha256(data).hexdigest()[:20]}"',
        "Content-Type": TYPES[path.suffix],
    }

    async def send(request: Request) -> Response:
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        if not known.isdisjoint({headers["ETag"], "*"}):
            return Response(status_code=304, headers=headers)
        return Response(data, headers=headers)

    return send
