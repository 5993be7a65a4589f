"""The working calendar of the office: vectors of 2026, and laws any calendar keeps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.calendar import Calendar
from tests.model.calendar_2026 import HOLIDAYS_2026, HOLIDAYS_2027

OFFICE = Calendar(HOLIDAYS_2026 | HOLIDAYS_2027)
DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


def test_2026_has_17_holidays_and_8_days_of_joint_leave() -> None:
    assert len(HOLIDAYS_2026) == 25


def test_2026_has_240_working_days() -> None:
    assert OFFICE.working_days(date(2026, 1, 1), date(2026, 12, 31)) == 240


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 10), 14, date(2026, 4, 7)),
        (date(2026, 12, 14), 15, date(2027, 1, 8)),
        (date(2026, 4, 7), -14, date(2026, 3, 10)),
        (date(2026, 3, 21), 0, date(2026, 3, 25)),
        (date(2026, 11, 2), 0, date(2026, 11, 2)),
    ],
)
def test_working_days_jump_over_lebaran_and_new_year(start: date, count: int, end: date) -> None:
    assert OFFICE.add_working_days(start, count) == end


def test_calendar_days_end_on_a_working_day() -> None:
    assert OFFICE.add_calendar_days(date(2026, 3, 17), 5) == date(2026, 3, 25)


@given(DAYS, st.integers(1, 60))
@settings(max_examples=60)
def test_counting_and_adding_agree(start: date, count: int) -> None:
    end = OFFICE.add_working_days(start, count)
    assert OFFICE.is_working_day(end)
    assert OFFICE.working_days(start + timedelta(days=1), end) == count


@given(DAYS, st.integers(1, 40))
@settings(max_examples=60)
def test_adding_back_from_a_working_day_returns(start: date, count: int) -> None:
    day = OFFICE.roll(start)
    assert OFFICE.add_working_days(OFFICE.add_working_days(day, count), -count) == day


def test_a_six_day_week_counts_saturdays() -> None:
    school = Calendar(weekdays=frozenset(range(6)))
    assert school.add_working_days(date(2026, 11, 6), 1) == date(2026, 11, 7)


def test_the_office_closes_at_16_in_its_zone() -> None:
    assert OFFICE.close_of(date(2026, 11, 2)) == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "moved"),
    [
        ("2026-11-02T03:00+00:00", "2026-11-02T03:00+00:00"),  # Monday 10.00 WIB: open
        ("2026-11-01T23:30+00:00", "2026-11-02T01:00+00:00"),  # Monday 06.30 WIB: opens at 08.00
        ("2026-11-02T10:00+00:00", "2026-11-03T01:00+00:00"),  # Monday 17.00 WIB: Tuesday
        ("2026-11-06T17:30+00:00", "2026-11-09T01:00+00:00"),  # Saturday 00.30 WIB: Monday
    ],
)
def test_a_deadline_ends_within_office_hours(moment: str, moved: str) -> None:
    assert OFFICE.end_on_working_time(datetime.fromisoformat(moment)) == datetime.fromisoformat(moved)


def test_the_day_of_a_moment_is_that_of_the_office() -> None:
    late = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)
    assert OFFICE.day_of(late) == date(2026, 11, 2)


def test_a_calendar_nobody_works_in_says_so() -> None:
    with pytest.raises(ValueError, match="Expected a working day within a year"):
        Calendar(weekdays=frozenset()).add_working_days(date(2026, 1, 1), 1)
