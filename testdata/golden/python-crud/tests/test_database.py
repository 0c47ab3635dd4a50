"""Opening the database, and transactions."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from app.database import Database, Unreachable, translate
from app.database.dialect import Kind
from app.database.table import Table
from tests.server import Server


def test_migrates_once(tmp_path: Path) -> None:
    """Instances that start at once migrate once."""
    address = f"sqlite:///{tmp_path.as_posix().lstrip('/')}/test.db"

    def start(_: int) -> int:
        db = Database(address)
        db.open()
        with db.read() as session:
            versions = session.execute(text("SELECT COUNT(*) FROM alembic_version")).scalar_one()
        db.close()
        return int(versions)

    with ThreadPoolExecutor(1 if os.name == "nt" else 3) as pool:
        assert list(pool.map(start, range(3))) == [1, 1, 1]


def test_tables_are_as_the_program_thinks(server: Server) -> None:
    """Migrations and classes say the same; what only the migrations know is left out."""
    with server.db._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, Table.metadata)
    missing = [change for change in found if change[0] in ("add_table", "add_column", "remove_column")]
    assert missing == []


@pytest.mark.parametrize(
    "address", ["oracle://x", "sqlite://", "sqlite://host/file", "postgres://host:port/name", "mysql:///x", "no"]
)
def test_bad_addresses(address: str) -> None:
    with pytest.raises(ValueError):
        translate(address)


def test_unreachable(tmp_path: Path) -> None:
    folder = Database(f"sqlite:///{tmp_path.as_posix().lstrip('/')}")
    with pytest.raises(Unreachable, match="can't be reached"):
        folder.open()


def test_sqlite_address(tmp_path: Path) -> None:
    assert (
        translate(f"sqlite:///{tmp_path.as_posix().lstrip('/')}/a%20b.db").url.database
        == f"{tmp_path.as_posix()}/a b.db"
    )
    assert translate("sqlite:///C:/no/such.db").url.database == "C:/no/such.db" if os.name == "nt" else True


def test_transactions(server: Server) -> None:
    """A transaction that fails leaves nothing behind; one that has to give way is run again."""

    def fails(session: Session) -> None:
        session.execute(text("DELETE FROM alembic_version"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        server.db.write(fails)
    with server.db.read() as session:
        assert session.execute(text("SELECT COUNT(*) FROM alembic_version")).scalar_one() == 1


def test_giving_way(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def gives_way_once(session: Session) -> str:
        tries.append(session)
        if len(tries) == 1:
            raise OperationalError("", {}, Exception())
        return "done"

    monkeypatch.setattr(server.db, "kind", lambda error: Kind.RETRY)
    assert server.db.write(gives_way_once) == "done"
    assert len(tries) == 2


def test_kinds(server: Server) -> None:
    db = server.db

    def kind(statement: str) -> Kind:
        with pytest.raises(DBAPIError) as caught:
            db.write(lambda session: session.execute(text(statement)))
        return db.kind(caught.value)

    assert kind("INSERT INTO alembic_version SELECT version_num FROM alembic_version") is Kind.NOT_UNIQUE
    assert kind("SELECT nonsense") is Kind.OTHER
    assert db.kind(None) is Kind.OTHER
    assert db.kind(ValueError()) is Kind.OTHER
    assert db.kind(PoolTimeout()) is Kind.UNAVAILABLE
    assert db.kind(IntegrityError("", {}, Exception(), connection_invalidated=True)) is Kind.UNAVAILABLE
