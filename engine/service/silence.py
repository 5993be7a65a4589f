"""How long a step may be quiet before somebody looks: its own `silentAfter`, else the parameter monitor.silent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine import feel
from engine.feel import Env
from engine.feel.values import DaysTime, WorkDays
from engine.model.definition import Definition, Element
from engine.model.ids import Id
from engine.model.state import Value

PARAMETER = "monitor.silent"
#: Working days, where the office has no such parameter.
DEFAULT = 5
LONGEST = 3660


@dataclass(frozen=True, slots=True)
class Quiet:
    """The moment before which the last fact of a step makes it silent: for steps with their own, and the rest."""

    usual: datetime
    own: Mapping[tuple[Id, str, str], datetime]

    def of(self, version_id: Id, process_id: str, element: str) -> datetime:
        """The moment for one step."""
        return self.own.get((version_id, process_id, element), self.usual)

    @property
    def latest(self) -> datetime:
        """A step touched after this is silent nowhere."""
        return max(self.usual, *self.own.values()) if self.own else self.usual


def quiet(env: Env, running: Iterable[tuple[Id, Definition]]) -> Quiet:
    """What counts as silent now, for the processes that have running cases."""
    usual = _cutoff(env.parameter(PARAMETER), env) or _days_ago(DEFAULT, env)
    own = {
        (version_id, definition.process_id, element.id): moment
        for version_id, definition in running
        for element in definition.elements.values()
        if (moment := _own(element, env)) is not None
    }
    return Quiet(usual, own)


def _own(element: Element, env: Env) -> datetime | None:
    text = element.properties.get("silentAfter", "").strip()
    if not text:
        return None
    try:
        program = feel.expression(text)
        value = Decimal(program) if isinstance(program, str) else program.run({}, env).value
    except (feel.FeelError, ArithmeticError):
        return None
    return _cutoff(value, env)


def _cutoff(value: Value, env: Env) -> datetime | None:
    """The moment a number of working days, or a duration, before now; None for what is neither."""
    if isinstance(value, WorkDays):
        value = Decimal(value.days)
    if isinstance(value, Decimal):
        return _days_ago(int(value), env) if 0 < value <= LONGEST else None
    if isinstance(value, DaysTime):
        span = value.to_python()
        return env.now - span if timedelta() < span <= timedelta(days=LONGEST) else None
    return None


def _days_ago(count: int, env: Env) -> datetime:
    """The same time of day `count` working days ago: what happened before it was longer ago than that."""
    local = env.now.astimezone(ZoneInfo(env.zone))
    day = env.calendar.add_working_days(local.date(), -count)
    return datetime.combine(day, time(local.hour, local.minute, local.second), local.tzinfo)
