"""SQLite, in one file."""

import re
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import URL, Connection, Engine, event

from app.database.dialect import Dialect, Kind, fold_ascii

# WAL lets readers go on while one writes.
PRAGMAS = ("busy_timeout = 5000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")


def sqlite(url: str) -> Dialect:
    """Translates sqlite:///path, and makes the folder."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc or path in ("", "/"):
        raise ValueError("must be written as sqlite:///path/to/file.db")
    if re.match(r"/[A-Za-z]:/", path):
        path = path[1:]
    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"is in a folder that can't be made: {error}") from error
    return Dialect(
        url=URL.create("sqlite", database=path),
        kind=_kind,
        lock=_lock,
        fold=fold_ascii,
        reading={"read_only": True},
        prepare=_prepare,
        single_writer=True,
    )


def _prepare(engine: Engine) -> None:
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)


def _connected(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions by itself, and too late
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Takes the write lock at once: a transaction that asks for it later can't wait for it."""
    if not connection.get_execution_options().get("read_only"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _lock(connection: Connection) -> AbstractContextManager[Any]:
    return connection.begin()


def _kind(error: BaseException) -> Kind:
    code = getattr(error, "sqlite_errorcode", 0)
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return Kind.NOT_UNIQUE
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return Kind.NO_REFERENCE
    code &= 0xFF  # the low byte is the kind, the rest says more about it
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT):
        return Kind.UNAVAILABLE
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY):
        return Kind.FATAL
    return Kind.OTHER
