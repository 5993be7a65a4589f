"""The audit: facts in a hash chain per instance and one chain of the office; attempts; receipts."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from engine.store.tables_base import metadata, primary
from engine.store.types import IdType, Json, Moment

fact = Table(
    "fact",
    metadata,
    #: The instance, or the office's own chain (all zeros).
    Column("chain", IdType(), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("element", String(120), nullable=False, server_default=""),
    Column("token", Integer),
    Column("person_id", IdType()),
    #: Position and capacity acted in, e.g. `DKOM.KADIS/plt`.
    Column("acted_as", String(140), nullable=False, server_default=""),
    Column("data", Json),
    Column("hash", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("chain", "seq"),
    Index(
        "ix_fact_refused",
        "at",
        sqlite_where=text("kind = 'register.refused'"),
        postgresql_where=text("kind = 'register.refused'"),
    ),
)

#: The reason or decree number of a fact of the office's own chain, which holds only its salted hash.
office_remark = Table(
    "office_remark",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("text", Text, nullable=False),
)

#: Head of the office's own chain (one row).
office_chain = Table(
    "office_chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

attempt = Table(
    "attempt",
    metadata,
    primary(),
    Column("at", Moment, nullable=False),
    Column("code", String(60), nullable=False),
    Column("command", String(60), nullable=False),
    Column("instance_id", IdType()),
    Column("person_id", IdType()),
    Column("acted_as", String(140), nullable=False, server_default=""),
    Column("details", Json),
    Index("ix_attempt_at", "at"),
)

#: The stored answer of a command by its idempotency key.
receipt = Table(
    "receipt",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("command", String(60), nullable=False),
    Column("person_id", IdType()),
    Column("result", Json),
    Column("at", Moment, nullable=False, index=True),
)
