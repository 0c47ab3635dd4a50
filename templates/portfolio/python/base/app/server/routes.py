"""Which paths there are. The router of FastAPI knows it too, but tells only when it handles a request."""

from collections.abc import Iterable

from fastapi.routing import APIRoute, APIRouter


class Routes:
    """All routes, by their patterns."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._exact: dict[str, set[str]] = {}
        self._patterns: list[APIRoute] = []
        for route in (route for router in routers for route in router.routes if isinstance(route, APIRoute)):
            self._exact.setdefault(route.path, set()).update(route.methods or ())
            if "{" in route.path:
                self._patterns.append(route)

    def pattern(self, path: str) -> str:
        """The pattern of a path, or "unknown"."""
        if path in self._exact and "{" not in path:
            return path
        return next((route.path for route in self._patterns if route.path_regex.match(path)), "unknown")

    def methods(self, path: str) -> list[str]:
        """The methods that a path has. What can be read can be asked for its headers, too."""
        methods = self._exact.get(self.pattern(path), set())
        return sorted(methods | {"HEAD"} if "GET" in methods else methods)
