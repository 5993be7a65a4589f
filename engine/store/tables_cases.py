"""Cases: one instance row is the lock, the version and the head of the chain of facts; live state is rows."""

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

instance = Table(
    "instance",
    metadata,
    primary(),
    Column("number", String(40), nullable=False, unique=True),
    Column("version_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    Column("pack", String(60), nullable=False),
    Column("process_id", String(120), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("unit", String(40), nullable=False, server_default=""),
    Column("next_no", Integer, nullable=False),
    Column("started_by", IdType()),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("changed_at", Moment, nullable=False),
    Column("incidents", Integer, nullable=False, server_default="0"),
    #: Head of the hash chain.
    Column("fact_seq", Integer, nullable=False),
    Column("fact_hash", LargeBinary(32), nullable=False),
    #: Set while an admin holds the case still.
    Column("suspended_at", Moment),
    Column("suspended_by", IdType()),
    #: rahasia, or "" for a case everybody of oversight may read.
    Column("classification", String(12), nullable=False, server_default=""),
    #: receipt: who started it sees that it arrived and where it stands, nothing else; "" for everything.
    Column("starter_sees", String(12), nullable=False, server_default=""),
    #: The person the case is about, who never sees it.
    Column("about", IdType()),
    #: The case whose call activity called this one, and the token that waits for it.
    Column("parent_id", IdType()),
    Column("parent_token", Integer),
    Index("ix_instance_started_by", "started_by", "started_at"),
    Index(
        "ix_instance_parent",
        "parent_id",
        "parent_token",
        sqlite_where=text("parent_id is not null"),
        postgresql_where=text("parent_id is not null"),
    ),
    Index(
        "ix_instance_suspended",
        "suspended_at",
        sqlite_where=text("suspended_at is not null"),
        postgresql_where=text("suspended_at is not null"),
    ),
    Index(
        "ix_instance_version",
        "version_id",
        "process_id",
        sqlite_where=text("state = 'active'"),
        postgresql_where=text("state = 'active'"),
    ),
)

#: The last case (or letter) number given, per prefix and year: gap-free, never reused.
case_number = Table(
    "case_number",
    metadata,
    Column("prefix", String(120), nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("prefix", "year"),
)


token = Table(
    "token",
    metadata,
    of_instance(),
    Column("no", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("scope", Integer, nullable=False),
    Column("state", Integer, nullable=False),
    Column("parent", Integer),
    Column("data", Json),
    PrimaryKeyConstraint("instance_id", "no"),
    Index(
        "ix_token_parent",
        "instance_id",
        "parent",
        sqlite_where=text("parent is not null"),
        postgresql_where=text("parent is not null"),
    ),
    Index("ix_token_scope", "instance_id", "scope", sqlite_where=text("scope > 0"), postgresql_where=text("scope > 0")),
)

scope = Table(
    "scope",
    metadata,
    of_instance(),
    Column("no", Integer, nullable=False),
    Column("parent", Integer),
    Column("holder", Integer),
    Column("node", Text, nullable=False),
    Column("live", Integer, nullable=False),
    PrimaryKeyConstraint("instance_id", "no"),
    Index(
        "ix_scope_holder",
        "instance_id",
        "holder",
        sqlite_where=text("holder is not null"),
        postgresql_where=text("holder is not null"),
    ),
)

counter = Table(
    "counter",
    metadata,
    of_instance(),
    Column("scope", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("n", Integer, nullable=False),
    PrimaryKeyConstraint("instance_id", "scope", "name"),
    #: Scopes in which all tokens wait at joins: the monitor finds them.
    Index(
        "ix_counter_starved",
        "instance_id",
        sqlite_where=text("substr(name, 1, 1) = '!'"),
        postgresql_where=text("substr(name, 1, 1) = '!'"),
    ),
)

subscription = Table(
    "subscription",
    metadata,
    of_instance(),
    Column("no", Integer, nullable=False),
    Column("token", Integer),
    Column("scope", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("key", Text, nullable=False, server_default=""),
    Column("due", Moment),
    #: Set while a batch of due timers is being fired, and far away while the case is suspended.
    Column("claimed_until", Moment),
    Column("data", Json),
    #: When the wait began.
    Column("since", Moment),
    #: True where its `data` says what the moment was counted from; None elsewhere.
    Column("counted", Boolean),
    PrimaryKeyConstraint("instance_id", "no"),
    Index("ix_subscription_token", "instance_id", "token"),
    Index("ix_subscription_counted", "instance_id", sqlite_where=text("counted"), postgresql_where=text("counted")),
    Index("ix_subscription_since", "since", sqlite_where=text("due is null"), postgresql_where=text("due is null")),
    Index("ix_subscription_scope", "instance_id", "scope", "kind"),
    Index("ix_subscription_due", "due", sqlite_where=text("due is not null"), postgresql_where=text("due is not null")),
    Index(
        "ix_subscription_claimed",
        "claimed_until",
        sqlite_where=text("claimed_until is not null"),
        postgresql_where=text("claimed_until is not null"),
    ),
    Index(
        "ix_subscription_event",
        "kind",
        "name",
        "key",
        sqlite_where=text("due is null"),
        postgresql_where=text("due is null"),
    ),
)

#: Words of titles and starters: finding a case is a range of an index.
case_word = Table(
    "case_word",
    metadata,
    Column("word", String(40), nullable=False),
    of_instance(),
    PrimaryKeyConstraint("word", "instance_id"),
    Index("ix_case_word_instance", "instance_id"),
)

#: A variable is a row, read when named (rowid table on SQLite: a big neighbour must not be read along).
variable = Table(
    "variable",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    of_instance(),
    Column("scope", Integer, nullable=False),
    Column("name", Text, nullable=False),
    #: engine.feel.codec text.
    Column("value", Text, nullable=False),
    Index("ux_variable", "instance_id", "scope", "name", unique=True),
)
