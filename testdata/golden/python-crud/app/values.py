"""The types of the fields: what each one takes, in a body and in a query, and how OpenAPI describes it.

They stand in annotations, such as ``title: Annotated[str, Line(200)]``. Codes, limits and patterns are the same
wherever a value comes from.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# The largest whole number that every JSON reader keeps exactly.
MAX_INTEGER = 2**53 - 1
# All digits of a decimal; as many fit the whole numbers of a database with room to spare.
MAX_DIGITS = 15
WHITESPACE = " \t\r\n\f\v"
FIRST_YEAR = 1000

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]{1,1000}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])"
)
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+")
_URL = re.compile(r"https?://([A-Za-z0-9_][A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#][!-~]*)?")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def invalid(code: str, message: str) -> PydanticCustomError:
    """Says why a value is refused. The message is a sentence that a form can show."""
    return PydanticCustomError(code, message)


def is_id(text: str) -> bool:
    """Tells whether a text has the form of an id."""
    return _ID.fullmatch(text) is not None


def check_length(text: str, low: int, high: int) -> str:
    if len(text) < low:
        raise invalid("too_short", f"Must have at least {low} characters.")
    if len(text) > high:
        raise invalid("too_long", f"Must have at most {high} characters.")
    return text


class FromText:
    """A type whose values are sent as text. Pydantic asks it what it takes, and FastAPI how to describe it."""

    schema: dict[str, Any] = {"type": "string"}

    def parse(self, text: str) -> Any:
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.parse, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


class Line(FromText):
    """One line of text without the whitespace around it."""

    def __init__(self, high: int = 255, low: int = 0, *, required: bool = True, empty: str | None = None) -> None:
        self.low, self.high, self.required, self.empty = low, high, required, empty
        self.schema = {"type": "string", "maxLength": high}

    def parse(self, text: str) -> str | None:
        text = text.strip(WHITESPACE)
        if not text and not self.required:
            return self.empty
        if not text:
            raise invalid("blank", "Must be filled in.")
        if _CONTROL.search(text):
            raise invalid("invalid_format", "Must be a single line without control characters.")
        return check_length(text, self.low, self.high)


class Text(FromText):
    """Text of any number of lines, as it is sent."""

    def __init__(self, high: int = 10_000, low: int = 0, *, required: bool = False) -> None:
        self.low, self.high, self.required = low, high, required
        self.schema = {"type": "string", "maxLength": high}

    def parse(self, text: str) -> str:
        if self.required and not text.strip(WHITESPACE):
            raise invalid("blank", "Must be filled in.")
        if "\0" in text:  # databases can't keep it
            raise invalid("invalid_format", "Must not contain the character NUL.")
        return check_length(text, self.low, self.high)


class AnyText(Text):
    """Text without limits of its own."""

    schema = {"type": "string"}

    def __init__(self) -> None:
        super().__init__(MAX_INTEGER)
        self.schema = {"type": "string"}


class DecimalText(FromText):
    """A decimal with so many digits after the point; it stays text. The limits count its smallest unit."""

    def __init__(self, scale: int, low: int | None = None, high: int | None = None) -> None:
        self.scale, self.low, self.high = scale, low, high
        whole = MAX_DIGITS - scale
        fraction = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""
        self.schema = {"type": "string", "pattern": rf"^-?[0-9]{{1,{whole}}}{fraction}$"}

    def parse(self, text: str) -> str:
        whole, _, fraction = text.partition(".")
        most = MAX_DIGITS - self.scale
        if not _DECIMAL.fullmatch(text) or len(whole.lstrip("-")) > most or len(fraction) > self.scale:
            raise invalid(
                "invalid_format",
                f"Must be a number with at most {most} digits before and {self.scale} after the point.",
            )
        units = to_units(text, self.scale)
        if self.low is not None and units < self.low:
            raise invalid("too_small", f"Must be at least {from_units(self.low, self.scale)}.")
        if self.high is not None and units > self.high:
            raise invalid("too_large", f"Must be at most {from_units(self.high, self.scale)}.")
        return from_units(units, self.scale)


def to_units(text: str, scale: int) -> int:
    """A decimal as a whole number of its smallest unit: "12.5" is 1250 where the scale is 2."""
    whole, _, fraction = text.partition(".")
    return int(whole + fraction.ljust(scale, "0"))


def from_units(units: int, scale: int) -> str:
    """The decimal again, with exactly so many digits after the point."""
    digits = str(abs(units)).rjust(scale + 1, "0")
    point = len(digits) - scale
    return "-" * (units < 0) + digits[:point] + ("." + digits[point:] if scale else "")


class Day(FromText):
    """A day that exists."""

    schema = {"type": "string", "format": "date"}

    def parse(self, text: str) -> date:
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None or day.year < FIRST_YEAR:
            raise invalid("invalid_format", "Must be a day such as 2026-11-20.")
        return day


class Moment(FromText):
    """A date and a time of day with its distance from UTC; kept in UTC, cut to milliseconds."""

    schema = {"type": "string", "format": "date-time"}

    def parse(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text).astimezone(UTC) if _MOMENT.fullmatch(text) else None
        except (ValueError, OverflowError):  # no such day, or none after the conversion
            moment = None
        if moment is None or moment.year < FIRST_YEAR:
            raise invalid("invalid_format", "Must be a time such as 2026-11-20T10:00:00Z.")
        return cut(moment)


def cut(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def now() -> datetime:
    """The present moment, as exact as the service keeps it."""
    return cut(datetime.now(UTC))


def format_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Url(FromText):
    """The address of a page."""

    schema = {"type": "string", "format": "uri", "maxLength": 2048}

    def parse(self, text: str) -> str:
        if len(text) <= 2048 and not _URL.fullmatch(text):
            raise invalid("invalid_format", "Must be an address that begins with http:// or https://.")
        return check_length(text, 0, 2048)


class Email(FromText):
    """An e-mail address."""

    schema = {"type": "string", "format": "email", "maxLength": 254}

    def parse(self, text: str) -> str:
        if len(text) <= 254 and not _EMAIL.fullmatch(text):
            raise invalid("invalid_format", "Must be an e-mail address.")
        return check_length(text, 0, 254)


class Id(FromText):
    """The id of a thing."""

    schema = {"type": "string", "format": "uuid"}

    def parse(self, text: str) -> str:
        if not is_id(text):
            raise invalid("invalid_format", "Must be an id.")
        return text


class OneOf(FromText):
    """One of some words."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.schema = {"type": "string", "enum": list(words)}

    def parse(self, text: str) -> str:
        if text not in self.words:
            raise invalid("not_allowed", f"Must be one of: {', '.join(self.words)}.")
        return text


class IntegerText(FromText):
    """A whole number in a query, where everything is text."""

    def __init__(self, low: int = -MAX_INTEGER, high: int = MAX_INTEGER) -> None:
        self.low, self.high = low, high
        self.schema = {"type": "integer", "minimum": low, "maximum": high}

    def parse(self, text: str) -> int:
        if not _INTEGER.fullmatch(text):
            raise invalid("wrong_type", "Must be a whole number.")
        if int(text) < self.low:
            raise invalid("too_small", f"Must be at least {self.low}.")
        if int(text) > self.high:
            raise invalid("too_large", f"Must be at most {self.high}.")
        return int(text)


class BooleanText(FromText):
    """True or false in a query."""

    schema = {"type": "boolean"}

    def parse(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise invalid("wrong_type", "Must be true or false.")
        return text == "true"


def integer(low: int = -MAX_INTEGER, high: int = MAX_INTEGER) -> Any:
    """A whole number in a body, which Pydantic knows by itself."""
    return Field(strict=True, ge=low, le=high)


# A moment in an answer.
Time = Annotated[
    datetime,
    PlainSerializer(format_moment, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
