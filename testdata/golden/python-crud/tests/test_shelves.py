"""Shelf over HTTP."""

from typing import Any

import pytest

from tests.server import Server

TABLE = "shelves"
PATH = "/api/v1/shelves"


def test_from_creation_to_deletion(server: Server) -> None:
    """A thing is made, read, changed and deleted; a change that is based on an old version is refused."""
    user = server.user()
    made = user.make(TABLE)
    item = made.header("Location")
    assert item == f"{PATH}/{made.body['id']}"
    read = user.get(item).want(200)
    assert (read.text, read.header("ETag")) == (made.text, '"1"')
    sample = user.sample(TABLE)
    assert {name: read.body[name] for name in sample} == sample
    user.send("PUT", item, sample).want_problem(428, "precondition_required")
    assert user.send("PUT", item, sample, If_Match='"1"').want(200).header("ETag") == '"2"'
    user.send("PUT", item, sample, If_Match='"1"').want_problem(412, "precondition_failed")
    user.send("PUT", item, sample, If_Match='W/"2"').want_problem(412, "precondition_failed")
    user.send("PUT", item, sample, If_Match="*").want(200)
    user.send("DELETE", item, If_Match='"2"').want_problem(412, "precondition_failed")
    user.send("DELETE", item, If_Match='"3"').want(204)
    user.get(item).want_problem(404, "not_found")
    user.send("DELETE", item).want_problem(404, "not_found")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("label", None, "required"),
        ("label", 5, "wrong_type"),
        ("label", "x" * 81, "too_long"),
        ("label", " ", "blank"),
        ("no_such_field", True, "unknown_field"),
        ("version", 7, "unknown_field"),
    ],
)
def test_field_rules(server: Server, field: str, value: Any, code: str) -> None:
    """Each rule of a field, with a value that breaks it."""
    user = server.user()
    user.post(PATH, user.sample(TABLE) | {field: value}).want_invalid(f"/{field}", code)


@pytest.mark.parametrize("field", ["created_at", "updated_at", "label"])
def test_pages(server: Server, field: str) -> None:
    """Lists are read page by page, sorted either way."""
    user = server.user()
    made = [user.make(TABLE, number).body["id"] for number in range(3)]
    up, down = user.walk(f"{PATH}?limit=1&sort={field}"), user.walk(f"{PATH}?limit=1&sort=-{field}")
    assert sorted(up) == sorted(made)
    assert up == down[::-1]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("limit=0", "limit", "too_small"),
        ("limit=101", "limit", "too_large"),
        ("limit=1&limit=1", "limit", "not_allowed"),
        ("sort=nothing", "sort", "not_allowed"),
        ("nothing=1", "nothing", "unknown_field"),
        ("cursor=nonsense", "cursor", "invalid_format"),
    ],
)
def test_bad_queries(server: Server, query: str, parameter: str, code: str) -> None:
    server.user().get(f"{PATH}?{query}").want_invalid(parameter, code)


def test_owner(server: Server) -> None:
    """What belongs to somebody else is not there; administrators reach it."""
    owner, other, admin = server.user(), server.user(), server.admin()
    item = f"{PATH}/{owner.make(TABLE).body['id']}"
    other.get(item).want_problem(404, "not_found")
    other.send("PUT", item, other.sample(TABLE), If_Match="*").want_problem(404, "not_found")
    other.send("DELETE", item).want_problem(404, "not_found")
    assert other.walk(PATH) == []
    admin.get(item).want(200)
    server.stranger().get(item).want_problem(401, "unauthenticated")


def test_unique(server: Server) -> None:
    """No two things of one owner share what has to be unique; somebody else's may."""
    user = server.user()
    user.make(TABLE)
    refused = user.post(PATH, user.sample(TABLE)).want_problem(409, "not_unique")
    assert "/label" in [error["pointer"] for error in refused.body["errors"]]
    second = user.make(TABLE, 1).header("Location")
    user.send("PUT", second, user.sample(TABLE), If_Match="*").want_problem(409, "not_unique")
    server.user().make(TABLE)
