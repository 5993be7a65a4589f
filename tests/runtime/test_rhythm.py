"""Cycles: months counted from their anchor, ends and beginnings, and what becomes of rounds nobody was awake for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Deadline, Env
from engine.feel.civil import month_length
from engine.feel.iso import Period
from engine.feel.values import WorkDays, YearsMonths
from engine.runtime import rhythm
from engine.runtime.rhythm import Rhythm, Round, Unreadable
from tests.runtime.case import MONDAY, Case
from tests.runtime.drawing import Drawing
from tests.runtime.memory import _text

ENV = Env(now=MONDAY)


def rounds(value: object, env: Env = ENV, most: int = 12) -> list[str]:
    """The moments of a cycle on time, in Jakarta."""
    own, one = rhythm.first(value, env)
    found: list[str] = []
    while one is not None and len(found) < most:
        local = one.at.at + timedelta(hours=7)
        found.append(f"{local:%Y-%m-%dT%H:%M}")
        now = replace(env, now=one.at.at)
        # Through its stored form, as every round of a case is.
        own = Rhythm.of(own.stored(), one.at.at)
        one = rhythm.after(own, Round(one.number, one.left, Deadline(one.at.at)), now)
    return found


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("R3/PT1H", ["2026-11-02T09:00", "2026-11-02T10:00", "2026-11-02T11:00"]),
        (
            "R4/2027-01-31T08:00:00/P1M",
            ["2027-01-31T08:00", "2027-02-28T08:00", "2027-03-31T08:00", "2027-04-30T08:00"],
        ),
        ("R3/2028-02-29T00:00:00+07:00/P1Y", ["2028-02-29T00:00", "2029-02-28T00:00", "2030-02-28T00:00"]),
        ("R3/P1D/2026-12-03T08:00:00", ["2026-12-01T08:00", "2026-12-02T08:00", "2026-12-03T08:00"]),
        ("R/P1M/2027-01-31T08:00:00", ["2026-11-30T08:00", "2026-12-31T08:00", "2027-01-31T08:00"]),
        ("R2/2026-11-03T08:00:00/2026-11-03T10:30:00", ["2026-11-03T08:00", "2026-11-03T10:30"]),
        ("R2/2026-11-03T08:00:00Z/P2W", ["2026-11-03T15:00", "2026-11-17T15:00"]),
        ("R2/2026-11-03T08:00/P1M2DT3H", ["2026-11-03T08:00", "2026-12-05T11:00"]),
        ("R2/20261103T080000/PT1,5H", ["2026-11-03T08:00", "2026-11-03T09:30"]),
        ("R2/2026-W45-2T08:00:00/P1D", ["2026-11-03T08:00", "2026-11-04T08:00"]),
        ("R2/2026-307T08:00:00/P1D", ["2026-11-03T08:00", "2026-11-04T08:00"]),
        ("R1/P1D", ["2026-11-03T08:00"]),
        # What lies behind the moment it is set has happened without it.
        ("R3/2026-11-01T08:00:00/P1D", ["2026-11-02T08:00", "2026-11-03T08:00"]),
        ("R2/2026-10-01T08:00:00/P1D", []),
    ],
)
def test_a_cycle_names_its_moments(text: str, moments: list[str]) -> None:
    assert rounds(text) == moments


def test_durations_and_working_days_repeat_without_end() -> None:
    assert rounds(YearsMonths(1), most=2) == ["2026-12-02T08:00", "2027-01-02T08:00"]
    assert rounds(WorkDays(5), most=2) == ["2026-11-09T16:00", "2026-11-16T16:00"]
    assert rounds("0 9 L * *", most=2) == ["2026-11-30T09:00", "2026-12-31T09:00"]


@pytest.mark.parametrize(
    "value", ["", "R3", "R0/P1D", "R/PT0S", "R/-P1D", "R/P1D/P1D", "R-1/P1D", "R/x/P1D", "often", WorkDays(0)]
)
def test_what_is_no_cycle_or_stands_still_is_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        rhythm.first(value, ENV)


@given(st.integers(0, 3000), st.integers(1, 30), st.integers(1, 40))
@settings(max_examples=200)
def test_months_are_counted_from_the_anchor_and_never_drift(start: int, months: int, times: int) -> None:
    anchor = datetime(2020, 1, 31, 1, tzinfo=UTC) + timedelta(days=start)
    local = anchor + timedelta(hours=7)
    moved = Period(months, 0).after(anchor, "Asia/Jakarta", times) + timedelta(hours=7)
    year, month = divmod(local.year * 12 + local.month - 1 + months * times, 12)
    assert (moved.year, moved.month) == (year, month + 1)
    assert moved.day == min(local.day, month_length(year, month + 1))
    assert moved.time() == local.time()


def test_a_long_sleep_starts_no_storm_in_a_cycle_without_end() -> None:
    for text in ("R/PT1S", "* * * * * *", "R/2026-11-01T08:00:00/PT1M"):
        own, one = rhythm.first(text, ENV)
        assert one is not None
        late = replace(ENV, now=MONDAY + timedelta(days=30))
        then = rhythm.after(own, one, late)
        assert then is not None
        assert late.now < then.at.at <= late.now + timedelta(minutes=1)


def test_a_cycle_with_a_number_keeps_it_though_late() -> None:
    own, one = rhythm.first("R5/PT1H", ENV)
    late, found = replace(ENV, now=MONDAY + timedelta(hours=4, minutes=30)), []
    while one is not None:
        found.append((one.number, one.at.at <= late.now))
        one = rhythm.after(own, one, late)
    assert found == [(1, True), (2, True), (3, True), (4, True), (5, False)]


def test_of_ten_thousand_late_rounds_the_last_hundred_are_made_up_for() -> None:
    own, one = rhythm.first("R10000/PT1S", ENV)
    late, count = replace(ENV, now=MONDAY + timedelta(days=1)), 0
    while one is not None:
        count, one = count + 1, rhythm.after(own, one, late)
    assert count == rhythm.MOST_LATE + 1


def test_a_clock_that_goes_back_repeats_no_round() -> None:
    own, one = rhythm.first("0 9 * * *", ENV)
    assert one is not None
    before = replace(ENV, now=one.at.at - timedelta(minutes=30))
    then = rhythm.after(own, one, before)
    assert then is not None
    assert then.at.at == one.at.at + timedelta(days=1)


def reminded(text: str) -> Case:
    drawn = Drawing().start("s").user("a").boundary("late", "a", timer=("cycle", text), interrupting=False)
    return Case(drawn.user("esc").end().flow("s a e").flow("late esc e")).start()


def test_a_row_of_an_earlier_release_goes_on_from_its_last_moment() -> None:
    case = reminded("R3/P1D")
    (waiting,) = case.subscriptions("timer")
    old = {name: value for name, value in waiting.data.items() if name not in ("anchor", "round")}
    case.memory._set(case.memory.subscriptions, waiting.no, _text(replace(waiting, data=old)))
    case.wait(days=3)
    assert case.tasks.count("esc") == 3


def test_a_cycle_that_is_over_when_it_is_set_happens_once() -> None:
    case = reminded("R3/2026-10-01T08:00:00/P1D").wait(days=5)
    assert case.tasks.count("esc") == 1


def test_cron_reminds_in_the_zone_of_the_case() -> None:
    case = reminded("0 9 * * MON-FRI").wait(days=7, hours=2)
    assert case.tasks.count("esc") == 6
