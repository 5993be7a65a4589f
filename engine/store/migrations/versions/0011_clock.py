"""Keep the zone of a unit, what a deadline was counted from, and what became of a timer start that failed."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where

revision = "0011_clock"
down_revision = "0010_moves"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task", sa.Column("counted", types.Json(), nullable=True))
    op.create_index("ix_task_counted", "task", ["instance_id"], **where("open and counted is not null"))
    op.add_column("subscription", sa.Column("counted", sa.Boolean(), nullable=True))
    op.create_index("ix_subscription_counted", "subscription", ["instance_id"], **where("counted"))
    op.add_column("unit", sa.Column("local_zone", sa.String(length=40), server_default="", nullable=False))
    op.add_column("timer_start", sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    op.add_column("timer_start", sa.Column("failed_at", types.Moment(), nullable=True))
    op.add_column("timer_start", sa.Column("error", sa.Text(), nullable=True))
    op.create_table(
        "recount",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("acts", types.Json(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", types.Moment(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.Column("seen", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("finished_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recount")),
    )
    op.create_index("ix_recount_open", "recount", ["asked_at"], **where("finished_at is null"))
    # Every unit had a zone of its own: what it shows stays, and one that says the same as the unit above inherits it.
    op.execute("update unit set local_zone = zone")
    op.execute(
        "update unit set zone = '' where exists "
        "(select 1 from unit as above where above.code = unit.parent and above.local_zone = unit.local_zone)"
    )
