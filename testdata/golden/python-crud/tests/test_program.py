"""The program as a whole: starting, stopping, refusing."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.server import PASSWORD, SECRET

ROOT = Path(__file__).parent.parent
Launch = Callable[..., subprocess.Popen[str]]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Starts the program in a folder of its own."""
    programs: list[subprocess.Popen[str]] = []

    def launch(*arguments: str, module: str = "app", **settings: str) -> subprocess.Popen[str]:
        system = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG") if name in os.environ
        }
        program = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=tmp_path,
            env={**system, "PYTHONPATH": str(ROOT), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        programs.append(program)
        return program

    yield launch
    for program in programs:
        program.kill()
        program.communicate()


def answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("mode", ["development", "production"])
def test_from_start_to_stop(launch: Launch, mode: str) -> None:
    port = str(free_port())
    account = {"ADMIN_EMAIL": "a@example.com", "ADMIN_PASSWORD": PASSWORD}
    program = launch(PORT=port, APP_ENV=mode, JWT_SECRET=SECRET, **account)
    end = time.monotonic() + 60
    while not answers(int(port)):
        assert time.monotonic() < end
        time.sleep(0.2)
    assert launch(module="app.healthcheck", PORT=port).wait(60) == 0
    second = launch(PORT=port)
    assert second.wait(60) == 1
    assert port in str(second.stdout and second.stdout.read())
    program.send_signal(signal.SIGTERM)
    said, _ = program.communicate(timeout=60)
    assert program.returncode == 0
    assert f"open http://localhost:{port}" in said
    assert PASSWORD not in said
    assert (said.splitlines()[0][0] == "{") == (mode == "production")


@pytest.mark.parametrize(
    ("arguments", "settings", "told"),
    [([], {"PORT": "many"}, "PORT"), ([], {"DATABASE_URL": "oracle://x"}, "DATABASE_URL"), (["fly"], {}, "fly")],
)
def test_refusals(launch: Launch, arguments: list[str], settings: dict[str, str], told: str) -> None:
    program = launch(*arguments, **settings)
    said, _ = program.communicate(timeout=60)
    assert program.returncode == 1
    assert told in said
    assert "Traceback" not in said


def test_healthcheck_without_a_server(launch: Launch) -> None:
    program = launch(module="app.healthcheck", PORT=str(free_port()))
    assert program.wait(60) == 1
