"""Create what joins instances: callers, timer starts."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where

revision = "0004_between"
down_revision = "0003_work"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of a called case who called it; keep when processes start by themselves."""
    op.add_column("instance", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.add_column("instance", sa.Column("parent_token", sa.Integer(), nullable=True))
    op.create_index("ix_instance_parent", "instance", ["parent_id", "parent_token"], **where("parent_id is not null"))
    op.create_index("ix_subscription_claimed", "subscription", ["claimed_until"], **where("claimed_until is not null"))
    op.create_table(
        "timer_start",
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("due", types.Moment(), nullable=True),
        sa.Column("claimed_until", types.Moment(), nullable=True),
        sa.Column("data", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["pack_version.id"], name=op.f("fk_timer_start_version_id")),
        sa.PrimaryKeyConstraint("pack", "process_id", "element", name=op.f("pk_timer_start")),
    )
    op.create_index("ix_timer_start_due", "timer_start", ["due"], **where("due is not null"))
