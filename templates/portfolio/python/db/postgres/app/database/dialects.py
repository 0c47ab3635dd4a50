"""The databases that this program can use."""

from collections.abc import Callable

from app.database.dialect import Dialect
from app.database.postgres import postgres
from app.database.sqlite import sqlite

# By the first part of DATABASE_URL.
DIALECTS: dict[str, Callable[[str], Dialect]] = {"sqlite": sqlite, "postgres": postgres, "postgresql": postgres}
