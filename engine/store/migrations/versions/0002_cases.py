"""Create cases and their living state."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where

revision = "0002_cases"
down_revision = "0001_office"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index("ix_answer_instance", "answer", ["instance_id"])
    op.create_table(
        "case_number",
        sa.Column("prefix", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", name=op.f("pk_case_number")),
    )
    op.create_table(
        "counter",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "scope", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "draft",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("fields", types.Json(), nullable=False),
        sa.Column("saved_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "subject", name=op.f("pk_draft")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index("ix_letter_instance", "letter", ["instance_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=140), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("seen_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_owner", "notice", ["owner", "at"], **where("seen_at is null"))
    op.create_table(
        "scope",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("holder", sa.Integer(), nullable=True),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "no", name=op.f("pk_scope")),
    )
    op.create_index("ix_scope_holder", "scope", ["instance_id", "holder"], **where("holder is not null"))
    op.create_table(
        "subscription",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=True),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("due", types.Moment(), nullable=True),
        sa.Column("claimed_until", types.Moment(), nullable=True),
        sa.Column("data", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("instance_id", "no", name=op.f("pk_subscription")),
    )
    op.create_index("ix_subscription_due", "subscription", ["due"], **where("due is not null"))
    op.create_index("ix_subscription_event", "subscription", ["kind", "name", "key"], **where("due is null"))
    op.create_index("ix_subscription_scope", "subscription", ["instance_id", "scope", "kind"])
    op.create_index("ix_subscription_token", "subscription", ["instance_id", "token"])
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("form", sa.String(length=120), server_default="", nullable=False),
        sa.Column("owner", sa.String(length=140), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=12), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due", types.Moment(), nullable=True),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="50", nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", types.Moment(), nullable=True),
        sa.Column("opened_at", types.Moment(), nullable=False),
        sa.Column("closed_at", types.Moment(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_as", sa.String(length=140), nullable=True),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_due", "task", ["due"], **where("open and due is not null"))
    op.create_index("ix_task_inbox", "task", ["owner", "rank", "id"], **where("open"))
    op.create_index("ix_task_instance", "task", ["instance_id", "element", "closed_by"])
    op.create_index("ux_task_token", "task", ["instance_id", "token"], unique=True, **where("open"))
    op.create_table(
        "token",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("data", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("instance_id", "no", name=op.f("pk_token")),
    )
    op.create_index("ix_token_parent", "token", ["instance_id", "parent"], **where("parent is not null"))
    op.create_index("ix_token_scope", "token", ["instance_id", "scope"], **where("scope > 0"))
    op.create_table(
        "variable",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variable")),
    )
    op.create_index("ux_variable", "variable", ["instance_id", "scope", "name"], unique=True)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["hash"], ["blob.hash"], name=op.f("fk_attachment_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_instance_id"), "attachment", ["instance_id"])
    op.create_index(op.f("ix_attachment_subject"), "attachment", ["subject"])
    op.create_table(
        "instance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(length=40), server_default="", nullable=False),
        sa.Column("next_no", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", types.Moment(), nullable=False),
        sa.Column("ended_at", types.Moment(), nullable=True),
        sa.Column("changed_at", types.Moment(), nullable=False),
        sa.Column("incidents", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fact_seq", sa.Integer(), nullable=False),
        sa.Column("fact_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["pack_version.id"], name=op.f("fk_instance_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instance")),
        sa.UniqueConstraint("number", name=op.f("uq_instance_number")),
    )
    op.create_index("ix_instance_started_by", "instance", ["started_by", "started_at"])
