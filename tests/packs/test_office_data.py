"""The demo office's data: a whole city, nobody real, every number with its source."""

import csv
import itertools
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from engine import feel
from engine.cli import places
from engine.jobs.scenario_people import officials

MIDNIGHT = datetime(2026, 11, 2, tzinfo=UTC)
DATA = places.packs() / "_office" / "data"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_city_has_its_eight_kecamatan_and_fifty_three_kelurahan() -> None:
    kinds = Counter(row["kind"] for row in rows(DATA / "units.csv"))
    assert kinds["district_office"] == 8
    assert kinds["ward_office"] == 53


def test_every_position_is_in_a_unit_and_below_a_position() -> None:
    units = {row["code"] for row in rows(DATA / "units.csv")}
    positions = {row["code"]: row for row in rows(DATA / "positions.csv")}
    assert {row["unit"] for row in positions.values()} <= units
    assert {row["superior"] for row in positions.values()} - {""} <= positions.keys()
    assert [code for code, row in positions.items() if not row["superior"]] == ["12.72.WALIKOTA"]


def test_every_official_is_one_invented_person_with_a_valid_nip() -> None:
    people = officials(rows(DATA / "positions.csv"))
    assert len({person["nip"] for person in people}) == len(people)
    for person in people:
        nip = person["nip"]
        assert len(nip) == 18
        born, appointed = date.fromisoformat(f"{nip[:4]}-{nip[4:6]}-{nip[6:8]}"), int(nip[8:12])
        assert appointed - born.year >= 18
        assert 1 <= int(nip[12:14]) <= 12
        assert nip[14] in "12"
        assert person["email"].endswith(".invalid")


def test_a_plt_and_a_plh_act_for_somebody() -> None:
    assert Counter(row["capacity"] for row in rows(DATA / "holdings.csv")) == {"plt": 1, "plh": 1}


def test_every_legal_number_reads_as_feel_and_names_its_source() -> None:
    for row in rows(DATA / "parameters.csv"):
        assert feel.compile(row["value"]).run({}, feel.Env(now=MIDNIGHT)).value is not None, row["key"]
        assert row["legal_basis"], row["key"]
        assert row["status"] in ("verified", "contoh")
        assert row["status"] == "contoh" or row["article"] or row["key"].startswith("kpk."), row["key"]


def test_no_two_values_of_a_legal_number_are_in_force_on_one_day() -> None:
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in rows(DATA / "parameters.csv"):
        spans.setdefault(row["key"], []).append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for key, of_key in spans.items():
        ordered = sorted(of_key)
        assert all(before[1] < after[0] for before, after in itertools.pairwise(ordered)), key


def test_budget_lines_stay_within_their_plan_items() -> None:
    plan = {row["key"]: int(row["ceiling"]) for row in rows(places.packs() / "perencanaan/data/plan_item.csv")}
    used: Counter[str] = Counter()
    for row in rows(places.packs() / "penganggaran/data/dpa_line.csv"):
        used[row["parent"]] += int(row["ceiling"])
    assert all(used[key] <= plan[key] for key in used)
