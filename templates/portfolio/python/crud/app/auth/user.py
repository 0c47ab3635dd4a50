"""Accounts, as they are stored and as the API shows them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Mapped, mapped_column

from app.database.table import Table
from app.database.types import Key
from app.values import WHITESPACE, Email, Time

Role = Literal["user", "admin"]

# The account that SEED_DEMO makes.
DEMO_EMAIL = "demo@example.com"


class Account(Table):
    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[str]
    disabled: Mapped[bool]
    created_at: Mapped[datetime]


class User(BaseModel):
    """An account as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    email: str
    name: str
    role: Role
    created_at: Time

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


class AdminUser(User):
    """An account as administrators see it."""

    disabled: bool


def normal_email(text: str) -> str:
    """The one form in which an address is stored and looked for."""
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in text.strip(WHITESPACE))


class Address(Email):
    """An e-mail address in that form."""

    def parse(self, text: str) -> str:
        return super().parse(normal_email(text))
