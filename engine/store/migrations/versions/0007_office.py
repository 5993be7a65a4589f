"""Complete the office's own tables: warrants, closed positions, one-time passwords, log-in failures, reasons."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where

revision = "0007_office"
down_revision = "0006_secrecy"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("holding", sa.Column("warrant_on", types.Day(), nullable=True))
    op.add_column("position", sa.Column("closed_on", types.Day(), nullable=True))
    op.add_column("account", sa.Column("one_time_until", types.Moment(), nullable=True))
    op.create_table(
        "login_failure",
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until_at", types.Moment(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name_hash", name=op.f("pk_login_failure")),
    )
    op.create_index("ix_login_failure_at", "login_failure", ["at"])
    op.create_table(
        "office_remark",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_office_remark")),
    )
    op.create_index("ix_fact_refused", "fact", ["at"], **where("kind = 'register.refused'"))
