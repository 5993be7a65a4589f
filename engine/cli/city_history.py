"""The last weeks of the demo city, lived through its own engine: what was done when, in order of time."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count

import forms
from engine.cli.city_affairs import Action, Affair
from engine.jobs.scenario_file import texts
from engine.jobs.scenario_office import ZONE, Office
from engine.jobs.scenario_steps import Play, complete, withdraw
from engine.jobs.scenario_steps import start as begin
from engine.model.actor import Actor
from engine.model.calendar import Calendar
from engine.service.drafts import SaveDraft
from engine.service.execute import execute
from engine.service.versions import form_of
from engine.store import calendar, instances
from integrations.partner.faults import Fault, Kind

#: One act, done when its moment has come.
Deed = Callable[[], None]
#: What an official has typed so far into an estimate not yet sent.
TYPED = {"spesifikasi": "Sesuai kebutuhan pelayanan, bergaransi satu tahun; rincian menyusul"}


@dataclass(slots=True)
class Life:
    """One affair on its way: what is still to be done."""

    affair: Affair
    play: Play
    left: list[tuple[int, Action]]


@dataclass(slots=True)
class History:
    """A queue of acts by time; `live` works it off until now."""

    office: Office
    until: datetime
    working: Calendar
    queue: list[tuple[datetime, int, Life | Deed]] = field(default_factory=list)
    order: "count[int]" = field(default_factory=count)

    @classmethod
    def of(cls, office: Office, until: datetime, affairs: Sequence[Affair]) -> "History":
        """Every affair at the moment it began."""
        with office.store.reading() as connection:
            history = cls(office, until, calendar.working(connection, ZONE))
        actors: dict[str, Actor] = {}
        for one in affairs:
            begins = history._moment(until, -one.age, one.salt)
            history._plan(begins, Life(one, Play(office, actors=actors), list(one.steps)))
        return history

    def also(self, deeds: Iterable[tuple[datetime, Deed]]) -> "History":
        """Acts of other procedures, each at its moment."""
        for moment, deed in deeds:
            self._plan(moment, deed)
        return self

    def live(self) -> int:
        """Do everything planned up to now, then bring the clock to now; answers how many cases began."""
        begun = 0
        while self.queue and self.queue[0][0] < self.until:
            moment, _, life = heapq.heappop(self.queue)
            self.office.advance(moment)
            if isinstance(life, Life):
                begun += not life.play.cases
                self._act(life)
            else:
                life()
        self.office.advance(self.until)
        return begun

    def _plan(self, moment: datetime, life: Life | Deed) -> None:
        heapq.heappush(self.queue, (moment, next(self.order), life))

    def _moment(self, after: datetime, days: int, salt: int) -> datetime:
        # Offices work from eight to four; the number of the case spreads its acts over the day.
        local = after.astimezone(self.office.zone)
        day = self.working.add_working_days(local.date(), days)
        return self.office.local(datetime.combine(day, time(8, 5))) + timedelta(minutes=salt * 37 % 440)

    def _act(self, life: Life) -> None:
        day = self.office.clock().astimezone(self.office.zone).date()
        if not life.play.cases:
            begin(life.play, life.affair.begin(day))
        else:
            _, action = life.left.pop(0)
            self._complete(life, action)
        if life.left:
            self._plan(self._moment(self.office.clock(), life.left[0][0], life.affair.salt), life)
        else:
            self._rest(life)

    def _complete(self, life: Life, action: Action) -> None:
        day = self.office.clock().astimezone(self.office.zone).date()
        failing = life.affair.fate == "down" and not life.left
        if failing:
            self.office.desk.faults.switch("asset", Fault(Kind.DOWN))
        complete(life.play, action(day))
        if failing:
            # Long enough for every repetition to fail: the case is left with an incident.
            self.office.advance(self.office.after(timedelta(hours=12)))
            self.office.desk.faults.switch("asset", Fault())

    def _rest(self, life: Life) -> None:
        if life.affair.fate == "withdrawn":
            reason = "Kebutuhan digabung dengan paket lain"
            withdraw(life.play, {"tarik": reason, "oleh": life.affair.owner})
        if life.affair.fate == "draft":
            self._draft(life)

    def _draft(self, life: Life) -> None:
        for task in life.play.open_tasks():
            if task.name != "Susun HPS":
                continue
            with self.office.store.reading() as connection:
                case = instances.instance(connection, task.instance_id)
            of = form_of(self.office.world.packs.version(case.version_id), task.form) if case else None
            if of is None:
                continue
            raw = forms.raw(of, texts(TYPED))
            command = SaveDraft(f"task:{task.id}", raw)
            execute(command, world=self.office.world, actor=life.play.actor(life.affair.owner))
