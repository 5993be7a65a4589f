"""Cron expressions of five or six fields: which days and times they name, and the next moment in a zone.

The six fields (second first) and their signs are those Camunda 8 reads in a timeCycle; five begin at the minute.
Sunday is 0 or 7. Naming both days of the month and days of the week is refused: one reading takes days that fit
both, another those that fit either.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.feel.civil import month_length

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MACROS = {
    "@yearly": "0 0 0 1 1 ?",
    "@annually": "0 0 0 1 1 ?",
    "@monthly": "0 0 0 1 * ?",
    "@weekly": "0 0 0 ? * 0",
    "@daily": "0 0 0 * * ?",
    "@midnight": "0 0 0 * * ?",
    "@hourly": "0 0 * * * ?",
}
#: 29 February on a given weekday comes back within this many years, also over a century without one.
LONGEST_WAIT = 41
LAST_YEAR = 9998
EVERY = frozenset({"*", "?"})
HOUR = timedelta(hours=1)

#: The days of one month a part of a field names.
Pick = Callable[[int, int], Iterator[int]]


@dataclass(frozen=True, slots=True)
class Cron:
    """A rhythm of days and times of day on the wall clock of a zone."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    months: frozenset[int]
    picks: tuple[Pick, ...]

    @classmethod
    def parse(cls, text: str) -> "Cron | None":
        """Read it; None where it is no cron expression, or names no day there is."""
        try:
            return _parse(" ".join(text.split()))
        except ValueError:
            return None

    def days(self, year: int, month: int) -> tuple[int, ...]:
        """The days of one month, in order."""
        if month not in self.months:
            return ()
        return tuple(sorted({day for pick in self.picks for day in pick(year, month)}))

    def after(self, moment: datetime, area: str) -> datetime | None:
        """The first moment after an aware one, UTC; None where none comes.

        A time the clocks skip in spring happens as much later as they skip; one they repeat in autumn happens once,
        but a rhythm of every hour goes through both.
        """
        zone, moment = ZoneInfo(area), moment.astimezone(UTC)
        local = moment.astimezone(zone)
        wall = self._next(local.replace(tzinfo=None))
        if wall is None:
            return None
        if len(self.hours) == 24:
            steady = moment + (wall - local.replace(tzinfo=None))
            if steady.astimezone(zone).replace(tzinfo=None) in (wall, self._same(steady, zone)):
                return steady
        for fold in (0, 1):
            found = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            if found > moment:
                return found
        return self.after(moment + HOUR, area)

    def _same(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """The wall clock at a moment, where this rhythm names it."""
        wall = moment.astimezone(zone).replace(tzinfo=None)
        return wall if self._next(wall - timedelta(microseconds=1)) == wall else None

    def _next(self, wall: datetime) -> datetime | None:
        start = wall + timedelta(seconds=1) if not wall.microsecond else wall
        start = start.replace(microsecond=0) + (timedelta(seconds=1) if wall.microsecond else timedelta())
        for day in self._days_from(start.date()):
            found = self._time_from(start.time() if day == start.date() else time())
            if found is not None:
                return datetime.combine(day, found)
        return None

    def _days_from(self, first: date) -> Iterator[date]:
        year, month = first.year, first.month
        while year <= min(LAST_YEAR, first.year + LONGEST_WAIT):
            for day in self.days(year, month):
                if (year, month, day) >= (first.year, first.month, first.day):
                    yield date(year, month, day)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def _time_from(self, start: time) -> time | None:
        for hour in self.hours:
            if hour < start.hour:
                continue
            for minute in self.minutes:
                if (hour, minute) < (start.hour, start.minute):
                    continue
                for second in self.seconds:
                    if (hour, minute, second) >= (start.hour, start.minute, start.second):
                        return time(hour, minute, second)
        return None


@lru_cache(maxsize=256)
def _parse(text: str) -> Cron:
    fields = MACROS.get(text.lower(), text).upper().split(" ")
    if len(fields) == 5:
        fields = ["0", *fields]
    if len(fields) != 6:
        raise ValueError(f"Expected five or six fields, but there are {len(fields)}")
    second, minute, hour, of_month, month, of_week = fields
    if of_month not in EVERY and of_week not in EVERY:
        raise ValueError("Expected days of the month or of the week, but both are named")
    months = frozenset(_numbers(month, 1, 12, MONTHS, 1))
    picks = _of_week(of_week) if of_week not in EVERY else _of_month(of_month)
    cron = Cron(_numbers(second, 0, 59), _numbers(minute, 0, 59), _numbers(hour, 0, 23), months, picks)
    # Four hundred years repeat themselves; a leap year and a common one show every length of a month.
    if not any(cron.days(year, one) for year in range(2000, 2029) for one in range(1, 13)):
        raise ValueError("Expected a day there is, but no month has it")
    return cron


def _numbers(
    field: str, low: int, high: int, names: tuple[str, ...] = (), shift: int = 0, *, first: str = "*"
) -> tuple[int, ...]:
    """The values of a field: `*`, `5`, `1-5`, `*/10`, `5/10`, `MON-FRI`, and lists of them."""
    found: set[int] = set()
    for part in field.split(","):
        body, slash, step = part.partition("/")
        if slash and not (step.isascii() and step.isdigit() and int(step)):
            raise ValueError(f"Expected a step, but got {part}")
        if body in (first, "?") and (body != "?" or names == DAYS or high == 31):
            begin, end = low, high
        else:
            begin_text, dash, end_text = body.partition("-")
            begin = _number(begin_text, low, high, names, shift)
            end = _number(end_text, low, high, names, shift) if dash else high if slash else begin
        if end < begin:
            raise ValueError(f"Expected a range that goes up, but got {part}")
        found.update(range(begin, end + 1, int(step or 1)))
    return tuple(sorted(found))


def _number(text: str, low: int, high: int, names: tuple[str, ...], shift: int) -> int:
    if text in names:
        return names.index(text) + shift
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and low <= int(text) <= high):
        raise ValueError(f"Expected a number from {low} to {high}, but got {text}")
    return int(text)


