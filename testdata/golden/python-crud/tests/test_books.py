"""Book over HTTP."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.server import Server

TABLE = "books"
PATH = "/api/v1/books"


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
        ("shelf_id", None, "required"),
        ("shelf_id", "01920000-0000-7000-8000-000000000000", "not_found"),
        ("title", None, "required"),
        ("title", 5, "wrong_type"),
        ("title", "x" * 201, "too_long"),
        ("title", " ", "blank"),
        ("pages", None, "required"),
        ("pages", "5", "wrong_type"),
        ("pages", 2**60, "too_large"),
        ("pages", -(2**60), "too_small"),
        ("status", "no such word", "not_allowed"),
        ("status", 5, "wrong_type"),
        ("price", 5, "wrong_type"),
        ("price", "five", "invalid_format"),
        ("bought", "2026-02-30", "invalid_format"),
        ("link", "javascript:alert(1)", "invalid_format"),
        ("loved", "true", "wrong_type"),
        ("notes", 5, "wrong_type"),
        ("notes", "x" * 10001, "too_long"),
        ("no_such_field", True, "unknown_field"),
        ("version", 7, "unknown_field"),
    ],
)
def test_field_rules(server: Server, field: str, value: Any, code: str) -> None:
    """Each rule of a field, with a value that breaks it."""
    user = server.user()
    user.post(PATH, user.sample(TABLE) | {field: value}).want_invalid(f"/{field}", code)


@pytest.mark.parametrize("field", ["created_at", "updated_at", "title", "pages"])
def test_pages(server: Server, field: str) -> None:
    """Lists are read page by page, sorted either way."""
    user = server.user()
    made = [user.make(TABLE, number).body["id"] for number in range(3)]
    up, down = user.walk(f"{PATH}?limit=1&sort={field}"), user.walk(f"{PATH}?limit=1&sort=-{field}")
    assert sorted(up) == sorted(made)
    assert up == down[::-1]


@pytest.mark.parametrize(
    ("parameter", "field"),
    [
        ("pages", "pages"),
        ("pages_min", "pages"),
        ("pages_max", "pages"),
        ("status", "status"),
        ("loved", "loved"),
    ],
)
def test_filters(server: Server, parameter: str, field: str) -> None:
    user = server.user()
    made, value = user.make(TABLE).body["id"], user.sample(TABLE)[field]
    text = value if isinstance(value, str) else json.dumps(value)
    assert user.walk(f"{PATH}?{urlencode({parameter: text})}") == [made]


def test_search(server: Server) -> None:
    user = server.user()
    made, value = user.make(TABLE).body["id"], user.sample(TABLE)["title"]
    assert user.walk(f"{PATH}?{urlencode({'q': value[:5]})}") == [made]
    assert user.walk(f"{PATH}?q=no+such+text") == []


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("limit=0", "limit", "too_small"),
        ("limit=101", "limit", "too_large"),
        ("limit=1&limit=1", "limit", "not_allowed"),
        ("sort=nothing", "sort", "not_allowed"),
        ("nothing=1", "nothing", "unknown_field"),
        ("cursor=nonsense", "cursor", "invalid_format"),
        ("pages=no+such", "pages", "wrong_type"),
        ("status=no+such", "status", "not_allowed"),
        ("loved=no+such", "loved", "wrong_type"),
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


def test_parent(server: Server) -> None:
    """What something belongs to can't be deleted, nor can it be somebody else's."""
    user, other, admin = server.user(), server.user(), server.admin()
    item = user.make(TABLE)
    parent = item.body["shelf_id"]
    assert item.body["shelf"]["id"] == parent
    user.send("DELETE", f"/api/v1/shelves/{parent}").want_problem(409, "has_children")
    stolen = other.sample(TABLE) | {"shelf_id": parent}
    other.post(PATH, stolen).want_invalid("/shelf_id", "not_found")
    moved = admin.send("PUT", item.header("Location"), other.sample(TABLE), If_Match="*")
    moved.want_invalid("/shelf_id", "not_found")
