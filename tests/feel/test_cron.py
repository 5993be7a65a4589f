"""Cron: the signs of the five and six fields, and the clocks of zones that change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel.cron import Cron

MONDAY = "2026-11-02T08:00:00+07:00"


def following(text: str, start: str = MONDAY, count: int = 1, area: str = "Asia/Jakarta") -> list[str]:
    cron, moment = Cron.parse(text), datetime.fromisoformat(start)
    assert cron is not None
    found = []
    for _ in range(count):
        after = cron.after(moment, area)
        if after is None:
            break
        local = after.astimezone(datetime.fromisoformat(start).tzinfo if area == "Asia/Jakarta" else UTC)
        found.append(f"{local:%Y-%m-%dT%H:%M:%S}")
        moment = after
    return found


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("0 9 * * MON-FRI", ["2026-11-02T09:00:00", "2026-11-03T09:00:00"]),
        ("0 0 9-17 * * MON-FRI", ["2026-11-02T09:00:00", "2026-11-02T10:00:00"]),
        ("30 0 8 * * ?", ["2026-11-02T08:00:30", "2026-11-03T08:00:30"]),
        ("*/15 * * * *", ["2026-11-02T08:15:00", "2026-11-02T08:30:00"]),
        ("5/20 8 * * *", ["2026-11-02T08:05:00", "2026-11-02T08:25:00"]),
        ("0 0 0 L * ?", ["2026-11-30T00:00:00", "2026-12-31T00:00:00"]),
        ("0 0 0 L-3 * *", ["2026-11-27T00:00:00", "2026-12-28T00:00:00"]),
        ("0 0 0 15W * ?", ["2026-11-16T00:00:00", "2026-12-15T00:00:00"]),  # 15 November 2026 is a Sunday
        ("0 0 0 1W * ?", ["2026-12-01T00:00:00", "2027-01-01T00:00:00"]),
        ("0 0 0 LW * ?", ["2026-11-30T00:00:00", "2026-12-31T00:00:00", "2027-01-29T00:00:00"]),
        ("0 0 0 ? * MON#1", ["2026-12-07T00:00:00", "2027-01-04T00:00:00"]),
        ("0 0 0 ? * 5#5", ["2027-01-29T00:00:00", "2027-04-30T00:00:00"]),
        ("0 0 0 ? * FRIL", ["2026-11-27T00:00:00", "2026-12-25T00:00:00"]),
        ("0 0 0 * * 7", ["2026-11-08T00:00:00", "2026-11-15T00:00:00"]),
        ("0 0 0 * * SAT-SUN", ["2026-11-07T00:00:00", "2026-11-08T00:00:00", "2026-11-14T00:00:00"]),
        ("0 0 29 2 *", ["2028-02-29T00:00:00", "2032-02-29T00:00:00"]),
        ("0 0 1 jan,jul *", ["2027-01-01T00:00:00", "2027-07-01T00:00:00"]),
        ("@monthly", ["2026-12-01T00:00:00", "2027-01-01T00:00:00"]),
        ("@weekly", ["2026-11-08T00:00:00"]),
        ("@hourly", ["2026-11-02T09:00:00"]),
        ("0 0 31 * *", ["2026-12-31T00:00:00", "2027-01-31T00:00:00", "2027-03-31T00:00:00"]),
    ],
)
def test_a_rhythm_names_its_moments(text: str, dates: list[str]) -> None:
    assert following(text, count=len(dates)) == dates


@pytest.mark.parametrize(
    "text",
    [
        "",
        "* * * *",
        "* * * * * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 32 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "0 0 30 2 *",
        "0 0 L 13 *",
        "5-1 * * * *",
        "*/0 * * * *",
        "0 0 * * L",
        "0 0 * * MON#6",
        "? * * * *",
        "0 9 1-7 * MON",  # days of the month and of the week
        "0 0 9 13 * FRI",
        "@reboot",
        "٣ * * * *",
        "a * * * *",
        "1,,2 * * * *",
    ],
)
def test_what_is_no_cron_is_refused(text: str) -> None:
    assert Cron.parse(text) is None


@pytest.mark.parametrize(
    ("text", "start", "dates"),
    [
        # Berlin loses 02.00 to 03.00 on 29 March 2026 and repeats it on 25 October.
        ("30 2 * * *", "2026-03-28T12:00:00+01:00", ["2026-03-29T01:30:00", "2026-03-30T00:30:00"]),
        ("30 2 * * *", "2026-10-24T12:00:00+02:00", ["2026-10-25T00:30:00", "2026-10-26T01:30:00"]),
        ("*/30 * * * *", "2026-03-29T01:00:00+01:00", ["2026-03-29T00:30:00", "2026-03-29T01:00:00"]),
        (
            "*/30 * * * *",
            "2026-10-25T02:00:00+02:00",
            ["2026-10-25T00:30:00", "2026-10-25T01:00:00", "2026-10-25T01:30:00", "2026-10-25T02:00:00"],
        ),
    ],
)
def test_clocks_that_change_skip_nothing_and_repeat_nothing(text: str, start: str, dates: list[str]) -> None:
    assert following(text, start, len(dates), "Europe/Berlin") == dates


@given(
    st.integers(1_735_689_600, 1_893_456_000),
    st.sampled_from(["0 8 * * *", "*/7 * * * *", "0 0 L * ?", "15 2 * * SUN", "0 0 2 ? * MON#2", "0 3 29 2 *"]),
    st.sampled_from(["Asia/Jakarta", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
@settings(max_examples=150)
def test_the_next_moment_always_lies_ahead(start: int, text: str, area: str) -> None:
    cron, moment = Cron.parse(text), datetime.fromtimestamp(start, UTC)
    assert cron is not None
    for _ in range(5):
        after = cron.after(moment, area)
        assert after is not None
        assert after > moment
        # Nothing lies between: a moment before gives the same one.
        middle = cron.after(moment + (after - moment) / 2, area)
        assert middle == after
        moment = after


def test_a_rhythm_of_each_ten_minutes_has_no_gap_beyond_them_anywhere() -> None:
    cron, moment = Cron.parse("*/10 * * * *"), datetime(2026, 10, 24, tzinfo=UTC)
    assert cron is not None
    for _ in range(400):
        after = cron.after(moment, "Europe/Berlin")
        assert after is not None
        assert after - moment == timedelta(minutes=10)
        moment = after
