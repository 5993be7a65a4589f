"""The proleptic Gregorian calendar over years -999,999,999 to 999,999,999 (DMN 1.5 §10.3.2.3.5), and zone offsets."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MAX_YEAR = 999_999_999
SECONDS_A_DAY = 86_400
MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: The calendar repeats every 400 years, weekdays included.
CYCLE = 400
#: Time of an area without a date takes the offset of this day.
REFERENCE_DAY = (2000, 1, 1)


def is_leap(year: int) -> bool:
    """True for a year of 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days in a month."""
    return 29 if month == 2 and is_leap(year) else MONTH_LENGTHS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, negative before."""
    year -= month <= 2
    era, year_of_era = divmod(year, CYCLE)
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468


def from_day_number(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    era, day_of_era = divmod(number + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = (shifted + 2) % 12 + 1
    return era * CYCLE + year_of_era + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


@lru_cache(maxsize=256)
def zone(area: str) -> ZoneInfo | None:
    """The IANA zone, None where there is no such name."""
    try:
        return ZoneInfo(area)
    except (KeyError, OSError, ValueError):
        return None


def offset_at(area: str, day: tuple[int, int, int], second: int) -> int:
    """Seconds east of UTC of a wall clock in `area`; years Python cannot hold are folded into the 400-year cycle."""
    year, month, day_of_month = day
    info = zone(area)
    if info is None:
        return 0
    if not 2 <= year <= 9997:
        year = 2000 + year % CYCLE
    moment = datetime(year, month, day_of_month, tzinfo=info) + timedelta(seconds=second)
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
