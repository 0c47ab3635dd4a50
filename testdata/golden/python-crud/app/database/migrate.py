"""Brings the tables up to date when the program starts."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from app.database.dialect import Dialect

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, dialect: Dialect) -> None:
    """Applies what is missing under a lock, so that two instances that start at once do it once."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection, dialect.lock(connection):
        config.attributes.update(connection=connection, transactional_ddl=dialect.transactional_ddl)
        command.upgrade(config, "head")
