"""Opens the database that DATABASE_URL names, and hides what differs between the products."""

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeVar

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from app.database.dialect import Dialect, Kind
from app.database.dialects import DIALECTS
from app.database.migrate import migrate

T = TypeVar("T")

# As many connections as there are threads that handle requests: none waits for another's.
CONNECTIONS = 20
# How long a server that is still starting is waited for.
PATIENCE = 30.0
# How often a transaction is tried that had to give way to another.
ATTEMPTS = 5


def translate(url: str) -> Dialect:
    """Finds out which product a URL is for, and what its driver calls the same place."""
    scheme = url.partition(":")[0]
    if scheme not in DIALECTS:
        raise ValueError(f"begins with {scheme!r}, which is no database that this program knows")
    return DIALECTS[scheme](url)


class Unreachable(Exception):
    """The database can't be used. The message is for whoever starts the program."""


class Database:
    """A pool of connections that knows which product it talks to."""

    def __init__(self, url: str) -> None:
        self.dialect = translate(url)
        # A row's values belong into no log, so errors of the database don't show them.
        self._engine = create_engine(
            self.dialect.url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=3,
            pool_recycle=300,
            hide_parameters=True,
            **self.dialect.options,
        )
        self.dialect.prepare(self._engine)
        self._reading = self._engine.execution_options(**self.dialect.reading)
        self._writer = threading.Lock() if self.dialect.single_writer else nullcontext()

    def open(self, patience: float = PATIENCE) -> None:
        """Waits for the database to answer, and brings its tables up to date."""
        self._wait(patience)
        try:
            migrate(self._engine, self.dialect)
        except SQLAlchemyError as error:
            raise Unreachable(f"the database's tables can't be brought up to date: {_cause(error)}") from error

    def _wait(self, patience: float) -> None:
        end = time.monotonic() + patience
        while True:
            try:
                return self.ping()
            except SQLAlchemyError as error:
                if self.kind(error) is Kind.FATAL or time.monotonic() > end:
                    raise Unreachable(f"the database can't be reached: {_cause(error)}") from error
            time.sleep(0.5)

    def ping(self) -> None:
        with self._reading.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self._engine.dispose()

    def read(self) -> Session:
        """A session that only reads. It is used in a with statement, which gives its connection back."""
        return Session(self._reading, expire_on_commit=False)

    def write(self, work: Callable[[Session], T]) -> T:
        """Runs work in a transaction, which is committed when it returns. Where the database gives way to another
        transaction (a deadlock), work is run again: it must have no effect outside the transaction."""
        with self._writer:
            for _ in range(ATTEMPTS - 1):
                try:
                    return self._once(work)
                except DBAPIError as error:
                    if self.kind(error) is not Kind.RETRY:
                        raise
            return self._once(work)

    def _once(self, work: Callable[[Session], T]) -> T:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    def kind(self, error: BaseException | None) -> Kind:
        """Says what an error means, whichever database it came from."""
        if isinstance(error, PoolTimeout):
            return Kind.UNAVAILABLE
        if not isinstance(error, DBAPIError) or error.orig is None:
            return Kind.OTHER
        kind = self.dialect.kind(error.orig)
        return Kind.UNAVAILABLE if kind is Kind.OTHER and error.connection_invalidated else kind


def _cause(error: SQLAlchemyError) -> str:
    """What the driver said, in one line."""
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split())
