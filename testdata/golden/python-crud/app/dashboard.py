"""Sums up what there is: a user's own things, or everybody's for administrators."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, TypeVarTuple, get_args

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import Date, Select, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import books, shelves
from app.api.problem import answers
from app.api.route import ApiRoute
from app.auth.current import Call, bearer
from app.auth.user import Account, User
from app.database.table import Thing

Row = TypeVarTuple("Row")

# How far back created_per_day goes, today included.
DAYS = 30

TABLES: dict[str, type[Thing]] = {"shelves": shelves.Shelf, "books": books.Book}
# The fields whose values are counted, with all the values that there are.
GROUPED: dict[str, tuple[type[Thing], InstrumentedAttribute[Any], Sequence[str]]] = {
    "books.status": (books.Book, books.Book.status, get_args(books.StatusChoice)),
}


class DayCount(BaseModel):
    date: date
    count: int


class Dashboard(BaseModel):
    scope: Literal["own", "all"]
    users: int | None
    totals: dict[str, int]
    created_per_day: list[DayCount]
    by: dict[str, dict[str, int]]


router = APIRouter(prefix="/api/v1/dashboard", tags=["Dashboard"], route_class=ApiRoute, dependencies=[bearer])


@router.get("", responses=answers(401))
def show_dashboard(call: Call) -> Dashboard:
    """Sums up what there is."""
    with call.db.read() as session:
        users = session.scalar(select(func.count()).select_from(Account)) if call.user.is_admin else None
        totals, by = _count(session, call.user)
        per_day = _count_days(session, call.user, datetime.now(UTC).date())
    scope: Literal["own", "all"] = "all" if call.user.is_admin else "own"
    return Dashboard(scope=scope, users=users, totals=totals, created_per_day=per_day, by=by)


def _count(session: Session, user: User) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Counts the things of each kind, and how many of them have which value, with one statement."""
    parts = [_mine(select(literal(name), literal(""), func.count()), table, user) for name, table in TABLES.items()]
    for name, (table, column, _) in GROUPED.items():
        part = _mine(select(literal(name), column, func.count()), table, user)
        parts.append(part.where(column.is_not(None)).group_by(column))
    totals = dict.fromkeys(TABLES, 0)
    by = {name: dict.fromkeys(values, 0) for name, (_, _, values) in GROUPED.items()}
    for name, value, count in session.execute(union_all(*parts)):
        if value:
            by[name][value] = count
        else:
            totals[name] = count
    return totals, by


def _count_days(session: Session, user: User, today: date) -> list[DayCount]:
    """Counts what was made on each of the last days, with one statement."""
    first = today - timedelta(days=DAYS - 1)
    parts = []
    for table in TABLES.values():
        day = func.date(table.created_at, type_=Date)
        part = _mine(select(day, func.count()), table, user).group_by(day)
        parts.append(part.where(table.created_at >= datetime.combine(first, time(), UTC)))
    counts = dict.fromkeys((first + timedelta(days=number) for number in range(DAYS)), 0)
    for made_on, count in session.execute(union_all(*parts)):
        counts[made_on] += count
    return [DayCount(date=made_on, count=count) for made_on, count in counts.items()]


def _mine(statement: Select[*Row], table: type[Thing], user: User) -> Select[*Row]:
    """Limits a statement to a user's own things, but for administrators."""
    statement = statement.select_from(table)
    return statement if user.is_admin else statement.where(table.owner_id == user.id)
