"""Packs: released versions are the truth; a draft is per file."""

from sqlalchemy import (
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
    UniqueConstraint,
    text,
)

from engine.store.tables_base import metadata, primary
from engine.store.types import IdType, Json, Moment

blob = Table(
    "blob",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

pack_version = Table(
    "pack_version",
    metadata,
    primary(),
    Column("pack", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("title_id", Text, nullable=False),
    Column("title_en", Text, nullable=False, server_default=""),
    #: shipped (from files) or browser.
    Column("origin", String(10), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("released_by", IdType()),
    Column("released_at", Moment, nullable=False),
    #: The one version new cases take.
    Column("current", Boolean, nullable=False),
    UniqueConstraint("pack", "number"),
    Index(
        "ix_pack_version_current", "pack", unique=True, sqlite_where=text("current"), postgresql_where=text("current")
    ),
)

#: When the processes of the current versions start by themselves: one row for each timer start event.
timer_start = Table(
    "timer_start",
    metadata,
    Column("pack", String(60), nullable=False),
    Column("process_id", String(120), nullable=False),
    Column("element", String(120), nullable=False),
    Column("version_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    #: The timer as the diagram says it: a version that says the same keeps the row's place in time.
    Column("plan", Text, nullable=False),
    #: None after the last time.
    Column("due", Moment),
    Column("claimed_until", Moment),
    Column("data", Json),
    #: Times in a row that beginning it failed, since when, and what was said last.
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failed_at", Moment),
    Column("error", Text),
    PrimaryKeyConstraint("pack", "process_id", "element"),
    Index("ix_timer_start_due", "due", sqlite_where=text("due is not null"), postgresql_where=text("due is not null")),
)

pack_file = Table(
    "pack_file",
    metadata,
    Column("version_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    Column("path", String(200), nullable=False),
    Column("hash", String(64), ForeignKey("blob.hash"), nullable=False),
    PrimaryKeyConstraint("version_id", "path"),
)

file_draft = Table(
    "file_draft",
    metadata,
    Column("pack", String(60), nullable=False),
    Column("path", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    #: Rises with every save; a stale save is a conflict.
    Column("version", Integer, nullable=False),
    #: The released version the draft was begun from.
    Column("base_id", IdType()),
    Column("saved_by", IdType()),
    Column("saved_at", Moment, nullable=False),
    PrimaryKeyConstraint("pack", "path"),
)
