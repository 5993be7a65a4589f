"""Terms of the law in FEEL: the vectors of the calendar of 2026, day by day, and what a day was counted from."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel
from engine.feel import codec
from engine.feel.counting import counted_again, decided, depends_on_days
from engine.feel.iso import Period, Repeating, parse_day, parse_moment
from engine.feel.values import CalendarDays, Date, OfficeDays, WorkDays
from engine.model.calendar import Calendar, OtherHours
from tests.feel.conftest import Evaluate
from tests.model.calendar_2026 import HOLIDAYS_2026, HOLIDAYS_2027

OFFICE = Calendar(HOLIDAYS_2026 | HOLIDAYS_2027)
#: Closed days, Lebaran and New Year, as published for 2026 and 2027.
VECTORS = [
    ('count workdays(date("2026-01-01"), date("2026-12-31"))', "240"),
    ('add workdays(date("2026-03-10"), 14)', "2026-04-07"),
    ('add workdays(date("2026-12-14"), 15)', "2027-01-08"),
    ('add office days(date("2026-03-17"), 5)', "2026-03-25"),
    ('add workdays(date("2026-04-07"), -14)', "2026-03-10"),
    ('add office days(date("2026-03-27"), -5)', "2026-03-17"),
    ('add office days(date("2026-11-02"), 5)', "2026-11-09"),
    ('add office days(date("2026-11-02"), 4)', "2026-11-06"),
    ('date("2026-03-10") + workdays(14)', "2026-04-07"),
    ('date("2026-03-17") + office days(5)', "2026-03-25"),
    ('date("2026-03-17") + calendar days(5)', "2026-03-22"),
    ('date("2026-04-07") - workdays(14)', "2026-03-10"),
    ('is workday(date("2026-03-20"))', "False"),
    ('is workday(date("2026-11-02"))', "True"),
    ('count workdays(date("2026-11-07"), date("2026-11-02"))', "0"),
    ("workdays(1) + workdays(2) = workdays(3)", "True"),
    ("office days(2) < office days(3)", "True"),
    ("office days(2) = workdays(2)", "None"),
    ("calendar days(3).days", "3"),
    ("workdays(1.5)", "None"),
    ("office days(100000)", "None"),
    ('count workdays(date("0001-01-01"), date("9999-12-31"))', "None"),
]


@pytest.mark.parametrize(("text", "value"), VECTORS)
def test_a_term_ends_as_the_calendar_of_2026_says(evaluate: Evaluate, text: str, value: str) -> None:
    assert str(evaluate(text).value) == value


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("workdays(3)", "2026-11-05T09:00"),
        ("calendar days(5)", "2026-11-07T09:00"),  # a Saturday
        ("office days(5)", "2026-11-09T09:00"),
        ('add workdays(date("2026-03-10"), 14)', "2026-04-07T09:00"),
        ('date and time(add workdays(date("2026-03-10"), 14), time("00:00:00"))', "2026-04-06T17:00"),
        ('"P1M2DT3H"', "2026-12-04T04:00"),
        ('"P2W"', "2026-11-16T01:00"),
        ('"2026-11-09"', "2026-11-09T09:00"),
        ('"2026-W46-1"', "2026-11-09T09:00"),
        ('"20261109T1000"', "2026-11-09T03:00"),
        ('"2026-11-09T10:00[Asia/Jayapura]"', "2026-11-09T01:00"),
        ('"2026-11-09T10:00:00@Asia/Makassar"', "2026-11-09T02:00"),
    ],
)
def test_a_deadline_is_the_end_of_its_term(evaluate: Evaluate, env: feel.Env, text: str, due: str) -> None:
    found = feel.deadline(evaluate(text).value, env)
    assert found is not None
    assert found.at == datetime.fromisoformat(f"{due}+00:00")
    if found.counted:
        assert counted_again(found.counted, env.calendar, env.zone) == found.at


def test_a_deadline_is_counted_again_from_what_it_was_counted_from(evaluate: Evaluate, env: feel.Env) -> None:
    closed = replace(env.calendar, holidays=env.calendar.holidays | {date(2026, 11, 4)})
    for text, after in (
        ("workdays(3)", "2026-11-06T09:00"),
        ("office days(2)", "2026-11-05T09:00"),
        ("calendar days(2)", "2026-11-04T09:00"),
        ('add workdays(date("2026-11-02"), 3)', "2026-11-06T09:00"),
        ('add workdays(add workdays(date("2026-11-02"), 1), 2)', "2026-11-06T09:00"),
        ('date("2026-11-05")', "2026-11-05T09:00"),
    ):
        found = feel.deadline(evaluate(text).value, env)
        assert found is not None
        assert found.counted is not None
        assert counted_again(found.counted, closed, env.zone) == datetime.fromisoformat(f"{after}+00:00")


def test_what_a_day_was_counted_from_rides_with_it_but_is_no_part_of_it(evaluate: Evaluate) -> None:
    day = evaluate('add workdays(date("2026-11-02"), 3)').value
    assert (day, hash(day), day.counted) == (
        Date(2026, 11, 5),
        hash(Date(2026, 11, 5)),
        ("workdays", 3, Date(2026, 11, 2)),
    )
    assert decided(day).counted is None
    assert codec.decode(codec.encode(day)).counted is None
    assert evaluate('add workdays(date("2026-11-02"), 3) + duration("P1D")').value.counted is None


def test_only_terms_that_skip_days_depend_on_holidays() -> None:
    assert depends_on_days({"kind": "workdays", "n": 3, "from": "2026-11-02"})
    assert depends_on_days({"kind": "day", "from": {"kind": "officedays", "n": 1, "from": "2026-11-02"}})
    assert not depends_on_days({"kind": "calendardays", "n": 3, "from": "2026-11-02"})


@pytest.mark.parametrize("value", [WorkDays(3), CalendarDays(3), OfficeDays(-3)])
def test_terms_are_stored_exactly(value: object) -> None:
    assert codec.decode(codec.encode(value)) == value


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60))
@settings(max_examples=80)
def test_office_days_end_on_the_first_working_day_from_the_last(start: date, count: int) -> None:
    end = OFFICE.add_calendar_days(start, count)
    last = date.fromordinal(start.toordinal() + count)
    assert OFFICE.is_working_day(end)
    assert end >= last
    assert OFFICE.working_days(last, end) == 1


def test_hours_of_their_own_close_days_earlier_or_open_others() -> None:
    friday = OtherHours(date(2026, 1, 1), None, frozenset({4}), time(8), time(11, 30))
    ramadan = OtherHours(date(2026, 2, 18), date(2026, 3, 19), frozenset(range(5)), time(8), time(15))
    saturday = OtherHours(date(2026, 11, 7), date(2026, 11, 7), frozenset({5}), time(8), time(12))
    office = replace(OFFICE, periods=(friday, ramadan, saturday))
    assert office.add_calendar_days(date(2026, 11, 2), 5) == date(2026, 11, 7)
    assert office.close_of(date(2026, 11, 7)) == datetime(2026, 11, 7, 5, tzinfo=UTC)
    assert office.end_on_working_time(datetime(2026, 11, 6, 5, tzinfo=UTC)) == datetime(2026, 11, 7, 1, tzinfo=UTC)
    assert office.hours_of(date(2026, 2, 20)) == (time(8), time(15))


@pytest.mark.parametrize("text", ["P", "PT", "P1.5M", "P1.5DT1H", "1D", "P-1D", "P99999Y", "P1,5,5D", "PT1.H"])
def test_what_is_no_period_is_refused(text: str) -> None:
    assert Period.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30T08:00",
        "2026-11-09",
        "T08:00",
        "2026-366T08:00",
        "2026-11-09T25:00",
        "2026-11-09T08:00[Mars/One]",
        "x",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert parse_moment(text, "UTC") is None


def test_days_have_three_forms() -> None:
    assert {parse_day(text) for text in ("2026-11-09", "20261109", "2026-W46-1", "2026-313", "2026313")} == {
        date(2026, 11, 9)
    }
    assert parse_day("2026-000") is None
    assert Repeating.parse("R3/P1D/2026-12-01") == Repeating(3, "P1D", "", "2026-12-01")
