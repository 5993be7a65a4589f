"""Running cases moved to another version of their process: one row per run, one per case worth a word."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table, Text, text

from engine.store.tables_base import metadata, primary
from engine.store.types import IdType, Json, Moment

move_run = Table(
    "move_run",
    metadata,
    primary(),
    Column("pack", String(60), nullable=False),
    Column("process_id", String(120), nullable=False),
    Column("from_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    Column("to_id", IdType(), ForeignKey("pack_version.id"), nullable=False),
    #: {"elements": {old: new, "" for nowhere}, "renew": [element …]}
    Column("mapping", Json, nullable=False),
    #: SHA-256 of the mapping and of what the run is restricted to, hex.
    Column("hash", String(64), nullable=False),
    #: True where cases are only judged.
    Column("dry", Boolean, nullable=False),
    #: Only this case, or at most so many; None for all.
    Column("only_id", IdType()),
    Column("most", Integer),
    Column("reason", Text, nullable=False, server_default=""),
    #: running, done.
    Column("state", String(10), nullable=False),
    #: Cases there were when it began; and how each has ended so far.
    Column("total", Integer, nullable=False),
    Column("moved", Integer, nullable=False),
    Column("noted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    #: The last case there was when it began, and the last that was looked at: identifiers are time-ordered.
    Column("last_id", IdType()),
    Column("cursor", IdType()),
    Column("started_by", IdType()),
    Column("started_at", Moment, nullable=False),
    #: When it last did something: a run whose server went away is taken up again.
    Column("beat_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("ix_move_run_process", "pack", "process_id", "started_at"),
    Index(
        "ix_move_run_running",
        "beat_at",
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
)

#: How it ended for one case: refused, or moved (in a dry run: can be moved) with something to tell.
move_outcome = Table(
    "move_outcome",
    metadata,
    Column("run_id", IdType(), ForeignKey("move_run.id"), nullable=False),
    Column("instance_id", IdType(), nullable=False),
    #: moved, refused.
    Column("verdict", String(10), nullable=False),
    #: code, element, both sentences and the way out of each finding.
    Column("findings", Json, nullable=False),
    PrimaryKeyConstraint("run_id", "instance_id"),
)
