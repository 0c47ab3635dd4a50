"""Makes the accounts that are there from the start: an administrator, and a demo account with sample data."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.orm import Session

from app.auth.service import Accounts, EmailTaken
from app.auth.user import DEMO_EMAIL, User
from app.catalog import KINDS
from app.config import Settings
from app.database.table import Thing
from app.values import now

# A list for each kind of thing. A parent is named by its number in its own list.
SAMPLES = Path(__file__).parent.parent / "seed" / "seed.json"
# It lies between two samples, so that the dashboard has something to show.
INTERVAL = timedelta(hours=27)

log = structlog.get_logger()


def make_accounts(settings: Settings, accounts: Accounts) -> None:
    """Makes the accounts that the settings ask for. An address that is taken is left alone."""
    if settings.admin_email and settings.admin_password:
        hashed = accounts.hasher.hash_now(settings.admin_password)
        try:
            accounts.create(settings.admin_email, "Administrator", hashed, "admin")
        except EmailTaken:
            log.info("the administrator was not made: ADMIN_EMAIL has an account already, which stays as it is")
    if settings.seed_demo and settings.demo_password:
        hashed = accounts.hasher.hash_now(settings.demo_password)
        try:
            user = accounts.create(DEMO_EMAIL, "Demo", hashed, "user")
        except EmailTaken:
            return  # made at an earlier start
        accounts.db.write(lambda session: add_samples(session, user))


def add_samples(session: Session, user: User) -> None:
    samples: dict[str, list[dict[str, Any]]] = json.loads(SAMPLES.read_text(encoding="utf-8"))
    made: dict[type[Thing], list[Thing]] = {}
    for kind, taken in KINDS:
        things = made.setdefault(kind.table, [])
        for number, sample in enumerate(samples.get(kind.table.__tablename__, [])):
            values, parent = sample["values"], None
            if kind.parent:
                parent = made[kind.parent.table][sample["parent"]]
                values[kind.parent.key] = parent.id
            moment = now() - number * INTERVAL
            things.append(kind.add(session, user.id, taken.model_validate(values), parent, moment))
        session.flush()
