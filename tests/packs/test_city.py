"""The demo city: a small one is founded and looked at, as a newcomer will find it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.cli import city, places
from engine.cli.city_budgets import LINES
from engine.cli.city_cases import line_of, purchases
from engine.cli.city_plans import PROPOSALS
from engine.store import audit, cases, database, settings, tasks
from engine.store.database import Store

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("city")
    url = f"sqlite:///{folder / 'city.sqlite'}"
    summary = city.found(url, None, root=places.packs(), until=NOW, cases=25, passwords=False)
    assert summary.cases == 25 + len(PROPOSALS) + len(LINES)
    opened = database.open(url)
    yield opened
    opened.close()


def test_a_founded_city_says_that_it_is_complete(store: Store) -> None:
    with store.reading() as connection:
        assert settings.setting(connection, city.READY) is True
        assert settings.setting(connection, "office") == "Pemerintah Kota Pematangsiantar"


def test_every_fact_of_its_history_verifies(store: Store) -> None:
    with store.reading() as connection:
        assert audit.verify(connection) == []


def test_its_cases_stand_at_different_places(store: Store) -> None:
    with store.reading() as connection:
        found = cases.find(connection, "PGD", limit=100)
    states = {row.state for row in found}
    assert {"active", "completed"} <= states
    assert all(row.started_at < NOW for row in found)


def test_purchases_are_the_same_every_time_and_stay_within_their_budget_lines() -> None:
    budgets = {f"DPA-2026-DKOM-{line}": 300_000_000 for line in ("20210010002", "10203030001")}
    drawn = list(purchases(["DKOM"], 60, budgets))
    assert drawn == list(purchases(["DKOM"], 60, budgets))
    for line, ceiling in budgets.items():
        assert sum(one.ceiling for one in drawn if line_of(one) == line) <= ceiling


def test_its_proposals_wait_on_every_rung(store: Store) -> None:
    with store.reading() as connection:
        found = cases.find(connection, "USL", limit=100)
        waiting = {task.name for case in found for task in tasks.open_tasks(connection, case.id)}
    assert {"Lengkapi usulan", "Rekomendasi lurah", "Rekomendasi camat", "Verifikasi lapangan"} <= waiting
    assert {"Rekomendasi perangkat daerah", "Rekomendasi mitra Bappeda"} <= waiting
    assert {"active", "completed"} == {case.state for case in found}


def test_a_line_that_is_in_no_plan_was_tried_and_is_on_record(store: Store) -> None:
    with store.reading() as connection:
        found = cases.find(connection, "RKA", limit=100)
        facts = [fact for case in found for fact in cases.history(connection, case.id, limit=500)]
    refused = [fact.data["error"] for fact in facts if fact.kind == "register.refused"]
    assert "register.no_parent" in refused