def _of_month(field: str) -> tuple[Pick, ...]:
    return tuple(_month_part(part) for part in field.split(","))


def _month_part(part: str) -> Pick:
    if found := re.fullmatch(r"L(?:-(\d{1,2}))?", part):
        return _from_end(int(found[1] or 0))
    if part in ("LW", "WL"):
        return lambda year, month: iter((_near(year, month, month_length(year, month)),))
    if found := re.fullmatch(r"(\d{1,2})W", part):
        return _nearest(_number(found[1], 1, 31, (), 0))
    days = _numbers(part, 1, 31)
    return lambda year, month: (day for day in days if day <= month_length(year, month))


def _from_end(back: int) -> Pick:
    if back > 30:
        raise ValueError(f"Expected at most 30 days before the last, but got {back}")
    return lambda year, month: (day for day in (month_length(year, month) - back,) if day >= 1)


def _nearest(wanted: int) -> Pick:
    return lambda year, month: (_near(year, month, day) for day in (wanted,) if day <= month_length(year, month))


def _near(year: int, month: int, day: int) -> int:
    """The weekday (Monday to Friday) nearest to a day, within its month."""
    weekday = date(year, month, day).weekday()
    if weekday == 5:
        return day - 1 if day > 1 else day + 2
    if weekday == 6:
        return day + 1 if day < month_length(year, month) else day - 2
    return day


def _of_week(field: str) -> tuple[Pick, ...]:
    return tuple(_week_part(part) for part in field.split(","))


def _week_part(part: str) -> Pick:
    if found := re.fullmatch(r"(\w+?)#([1-5])", part):
        return _counted(_number(found[1], 0, 7, DAYS, 0) % 7, int(found[2]))
    if len(part) > 1 and part.endswith("L"):
        return _counted(_number(part[:-1], 0, 7, DAYS, 0) % 7, 0)
    wanted = frozenset(day % 7 for day in _week_days(part))
    return lambda year, month: (
        day for day in range(1, month_length(year, month) + 1) if date(year, month, day).isoweekday() % 7 in wanted
    )


def _week_days(part: str) -> tuple[int, ...]:
    """Days of the week; SUN ends a range as 7."""
    begin, dash, end = part.partition("-")
    if dash and end.partition("/")[0] == "SUN":
        part = f"{begin}-7{end[3:]}"
    high = 7 if (dash and part.partition("-")[2].startswith("7")) or part == "7" else 6
    return _numbers(part, 0, high, DAYS, 0)


def _counted(weekday: int, nth: int) -> Pick:
    """The nth of a weekday in a month, the last one for 0."""

    def pick(year: int, month: int) -> Iterator[int]:
        first = (weekday - date(year, month, 1).isoweekday()) % 7 + 1
        length = month_length(year, month)
        day = first + 7 * (nth - 1) if nth else first + 7 * ((length - first) // 7)
        if day <= length:
            yield day

    return pick
