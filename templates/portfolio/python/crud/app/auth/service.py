"""What can be done with accounts, wherever it is asked for."""

from collections.abc import Sequence

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.api.limit import Limiter
from app.api.problem import Problem, invalid_field
from app.auth import sessions
from app.auth.passwords import Hasher
from app.auth.sessions import LoginSession
from app.auth.tokens import Tokens, invalid_token
from app.auth.user import Account, Role, User, normal_email
from app.config import NAME, Settings
from app.database import Database
from app.database.dialect import Kind
from app.database.table import Thing, new_id
from app.values import now

# Every request asks this, so it is put together once.
WHO = (
    select(Account.id, Account.email, Account.name, Account.role, Account.created_at)
    .join(LoginSession, LoginSession.user_id == Account.id)
    .where(LoginSession.id == bindparam("session"), Account.id == bindparam("user"))
    .where(LoginSession.expires_at > bindparam("moment"), Account.disabled.is_(False))
)


class EmailTaken(Exception):
    """Another account has the address."""


class Accounts:
    """Everything about accounts. Tables are where users have things, in the order in which they can be deleted."""

    def __init__(self, db: Database, settings: Settings, tables: Sequence[type[Thing]]) -> None:
        self.db, self.settings, self._tables = db, settings, tables
        self.hasher, self.tokens = Hasher(), Tokens(settings.jwt_secret, NAME)
        self.logins = Limiter(settings.login_rate_limit_per_minute)

    def create(self, email: str, name: str, password_hash: str, role: Role) -> User:
        account = Account(
            id=new_id(),
            email=normal_email(email),
            name=name,
            password_hash=password_hash,
            role=role,
            disabled=False,
            created_at=now(),
        )
        try:
            self.db.write(lambda session: session.add(account))
        except IntegrityError as error:
            if self.db.kind(error) is Kind.NOT_UNIQUE:
                raise EmailTaken from None
            raise
        return User.model_validate(account)

    def authenticate(self, authorization: str) -> User:
        """Finds out who sends a request. One query joins session and user, so that signing out, disabling and a
        new role take effect at once."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(401, "unauthenticated", "Sign in first.")
        user_id, session_id = self.tokens.parse(token.strip())
        with self.db.read() as session:
            row = session.execute(WHO, {"user": user_id, "session": session_id, "moment": now()}).first()
        if row is None:
            raise invalid_token()
        return User.model_validate(row)

    def find(self, email: str) -> Account | None:
        """Finds an account by its address."""
        if not email.isascii():  # no account has it, and some databases would call the comparison an error
            return None
        with self.db.read() as session:
            return session.scalar(select(Account).where(Account.email == email))

    async def check_password(self, user: User, password: str, field: str) -> None:
        """Asks users to show that they know their password, before something that can't be undone."""
        account = await run_in_threadpool(self.find, user.email)
        ok, _ = await self.hasher.verify(password, account.password_hash) if account else (False, None)
        if not ok:
            raise invalid_field(field, "not_allowed", "Is not your password.")

    def set_hash(self, user_id: str, password_hash: str, *, sign_out: bool) -> None:
        def work(session: Session) -> None:
            session.execute(update(Account).where(Account.id == user_id).values(password_hash=password_hash))
            if sign_out:
                sessions.end_all(session, user_id)

        self.db.write(work)

    def delete(self, user_id: str) -> None:
        """Deletes an account with all that is theirs: first what points at other things."""

        def work(session: Session) -> None:
            sessions.end_all(session, user_id)
            for table in self._tables:
                session.execute(delete(table).where(table.owner_id == user_id))
            session.execute(delete(Account).where(Account.id == user_id))

        self.db.write(work)
