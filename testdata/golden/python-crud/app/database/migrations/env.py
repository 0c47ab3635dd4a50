"""Alembic runs this to find the database; app/database/migrate.py has connected to it already."""

from alembic import context

settings = context.config.attributes
context.configure(connection=settings["connection"], transactional_ddl=settings["transactional_ddl"])
with context.begin_transaction():
    context.run_migrations()
