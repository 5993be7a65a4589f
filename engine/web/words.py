"""Moments, sizes and deadlines in the words of the reader."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton

from engine.locale import gettext, ngettext
from engine.web.measures import measure

#: Official abbreviations of the three zones (Keppres 41/1987).
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@lru_cache(maxsize=4096)
def _short(day: date, language: str) -> str:
    return str(format_date(day, "d MMM y", locale=language))


@lru_cache(maxsize=32)
def _elsewhere(language: str, zone: str) -> "Words":
    return Words(language, zone, away=True)


class Words:
    """Says moments and amounts in one language and one zone; `away` where that is not the zone of the office."""

    def __init__(self, language: str, zone: str, *, away: bool = False) -> None:
        self.language = language
        self.zone = ZoneInfo(zone)
        self.away = away

    def in_zone(self, zone: str) -> "Words":
        """The same language on the clocks of a unit; "" for the office's."""
        return self if zone in ("", self.zone.key) else _elsewhere(self.language, zone)

    def local(self, moment: datetime) -> datetime:
        """The moment on the clock of this zone."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime | date) -> str:
        """Say a day short: 25 Nov 2026."""
        return _short(self._date(moment), self.language)

    def long_day(self, moment: datetime | date) -> str:
        """Say a day in full: Rabu, 25 November 2026."""
        return str(format_date(self._date(moment), "full", locale=self.language))

    def clock(self, moment: datetime) -> str:
        """Say the time of day with its zone: 14.05 WIB."""
        local = self.local(moment)
        return f"{local:%H.%M} {ZONES.get(self.zone.key) or local.tzname() or ''}".rstrip()

    def sortable(self, moment: datetime) -> str:
        """Say day and time for a spreadsheet: 2026-11-25 14:05, with the zone where that is not the office's."""
        text = f"{self.local(moment):%Y-%m-%d %H:%M}"
        return f"{text} {ZONES.get(self.zone.key, self.zone.key)}" if self.away else text

    def until(self, moment: datetime) -> str:
        """Say when something falls due: the day, and the time with its zone where that is not the office's."""
        return self.when(moment) if self.away else self.day(moment)

    def long_until(self, moment: datetime) -> str:
        """The same in full: Rabu, 25 November 2026, 16.00 WITA."""
        return f"{self.long_day(moment)}, {self.clock(moment)}" if self.away else self.long_day(moment)

    def when(self, moment: datetime) -> str:
        """Say day and time: 25 Nov 2026, 14.05 WIB."""
        return f"{self.day(moment)}, {self.clock(moment)}"

    def month_day(self, moment: datetime | date) -> str:
        """Say a day of the running year: 25 Nov."""
        return str(format_skeleton("MMMd", self._as_datetime(moment), locale=self.language))

    def due(self, moment: datetime, now: datetime) -> str:
        """Say how far a deadline is: lewat 2 hari, hari ini, besok, 3 hari lagi."""
        days = (self._date(moment) - self._date(now)).days
        if moment < now:
            return self._late(-days)
        if days == 0:
            return gettext("Due today", self.language)
        return ngettext("%(n)d day left", "%(n)d days left", days, self.language) % {"n": days}

    def size(self, octets: int) -> str:
        """Say the size of a file: 850 kB, 1,4 MB."""
        if octets < 1_000_000:
            return f"{max(1, round(octets / 1000))} kB"
        text = f"{octets / 1_000_000:.1f} MB"
        return text.replace(".", ",") if self.language == "id" else text

    def measure(self, value: str, unit: str, day_type: str = "") -> str:
        """Say a legal number with its unit: Rp200.000.000, 7 hari kerja."""
        return measure(value, unit, day_type, self.language)

    def capacity(self, acted_as: str) -> str:
        """Say a capacity that is not the ordinary one: ` (Plt.)` of DKOM.KADIS/plt."""
        capacity = acted_as.rpartition("/")[2] if "/" in acted_as else "definitif"
        return "" if capacity == "definitif" else f" ({capacity.capitalize()}.)"

    def _late(self, days: int) -> str:
        if days == 0:
            return gettext("Overdue since today", self.language)
        return ngettext("%(n)d day overdue", "%(n)d days overdue", days, self.language) % {"n": days}

    def _date(self, moment: datetime | date) -> date:
        return self.local(moment).date() if isinstance(moment, datetime) else moment

    def _as_datetime(self, moment: datetime | date) -> datetime:
        day = self._date(moment)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)
