"""The program: without an argument it is the server. README.md says how to run it; this file says what happens then."""

import signal
import socket
import sys
from typing import NoReturn

import structlog
import uvicorn

from app import bench, config, logs, seed
from app.config import NAME, Settings
from app.database import Database, Unreachable
from app.server.app import create_app

# How long requests that have begun may take to end when the program is told to stop.
PATIENCE = 10

log = structlog.get_logger()


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["bench"]:
        return bench.run(arguments[1:])
    if not arguments:
        return serve(config.load())
    sys.exit(f"{arguments[0]!r} is not a command: use none to run the server, or bench")


def serve(settings: Settings) -> None:
    """Runs until the program is told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    logs.set_up(settings.log_level, production=settings.production)
    listener = listen(settings)
    db = Database(settings.database_url)
    try:
        db.open()
        app = create_app(settings, db)
        seed.make_accounts(settings, app.state.accounts)
        log.info(f"{NAME} is ready: open {settings.url}")
        server = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            proxy_headers=False,  # app/server/client.py knows whom to believe
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
        )
        uvicorn.Server(server).run(sockets=[listener])
    finally:
        db.close()
        listener.close()
        log.info("stopped")


def _stop(number: int, frame: object) -> NoReturn:
    """Ends the program in order. While it serves, uvicorn finishes the requests first and comes here then."""
    sys.exit(0)


def listen(settings: Settings) -> socket.socket:
    """Takes the port: in development for this computer only."""
    try:
        if not settings.production:
            return socket.create_server(("127.0.0.1", settings.port))
        if socket.has_dualstack_ipv6():
            return socket.create_server(("", settings.port), family=socket.AF_INET6, dualstack_ipv6=True)
        return socket.create_server(("", settings.port))
    except OSError as error:
        sys.exit(f"port {settings.port} can't be used, perhaps by another program already: {error.strerror}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (config.BadSettings, Unreachable, OSError) as error:
        sys.exit(str(error))
