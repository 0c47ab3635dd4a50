"""MySQL and MariaDB, by PyMySQL."""

from collections.abc import Iterator
from contextlib import contextmanager

import pymysql
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import ArgumentError

from app.database.dialect import Dialect, Kind
from app.database.idle import replace_broken

# A server that is away is noticed within a few seconds, also when it doesn't even refuse.
CONNECTING = {
    "connect_timeout": 3,
    "read_timeout": 4,
    "write_timeout": 4,
    "init_command": "SET time_zone = '+00:00', sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'",
}


def mysql(url: str) -> Dialect:
    """Translates mysql://user:password@host:port/name into what the driver takes."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("can't be read as an address; is every special character written as %XX?") from None
    if not address.host or not address.database:
        raise ValueError("must be written as mysql://user:password@host:3306/name")
    connecting = dict(CONNECTING)
    if address.query.get("tls") == "true":
        connecting["ssl_verify_identity"] = True
    elif address.query.get("tls"):
        connecting["ssl"] = {"check_hostname": False}
    return Dialect(
        url=URL.create("mysql+pymysql", *address[1:6], query={"charset": "utf8mb4", "collation": "utf8mb4_bin"}),
        kind=_kind,
        lock=_lock,
        fold=str.lower,
        # A statement sees what was committed before it, as in the other databases.
        options={"connect_args": connecting, "isolation_level": "READ COMMITTED"},
        prepare=replace_broken,
        transactional_ddl=False,
    )


@contextmanager
def _lock(connection: Connection) -> Iterator[None]:
    """Waits for every other instance that migrates. A change of tables can't be part of a transaction here."""
    take = text("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 1)")
    while not connection.scalar(take):
        pass
    connection.rollback()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("DO RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))"))


def _kind(error: BaseException) -> Kind:
    number = error.args[0] if error.args else 0
    if number == 1062:
        return Kind.NOT_UNIQUE
    if number in (1451, 1452):
        return Kind.NO_REFERENCE
    if number in (1020, 1205, 1213):  # changed meanwhile, waited too long for a lock, deadlock
        return Kind.RETRY
    if number in (1040, 1053, 1203, 2003, 2006, 2013, 2055):  # too many connections, shutting down, not there
        return Kind.UNAVAILABLE
    if number in (1044, 1045, 1049):  # may not, wrong password, no such database
        return Kind.FATAL
    return Kind.UNAVAILABLE if isinstance(error, pymysql.err.InterfaceError) else Kind.OTHER
