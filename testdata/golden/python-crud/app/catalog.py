"""Lists the kinds of things that there are."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter

from app import books, shelves
from app.api.route import Input
from app.collection import Collection

# Every kind with what is taken for it, parents before what belongs to them.
KINDS: Sequence[tuple[Collection[Any, Any], type[Input]]] = [
    (shelves.collection, shelves.ShelfInput),
    (books.collection, books.BookInput),
]

ROUTERS: Sequence[APIRouter] = [shelves.router, books.router]
