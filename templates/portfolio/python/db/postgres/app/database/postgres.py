"""PostgreSQL, by psycopg."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import ArgumentError

from app.database.dialect import Dialect, Kind, fold_ascii
from app.database.idle import replace_broken

# A server that is away is noticed within a few seconds, also when it doesn't even refuse.
CONNECTING = {
    "connect_timeout": 3,
    "tcp_user_timeout": 4000,
    "options": "-c timezone=UTC -c statement_timeout=4000",
}
LOCK = 7_305_820_114  # any number, as long as it is always this one


def postgres(url: str) -> Dialect:
    """Translates postgres://user:password@host:port/name?sslmode=…: the driver takes it nearly as it is."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("can't be read as an address; is every special character written as %XX?") from None
    return Dialect(
        url=URL.create("postgresql+psycopg", *address[1:6], query=address.query),
        kind=_kind,
        lock=_lock,
        fold=fold_ascii,  # the columns have the collation "C", which knows no other letters
        options={"connect_args": CONNECTING},
        # What only reads needs no transaction, which saves two round trips.
        reading={"isolation_level": "AUTOCOMMIT"},
        prepare=replace_broken,
    )


@contextmanager
def _lock(connection: Connection) -> Iterator[None]:
    """Waits for every other instance that migrates."""
    with connection.begin():
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
        yield


def _kind(error: BaseException) -> Kind:
    state = getattr(error, "sqlstate", None)
    if state is None:
        text = str(error)
        if "authentication failed" in text or "does not exist" in text:
            return Kind.FATAL
        return Kind.UNAVAILABLE if isinstance(error, psycopg.OperationalError) else Kind.OTHER
    if state == "23505":
        return Kind.NOT_UNIQUE
    if state == "23503":
        return Kind.NO_REFERENCE
    if state in ("40001", "40P01"):
        return Kind.RETRY
    if state in ("28000", "28P01", "3D000"):  # no such user, wrong password, no such database
        return Kind.FATAL
    if state[:2] in ("08", "53", "57"):  # connection lost, too many of them, shutting down or starting
        return Kind.UNAVAILABLE
    return Kind.OTHER
