"""Hashes passwords. It is made to cost time and memory, so it happens beside everything else."""

import os

from anyio import CapacityLimiter, to_thread
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# What OWASP recommends: 19 MiB and two passes. Raising it is safe: a password is hashed anew at its next login.
MEMORY, PASSES, LANES = 19456, 2, 1

# Stands in for the hash of an account that doesn't exist, so that an unknown e-mail address takes as long to refuse
# as a wrong password. No password has it.
NOBODYS_HASH = f"$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}${'A' * 22}${'A' * 43}"


class Hasher:
    """Hashes on threads of its own, at most as many at once as there are processor cores: each takes a whole core,
    and the other requests want to go on."""

    def __init__(self) -> None:
        argon2 = Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY, parallelism=LANES, hash_len=32, salt_len=16)
        self._hashes = PasswordHash((argon2,))
        self._cores = os.cpu_count() or 1
        self._turns: CapacityLimiter | None = None

    async def hash(self, password: str) -> str:
        """Makes the text that is stored for a password, in the usual PHC form."""
        return await to_thread.run_sync(self.hash_now, password, limiter=self._limiter())

    async def verify(self, password: str, stored: str) -> tuple[bool, str | None]:
        """Tells whether the password is the one that was hashed, and what to store now if the cost was raised since."""
        return await to_thread.run_sync(self._hashes.verify_and_update, password, stored, limiter=self._limiter())

    def hash_now(self, password: str) -> str:
        """Hashes at once, for what is done before there are requests."""
        return self._hashes.hash(password)

    def _limiter(self) -> CapacityLimiter:
        if self._turns is None:  # it can only be made where an event loop runs
            self._turns = CapacityLimiter(self._cores)
        return self._turns
