"""What is the same for every request."""

import json
import sqlite3
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from tests.server import SECRET, Server

THINGS = "/api/v1/shelves"
Start = Callable[..., Server]


def test_operation(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start()
    stranger, user = server.stranger(), server.user()
    assert stranger.get("/livez").want(200).body == {"status": "ok"}
    stranger.get("/readyz").want(200)
    counted = 'http_requests_total{method="GET",route="/livez",status="200"} 1.0'
    assert counted in stranger.get("/metrics").want(200).text
    server.db.close()

    def away() -> None:
        raise OperationalError("", {}, sqlite3.OperationalError("away"), connection_invalidated=True)

    monkeypatch.setattr(server.db, "ping", away)
    assert stranger.get("/readyz").want(503).body["checks"] == {"database": "unreachable"}
    monkeypatch.setattr(server.db, "read", away)
    user.get(THINGS).want_problem(503, "unavailable")


def test_metrics_token(start: Start) -> None:
    stranger = start(metrics_token="only-for-prometheus").stranger()
    stranger.get("/metrics").want_problem(401, "unauthenticated")
    stranger.get("/metrics", Authorization="Bearer only-for-prometheus").want(200)
    production = start(app_env="production", jwt_secret=SECRET).stranger()
    production.get("/metrics").want_problem(404, "not_found")


def test_unknown_paths_and_methods(server: Server) -> None:
    stranger, user = server.stranger(), server.user()
    for path in ("/nothing", "/docs/", "/livez/", "/api", "/assets%2fapp.js"):
        stranger.get(path).want_problem(404, "not_found")
    assert 'route="/assets/' not in stranger.get("/metrics").want(200).text
    stranger.get("/api/v1/nothing").want_problem(401, "unauthenticated")
    stranger.get(THINGS, Authorization="Bearer nonsense").want_problem(401, "invalid_token")
    for path in ("/api/v1/nothing", THINGS + "/", "/api//v1", THINGS + "/x"):
        user.get(path).want_problem(404, "not_found")
    answer = user.send("PATCH", THINGS).want_problem(405, "method_not_allowed")
    assert answer.header("Allow") == "GET, HEAD, POST"
    assert user.send("HEAD", THINGS).want(200).header("Content-Type") == "application/json"


def test_headers(start: Start) -> None:
    stranger = start(public_url="https://example.com").stranger()
    answer = stranger.get("/api/v1/users/me", X_Request_ID="from-the-client")
    for name, value in {
        "X-Request-ID": "from-the-client",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "DENY",
        "Cache-Control": "no-store",
        "Strict-Transport-Security": "max-age=31536000",
        "WWW-Authenticate": "Bearer",
    }.items():
        assert answer.header(name) == value
    assert len(stranger.get("/livez", X_Request_ID="not a name").header("X-Request-ID")) == 36


def test_other_origins(start: Start) -> None:
    stranger = start(allowed_origins="https://friend.example.com").stranger()
    asks = {"Access_Control_Request_Method": "PUT"}
    allowed = stranger.send("OPTIONS", THINGS, Origin="https://friend.example.com", **asks).want(204)
    assert allowed.header("Access-Control-Allow-Origin") == "https://friend.example.com"
    other = stranger.send("OPTIONS", THINGS, Origin="https://example.com", **asks).want(401)
    assert (other.header("Access-Control-Allow-Origin"), other.header("Vary")) == ("", "Origin")


def test_rate_limit(start: Start) -> None:
    """An address may send so many requests; what a stranger says about its address does not count."""
    stranger = start(rate_limit_per_minute=2).stranger()
    for number in range(2):
        stranger.get("/", X_Forwarded_For=f"192.0.2.{number}").want(200)
    stranger.get("/").want_problem(429, "rate_limited")
    stranger.get("/livez").want(200)

    proxied = start(rate_limit_per_minute=2, trusted_proxies="127.0.0.0/8,::1/128,10.0.0.0/8").stranger()
    for number in range(4):
        proxied.get("/", X_Forwarded_For=f"made up, 192.0.2.{number}, 10.0.0.1").want(200)
    for number in range(2):  # addresses of one household
        proxied.get("/", X_Forwarded_For=f"2001:db8::{number}").want(200)
    proxied.get("/", X_Forwarded_For="2001:db8::9").want(429)
    proxied.get("/", X_Forwarded_For="made up").want(200)


def test_bodies(server: Server) -> None:
    user = server.user()
    user.post(THINGS, "{}", Content_Type="text/plain").want_problem(415, "unsupported_media_type")
    user.post(THINGS, " " * (2 << 20)).want_problem(413, "too_large")
    for bad in ("", "{", "[" * 100_000, "NaN", '{"a": "\\ud800"}'):
        user.post(THINGS, bad).want_problem(400, "bad_json")
    for other in ("[]", "null", '"text"', "5"):
        user.post(THINGS, other).want_invalid("", "wrong_type")
    user.post(THINGS, '{"a/b~c":1}').want_invalid("/a~1b~0c", "unknown_field")
    user.get(f"{THINGS}?limit=1&limit=2").want_invalid("limit", "not_allowed")
    user.get(f"{THINGS}?q=%zz").want_invalid("q", "invalid_format")
    user.get(f"{THINGS}?q=%ff").want_invalid("q", "invalid_format")


def test_crash(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong inside is not told."""
    server = start()
    user = server.user()
    monkeypatch.setattr(server.db, "read", lambda: 1 / 0)
    answer = user.get(THINGS).want_problem(500, "internal")
    assert "division" not in answer.text


def test_page(server: Server) -> None:
    stranger = server.stranger()
    page = stranger.get("/").want(200)
    assert page.header("Content-Type").startswith("text/html")
    assert "default-src 'self'" in page.header("Content-Security-Policy")
    stranger.get("/docs").want(200)
    stranger.get("/", If_None_Match=f'"other", W/{page.header("ETag")}').want(304)


def test_openapi(server: Server) -> None:
    """The description knows every route of the API, and says of every error how it looks."""
    document = json.loads(server.stranger().get("/openapi.json").want(200).text)
    assert document["openapi"].startswith("3.1")
    create = document["paths"][THINGS]["post"]
    assert create["security"] == [{"HTTPBearer": []}]
    assert list(create["responses"]["422"]["content"]) == ["application/problem+json"]
    assert "422" not in document["paths"][THINGS + "/{id}"]["get"]["responses"]
