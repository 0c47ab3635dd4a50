"""Registering, signing in, staying signed in and signing out."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import APIKeyCookie
from pydantic import BaseModel, ValidationInfo, field_validator

from app.api.problem import Problem, answers, rate_limited
from app.api.route import ApiRoute, Input
from app.auth import sessions
from app.auth.current import Service, service_of
from app.auth.passwords import NOBODYS_HASH
from app.auth.service import Accounts, EmailTaken
from app.auth.tokens import TOKEN_SECONDS, invalid_token
from app.auth.user import Account, Address, User, normal_email
from app.values import AnyText, Line, Text, invalid

Name = Annotated[str, Line(100)]
NewPassword = Annotated[str, Text(128, 10)]


def check_password_choice(password: object, email: object) -> object:
    if isinstance(password, str) and normal_email(password) == email:
        raise invalid("not_allowed", "Must not be the e-mail address.")
    return password


class Registration(Input):
    email: Annotated[str, Address()]
    name: Name
    password: NewPassword

    @field_validator("password", mode="before")
    @classmethod
    def _is_not_the_address(cls, password: object, info: ValidationInfo) -> object:
        return check_password_choice(password, info.data.get("email"))


class Credentials(Input):
    """Whatever they are: a bad one is refused as a wrong one is."""

    email: Annotated[str, AnyText()]
    password: Annotated[str, AnyText()]


class Token(BaseModel):
    access_token: str
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int = TOKEN_SECONDS


class CookieRoute(ApiRoute):
    """A route that a cookie opens, so other sites must not be able to use it."""

    def admit(self, request: Request) -> None:
        sessions.check_same_site(request, service_of(request).settings.public_url)


router = APIRouter(prefix="/api/v1/auth", tags=["Accounts"], route_class=ApiRoute)
# Tells OpenAPI of the cookie; the handlers read it.
cookie = Security(APIKeyCookie(name=sessions.COOKIE, auto_error=False))
cookie_router = APIRouter(prefix="/api/v1/auth", tags=["Accounts"], route_class=CookieRoute, dependencies=[cookie])


@router.post("/register", status_code=201, responses=answers(400, 409, 413, 415, 422))
async def register(body: Registration, response: Response, accounts: Service) -> User:
    """Makes an account."""
    password_hash = await accounts.hasher.hash(body.password)
    try:
        user = await run_in_threadpool(accounts.create, body.email, body.name, password_hash, "user")
    except EmailTaken:
        raise Problem(409, "email_taken", "There is an account with this e-mail address.") from None
    response.headers["Location"] = "/api/v1/users/me"
    return user


@router.post("/login", responses=answers(400, 401, 413, 415, 422))
async def login(body: Credentials, request: Request, response: Response, accounts: Service) -> Token:
    """Signs in: the answer has an access token, and a cookie that can renew it."""
    email = normal_email(body.email)
    if wait := accounts.logins.take(f"{request.state.client} {email[:254]}"):
        raise rate_limited(wait)
    account = await _check_login(accounts, email, body.password)
    secret = sessions.new_secret()
    session_id = await run_in_threadpool(accounts.db.write, lambda session: sessions.start(session, account.id, secret))
    return _grant(accounts, response, account.id, session_id, secret)


async def _check_login(accounts: Accounts, email: str, password: str) -> Account:
    """Finds the account that e-mail and password belong to. Whatever is wrong, the answer is the same and takes as
    long: who tries addresses learns nothing."""
    account = await run_in_threadpool(accounts.find, email)
    ok, new_hash = await accounts.hasher.verify(password, account.password_hash if account else NOBODYS_HASH)
    if not ok or account is None or account.disabled:
        raise Problem(401, "invalid_credentials", "E-mail address or password is wrong.")
    if new_hash:
        await run_in_threadpool(accounts.set_hash, account.id, new_hash, sign_out=False)
    return account


def _grant(accounts: Accounts, response: Response, user_id: str, session_id: str, secret: str) -> Token:
    """Sends an access token and the cookie that can renew it."""
    cookie = sessions.cookie_header(f"{session_id}.{secret}", secure=accounts.settings.secure_cookie)
    response.headers.update(cookie)
    return Token(access_token=accounts.tokens.sign(user_id, session_id))


@cookie_router.post("/refresh", responses=answers(401, 403))
def refresh(request: Request, response: Response, accounts: Service) -> Token:
    """Renews the access token and the cookie."""
    found = sessions.read_cookie(request)
    if found is None:
        raise Problem(401, "unauthenticated", "Sign in first.")
    session_id, old = found
    secret = sessions.new_secret()
    try:
        user_id = accounts.db.write(lambda session: sessions.rotate(session, session_id, old, secret))
    except sessions.Recent:
        raise invalid_token() from None
    if user_id is None:
        refused = invalid_token()
        refused.headers |= sessions.cookie_header("", secure=accounts.settings.secure_cookie)
        raise refused
    return _grant(accounts, response, user_id, session_id, secret)


@cookie_router.post("/logout", status_code=204, responses=answers(403))
def logout(request: Request, response: Response, accounts: Service) -> None:
    """Signs out."""
    if found := sessions.read_cookie(request):
        accounts.db.write(lambda session: sessions.end(session, *found))
    response.headers.update(sessions.cookie_header("", secure=accounts.settings.secure_cookie))
