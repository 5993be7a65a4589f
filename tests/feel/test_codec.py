"""What is stored comes back exactly, whatever an official typed into a key."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel.civil import day_number, from_day_number
from engine.feel.codec import decode, encode, to_json
from engine.feel.number import is_bounded
from engine.feel.values import (
    OPEN,
    CalendarDays,
    Date,
    DateTime,
    DaysTime,
    Function,
    OfficeDays,
    Range,
    Time,
    WorkDays,
    YearsMonths,
    of_python,
)

DATES = st.dates().map(Date.from_python)
TIMES = st.builds(Time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.integers(0, 10**9 - 1))
ZONES = st.sampled_from([(None, ""), (0, ""), (25_200, ""), (-12_345, ""), (None, "Asia/Jakarta")])
ZONED = st.builds(lambda time, zone: Time(time.hour, time.minute, time.second, time.nano, *zone), TIMES, ZONES)
SCALARS = (
    st.none()
    | st.booleans()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False).filter(is_bounded)
    | DATES
    | ZONED
    | st.builds(DateTime, DATES, ZONED)
    | st.integers(-(10**9), 10**9).map(YearsMonths)
    | st.integers(-(10**20), 10**20).map(DaysTime)
    | st.integers(-999, 999).map(WorkDays)
    | st.integers(-999, 999).map(CalendarDays)
    | st.integers(-999, 999).map(OfficeDays)
)
KEYS = st.text(max_size=6) | st.sampled_from(["@", "v", "@date"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.builds(Range, inner | st.just(OPEN), inner, st.booleans(), st.booleans())
    ),
    max_leaves=12,
)


@given(VALUES)
@settings(max_examples=300)
def test_every_value_survives(value: Any) -> None:
    read = decode(encode(value))
    assert read == value
    assert encode(read) == encode(value)


def test_numbers_keep_their_digits() -> None:
    assert encode(Decimal("1.50")) == "1.50"
    assert str(decode("1.50")) == "1.50"
    assert encode(Decimal("1E+3")) == "1E+3"


def test_a_number_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="within decimal128"):
        decode("[1e999999999]")
    assert of_python({"a": Decimal("1e999999999"), "b": float("nan")}) == {"a": None, "b": None}


def test_a_form_may_use_the_tag_as_a_key() -> None:
    assert decode(encode({"@": "date", "v": "2026-01-01"})) == {"@": "date", "v": "2026-01-01"}


@pytest.mark.parametrize(
    "value", [1, 1.5, object(), Decimal("NaN"), Decimal("1E+999999999"), Function("f", (), lambda run, given: None)]
)
def test_what_is_no_stored_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="Expected a"):
        encode(value)


def test_partners_get_plain_json() -> None:
    value = {"nilai": Decimal("185000000"), "denda": Decimal("0.50"), "hari": Date(2026, 1, 2)}
    assert to_json(value) == {"nilai": 185_000_000, "denda": "0.50", "hari": "2026-01-02"}


@given(st.dates())
@settings(max_examples=200)
def test_our_calendar_is_pythons(day: date) -> None:
    assert day_number(day.year, day.month, day.day) == (day - date(1970, 1, 1)).days
    assert from_day_number(day_number(day.year, day.month, day.day)) == (day.year, day.month, day.day)
    assert Date.from_python(day).weekday == day.isoweekday()


@given(st.integers(-(10**11), 10**11))
@settings(max_examples=200)
def test_day_numbers_run_without_gaps(number: int) -> None:
    assert day_number(*from_day_number(number)) == number


@given(st.datetimes(), st.timedeltas(timedelta(days=-400_000), timedelta(days=400_000)))
@settings(max_examples=100)
def test_moments_come_back_from_text_and_python(moment: datetime, length: timedelta) -> None:
    value = DateTime.from_python(moment)
    assert value.to_python() == moment
    assert DateTime.parse(str(value)) == value
    assert DaysTime.from_python(length).to_python() == length
    assert DaysTime.parse(str(DaysTime.from_python(length))) == DaysTime.from_python(length)
