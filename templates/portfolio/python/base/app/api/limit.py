"""Counts what each client does, to slow down who does too much."""

from time import monotonic

# It bounds the memory: who comes after so many others in one window shares a count with the rest.
MAX_CLIENTS = 100_000


class Limiter:
    """Counts within windows of time. It is used by the event loop only, so that it needs no lock."""

    def __init__(self, limit: int, window: float = 60.0) -> None:
        self._limit, self._window = limit, window
        self._ends = 0.0
        self._counts: dict[str, int] = {}

    def take(self, client: str) -> float:
        """Counts one more for a client, and tells how long to wait if it is one too many. A limit of 0 is none."""
        if not self._limit:
            return 0.0
        now = monotonic()
        if now >= self._ends:
            self._ends = now + self._window
            self._counts.clear()
        if client not in self._counts and len(self._counts) >= MAX_CLIENTS:
            client = ""  # everybody else
        self._counts[client] = self._counts.get(client, 0) + 1
        return self._ends - now if self._counts[client] > self._limit else 0.0
