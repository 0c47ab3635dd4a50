"""What handlers ask for in their arguments: who sends the request, and the parts of the service."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPBearer

from app.auth.service import Accounts
from app.auth.user import User
from app.database import Database


def service_of(request: Request) -> Accounts:
    return cast(Accounts, request.app.state.accounts)


# These are asynchronous because a plain function would be sent to a thread, which costs more than they do.
async def accounts_of(request: Request) -> Accounts:
    return service_of(request)


async def database_of(request: Request) -> Database:
    return service_of(request).db


async def current_user(request: Request) -> User:
    """The user who was found before the route was (see app/server/gate.py)."""
    return cast(User, request.state.user)


Service = Annotated[Accounts, Depends(accounts_of)]
Db = Annotated[Database, Depends(database_of)]
CurrentUser = Annotated[User, Depends(current_user)]


@dataclass(frozen=True)
class Caller:
    """Who asks, and what it takes to answer."""

    request: Request
    response: Response
    db: Database
    user: User


async def caller_of(request: Request, response: Response, db: Db, user: CurrentUser) -> Caller:
    return Caller(request, response, db, user)


Call = Annotated[Caller, Depends(caller_of)]

# Tells OpenAPI that a route needs a token. The check itself is not here.
bearer = Security(HTTPBearer(auto_error=False, description="The access token that signing in answers with."))
