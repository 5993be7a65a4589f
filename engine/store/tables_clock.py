"""Counting deadlines again after the calendar changed: runs that workers take on, case by case."""

from sqlalchemy import Column, Index, Integer, Table, text

from engine.store.tables_base import metadata, primary
from engine.store.types import IdType, Json, Moment

recount = Table(
    "recount",
    metadata,
    primary(),
    #: What changed, as [{"act": "holiday.added", "day": "2026-11-04", "name": …}, …].
    Column("acts", Json, nullable=False),
    Column("asked_by", IdType()),
    Column("asked_at", Moment, nullable=False),
    #: The last case looked at; None before the first.
    Column("after", IdType()),
    Column("seen", Integer, nullable=False, server_default="0"),
    Column("moved", Integer, nullable=False, server_default="0"),
    Column("finished_at", Moment),
    Index(
        "ix_recount_open",
        "asked_at",
        sqlite_where=text("finished_at is null"),
        postgresql_where=text("finished_at is null"),
    ),
)
