"""Keeps the things of users: what all kinds of things have in common is here, once. What is special about a kind,
such as books, stands in a module of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from app.api.page import Column, ListQuery, Page, SearchQuery, Sort, contains, link_next, read_page
from app.api.problem import Problem, invalid_field, not_found, not_unique
from app.api.route import Input
from app.auth.current import Caller
from app.auth.tokens import invalid_token
from app.auth.user import User
from app.database.dialect import Kind
from app.database.table import Thing, new_id
from app.values import Time, is_id, now

T = TypeVar("T", bound=Thing)
Read = TypeVar("Read", bound="ThingRead")
AnyThing = TypeVar("AnyThing", bound=Thing)

_TAG = re.compile(r'"([1-9][0-9]{0,17})"')


class ThingRead(BaseModel):
    """What the API shows of every thing."""

    model_config = ConfigDict(from_attributes=True, protected_namespaces=())

    id: str
    owner_id: str
    created_at: Time
    updated_at: Time
    version: int


class ParentRead(BaseModel):
    """What a thing shows of the one it belongs to."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    label: str | None = Field(validation_alias="parent_label")


@dataclass(frozen=True)
class Parent:
    """What the things of a kind belong to."""

    table: type[Thing]
    key: str  # the field with the parent's id
    relation: InstrumentedAttribute[Any]
    label: Column  # the parent's column that names it

    def missing(self) -> Problem:
        return invalid_field(self.key, "not_found", "Is not one that you can use.")


class Demand:
    """The version that a change replaces, as If-Match says it. Without it one change could undo another that nobody
    read."""

    def __init__(self, header: str | None) -> None:
        tag = _TAG.fullmatch(header or "")
        self.missing = header is None
        self._any = header in (None, "*")
        self._version = int(tag[1]) if tag else None

    def check(self, version: int) -> None:
        if not self._any and self._version != version:
            detail = "It was changed in the meantime. Load it again and repeat your change."
            raise Problem(412, "precondition_failed", detail)


async def _demand(request: Request, if_match: Annotated[str | None, Header()] = None) -> Demand:
    """Takes the header as it is, because it may have been sent twice; the argument is for OpenAPI."""
    sent = request.headers.getlist("if-match")
    return Demand(", ".join(sent) if sent else None)


IfMatch = Annotated[Demand, Depends(_demand)]


