"""Column types, each with what it is called in the database products."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, String, Text, Uuid
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.values import from_units, to_units

MYSQL = ("mysql", "mariadb")


def _ascii(length: int) -> mysql.VARCHAR:
    return mysql.VARCHAR(length, charset="ascii", collation="ascii_bin")


# Ids are UUIDs of version 7: they sort by the time they were made. ASCII makes the indexes of MySQL small.
Key: TypeEngine[str] = (
    Uuid(as_uuid=False)
    .with_variant(mysql.CHAR(36, charset="ascii", collation="ascii_bin"), *MYSQL)
    .with_variant(String(36), "sqlite")
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, to the millisecond. It is handed over without a zone, so that no driver shifts it."""

    impl = (
        DateTime()
        .with_variant(mysql.DATETIME(fsp=3), *MYSQL)
        .with_variant(postgresql.TIMESTAMP(timezone=True, precision=3), "postgresql")
    )
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Units(TypeDecorator[str]):
    """A decimal, kept as a whole number of its smallest unit: binary fractions would change digits."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        super().__init__()
        self.scale = scale

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else to_units(value, self.scale)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        return None if value is None else from_units(value, self.scale)


# The rest is for migrations. In PostgreSQL the collation "C" compares text by code points, as utf8mb4_bin does in
# MySQL, where it is set for whole tables.
TABLE: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_bin",
}


def line(length: int) -> TypeEngine[str]:
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def ascii_line(length: int) -> TypeEngine[str]:
    return line(length).with_variant(_ascii(length), *MYSQL)


def long_text() -> TypeEngine[str]:
    return Text().with_variant(Text(collation="C"), "postgresql").with_variant(mysql.MEDIUMTEXT(), *MYSQL)
