"""Runs the whole service for tests, on a database of its own: a file in a temporary folder, or that of
TEST_DATABASE_URL, where tests keep apart by using accounts of their own."""

import json
import os
import uuid
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from app import seed
from app.auth.user import Role
from app.catalog import KINDS
from app.config import Settings
from app.database import Database
from app.server.app import create_app

# The password of every account that tests make.
PASSWORD = "correct horse battery"
SECRET = "vX7Qp2Lr9Zk4Ht6Wm1Nc8Bs3Fd5Gj0Ay"


class Server:
    """A running service, with some settings changed."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        usual = {"jwt_secret": SECRET, "rate_limit_per_minute": 0, "login_rate_limit_per_minute": 0}
        address = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder.as_posix().lstrip('/')}/test.db"
        self.settings = Settings(_env_file=None, **{"database_url": address, **usual, **changes})
        self.db = Database(self.settings.database_url)
        self.db.open()
        self.app = create_app(self.settings, self.db)
        seed.make_accounts(self.settings, self.app.state.accounts)
        self.http = TestClient(self.app, client=("127.0.0.1", 50000), base_url="http://localhost")
        self.http.__enter__()

    def close(self) -> None:
        self.http.__exit__()
        self.db.close()

    def stranger(self) -> "Client":
        """Somebody who has not signed in."""
        return Client(self)

    def user(self, role: Role = "user") -> "Client":
        """Somebody with a fresh account."""
        client = Client(self)
        client.email = f"{uuid.uuid4()}@example.com"
        accounts = self.app.state.accounts
        accounts.create(client.email, "Somebody", accounts.hasher.hash_now(PASSWORD), role)
        client.sign_in(PASSWORD)
        return client

    def admin(self) -> "Client":
        return self.user("admin")


class Client:
    """Sends requests, as somebody who signed in or as a stranger."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.email = self.token = self.cookie = ""
        self._parents: dict[str, str] = {}

    def sign_in(self, password: str) -> None:
        """Signs in and keeps the token and the cookie."""
        answer = self.post("/api/v1/auth/login", {"email": self.email, "password": password}).want(200)
        self.token, self.cookie = answer.body["access_token"], answer.cookie

    def send(self, method: str, target: str, body: object = None, **headers: str) -> "Answer":
        """Sends a request. A body that is not text is sent as JSON; headers are written If_Match="…"."""
        content = body if isinstance(body, str) or body is None else json.dumps(body)
        sent = {"Content-Type": "application/json"}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.cookie:
            sent["Cookie"] = f"refresh_token={self.cookie}"
        sent |= {name.replace("_", "-"): text for name, text in headers.items()}
        self._server.http.cookies.clear()
        return Answer(self._server.http.request(method, target, content=content, headers=sent, follow_redirects=False))

    def get(self, target: str, **headers: str) -> "Answer":
        return self.send("GET", target, **headers)

    def post(self, target: str, body: object = None, **headers: str) -> "Answer":
        return self.send("POST", target, body, **headers)

    def walk(self, target: str) -> list[str]:
        """Follows a list from page to page and returns all ids."""
        ids, next_page = [], target
        while next_page:
            answer = self.get(next_page).want(200)
            ids += [item["id"] for item in answer.body["items"]]
            next_page = answer.header("Link").removeprefix("<").removesuffix('>; rel="next"')
        return ids

    def sample(self, table: str, number: int = 0) -> dict[str, Any]:
        """One thing of the sample data as a client would send it. Its parent is made where it has one: the same for
        all samples of one client."""
        samples = json.loads(seed.SAMPLES.read_text(encoding="utf-8"))
        values: dict[str, Any] = samples[table][number]["values"]
        for kind, _ in KINDS:
            if kind.table.__tablename__ == table and kind.parent:
                parent = kind.parent.table.__tablename__
                if parent not in self._parents:
                    self._parents[parent] = self.make(parent).body["id"]
                values[kind.parent.key] = self._parents[parent]
        return values

    def make(self, table: str, number: int = 0) -> "Answer":
        """Creates one thing of the sample data."""
        return self.post(f"/api/v1/{table.replace('_', '-')}", self.sample(table, number)).want(201)


class Answer:
    """What came back. The body is empty when it is not a JSON object."""

    def __init__(self, response: httpx2.Response) -> None:
        self.status, self.text, self.headers = response.status_code, response.text, response.headers
        is_json = self.header("Content-Type").endswith("json")
        self.body: dict[str, Any] = response.json() if is_json and self.text else {}
        self.cookie_line = self.header("Set-Cookie")
        self.cookie = self.cookie_line.partition(";")[0].removeprefix("refresh_token=")

    def header(self, name: str) -> str:
        return str(self.headers.get(name, ""))

    def want(self, status: int) -> "Answer":
        assert self.status == status, self.text
        return self

    def want_problem(self, status: int, code: str) -> "Answer":
        self.want(status)
        assert self.body["code"] == code
        assert self.header("Content-Type") == "application/problem+json"
        return self

    def want_invalid(self, place: str, code: str) -> None:
        """Wants to be told that a place (a pointer or a parameter) is wrong."""
        self.want(422)
        told = [(error.get("pointer", error.get("parameter")), error["code"]) for error in self.body["errors"]]
        assert (place, code) in told
