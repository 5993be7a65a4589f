"""Cycles: what repeats, counted from its anchor, and what becomes of rounds nobody was awake for (ISO 8601-1 §5.6).

A cycle with a number keeps it: each late round happens once, in order. One without end (R/…, cron) that missed
several happens once for them all and goes on with its next moment to come, so that a long sleep starts no storm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.feel import Deadline, Env, codec, deadline
from engine.feel.cron import Cron
from engine.feel.durations import LAW_DAYS, SECOND, DaysTime, YearsMonths
from engine.feel.iso import Period, Repeating, parse_day, parse_moment
from engine.feel.temporal import Date
from engine.model.state import Value

#: Late rounds of a numbered cycle that are made up for; those before them are let go.
MOST_LATE = 100
#: Rounds of working days looked through for the next one to come.
_MOST_ROUNDS = 10_000
#: A rhythm faster than this is a slip: it would never let go of its case.
_SHORTEST = SECOND // 1000


class Unreadable(ValueError):
    """The text or value is no cycle, or one that stands still; says what was expected."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What repeats: a period, a cron expression or a term of the law, as it is stored with its subscription."""

    #: A Period, a Cron, or a term of the law.
    every: Any
    #: `every` as FEEL text or ISO 8601 text.
    written: Value
    anchor: datetime
    until: datetime | None = None

    def moment(self, number: int, before: datetime, env: Env) -> Deadline | None:
        """The moment of a round, the one before it given; None after the last."""
        if isinstance(self.every, Cron):
            after = self.every.after(before, env.zone)
            found = Deadline(after) if after else None
        elif isinstance(self.every, Period):
            found = Deadline(self.every.after(self.anchor, env.zone, number))
        else:
            found = deadline(self.every, replace(env, now=before))
            if found is None or found.at <= before:
                raise Unreadable("Expected the cycle to go forward, but it stands still")
        return None if found is None or (self.until is not None and found.at > self.until) else found

    def passed(self, since: int, env: Env) -> int:
        """The last round that is not after now, at least the one before `since`; `since` for what is no period."""
        if not isinstance(self.every, Period):
            return since
        low, reach = since - 1, 1
        while self._has_passed(since - 1 + reach, env):
            low, reach = since - 1 + reach, reach * 2
        high = since - 1 + reach
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._has_passed(middle, env) else (low, middle)
        return low

    def comes(self, number: int, env: Env) -> bool:
        """True for a round of a period that is still to come."""
        return not self._has_passed(number, env)

    def _has_passed(self, number: int, env: Env) -> bool:
        every: Period = self.every
        try:
            return every.after(self.anchor, env.zone, number) <= env.now
        except OverflowError:
            return every.months < 0 or every.nanos < 0

    def stored(self) -> dict[str, Any]:
        """As plain JSON."""
        until = {"until": self.until.isoformat()} if self.until else {}
        return {"every": codec.encode(self.written), "anchor": self.anchor.isoformat(), **until}

    @classmethod
    def of(cls, data: Mapping[str, Any], due: datetime) -> "Rhythm":
        """From what was stored; a row without an anchor (of the first releases) counts from its last moment."""
        written = codec.decode(data["every"])
        anchor = datetime.fromisoformat(data["anchor"]) if "anchor" in data else due
        until = datetime.fromisoformat(data["until"]) if "until" in data else None
        return cls(_every(written), written, anchor, until)


@dataclass(frozen=True, slots=True)
class Round:
    """One moment of a cycle: its number, and how many come after it (-1 without end)."""

    number: int
    left: int
    at: Deadline


def first(value: Value, env: Env) -> tuple[Rhythm, Round | None]:
    """The cycle a timer's value means and its first round to come; Unreadable.

    Rounds before now have happened without it; None where all of them have.
    """
    rhythm, number, left = _begun(value, env)
    at = rhythm.moment(number, env.now, env)
    if at is None:
        return rhythm, None
    begins = Round(number, left, at)
    if at.at >= env.now:
        return rhythm, begins
    return rhythm, _skipped(rhythm, begins, replace(env, now=env.now - timedelta.resolution))


