"""Accounts, sessions and administrators."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import update

from app.auth.sessions import LoginSession
from app.values import now
from tests.server import PASSWORD, Server

REGISTER, LOGIN, REFRESH, LOGOUT = (f"/api/v1/auth/{name}" for name in ("register", "login", "refresh", "logout"))
ME = "/api/v1/users/me"
TABLE = "books"
Start = Callable[..., Server]


def test_register(server: Server) -> None:
    stranger, email = server.stranger(), server.user().email
    fresh = "new-" + email
    made = stranger.post(REGISTER, {"email": f" {fresh.upper()}", "name": "Ada", "password": PASSWORD}).want(201)
    assert (made.body["email"], made.body["role"], made.header("Location")) == (fresh, "user", ME)
    taken = {"email": email, "name": "Ada", "password": PASSWORD}
    stranger.post(REGISTER, taken).want_problem(409, "email_taken")


@pytest.mark.parametrize(
    ("field", "code", "value"),
    [
        ("email", "invalid_format", "nobody"),
        ("name", "blank", " "),
        ("password", "too_short", "123456789"),
        ("password", "too_long", "x" * 129),
        ("password", "not_allowed", "Else@Example.com"),
        ("role", "unknown_field", "admin"),
    ],
)
def test_what_registering_refuses(server: Server, field: str, code: str, value: str) -> None:
    body = {"email": "else@example.com", "name": "Ada", "password": PASSWORD}
    server.stranger().post(REGISTER, body | {field: value}).want_invalid(f"/{field}", code)


def test_login(server: Server) -> None:
    """A wrong password and an address that nobody has are refused in the same words."""
    user, stranger = server.user(), server.stranger()
    wrong = stranger.post(LOGIN, {"email": user.email, "password": "something else"})
    unknown = stranger.post(LOGIN, {"email": "nobody@example.com", "password": "something else"})
    wrong.want_problem(401, "invalid_credentials")
    assert wrong.text == unknown.text
    stranger.post(LOGIN, {"email": "a\x07ü", "password": "x"}).want_problem(401, "invalid_credentials")
    line = stranger.post(LOGIN, {"email": user.email, "password": PASSWORD}).want(200).cookie_line
    assert line.endswith("; Path=/api/v1/auth; Max-Age=2592000; HttpOnly; SameSite=Strict")


def test_login_limit(start: Start) -> None:
    stranger = start(login_rate_limit_per_minute=2).stranger()
    body = {"email": "nobody@example.com", "password": "x"}
    for _ in range(2):
        stranger.post(LOGIN, body).want(401)
    assert stranger.post(LOGIN, body).want_problem(429, "rate_limited").header("Retry-After")


def test_weak_hashes_are_renewed(server: Server) -> None:
    """A password whose hash cost less than it does now is hashed anew at its next login."""
    user = server.user()
    accounts = server.app.state.accounts
    weak = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    accounts.set_hash(accounts.find(user.email).id, weak, sign_out=False)
    user.sign_in(PASSWORD)
    assert "t=2," in accounts.find(user.email).password_hash


def test_refresh(server: Server) -> None:
    """A refresh secret works once. Used again at once it may be another tab; used again later it was copied."""
    user, again = server.user(), server.stranger()
    again.cookie = user.cookie
    user.cookie = user.post(REFRESH).want(200).cookie
    again.post(REFRESH).want_problem(401, "invalid_token")
    user.cookie = user.post(REFRESH).want(200).cookie
    session_id = user.cookie.partition(".")[0]
    long_ago = update(LoginSession).where(LoginSession.id == session_id).values(rotated_at=now() - timedelta(minutes=1))
    server.db.write(lambda session: session.execute(long_ago))
    copied = again.post(REFRESH).want_problem(401, "invalid_token")
    assert "Max-Age=0" in copied.cookie_line
    user.post(REFRESH).want(401)
    user.get(ME).want_problem(401, "invalid_token")


def test_parallel_refresh(server: Server) -> None:
    user = server.user()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: user.post(REFRESH).status, range(8)))
    assert sorted(answers) == [200] + [401] * 7


def test_logout(server: Server) -> None:
    user = server.user()
    user.post(LOGOUT).want(204)
    user.get(ME).want_problem(401, "invalid_token")
    server.stranger().post(LOGOUT).want(204)
    server.stranger().post(REFRESH).want_problem(401, "unauthenticated")


def test_other_sites(server: Server, start: Start) -> None:
    user = server.user()
    for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://example.com"}, {"Origin": "http://["}):
        user.post(REFRESH, **headers).want_problem(403, "cross_site")
        user.post(LOGOUT, **headers).want_problem(403, "cross_site")
    user.post(REFRESH, Sec_Fetch_Site="same-origin").want(200)
    public = start(public_url="https://example.com").user()
    renewed = public.post(REFRESH, Origin="https://example.com:443").want(200)
    assert renewed.cookie_line.endswith("; Secure")


def test_own_account(server: Server) -> None:
    user = server.user()
    assert user.send("PATCH", ME, {"name": "Grace"}).want(200).body["name"] == "Grace"
    user.send("PATCH", ME, {}).want_invalid("/name", "required")
    change = {"current_password": "wrong", "new_password": "another password"}
    user.post(f"{ME}/password", change).want_invalid("/current_password", "not_allowed")
    same = {"current_password": PASSWORD, "new_password": user.email}
    user.post(f"{ME}/password", same).want_invalid("/new_password", "not_allowed")
    user.post(f"{ME}/password", change | {"current_password": PASSWORD}).want(204)
    user.get(ME).want(401)
    user.sign_in("another password")
    user.make(TABLE)
    user.send("DELETE", ME, {"password": "wrong"}).want_invalid("/password", "not_allowed")
    user.send("DELETE", ME, {"password": "another password"}).want(204)
    user.post(LOGIN, {"email": user.email, "password": "another password"}).want(401)


def test_admin(server: Server) -> None:
    admin, user = server.admin(), server.user()
    users = "/api/v1/admin/users"
    user.get(users).want_problem(403, "forbidden")
    (found,) = admin.walk(f"{users}?q={user.email.upper()}")
    account = f"{users}/{found}"
    user.send("PATCH", account, {"role": "admin"}).want_problem(403, "forbidden")
    admin.send("PATCH", account, {"role": "owner"}).want_invalid("/role", "not_allowed")
    admin.send("PATCH", account, {"disabled": True}).want(200)
    user.get(ME).want(401)
    user.post(LOGIN, {"email": user.email, "password": PASSWORD}).want_problem(401, "invalid_credentials")
    admin.send("PATCH", account, {"disabled": False, "role": "admin"}).want(200)
    user.sign_in(PASSWORD)
    user.get(f"{users}?limit=1").want(200)
    me = admin.get(ME).body["id"]
    admin.send("PATCH", f"{users}/{me}", {"role": "user"}).want_problem(409, "own_account")
    for unknown in ("1", "01920000-0000-7000-8000-000000000000"):
        admin.send("PATCH", f"{users}/{unknown}", {}).want_problem(404, "not_found")


def test_demo_account(start: Start) -> None:
    """The account that visitors share has sample data, and can't be taken from them."""
    demo = start(seed_demo=True, demo_password=PASSWORD).stranger()
    demo.email = "demo@example.com"
    demo.sign_in(PASSWORD)
    assert len(demo.walk("/api/v1/books")) == 25
    demo.send("DELETE", ME, {"password": PASSWORD}).want_problem(403, "forbidden")
    demo.post(f"{ME}/password", {}).want_problem(403, "forbidden")
