"""The kind Shelf: its table, what is taken and shown, and its routes.

What can be done with such things is the same for all kinds, and stands in app/collection.py.
"""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Computed
from sqlalchemy.orm import Mapped, mapped_column

from app import values
from app.api.page import ListQuery, Page, Sort, sort_names
from app.api.problem import answers
from app.api.route import ApiRoute, Input
from app.auth.current import Call, bearer
from app.collection import Collection, IfMatch, ThingRead
from app.database.table import Thing


class Shelf(Thing):
    """A row of the table."""

    __tablename__ = "shelves"

    label: Mapped[str]
    label_sort: Mapped[str] = mapped_column(Computed("lower(label)"), deferred=True)

    @property
    def parent_label(self) -> str | None:
        """What things that belong to it show of it."""
        return self.label


class ShelfInput(Input):
    """What a client may set, and what is taken."""

    label: Annotated[str, values.Line(80)]


class ShelfRead(ThingRead):
    """What the API shows. Where a value may be missing, it is None."""

    label: str


# What a list can be sorted by. Each has an index in the migrations.
SORTS = {
    "created_at": Sort(Shelf.created_at, values.Moment()),
    "updated_at": Sort(Shelf.updated_at, values.Moment()),
    "label": Sort(Shelf.label_sort, values.AnyText()),
}


class ShelfQuery(ListQuery):
    """What a list can be asked for."""

    sort: Annotated[str, values.OneOf(sort_names(SORTS))] = "-created_at"


collection = Collection(
    table=Shelf,
    read=ShelfRead,
    sorts=SORTS,
    unique={"label": Shelf.label},
)

router = APIRouter(prefix="/api/v1/shelves", tags=["Shelves"], route_class=ApiRoute, dependencies=[bearer])


@router.get("", responses=answers(401, 422))
def list_shelves(call: Call, query: Annotated[ShelfQuery, Query()]) -> Page[ShelfRead]:
    return collection.page(call, query, [])


@router.post("", status_code=201, responses=answers(400, 401, 409, 413, 415, 422))
def create_shelf(call: Call, body: ShelfInput) -> ShelfRead:
    return collection.create(call, body)


@router.get("/{id}", responses=answers(401, 404))
def show_shelf(call: Call, id: str) -> ShelfRead:
    return collection.show(call, id)


@router.put("/{id}", responses=answers(400, 401, 404, 409, 412, 413, 415, 422, 428))
def replace_shelf(call: Call, id: str, if_match: IfMatch, body: ShelfInput) -> ShelfRead:
    return collection.replace(call, id, if_match, body)


@router.delete("/{id}", status_code=204, responses=answers(401, 404, 409, 412))
def delete_shelf(call: Call, id: str, if_match: IfMatch) -> None:
    collection.delete(call, id, if_match)
