"""What officials read: complete in Indonesian, exact in dates and amounts."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.locale import extraction, gettext
from engine.locale.refusals import SENTENCES, sentence
from engine.model.errors import Conflict
from engine.web.words import Words

ENGINE = Path(extraction.__file__).parent.parent
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_every_sentence_has_its_indonesian() -> None:
    assert extraction.untranslated() == []


def test_a_missing_sentence_would_be_noticed() -> None:
    assert "My tasks" in extraction.used()
    assert gettext("My tasks", "id") == "Tugas saya"
    assert gettext("My tasks", "en") == "My tasks"


def test_every_refusal_an_official_can_meet_has_its_sentence() -> None:
    pattern = re.compile(r"\b(?:NotFound|Forbidden|Conflict|Invalid|Broken)\(\s*\"([a-z_]+\.[a-z_]+)\"")
    sources = [path for part in ("service", "web", "api") for path in (ENGINE / part).rglob("*.py")]
    met = {code for path in sources for code in pattern.findall(path.read_text())}
    assert len(met) > 20
    assert sorted(met - SENTENCES.keys()) == []


def test_a_refusal_names_who_was_first() -> None:
    refusal = Conflict("task.claimed", "Expected a free task, but Rina holds it.", details={"by": "Rina"})
    assert sentence(refusal, "id") == "Seharusnya tugas ini belum diambil, tetapi Rina sedang mengerjakannya."
    assert sentence(refusal, "en") == "Expected a free task, but Rina holds it."


def test_every_refusal_follows_the_grammar() -> None:
    assert [code for code, text in SENTENCES.items() if not re.match(r"Seharusnya .+, tetapi .+\.", text)] == []


@pytest.mark.parametrize(
    ("hours", "told"),
    [(-48, "Lewat 2 hari"), (-1, "Lewat sejak hari ini"), (1, "Hari ini"), (24, "1 hari lagi"), (72, "3 hari lagi")],
)
def test_a_deadline_is_told_by_the_office_calendar(hours: int, told: str) -> None:
    assert Words("id", "Asia/Jakarta").due(NOON + timedelta(hours=hours), NOON) == told


def test_moments_are_told_in_the_zone_of_the_office() -> None:
    assert Words("id", "Asia/Jakarta").when(NOON) == "23 Nov 2026, 12.00 WIB"
    assert Words("id", "Asia/Jayapura").when(NOON) == "23 Nov 2026, 14.00 WIT"
    assert Words("id", "Asia/Jakarta").long_day(NOON) == "Senin, 23 November 2026"


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=-400_000, max_value=400_000))
def test_what_is_late_is_never_told_as_left(minutes: int) -> None:
    told = Words("id", "Asia/Jakarta").due(NOON + timedelta(minutes=minutes), NOON)
    assert told.startswith("Lewat") == (minutes < 0)


@pytest.mark.parametrize(
    ("value", "unit", "day_type", "indonesian", "english"),
    [
        ("3", "day", "working", "3 hari kerja", "3 working days"),
        ("50", "day", "calendar", "50 hari kalender", "50 calendar days"),
        ("200000000", "IDR", "", "Rp200.000.000", "Rp200,000,000"),
        ("0.001", "ratio", "calendar", "0,1%", "0.1%"),
        ("5", "percent", "", "5%", "5%"),
        ("[4..6]", "day/yr", "working", "4–6 hari kerja setahun", "4–6 working days a year"),
        ("2", "week", "calendar", "2 minggu", "2 weeks"),
        ('"11-30"', "", "", "11-30", "11-30"),
    ],
)
def test_a_legal_number_is_said_with_its_unit(
    value: str, unit: str, day_type: str, indonesian: str, english: str
) -> None:
    assert Words("id", "Asia/Jakarta").measure(value, unit, day_type).replace("\xa0", "") == indonesian
    assert Words("en", "Asia/Jakarta").measure(value, unit, day_type) == english


def test_an_example_is_called_an_example() -> None:
    assert gettext("example, not verified", "id") == "contoh, belum ditetapkan"


def test_a_deputy_is_named_by_the_capacity() -> None:
    assert Words("id", "Asia/Jakarta").capacity("DLH.KADIS/plh") == " (Plh.)"
    assert Words("id", "Asia/Jakarta").capacity("DKOM.PPK/definitif") == ""
