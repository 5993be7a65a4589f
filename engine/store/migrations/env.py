"""Alembic's environment: the connection comes from engine.store.migrate."""

from alembic import context

from engine.store.migrate import configure

configure(context, context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
