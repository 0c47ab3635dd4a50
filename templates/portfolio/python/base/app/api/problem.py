"""Every error that a client is told about is a problem, as RFC 9457 describes it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
# RFC 9110 renamed two of them; older versions of Python don't know it.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}

# One thing that is wrong with a request: in its body ("pointer") or in its query ("parameter").
Detail = dict[str, str]


class Problem(Exception):
    """An error that is meant for the client."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Detail] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.status, self.code, self.detail, self.errors = status, code, detail, list(errors)
        self.headers = dict(headers or {})
        if status == HTTPStatus.UNAUTHORIZED:
            self.headers["WWW-Authenticate"] = "Bearer"

    def response(self) -> JSONResponse:
        content: dict[str, Any] = {
            "type": "about:blank",
            "title": title(self.status),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            content["errors"] = self.errors
        return JSONResponse(content, self.status, self.headers, MEDIA_TYPE)


def title(status: int) -> str:
    """The phrase that stands for a status."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def not_found() -> Problem:
    """What doesn't exist and what belongs to somebody else is answered alike: nobody can tell which it is."""
    return Problem(404, "not_found", "There is nothing here.")


def rate_limited(wait: float) -> Problem:
    headers = {"Retry-After": str(ceil(wait))}
    return Problem(429, "rate_limited", "Too many requests. Try again later.", headers=headers)


def unavailable() -> Problem:
    return Problem(503, "unavailable", "The service can't answer at the moment. Try again soon.")


def not_unique(fields: Sequence[str]) -> Problem:
    """Says which fields have a value that is already in use."""
    errors = [in_body(field, "not_unique", "Is already in use.") for field in fields]
    return Problem(409, "not_unique", "Another entry has the same value.", errors=errors)


def invalid_field(field: str, code: str, message: str) -> Problem:
    """Says that one field of the body can't be taken."""
    return validation_failed([in_body(field, code, message)])


def validation_failed(errors: Sequence[Detail]) -> Problem:
    return Problem(422, "validation_failed", "Some values can't be taken.", errors=errors)


def in_body(field: str, code: str, message: str) -> Detail:
    """Points at a field of the body as RFC 6901 says."""
    pointer = "/" + field.replace("~", "~0").replace("/", "~1")
    return {"pointer": pointer, "code": code, "message": message}


# What Pydantic calls the errors that it finds by itself. Those of app.values have their names already.
_CODES = {
    "missing": ("required", "Must be filled in."),
    "string_type": ("wrong_type", "Must be text."),
    "int_type": ("wrong_type", "Must be a whole number."),
    "bool_type": ("wrong_type", "Must be true or false."),
    "literal_error": ("not_allowed", "Must be one of: {expected}."),
    "greater_than_equal": ("too_small", "Must be at least {ge}."),
    "less_than_equal": ("too_large", "Must be at most {le}."),
    "extra_forbidden": ("unknown_field", "Is not a field that can be set."),
}


def from_validation(error: RequestValidationError) -> Problem:
    """Tells everything that Pydantic found wrong, unknown names last."""
    details = [_detail(found) for found in error.errors()]
    return validation_failed(sorted(details, key=lambda detail: detail["code"] == "unknown_field"))


def _detail(found: Mapping[str, Any]) -> Detail:
    place, *path = found["loc"]
    code, message = _CODES.get(found["type"], (found["type"], found["msg"]))
    message = message.format_map(found.get("ctx") or {})
    if place == "query":
        return _in_query(path, found["input"], code, message)
    if not path:
        return {"pointer": "", "code": "wrong_type", "message": "Must be an object."}
    if code == "not_allowed" and not isinstance(found["input"], str):
        code, message = "wrong_type", "Must be text."
    return in_body(str(path[0]), code, message)


def _in_query(path: Sequence[str | int], value: object, code: str, message: str) -> Detail:
    if code == "unknown_field":
        message = "Is not a parameter of this list."
    elif isinstance(value, list):
        code, message = "not_allowed", "Must be given only once."
    return {"parameter": str(path[0]), "code": code, "message": message}


class ProblemDetail(BaseModel):
    """One thing that is wrong with a request."""

    pointer: str | None = None
    parameter: str | None = None
    code: str
    message: str


class ProblemBody(BaseModel):
    """How an error looks; for OpenAPI only."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[ProblemDetail] = []


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describes for OpenAPI which errors a route can answer with."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": title(status), "content": content} for status in sorted(statuses)}


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The same for a route of the API: besides its own errors it has those of all."""
    return problems(*statuses, 429, 500, 503)
