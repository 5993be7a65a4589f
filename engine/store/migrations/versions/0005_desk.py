"""Create the desk: comments, suspended cases, how long a step has been quiet, words to find a case by."""

import sqlalchemy as sa
from alembic import op

from engine.store import types
from engine.store.migrations.partial import where
from engine.store.words import words_of

revision = "0005_desk"
down_revision = "0004_between"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("instance", sa.Column("suspended_at", types.Moment(), nullable=True))
    op.add_column("instance", sa.Column("suspended_by", sa.Uuid(), nullable=True))
    op.create_index("ix_instance_suspended", "instance", ["suspended_at"], **where("suspended_at is not null"))
    op.create_index("ix_instance_version", "instance", ["version_id", "process_id"], **where("state = 'active'"))
    op.add_column("task", sa.Column("touched_at", types.Moment(), nullable=True))
    op.add_column("task", sa.Column("moved_at", types.Moment(), nullable=True))
    op.execute("update task set touched_at = coalesce(claimed_at, opened_at)")
    op.create_index("ix_task_touched", "task", ["touched_at"], **where("open"))
    op.add_column("job", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("subscription", sa.Column("since", types.Moment(), nullable=True))
    op.create_index("ix_subscription_since", "subscription", ["since"], **where("due is null"))
    op.add_column("answer", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("acted_as", sa.String(length=140), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("erased_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_instance", "comment", ["instance_id", "id"])
    op.create_table(
        "case_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("word", "instance_id", name=op.f("pk_case_word")),
    )
    op.create_index("ix_case_word_instance", "case_word", ["instance_id"])
    _fill()


def _fill() -> None:
    """The waits of running cases begin with their last fact; every case is found by the words it has."""
    op.execute("update subscription set since = (select changed_at from instance where id = subscription.instance_id)")
    found = sa.text("select i.id, i.title, p.name from instance i left join person p on p.id = i.started_by")
    word = sa.table("case_word", sa.column("word"), sa.column("instance_id", sa.Uuid()))
    rows = op.get_bind().execute(found.columns(id=sa.Uuid(), title=sa.Text(), name=sa.Text())).all()
    listed = [{"word": one, "instance_id": row.id} for row in rows for one in words_of(row.title, row.name or "")]
    if listed:
        op.bulk_insert(word, listed)
