"""What administrators can do with accounts."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.api.page import Page, PageQuery, Sort, contains, link_next, read_page
from app.api.problem import Problem, answers, not_found
from app.api.route import ApiRoute, Input
from app.auth import sessions
from app.auth.current import CurrentUser, Db, bearer
from app.auth.user import Account, AdminUser, Role
from app.values import Line, Moment, is_id


class AdminRoute(ApiRoute):
    """A route for administrators only."""

    def admit(self, request: Request) -> None:
        if not request.state.user.is_admin:
            raise Problem(403, "forbidden", "Only administrators may do this.")


class UserQuery(PageQuery):
    q: Annotated[str, Line(100)] | None = None


class Standing(Input):
    """Somebody's role, and whether they may not sign in."""

    role: Role | None = None
    disabled: bool | None = None


router = APIRouter(prefix="/api/v1/admin/users", tags=["Administration"], route_class=AdminRoute, dependencies=[bearer])
newest_first = Sort(Account.created_at, Moment())


@router.get("", responses=answers(401, 403, 422))
def list_users(request: Request, response: Response, db: Db, query: Annotated[UserQuery, Query()]) -> Page[AdminUser]:
    """Lists accounts, the newest first."""
    statement = select(Account)
    if query.q:
        wanted = db.dialect.fold(query.q)
        statement = statement.where(or_(contains(Account.email, wanted), contains(Account.name, wanted)))
    with db.read() as session:
        found: Sequence[Account]
        found, cursor = read_page(session, request, query, statement, Account.id, "-created_at", newest_first)
    link_next(request, response, cursor)
    return Page(items=[AdminUser.model_validate(account) for account in found], next_cursor=cursor)


@router.patch("/{id}", responses=answers(400, 401, 403, 404, 409, 413, 415, 422))
def change_user(id: str, body: Standing, user: CurrentUser, db: Db) -> AdminUser:
    """Changes somebody's role, or whether they may sign in. They are signed out, so that an old token is worth
    nothing."""

    def work(session: Session) -> Account:
        account = session.get(Account, id, with_for_update=True) if is_id(id) else None
        if account is None:
            raise not_found()
        if id == user.id:
            raise Problem(409, "own_account", "Ask another administrator to change your own account.")
        before = (account.role, account.disabled)
        account.role = body.role or account.role
        account.disabled = account.disabled if body.disabled is None else body.disabled
        if (account.role, account.disabled) != before:
            sessions.end_all(session, id)
        return account

    return AdminUser.model_validate(db.write(work))
