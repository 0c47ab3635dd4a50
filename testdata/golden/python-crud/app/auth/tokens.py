"""Signs access tokens and checks them."""

import time
import uuid

import jwt

from app.api.problem import Problem
from app.values import is_id

# It is short, because a token is a copy of a key; the session behind it lives longer.
TOKEN_SECONDS = 15 * 60
CLAIMS = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


def invalid_token() -> Problem:
    return Problem(401, "invalid_token", "The sign-in is no longer valid. Sign in again.")


class Tokens:
    """A token says whose it is (sub) and which session it belongs to (sid). Issuer and audience are this service."""

    def __init__(self, secret: str, issuer: str) -> None:
        self._secret, self._issuer = secret, issuer

    def sign(self, user_id: str, session_id: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": user_id,
            "sid": session_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def parse(self, text: str) -> tuple[str, str]:
        """Takes only what sign makes, and returns user and session: one algorithm, and no header that asks for
        another key."""
        try:
            token = jwt.decode_complete(
                text,
                self._secret,
                algorithms=["HS256"],
                issuer=self._issuer,
                audience=self._issuer,
                options={"require": CLAIMS},
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise invalid_token() from None
        user_id, session_id = token["payload"]["sub"], token["payload"]["sid"]
        known = set(token["header"]) <= {"alg", "typ"} and isinstance(session_id, str)
        if not known or not is_id(user_id) or not is_id(session_id):
            raise invalid_token()
        return user_id, session_id
