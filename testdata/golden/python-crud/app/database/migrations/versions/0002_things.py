"""The kinds of things. A text that lists are sorted by has a second column with its lower case, for the index.

There is an index for each way to sort and each filter, within the things of one owner.
"""

import sqlalchemy as sa
from alembic import op

from app.database.types import TABLE, Key, Moment, Units, ascii_line, line, long_text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    shelves = op.create_table(
        "shelves",
        sa.Column("id", Key, primary_key=True),
        sa.Column("owner_id", Key, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("label", line(80), nullable=False),
        sa.Column("label_sort", line(80), sa.Computed("lower(label)", persisted=True)),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("owner_id", "label"),
        sa.Index("shelves__created_at", "owner_id", "created_at", "id"),
        sa.Index("shelves__updated_at", "owner_id", "updated_at", "id"),
        sa.Index("shelves__label_sort", "owner_id", "label_sort", "id"),
        **TABLE,
    )
    op.create_table(
        "books",
        sa.Column("id", Key, primary_key=True),
        sa.Column("owner_id", Key, sa.ForeignKey("users.id"), nullable=False),
        sa.Column("shelf_id", Key, sa.ForeignKey(shelves.c.id), nullable=False),
        sa.Column("title", line(200), nullable=False),
        sa.Column("title_sort", line(200), sa.Computed("lower(title)", persisted=True)),
        sa.Column("pages", sa.BigInteger, nullable=False),
        sa.Column("status", line(60), nullable=False),
        sa.Column("price", Units(2)),
        sa.Column("bought", sa.Date),
        sa.Column("link", ascii_line(2048)),
        sa.Column("loved", sa.Boolean, nullable=False),
        sa.Column("notes", long_text()),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Index("books__created_at", "owner_id", "created_at", "id"),
        sa.Index("books__updated_at", "owner_id", "updated_at", "id"),
        sa.Index("books__shelf_id", "owner_id", "shelf_id", "id"),
        sa.Index("books__shelf_id_only", "shelf_id"),
        sa.Index("books__title_sort", "owner_id", "title_sort", "id"),
        sa.Index("books__pages", "owner_id", "pages", "id"),
        sa.Index("books__status", "owner_id", "status", "id"),
        sa.Index("books__loved", "owner_id", "loved", "id"),
        **TABLE,
    )
