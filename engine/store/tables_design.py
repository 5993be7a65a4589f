"""The analyst's bench: runs of a pack's scenarios before a release, and trials of drafts."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from engine.store.tables_base import metadata, primary
from engine.store.types import IdType, Json, Moment

scenario_run = Table(
    "scenario_run",
    metadata,
    primary(),
    Column("pack", String(60), nullable=False),
    #: Of exactly the files that were played: a release asks for a green run of its own hash.
    Column("hash", String(64), nullable=False),
    #: running, green, red; waived where a pack has no scenarios and somebody said why.
    Column("state", String(10), nullable=False),
    Column("paths", Json),
    Column("note", Text, nullable=False, server_default=""),
    #: Why a pack without scenarios was released all the same.
    Column("reason", Text, nullable=False, server_default=""),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("reports", Json),
    Column("started_by", IdType()),
    Column("started_at", Moment, nullable=False),
    #: When it last said something: a run whose server went away is not waited for.
    Column("beat_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Index("ix_scenario_run_pack", "pack", "hash"),
)

trial = Table(
    "trial",
    metadata,
    primary(),
    Column("person_id", IdType(), nullable=False),
    Column("pack", String(60), nullable=False),
    Column("process_id", String(120), nullable=False),
    #: Path -> hash of the content, as it was when the trial began.
    Column("files", Json, nullable=False),
    #: Local time of the office at its start, as a scenario says it.
    Column("starts", String(40), nullable=False),
    #: What was done, as the steps of a scenario.
    Column("steps", Json, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Index("ix_trial_person", "person_id"),
)
