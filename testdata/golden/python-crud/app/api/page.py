"""Lists are read page by page. A cursor holds the place after which the next page begins."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Select, func, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.api.problem import validation_failed
from app.values import FromText, IntegerText, Line, format_moment, invalid, is_id

T = TypeVar("T")
Condition = ColumnElement[bool]
Column = InstrumentedAttribute[Any]


class Page(BaseModel, Generic[T]):
    """A part of a collection. The cursor of the next part is null on the last page."""

    items: list[T]
    next_cursor: str | None


@dataclass(frozen=True)
class Cursor:
    """The sort key and the id of the row before the page. A row that comes or goes in between shifts nothing, as
    it would with OFFSET. The scope ties the cursor to its list."""

    scope: str
    key: str
    id: str

    def encode(self) -> str:
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor":
        data = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        cursor = cls(**data)
        if not all(isinstance(part, str) for part in asdict(cursor).values()) or not is_id(cursor.id):
            raise ValueError
        return cursor


class CursorText(FromText):
    """A cursor, as far as it can be checked without knowing its list."""

    def parse(self, text: str) -> str:
        try:
            Cursor.decode(text)
        except (ValueError, TypeError, RecursionError):
            raise invalid("invalid_format", "Is not a cursor of this list.") from None
        return text


class PageQuery(BaseModel):
    """What every list can be asked for."""

    model_config = ConfigDict(extra="forbid", protected_namespaces=())

    limit: Annotated[int, IntegerText(1, 100)] = 20
    cursor: Annotated[str, CursorText()] | None = None


class ListQuery(PageQuery):
    """A list that can be sorted; each kind says by what."""

    sort: str = "-created_at"


class SearchQuery(ListQuery):
    """A list that can also be searched."""

    q: Annotated[str, Line(100)] | None = None


@dataclass(frozen=True)
class Sort:
    """What the rows are ordered by: a column that is never null, and the id where it is equal."""

    column: Column
    type: FromText  # reads a key out of a cursor


def sort_names(sorts: Mapping[str, Sort]) -> list[str]:
    return [sign + name for name in sorts for sign in ("", "-")]


def read_page(
    session: Session,
    request: Request,
    query: PageQuery,
    statement: Select[T],
    ids: Column,
    name: str,
    sort: Sort,
) -> tuple[Sequence[T], str | None]:
    """Reads the page that a query asks for, and the cursor of the next one."""
    key, descending = sort.column, name.startswith("-")
    scope = _scope(request, name)
    if query.cursor:
        statement = statement.where(*_after(query.cursor, scope, sort, ids, descending))
    order = (key.desc(), ids.desc()) if descending else (key, ids)
    # One row more than asked for tells whether another page follows.
    rows = session.execute(statement.add_columns(key, ids).order_by(*order).limit(query.limit + 1)).all()
    found = [row[0] for row in rows[: query.limit]]
    if len(rows) <= query.limit:
        return found, None
    *_, last_key, last_id = rows[query.limit - 1]
    return found, Cursor(scope, _key_text(last_key), last_id).encode()


def _after(text: str, scope: str, sort: Sort, ids: Column, descending: bool) -> tuple[Condition, Condition]:
    """Skips the rows up to the cursor's. The first comparison alone lets the database begin at the right place of
    its index; the second sorts out the rows with an equal key."""
    cursor = Cursor.decode(text)
    try:
        start = sort.type.parse(cursor.key)
    except ValueError:
        cursor = Cursor("", "", "")
    if cursor.scope != scope:
        error = {"parameter": "cursor", "code": "invalid_format", "message": "Is not a cursor of this list."}
        raise validation_failed([error])
    key = sort.column
    if descending:
        return key <= start, or_(key < start, ids < cursor.id)
    return key >= start, or_(key > start, ids > cursor.id)


def _scope(request: Request, sort: str) -> str:
    """A short digest of what decides which rows a list has, and in which order."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in ("cursor", "limit", "sort")]
    text = f"{request.url.path}?{urlencode([*sorted(pairs), ('sort', sort)])}"
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:9]).decode()


def _key_text(key: object) -> str:
    return format_moment(key) if isinstance(key, datetime) else str(key)


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Names the next page in a header, if there is one."""
    if cursor:
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
        query = urlencode([*pairs, ("cursor", cursor)])
        response.headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'


def equal(column: Column, value: object) -> list[Condition]:
    return [] if value is None else [column == value]


def within(column: Column, low: object, high: object) -> list[Condition]:
    """Both limits are part of the range."""
    conditions = []
    if low is not None:
        conditions.append(column >= low)
    if high is not None:
        conditions.append(column <= high)
    return conditions


def any_of(column: Column, values: Sequence[object]) -> list[Condition]:
    return [column.in_(values)] if values else []


def contains(column: Column, folded: str) -> Condition:
    """Looks for a text, already in small letters, in a column. Percent and underscore mean themselves."""
    return func.lower(column).contains(folded, autoescape=True)
