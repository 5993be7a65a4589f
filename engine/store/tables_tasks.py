"""What people do in cases: tasks, drafts, answers, attachments, letters, notices."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from engine.store.tables_base import metadata, of_instance, primary
from engine.store.types import IdType, Json, Moment

task = Table(
    "task",
    metadata,
    primary(),
    of_instance(),
    Column("token", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("form", String(120), nullable=False, server_default=""),
    #: The one address that owns it: position:<code> or role:<key>@<unit>.
    Column("owner", String(140), nullable=False),
    Column("open", Boolean, nullable=False),
    #: completed, cancelled; "" while open.
    Column("outcome", String(12), nullable=False, server_default=""),
    Column("version", Integer, nullable=False),
    #: Sorts last where no due date is set.
    Column("due", Moment),
    #: `due`, or far in the future: what the inbox index sorts by.
    Column("rank", BigInteger, nullable=False),
    Column("priority", Integer, nullable=False, server_default="50"),
    Column("claimed_by", IdType()),
    Column("claimed_at", Moment),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", IdType()),
    #: Position and capacity it was done in.
    Column("closed_as", String(140)),
    #: Why it came: from whom, what was decided before.
    Column("origin", Text, nullable=False, server_default=""),
    #: The last time somebody did something about it: opened, taken, handed over, commented.
    Column("touched_at", Moment),
    #: When its address last changed.
    Column("moved_at", Moment),
    #: What the due date was counted from (engine.feel.Deadline); None where no calendar has a say or a person chose it.
    Column("counted", Json),
    Index("ix_task_touched", "touched_at", sqlite_where=text("open"), postgresql_where=text("open")),
    Index("ix_task_inbox", "owner", "rank", "id", sqlite_where=text("open"), postgresql_where=text("open")),
    Index("ix_task_instance", "instance_id", "element", "closed_by"),
    Index(
        "ix_task_counted",
        "instance_id",
        sqlite_where=text("open and counted is not null"),
        postgresql_where=text("open and counted is not null"),
    ),
    Index(
        "ux_task_token",
        "instance_id",
        "token",
        unique=True,
        sqlite_where=text("open"),
        postgresql_where=text("open"),
    ),
    Index(
        "ix_task_due",
        "due",
        sqlite_where=text("open and due is not null"),
        postgresql_where=text("open and due is not null"),
    ),
)

draft = Table(
    "draft",
    metadata,
    Column("person_id", IdType(), nullable=False),
    #: `task:<id>` or `start:<pack>/<process>`.
    Column("subject", String(200), nullable=False),
    #: Raw posted fields, unvalidated.
    Column("fields", Json, nullable=False),
    Column("saved_at", Moment, nullable=False),
    PrimaryKeyConstraint("person_id", "subject"),
    Index("ix_draft_subject", "subject"),
)

#: The values of a completed form, as signed: kept apart from facts so that erasure leaves the chain verifiable.
answer = Table(
    "answer",
    metadata,
    primary(),
    of_instance(),
    Column("task_id", IdType()),
    Column("form", String(120), nullable=False),
    #: engine.feel.codec text of the whole context of answers.
    Column("value", Text, nullable=False),
    #: Salt of the hashes of these values in the facts.
    Column("salt", LargeBinary(16), nullable=False),
    Column("at", Moment, nullable=False),
    #: Who sent it; None in rows of the first version.
    Column("person_id", IdType()),
    Index("ix_answer_instance", "instance_id"),
)

attachment = Table(
    "attachment",
    metadata,
    primary(),
    Column("instance_id", IdType(), index=True),
    #: `task:<id>` or `start:…`, as drafts.
    Column("subject", String(200), nullable=False, index=True),
    Column("person_id", IdType(), nullable=False),
    Column("field", String(120), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("hash", String(64), ForeignKey("blob.hash"), nullable=False),
    Column("at", Moment, nullable=False),
)

letter = Table(
    "letter",
    metadata,
    primary(),
    of_instance(),
    Column("template", String(120), nullable=False),
    Column("number", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_letter_instance", "instance_id"),
)

#: A short word to whoever answers an address: reminders, results (task type office:notify).
notice = Table(
    "notice",
    metadata,
    primary(),
    of_instance(),
    Column("owner", String(140), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seen_at", Moment),
    Index(
        "ix_notice_owner", "owner", "at", sqlite_where=text("seen_at is null"), postgresql_where=text("seen_at is null")
    ),
)

#: What people say to each other about a case: apart from facts, so that it can be erased.
comment = Table(
    "comment",
    metadata,
    primary(),
    of_instance(),
    Column("task_id", IdType()),
    Column("person_id", IdType()),
    #: Position and capacity it was said in.
    Column("acted_as", String(140), nullable=False, server_default=""),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("erased_at", Moment),
    Index("ix_comment_instance", "instance_id", "id"),
)
