"""Create work, the audit and the registers."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where
from engine.store.triggers import forbid_changes

revision = "0003_work"
down_revision = "0002_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("acted_as", sa.String(length=140), server_default="", nullable=False),
        sa.Column("details", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_at", "attempt", ["at"])
    op.create_table(
        "fact",
        sa.Column("chain", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), server_default="", nullable=False),
        sa.Column("token", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("acted_as", sa.String(length=140), server_default="", nullable=False),
        sa.Column("data", types.Json(), nullable=True),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_fact")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("details", types.Json(), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("resolved_at", types.Moment(), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_instance", "incident", ["instance_id"])
    op.create_index("ix_incident_open", "incident", ["opened_at"], **where("open"))
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("type", sa.String(length=120), server_default="", nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("headers", types.Json(), nullable=True),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("run_at", types.Moment(), nullable=False),
        sa.Column("lease_owner", sa.String(length=60), nullable=True),
        sa.Column("lease_until", types.Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_due", "job", ["run_at"], **where("state in ('ready','leased')"))
    op.create_index("ix_job_instance", "job", ["instance_id", "token"])
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("delivered_to", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_buffered", "message", ["name", "key"], **where("state = 'buffered'"))
    op.create_table(
        "office_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_chain_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_chain")),
    )
    op.create_table(
        "receipt",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("result", types.Json(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_at"), "receipt", ["at"])
    op.create_table(
        "register_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("unit", sa.String(length=40), server_default="", nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("reserved", types.Rupiah(), server_default="0", nullable=False),
        sa.Column("settled", types.Rupiah(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["register_row.id"], name=op.f("fk_register_row_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_row")),
        sa.UniqueConstraint("register", "key", name=op.f("uq_register_row_register_key")),
    )
    op.create_index(op.f("ix_register_row_parent_id"), "register_row", ["parent_id"])
    op.create_table(
        "register_hold",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("amount", types.Rupiah(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["register_row.id"], name=op.f("fk_register_hold_row_id")),
        sa.PrimaryKeyConstraint("row_id", "key", name=op.f("pk_register_hold")),
    )
    op.create_table(
        "register_sum",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("child", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("total", types.Rupiah(), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["register_row.id"], name=op.f("fk_register_sum_row_id")),
        sa.PrimaryKeyConstraint("row_id", "child", "field", name=op.f("pk_register_sum")),
    )
    chain = sa.table("office_chain", sa.column("id"), sa.column("seq"), sa.column("hash", sa.LargeBinary()))
    op.bulk_insert(chain, [{"id": 1, "seq": 0, "hash": bytes(32)}])
    for table in ("fact", "attempt"):
        for statement in forbid_changes(op.get_bind().dialect.name, table):
            op.execute(statement)
