"""What all tables have in common."""

import os
import time
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.database.types import Key, Moment


class Table(DeclarativeBase):
    """A class whose objects are rows."""

    type_annotation_map: ClassVar = {datetime: Moment, int: BigInteger}
    # Nothing is asked back from the database after a change: the program has set every value itself.
    __mapper_args__ = {"eager_defaults": False}


class Thing(Table):
    """What every thing has, whatever its kind."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]

    @declared_attr
    def owner_id(cls) -> Mapped[str]:
        return mapped_column(Key, ForeignKey("users.id"))


def new_id() -> str:
    """Makes an id that sorts by the time it was made (RFC 9562, version 7): milliseconds, then a fraction of one."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    return str(UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | random))
