"""Asks the server on this machine whether it lives: python -m app.healthcheck. The container has no other program to
ask, and this one imports nothing that takes its time."""

import os
import sys
from http.client import HTTPConnection

if __name__ == "__main__":
    try:
        connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8080), timeout=3)
        connection.request("GET", "/livez")
        sys.exit(connection.getresponse().status != 200)
    except OSError as error:
        sys.exit(str(error))
