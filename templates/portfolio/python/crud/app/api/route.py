"""How a request becomes the arguments of a handler, where the contract asks for more than FastAPI does by itself."""

import re
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar
from urllib.parse import unquote

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import from_json
from starlette.datastructures import QueryParams

from app.api.problem import Problem, validation_failed

MAX_BODY = 1 << 20
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class ApiRequest(Request):
    """A request whose body is JSON and not too large, and whose query hides nothing."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            data = bytearray()
            async for chunk in self.stream():
                data += chunk
                if len(data) > MAX_BODY:
                    raise Problem(413, "too_large", "The body is larger than 1 MiB.")
            self._body = bytes(data)
        return self._body

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            media_type = self.headers.get("content-type", "").split(";")[0].strip().lower()
            if media_type != "application/json":
                raise Problem(415, "unsupported_media_type", "Send application/json.")
            try:
                # Pydantic's parser is strict: it bounds the depth and takes neither NaN nor half characters.
                self._json = from_json(await self.body(), allow_inf_nan=False)
            except ValueError:
                raise Problem(400, "bad_json", "The body is not JSON.") from None
        return self._json

    @property
    def query_params(self) -> QueryParams:
        return _AllParams(self.scope["query_string"])

    def check_query(self) -> None:
        """Refuses names and values that can't be read: FastAPI would put something else in their place."""
        pairs = self.scope["query_string"].decode("latin-1").split("&")
        broken = [pair.partition("=")[0] for pair in pairs if not _is_readable(pair)]
        if broken:
            found = [{"parameter": name, "code": "invalid_format", "message": "Can't be read."} for name in broken]
            raise validation_failed(found)


def _is_readable(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return not _BAD_ESCAPE.search(text)


class _AllParams(QueryParams):
    """Gives all values of a name that was sent more than once, so that it is refused: FastAPI takes the last."""

    def get(self, key: Any, default: Any = None) -> Any:
        values = self.getlist(key)
        return values if len(values) > 1 else super().get(key, default)


class ApiRoute(APIRoute):
    """A route that refuses in the contract's order: who may not do it is told so before the body is read."""

    def admit(self, request: Request) -> None:
        """Refuses by raising a problem. A subclass says whom."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_body = self.body_field is not None
        takes_query = bool(self.dependant.query_params)

        async def handler(request: Request) -> Response:
            self.admit(request)
            request = ApiRequest(request.scope, request.receive)
            if takes_query:
                request.check_query()
            if takes_body:
                await request.json()
            return await handle(request)

        return handler


class Input(BaseModel):
    """What a client sends. Names match exactly, types too, and null is the same as no value."""

    model_config = ConfigDict(extra="forbid", strict=True, protected_namespaces=())
    _known: ClassVar[frozenset[str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls._known = frozenset(field.alias or name for name, field in cls.model_fields.items())

    @model_validator(mode="before")
    @classmethod
    def _without_null(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None or name not in cls._known}
