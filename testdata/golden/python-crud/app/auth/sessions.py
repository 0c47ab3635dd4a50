"""Sessions: what a login starts, a cookie renews, and signing out ends."""

import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from fastapi import Request
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.api.problem import Problem
from app.database.table import Table, new_id
from app.database.types import Key
from app.values import is_id, now

COOKIE = "refresh_token"
LIFETIME = timedelta(days=30)
# How long a secret that was just replaced is no sign of theft: two tabs of one browser may have sent it at the same
# time.
GRACE = timedelta(seconds=10)


class LoginSession(Table):
    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    user_id: Mapped[str] = mapped_column(Key)
    secret_hash: Mapped[str]
    rotated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Recent(Exception):
    """A refresh secret was used that has just been replaced."""


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored of a secret. It is random, so that a quick hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def start(session: Session, user_id: str, secret: str) -> str:
    """Makes a session for a user who has just proved the password, and returns its id."""
    moment = now()
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.expires_at <= moment))
    made = LoginSession(id=new_id(), user_id=user_id, secret_hash=hash_secret(secret))
    made.created_at = made.rotated_at = moment
    made.expires_at = moment + LIFETIME
    session.add(made)
    return made.id


def rotate(session: Session, session_id: str, old: str, new: str) -> str | None:
    """Replaces the secret of a session and tells whose it is. The row is locked while it is compared, so that of
    several uses of one secret exactly one succeeds. None says that there is no such session, or no longer, because
    the old secret was a copy."""
    moment = now()
    found = session.get(LoginSession, session_id, with_for_update=True)
    if found is None:
        return None
    if found.secret_hash == hash_secret(old) and found.expires_at > moment:
        found.secret_hash, found.rotated_at, found.expires_at = hash_secret(new), moment, moment + LIFETIME
        return found.user_id
    if moment - found.rotated_at <= GRACE:
        raise Recent
    session.delete(found)
    return None


def end(session: Session, session_id: str, secret: str) -> None:
    wanted = (LoginSession.id == session_id, LoginSession.secret_hash == hash_secret(secret))
    session.execute(delete(LoginSession).where(*wanted))


def end_all(session: Session, user_id: str) -> None:
    """Signs a user out everywhere."""
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def read_cookie(request: Request) -> tuple[str, str] | None:
    """Takes the session's id and the secret out of the cookie."""
    session_id, dot, secret = request.cookies.get(COOKIE, "").partition(".")
    return (session_id, secret) if dot and is_id(session_id) else None


def cookie_header(text: str, *, secure: bool) -> dict[str, str]:
    """Sets the cookie; an empty text makes the browser forget it."""
    age = int(LIFETIME.total_seconds()) if text else 0
    attributes = f"Path=/api/v1/auth; Max-Age={age}; HttpOnly; SameSite=Strict" + "; Secure" * secure
    return {"Set-Cookie": f"{COOKIE}={text}; {attributes}"}


def check_same_site(request: Request, public_url: str | None) -> None:
    """Refuses what another site's page made the browser send: the cookie would go along."""
    refused = Problem(403, "cross_site", "This can't be asked for by another site.")
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise refused
    origin = request.headers.get("origin")
    if origin is None:
        return
    scheme = origin.partition(":")[0]  # without PUBLIC_URL nobody knows one's own
    own = public_url or f"{scheme}://{request.headers.get('host', '')}"
    if _host_and_port(origin) is None or _host_and_port(origin) != _host_and_port(own):
        raise refused


def _host_and_port(address: str) -> tuple[str, int] | None:
    """Always names the port, also where it is the usual one."""
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return ((parts.hostname or "").lower(), port)
