"""Built-ins that make a value of another kind (DMN 1.5 §10.3.4.1)."""

from decimal import Decimal

from engine.feel import range_text
from engine.feel.builtins.registry import builtin
from engine.feel.civil import zone
from engine.feel.durations import DaysTime, YearsMonths, parse_duration
from engine.feel.lexer import TOKEN
from engine.feel.number import number
from engine.feel.run import Run
from engine.feel.temporal import MIDNIGHT, NANOS_A_DAY, Date, DateTime, Time
from engine.feel.text import to_text
from engine.feel.values import Value

SECOND = 1_000_000_000
MAX_OFFSET = 18 * 3600


@builtin("date(from: string)")
def _date_of_text(_: Run, text: str) -> Value:
    return Date.parse(text)


@builtin("date(from: date|moment)")
def _date_of(_: Run, moment: Date | DateTime) -> Value:
    return moment.date if isinstance(moment, DateTime) else moment


@builtin("date(year: number, month: number, day: number)")
def _date(_: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    return Date.of(int(year), int(month), int(day)) if _whole(year, month, day) else None


@builtin("date and time(from: string)")
def _moment_of_text(_: Run, text: str) -> Value:
    return DateTime.parse(text)


@builtin("date and time(from: date|moment)")
def _moment_of(_: Run, moment: Date | DateTime) -> Value:
    return moment if isinstance(moment, DateTime) else DateTime(moment, MIDNIGHT)


@builtin("date and time(date: date|moment, time: time)")
def _moment(_: Run, day: Date | DateTime, time: Time) -> Value:
    return DateTime(day.date if isinstance(day, DateTime) else day, time)


@builtin("date and time(date: moment, timezone: string)")
def _moment_in_zone(_: Run, moment: DateTime, area: str) -> Value:
    """The same instant on the wall clocks of another zone; a local one is taken to be there."""
    there = Time(0, 0, 0, 0, None, area)
    if zone(area) is None:
        return None
    if moment.is_local:
        return DateTime(moment.date, there.at(moment.time.nanos))
    instant = DateTime(moment.date, Time(0, 0, 0, 0, 0)).at(moment.instant)
    if instant is None:
        return None
    day = (instant.date.year, instant.date.month, instant.date.day)
    offset = there.at(instant.time.nanos).offset_on(day) or 0
    return DateTime(instant.date, there).at(moment.instant + offset * SECOND)


@builtin("time(from: string)")
def _time_of_text(_: Run, text: str) -> Value:
    return Time.parse(text)


@builtin("time(from: time|moment|date)")
def _time_of(_: Run, moment: Time | DateTime | Date) -> Value:
    if isinstance(moment, Date):
        return Time(0, 0, 0, 0, 0)
    return moment.time if isinstance(moment, DateTime) else moment


@builtin("time(hour: number, minute: number, second: number, offset?: duration|null)")
def _time(_: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTime | None = None) -> Value:
    seconds = None if offset is None else offset.nanos // SECOND
    if not _whole(hour, minute) or not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    if seconds is not None and abs(seconds) > MAX_OFFSET:
        return None
    whole = int(second)
    return Time(int(hour), int(minute), whole, int((second - whole) * SECOND), seconds)


@builtin("duration(from: string)")
def _duration(_: Run, text: str) -> Value:
    return parse_duration(text)


@builtin("duration(from: duration|months)")
def _duration_of(_: Run, length: DaysTime | YearsMonths) -> Value:
    return length


@builtin("years and months duration(from: date|moment, to: date|moment)")
def _months_between(_: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    """Whole months between the days, toward zero; times of day do not count."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    if months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


@builtin("number(from: string)")
def _number(_: Run, text: str) -> Value:
    return _plain_number(text)


@builtin("number(from: number)")
def _number_of(_: Run, given: Decimal) -> Value:
    return given


@builtin("number(from: string, grouping separator: string|null, decimal separator?: string|null)")
def _separated(_: Run, text: str, grouping: str | None, decimal: str | None = None) -> Value:
    if grouping not in (None, " ", ",", ".") or decimal not in (None, ",", ".") or (grouping and grouping == decimal):
        return None
    bare = text.replace(grouping, "") if grouping else text
    return _plain_number(bare.replace(decimal, ".") if decimal else bare)


@builtin("string(from: any)")
def _string(run: Run, given: Value) -> Value:
    return None if given is None else run.fit(to_text(given))


@builtin("range(from: string)")
def _range(_: Run, text: str) -> Value:
    return range_text.read(text)


def _plain_number(text: str) -> Decimal | None:
    body = text[1:] if text.startswith("-") else text
    found = TOKEN.fullmatch(body)
    return number(text) if found is not None and found.lastgroup == "num" else None


def _whole(*numbers: Decimal) -> bool:
    return all(given == given.to_integral_value() and abs(given) < NANOS_A_DAY for given in numbers)
