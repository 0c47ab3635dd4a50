"""What users can do with their own account."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import update

from app.api.problem import Problem, answers, invalid_field
from app.api.route import ApiRoute, Input
from app.auth import sessions
from app.auth.current import CurrentUser, Db, Service, bearer, service_of
from app.auth.login import Name, NewPassword
from app.auth.user import DEMO_EMAIL, Account, User, normal_email
from app.values import AnyText


class Profile(Input):
    name: Name


class PasswordChange(Input):
    current_password: Annotated[str, AnyText()]
    new_password: NewPassword


class Farewell(Input):
    password: Annotated[str, AnyText()]


class PasswordRoute(ApiRoute):
    """A route that asks for the password. The demo account is shared by its visitors, who may not lock each other
    out."""

    def admit(self, request: Request) -> None:
        if service_of(request).settings.seed_demo and request.state.user.email == DEMO_EMAIL:
            raise Problem(403, "forbidden", "The demo account can't be changed.")


router = APIRouter(prefix="/api/v1/users/me", tags=["Accounts"], route_class=ApiRoute, dependencies=[bearer])
password_router = APIRouter(
    prefix="/api/v1/users/me", tags=["Accounts"], route_class=PasswordRoute, dependencies=[bearer]
)


@router.get("", responses=answers(401))
async def show_me(user: CurrentUser) -> User:
    """Shows one's own account."""
    return user


@router.patch("", responses=answers(400, 401, 413, 415, 422))
def change_me(body: Profile, user: CurrentUser, db: Db) -> User:
    """Changes one's name."""
    db.write(lambda session: session.execute(update(Account).where(Account.id == user.id).values(name=body.name)))
    return user.model_copy(update={"name": body.name})


@password_router.post("/password", status_code=204, responses=answers(400, 401, 403, 413, 415, 422))
async def change_password(body: PasswordChange, user: CurrentUser, accounts: Service) -> None:
    """Changes one's password, and signs out everywhere."""
    if normal_email(body.new_password) == user.email:
        raise invalid_field("new_password", "not_allowed", "Must not be the e-mail address.")
    await accounts.check_password(user, body.current_password, "current_password")
    password_hash = await accounts.hasher.hash(body.new_password)
    await run_in_threadpool(accounts.set_hash, user.id, password_hash, sign_out=True)


@password_router.delete("", status_code=204, responses=answers(400, 401, 403, 413, 415, 422))
async def delete_me(body: Farewell, user: CurrentUser, accounts: Service, response: Response) -> None:
    """Deletes one's account with all that is one's own."""
    await accounts.check_password(user, body.password, "password")
    await run_in_threadpool(accounts.delete, user.id)
    response.headers.update(sessions.cookie_header("", secure=accounts.settings.secure_cookie))
