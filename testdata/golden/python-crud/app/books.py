"""The kind Book: its table, what is taken and shown, and its routes.

What can be done with such things is the same for all kinds, and stands in app/collection.py.
"""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from sqlalchemy import Computed, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import shelves, values
from app.api.page import Page, SearchQuery, Sort, any_of, equal, sort_names, within
from app.api.problem import answers
from app.api.route import ApiRoute, Input
from app.auth.current import Call, bearer
from app.collection import Collection, IfMatch, Parent, ParentRead, ThingRead
from app.database.table import Thing
from app.database.types import Key, Units

StatusChoice = Literal["to_read", "reading", "done"]


class Book(Thing):
    """A row of the table."""

    __tablename__ = "books"

    shelf_id: Mapped[str] = mapped_column(Key, ForeignKey("shelves.id"))
    # A statement that forgets to join it fails, instead of asking once for each row.
    shelf: Mapped[shelves.Shelf] = relationship(lazy="raise")
    title: Mapped[str]
    title_sort: Mapped[str] = mapped_column(Computed("lower(title)"), deferred=True)
    pages: Mapped[int]
    status: Mapped[str]
    price: Mapped[str | None] = mapped_column(Units(2))
    bought: Mapped[date | None]
    link: Mapped[str | None]
    loved: Mapped[bool]
    notes: Mapped[str | None]


class BookInput(Input):
    """What a client may set, and what is taken."""

    shelf_id: Annotated[str, values.Id()]
    title: Annotated[str, values.Line(200)]
    pages: Annotated[int, values.integer(1, 10000)]
    status: StatusChoice = "to_read"
    price: Annotated[str, values.DecimalText(2, low=0)] | None = None
    bought: Annotated[date, values.Day()] | None = None
    link: Annotated[str, values.Url()] | None = None
    loved: bool = False
    notes: Annotated[str, values.Text(10000)] | None = None


class BookRead(ThingRead):
    """What the API shows. Where a value may be missing, it is None."""

    shelf_id: str
    shelf: ParentRead
    title: str
    pages: int
    status: StatusChoice
    price: str | None
    bought: date | None
    link: str | None
    loved: bool
    notes: str | None


# What a list can be sorted by. Each has an index in the migrations.
SORTS = {
    "created_at": Sort(Book.created_at, values.Moment()),
    "updated_at": Sort(Book.updated_at, values.Moment()),
    "title": Sort(Book.title_sort, values.AnyText()),
    "pages": Sort(Book.pages, values.IntegerText()),
}


class BookQuery(SearchQuery):
    """What a list can be asked for. Each filter has an index in the migrations, too."""

    sort: Annotated[str, values.OneOf(sort_names(SORTS))] = "-created_at"
    shelf_id: Annotated[str, values.Id()] | None = None
    pages: Annotated[int, values.IntegerText()] | None = None
    pages_min: Annotated[int, values.IntegerText()] | None = None
    pages_max: Annotated[int, values.IntegerText()] | None = None
    status: list[StatusChoice] = []
    loved: Annotated[bool, values.BooleanText()] | None = None


collection = Collection(
    table=Book,
    read=BookRead,
    sorts=SORTS,
    searched=[Book.title, Book.notes],
    parent=Parent(table=shelves.Shelf, key="shelf_id", relation=Book.shelf, label=shelves.Shelf.label),
)

router = APIRouter(prefix="/api/v1/books", tags=["Books"], route_class=ApiRoute, dependencies=[bearer])


@router.get("", responses=answers(401, 422))
def list_books(call: Call, query: Annotated[BookQuery, Query()]) -> Page[BookRead]:
    conditions = [
        *equal(Book.shelf_id, query.shelf_id),
        *equal(Book.pages, query.pages),
        *within(Book.pages, query.pages_min, query.pages_max),
        *any_of(Book.status, query.status),
        *equal(Book.loved, query.loved),
    ]
    return collection.page(call, query, conditions)


@router.post("", status_code=201, responses=answers(400, 401, 413, 415, 422))
def create_book(call: Call, body: BookInput) -> BookRead:
    return collection.create(call, body)


@router.get("/{id}", responses=answers(401, 404))
def show_book(call: Call, id: str) -> BookRead:
    return collection.show(call, id)


@router.put("/{id}", responses=answers(400, 401, 404, 412, 413, 415, 422, 428))
def replace_book(call: Call, id: str, if_match: IfMatch, body: BookInput) -> BookRead:
    return collection.replace(call, id, if_match, body)


@router.delete("/{id}", status_code=204, responses=answers(401, 404, 412))
def delete_book(call: Call, id: str, if_match: IfMatch) -> None:
    collection.delete(call, id, if_match)
