"""Measures how quickly the service answers: over HTTP, on a database of its own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from app.auth.user import DEMO_EMAIL

PATH = "/api/v1/books"
CLIENTS = 8
PASSWORD = "measured-only-here"
# How long the program may take to start.
PATIENCE = 60
# What nobody may write.
READ_ONLY = ("id", "owner_id", "created_at", "updated_at", "version", "shelf")

Answer = tuple[int, Any]


def run(arguments: list[str]) -> None:
    """Measures with a number of rows (2000 when none is given) and prints what it found. It uses a file in a
    temporary folder, or the empty database of BENCH_DATABASE_URL."""
    count = arguments[0] if arguments else "2000"
    if not count.isdigit() or int(count) < 1:
        sys.exit(f"{count!r} is not a number of rows")
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        program = _start(folder, port)
        try:
            _measure_all(Client(port), int(count))
        finally:
            program.terminate()
            program.wait()


def _start(folder: str, port: int) -> subprocess.Popen[bytes]:
    """Starts the program with the demo account and its sample data, as a process of its own."""
    settings = {
        "PORT": str(port),
        "DATA_DIR": folder,
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", ""),
        "RATE_LIMIT_PER_MINUTE": "0",
        "LOG_LEVEL": "warn",
        "SEED_DEMO": "true",
        "DEMO_PASSWORD": PASSWORD,
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    program = subprocess.Popen([sys.executable, "-m", "app"], env=os.environ | settings, cwd=folder)
    end = time.monotonic() + PATIENCE
    while program.poll() is None and time.monotonic() < end:
        try:
            Client(port).send("GET", "/readyz")
            return program
        except OSError:
            time.sleep(0.1)
    program.kill()
    sys.exit("the program did not start")


class Client:
    """Sends requests over one connection."""

    def __init__(self, port: int, token: str = "") -> None:
        self.port, self.token = port, token
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def send(self, method: str, target: str, body: object = None) -> Answer:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        self._connection.request(method, target, None if body is None else json.dumps(body), headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())


def _measure_all(client: Client, count: int) -> None:
    _, token = client.send("POST", "/api/v1/auth/login", {"email": DEMO_EMAIL, "password": PASSWORD})
    client = Client(client.port, token["access_token"])
    sample = client.send("GET", f"{PATH}?limit=1")[1]["items"][0]
    body = {name: value for name, value in sample.items() if name not in READ_ONLY}
    _measure("create", client, count, lambda each, number: each.send("POST", PATH, body))
    _measure("list of 20", client, count, lambda each, number: each.send("GET", PATH))
    _measure("get one", client, count, lambda each, number: each.send("GET", f"{PATH}/{sample['id']}"))


def _measure(name: str, client: Client, count: int, send: Callable[[Client, int], Answer]) -> None:
    """Sends so many requests from several clients at once and prints a line."""

    def work(first: int) -> list[tuple[float, int]]:
        own, found = Client(client.port, client.token), []
        for number in range(first, count, CLIENTS):
            began = time.perf_counter()
            status, _ = send(own, number)
            found.append((time.perf_counter() - began, status))
        return found

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = sorted(each for part in pool.map(work, range(CLIENTS)) for each in part)
    total = time.perf_counter() - began
    failed = sum(status >= 400 for _, status in found)
    half, most = (1000 * found[count * share // 100][0] for share in (50, 99))
    print(
        f"{name:<12} {count / total:6.0f} requests/s   p50 {half:6.2f} ms   p99 {most:6.2f} ms   "
        f"{failed} failed   ({count} requests, {CLIENTS} clients)"
    )
