"""Work outside a transaction and what stopped: jobs, messages, incidents."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, text

from engine.store.tables_base import metadata, of_instance, primary
from engine.store.types import IdType, Json, Moment

job = Table(
    "job",
    metadata,
    primary(),
    #: None where an outside message waits to be delivered.
    Column("instance_id", IdType()),
    Column("token", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    #: call, continue; deliver a message, a signal; start a child, escalate and return from it, cancel it.
    Column("kind", String(10), nullable=False),
    Column("type", String(120), nullable=False, server_default=""),
    #: engine.feel.codec text.
    Column("payload", Text, nullable=False),
    Column("headers", Json),
    #: The key an outside effect carries: fixed across retries.
    Column("key", String(80), nullable=False),
    #: ready, leased, held (the case is suspended), done, failed (an incident waits), cancelled.
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("run_at", Moment, nullable=False),
    Column("lease_owner", String(60)),
    Column("lease_until", Moment),
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    #: How a call ended while its case was suspended (engine.feel.codec text): told to the case once it goes on.
    Column("outcome", Text),
    Index(
        "ix_job_due",
        "run_at",
        sqlite_where=text("state in ('ready','leased')"),
        postgresql_where=text("state in ('ready','leased')"),
    ),
    Index("ix_job_instance", "instance_id", "token"),
)

message = Table(
    "message",
    metadata,
    primary(),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("instance_id", IdType()),
    #: buffered, delivered, expired.
    Column("state", String(10), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("delivered_to", IdType()),
    Index(
        "ix_message_buffered",
        "name",
        "key",
        sqlite_where=text("state = 'buffered'"),
        postgresql_where=text("state = 'buffered'"),
    ),
)

incident = Table(
    "incident",
    metadata,
    primary(),
    of_instance(),
    Column("token", Integer, nullable=False),
    Column("element", String(120), nullable=False),
    Column("job_id", IdType()),
    Column("code", String(60), nullable=False),
    Column("message", Text, nullable=False),
    Column("details", Json),
    Column("open", Boolean, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("resolved_by", IdType()),
    Index("ix_incident_open", "opened_at", sqlite_where=text("open"), postgresql_where=text("open")),
    Index("ix_incident_instance", "instance_id"),
)