@dataclass(frozen=True)
class Collection(Generic[T, Read]):
    """The things of one kind."""

    table: type[T]
    read: type[Read]
    sorts: Mapping[str, Sort]
    searched: Sequence[Column] = ()
    unique: Mapping[str, Column] | None = None  # fields that no two things of one owner may share
    parent: Parent | None = None

    def page(self, call: Caller, query: ListQuery, conditions: Sequence[ColumnElement[bool]]) -> Page[Read]:
        statement = self._with_parent(reach(self.table, call.user)).where(*conditions)
        if isinstance(query, SearchQuery) and query.q:
            wanted = call.db.dialect.fold(query.q)
            statement = statement.where(or_(*(contains(column, wanted) for column in self.searched)))
        sort = self.sorts[query.sort.removeprefix("-")]
        with call.db.read() as session:
            things, cursor = read_page(session, call.request, query, statement, self.table.id, query.sort, sort)
            link_next(call.request, call.response, cursor)
            return Page(items=[self.read.model_validate(thing) for thing in things], next_cursor=cursor)

    def show(self, call: Caller, id: str) -> Read:
        with call.db.read() as session:
            thing = _find(session, self._with_parent(reach(self.table, call.user)), self.table, id)
            return self._answer(call, thing)

    def create(self, call: Caller, body: Input) -> Read:
        """Stores a new thing. It belongs to the user, or to whom its parent belongs to."""

        def work(session: Session) -> T:
            parent = self._find_parent(session, call.user, body)
            owner_id = parent.owner_id if parent else call.user.id
            thing = self.add(session, owner_id, body, parent, now())
            self._flush(call, session, thing, body)
            return thing

        thing = call.db.write(work)
        call.response.headers["Location"] = f"{call.request.url.path}/{thing.id}"
        return self._answer(call, thing)

    def add(self, session: Session, owner_id: str, body: Input, parent: Thing | None, moment: datetime) -> T:
        """Stores a thing that has an owner."""
        thing = self.table(id=new_id(), owner_id=owner_id, created_at=moment, updated_at=moment, version=1)
        self._fill(thing, body, parent)
        session.add(thing)
        return thing

    def replace(self, call: Caller, id: str, demand: Demand, body: Input) -> Read:
        """Replaces what a client may set, if the version is still the demanded one. The row is locked between the
        look at its version and the change, so that nobody else can be quicker."""
        if demand.missing:
            raise Problem(428, "precondition_required", "Send the version that you have seen in If-Match.")

        def work(session: Session) -> T:
            thing = _find(session, reach(self.table, call.user).with_for_update(), self.table, id)
            demand.check(thing.version)
            parent = self._find_parent(session, call.user, body)
            if self.parent and parent and parent.owner_id != thing.owner_id:
                raise self.parent.missing()
            self._fill(thing, body, parent)
            thing.updated_at, thing.version = now(), thing.version + 1
            self._flush(call, session, thing, body)
            return thing

        return self._answer(call, call.db.write(work))

    def delete(self, call: Caller, id: str, demand: Demand) -> None:
        """Deletes a thing, if the version is still the demanded one."""

        def work(session: Session) -> None:
            thing = _find(session, reach(self.table, call.user).with_for_update(), self.table, id)
            demand.check(thing.version)
            session.execute(delete(self.table).where(self.table.id == id))

        try:
            call.db.write(work)
        except IntegrityError as error:
            if call.db.kind(error) is Kind.NO_REFERENCE:
                raise Problem(409, "has_children", "Other things belong to it. Delete those first.") from None
            raise

    def _with_parent(self, statement: Select[T]) -> Select[T]:
        """Joins the parent, so that its label needs no query of its own."""
        if self.parent is None:
            return statement
        return statement.options(joinedload(self.parent.relation, innerjoin=True).load_only(self.parent.label))

    def _find_parent(self, session: Session, user: User, body: Input) -> Thing | None:
        if self.parent is None:
            return None
        wanted = reach(self.parent.table, user).where(self.parent.table.id == getattr(body, self.parent.key))
        found = session.scalar(wanted)
        if found is None:
            raise self.parent.missing()
        return found

    def _fill(self, thing: T, body: Input, parent: Thing | None) -> None:
        for name, value in body:
            setattr(thing, name, value)
        if self.parent:
            setattr(thing, self.parent.relation.key, parent)

    def _answer(self, call: Caller, thing: T) -> Read:
        call.response.headers["ETag"] = f'"{thing.version}"'
        return self.read.model_validate(thing)

    def _flush(self, call: Caller, session: Session, thing: T, body: Input) -> None:
        """Sends the change to the database, and explains it when that refuses."""
        id, owner_id = thing.id, thing.owner_id
        try:
            session.flush()
        except IntegrityError as error:
            session.rollback()
            kind = call.db.kind(error)
            if kind is Kind.NOT_UNIQUE:
                raise self._not_unique(call, id, owner_id, body) from None
            if kind is Kind.NO_REFERENCE:  # parent or account were deleted in this very moment
                raise (self.parent.missing() if self.parent else invalid_token()) from None
            raise

    def _not_unique(self, call: Caller, id: str, owner_id: str, body: Input) -> Problem:
        """Finds out which values another thing of the same owner has."""
        others = select(self.table.id).where(self.table.owner_id == owner_id, self.table.id != id)
        with call.db.read() as session:
            taken = [
                name
                for name, column in (self.unique or {}).items()
                if (value := getattr(body, column.key)) is not None
                and session.scalar(others.where(column == value).limit(1))
            ]
        return not_unique(taken or list(self.unique or {}))


def reach(table: type[AnyThing], user: User) -> Select[AnyThing]:
    """What a user can see: the owner is part of every statement, not checked after it."""
    statement = select(table)
    return statement if user.is_admin else statement.where(table.owner_id == user.id)


def _find(session: Session, statement: Select[AnyThing], table: type[AnyThing], id: str) -> AnyThing:
    """Reads one thing; one that the user can't reach is not there."""
    thing = session.scalar(statement.where(table.id == id)) if is_id(id) else None
    if thing is None:
        raise not_found()
    return thing
