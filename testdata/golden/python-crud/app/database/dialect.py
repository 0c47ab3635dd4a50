"""What the program must know about one database product."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from sqlalchemy import URL, Connection, Engine


class Kind(Enum):
    """What an error of the database means to the program."""

    OTHER = auto()
    NOT_UNIQUE = auto()  # another row has this value
    NO_REFERENCE = auto()  # a row that is pointed at is missing, or a row to be deleted is pointed at
    RETRY = auto()  # the transaction had to give way and can be run again
    UNAVAILABLE = auto()  # the database is away or too busy
    FATAL = auto()  # waiting won't help: wrong password, unknown database


def _nothing(engine: Engine) -> None:
    """Most products need no preparation."""


@dataclass(frozen=True)
class Dialect:
    url: URL
    kind: Callable[[BaseException], Kind]
    lock: Callable[[Connection], AbstractContextManager[object]]  # keeps others from migrating
    fold: Callable[[str], str]  # small letters, as the database's lower() makes them
    options: Mapping[str, Any] = field(default_factory=dict)  # of the engine
    reading: Mapping[str, Any] = field(default_factory=dict)  # of sessions that only read
    prepare: Callable[[Engine], None] = _nothing
    single_writer: bool = False  # writers take turns in the whole database, so they may as well queue up here
    transactional_ddl: bool = True  # a change of tables can be undone


def fold_ascii(text: str) -> str:
    """Small letters for A to Z, and nothing else."""
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in text)
