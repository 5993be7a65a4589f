"""An office of the release before keeps its clocks and its cycles after an upgrade."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from engine.store import migrate, people, recounts, starts, zones
from engine.store.database import Store
from tests.store.older import older_store

BEFORE = "0008_design"
UNITS = (
    ("KOTA", None, "Asia/Makassar"),
    ("KOTA.A", "KOTA", "Asia/Makassar"),
    ("KOTA.B", "KOTA", "Asia/Jayapura"),
    ("KOTA.B.1", "KOTA.B", "Asia/Jayapura"),
    ("KOTA.B.2", "KOTA.B", "Asia/Makassar"),
)
ROWS = (
    "insert into pack_version(id, pack, number, hash, title_id, origin, released_at, current) "
    "values (:id, 'alat', 1, 'x', 'Alat', 'file', 1, true)",
    "insert into timer_start(pack, process_id, element, version_id, plan, due, data) values "
    '(\'alat\', \'p\', \'s\', :id, \'cycle R/P1D\', 86400000, \'{"element":"s","every":"\\"P1D\\"","left":-1}\')',
    "insert into task(id, instance_id, token, element, name, owner, open, version, rank, opened_at, due) "
    "values (:id, :id, 2, 'T', 'T', 'position:A', true, 1, 1, 4000, 99999999999999)",
)


@pytest.fixture(params=["sqlite", "postgres"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A database of the release before, with units, a start that comes back and a task."""
    yield from older_store(request, tmp_path, BEFORE, fill)


def fill(db: Connection, named: str) -> None:
    for code, parent, zone in UNITS:
        row = {"code": code, "parent": parent, "zone": zone}
        db.execute(
            text("insert into unit(code, name, kind, parent, zone) values (:code, 'U', 'u', :parent, :zone)"), row
        )
    for statement in ROWS:
        db.exec_driver_sql(statement.replace(":id", f"'{named}'"))


def test_units_show_what_they_showed_and_inherit_where_they_said_the_same(older: Store) -> None:
    migrate.upgrade(older)
    with older.reading() as db:
        rows = {row.code: (row.zone, row.local_zone) for row in people.units(db)}
        found = zones.differing(db, "Asia/Makassar")
    assert {code: local for code, (_, local) in rows.items()} == {code: zone for code, _, zone in UNITS}
    assert [code for code, (zone, _) in rows.items() if not zone] == ["KOTA.A", "KOTA.B.1"]
    assert set(found) == {"KOTA.B", "KOTA.B.1"}


def test_starts_and_deadlines_of_before_go_on(older: Store) -> None:
    migrate.upgrade(older)
    now = datetime(1970, 1, 2, 12, tzinfo=UTC)
    with older.reading() as db:
        (row,) = starts.of(db, "alat")
        assert (row.failures, row.failed_at, row.error, row.data["every"]) == (0, None, None, '"P1D"')
        assert starts.failing(db) == []
        assert recounts.tasks(db, now) == [], "what nobody noted cannot be counted again"
        assert recounts.first(db) is None
    assert migrate.differences(older) == []
