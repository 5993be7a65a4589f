"""Keep runs of case migration, and find the drafts of a task whoever wrote them."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where

revision = "0010_moves"
down_revision = "0009_engine"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "move_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("mapping", types.Json(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("dry", sa.Boolean(), nullable=False),
        sa.Column("only_id", sa.Uuid(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("noted", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Uuid(), nullable=True),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("beat_at", types.Moment(), nullable=False),
        sa.Column("finished_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["pack_version.id"], name=op.f("fk_move_run_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["pack_version.id"], name=op.f("fk_move_run_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move_run")),
    )
    op.create_index("ix_move_run_process", "move_run", ["pack", "process_id", "started_at"])
    op.create_index("ix_move_run_running", "move_run", ["beat_at"], **where("state = 'running'"))
    op.create_table(
        "move_outcome",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("findings", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["move_run.id"], name=op.f("fk_move_outcome_run_id")),
        sa.PrimaryKeyConstraint("run_id", "instance_id", name=op.f("pk_move_outcome")),
    )
    op.create_index("ix_draft_subject", "draft", ["subject"])
