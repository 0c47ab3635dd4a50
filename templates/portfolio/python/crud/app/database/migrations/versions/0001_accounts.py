"""Accounts and their sessions."""

import sqlalchemy as sa
from alembic import op

from app.database.types import TABLE, Key, Moment, ascii_line, line

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", Key, primary_key=True),
        sa.Column("email", ascii_line(254), nullable=False, unique=True),
        sa.Column("name", line(100), nullable=False),
        sa.Column("password_hash", ascii_line(255), nullable=False),
        sa.Column("role", sa.String(10), sa.CheckConstraint("role IN ('user', 'admin')"), nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Index("users__created_at", "created_at", "id"),
        **TABLE,
    )
    op.create_table(
        "sessions",
        sa.Column("id", Key, primary_key=True),
        sa.Column("user_id", Key, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("secret_hash", ascii_line(64), nullable=False),
        sa.Column("rotated_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Index("sessions__user_id", "user_id"),
        **TABLE,
    )