def after(rhythm: Rhythm, last: Round, env: Env) -> Round | None:
    """The round that follows one that has happened; None after the last."""
    if last.left == 0:
        return None
    if last.left < 0 and not isinstance(rhythm.every, Cron):
        coming = rhythm.moment(last.number + 1, last.at.at, env)
        if coming is not None and coming.at <= env.now:
            return _skipped(rhythm, last, env)
        return None if coming is None else Round(last.number + 1, -1, coming)
    if isinstance(rhythm.every, Cron):
        return _skipped(rhythm, last, env)
    let_go = max(0, _behind(rhythm, last, env) - MOST_LATE)
    number, left = last.number + 1 + let_go, last.left - 1 - let_go
    at = rhythm.moment(number, last.at.at, env)
    return None if at is None else Round(number, left, at)


def _behind(rhythm: Rhythm, last: Round, env: Env) -> int:
    """How many rounds of a numbered cycle are late."""
    return min(rhythm.passed(last.number, env) - last.number, last.left)


def _skipped(rhythm: Rhythm, last: Round, env: Env) -> Round | None:
    """The first round after both `last` and now."""
    number, before = max(last.number, rhythm.passed(last.number, env)), last.at.at
    if isinstance(rhythm.every, Cron):
        before = max(before, env.now)
    number, found, looked = number + 1, rhythm.moment(number + 1, before, env), 0
    while found is not None and found.at <= env.now and looked < _MOST_ROUNDS:
        number, found, looked = number + 1, rhythm.moment(number + 1, found.at, env), looked + 1
    if found is None or 0 <= last.left < number - last.number:
        return None
    return Round(number, last.left - (number - last.number) if last.left >= 0 else -1, found)


def _begun(value: Value, env: Env) -> tuple[Rhythm, int, int]:
    """The cycle, the number of its first round (0 where a start is given, else 1), and how many follow that one."""
    if not isinstance(value, str):
        # A duration or a number of working days in place of a cycle: again and again.
        return Rhythm(_every(value), value, env.now), 1, -1
    text = value.strip()
    cron = Cron.parse(text)
    if cron is not None:
        return Rhythm(cron, text, env.now), 1, -1
    plan = Repeating.parse(text)
    if plan is None or plan.times == 0:
        raise Unreadable("Expected a cycle such as R3/P1D or 0 8 * * MON-FRI")
    start, end = _end(plan.start, env), _end(plan.end, env)
    left = plan.times - 1 if plan.times > 0 else -1
    if not plan.every:
        assert start is not None and end is not None  # noqa: S101, PT018 - the shape says so
        length = Period(0, round((end - start).total_seconds() * 1000) * (SECOND // 1000))
        return Rhythm(_forward(length), str(DaysTime(length.nanos)), start), 0, left
    every = _every(plan.every)
    if end is not None:
        return _counted_back(every, plan, end, env)
    return Rhythm(every, plan.every, start or env.now), 0 if start else 1, left


def _counted_back(every: Period, plan: Repeating, end: datetime, env: Env) -> tuple[Rhythm, int, int]:
    """R3/P1D/end: the last round falls on the end, the others before it."""
    rhythm = Rhythm(every, plan.every, end, end)
    if plan.times > 0:
        return rhythm, 1 - plan.times, plan.times - 1
    # Without a number: all that are to come. Rounds before the end are negative, the end itself is 0.
    back = Rhythm(Period(-every.months, -every.nanos), plan.every, end)
    low, high = 0, 1
    while back.comes(high, env):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if back.comes(middle, env) else (low, middle)
    return rhythm, -low, low


def _end(text: str, env: Env) -> datetime | None:
    if not text:
        return None
    day = parse_day(text)
    found = parse_moment(text, env.zone) if day is None else None
    if day is not None:
        closing = deadline(Date.from_python(day), env)
        found = closing.at if closing else None
    if found is None:
        raise Unreadable("Expected a moment at which the cycle begins or ends")
    return found.astimezone(UTC)


def _every(value: Value) -> Any:  # noqa: ANN401 - a Period, a Cron or a term of the law
    if isinstance(value, str):
        found = Cron.parse(value) or Period.parse(value)
        if found is None:
            raise Unreadable("Expected a duration to repeat")
        return _forward(found) if isinstance(found, Period) else found
    if isinstance(value, YearsMonths):
        return _forward(Period(value.months, 0))
    if isinstance(value, DaysTime):
        return _forward(Period(0, value.nanos))
    if type(value) in LAW_DAYS and value.days > 0:
        return value
    raise Unreadable("Expected a duration to repeat")


def _forward(period: Period) -> Period:
    if period.months < 0 or period.nanos < 0 or (not period.months and period.nanos < _SHORTEST):
        raise Unreadable("Expected the cycle to go forward, but it stands still")
    return period
