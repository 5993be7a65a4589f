"""An office for one scenario: a copy of a prepared database, a clock that moves when told, the partner in process."""

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.jobs.run import drain
from engine.jobs.scenario_data import OfficeData
from engine.model.ids import ids
from engine.model.world import World
from engine.service.versions import VersionCache
from engine.store import calendar, database, jobs, migrate, timers
from engine.store.database import Store
from integrations.partner.desk import Desk, DeskTransport
from integrations.partner.ledger import Ledger
from integrations.registry import Registry, over

ZONE = "Asia/Jakarta"
#: Warnings one office keeps.
WARNINGS = 100
#: When the template is prepared: before every scenario begins.
PREPARED = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """The office's moment; only `move_to` changes it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The current moment, aware, UTC."""
        return self.now

    def move_to(self, moment: datetime) -> None:
        """Move on; never back."""
        self.now = max(self.now, moment)


class Office:
    """One running office over a database, on virtual time."""

    def __init__(self, url: str, now: datetime, *, seed: str, books: str = ":memory:") -> None:
        self.clock = Clock(now)
        self.store: Store = database.open(url)
        self.zone = ZoneInfo(ZONE)
        self.desk = Desk(Ledger(books), today=lambda: self.clock().astimezone(self.zone).date(), sleep=lambda _: None)
        #: What became null, each once: `element: line:column sentence`.
        self.warnings: dict[str, None] = {}
        self.connectors: Registry = over(DeskTransport(self.desk))
        chance = random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311 - repeatable, guards no secret
        self.world = World(
            clock=self.clock,
            ids=ids(self.clock, chance.getrandbits),
            wake=lambda: None,
            catalogue=self.connectors,
            packs=VersionCache(self.store),
            database=self.store,
            zone=ZONE,
            secret=chance.randbytes,
            warned=self._warned,
        )

    def _warned(self, number: str, warnings: Sequence[tuple[str, str]]) -> None:
        if len(self.warnings) < WARNINGS:
            self.warnings.update((f"{element}: {told}", None) for element, told in warnings)

    def close(self) -> None:
        """Give database and books back."""
        self.store.close()
        self.desk.ledger.close()

    def local(self, moment: datetime) -> datetime:
        """A local time of the office as an aware moment in UTC."""
        return moment.replace(tzinfo=self.zone).astimezone(UTC)

    def settle(self) -> None:
        """Run everything that is due now: jobs, timers, messages."""
        due = self._next()
        if due is not None and due <= self.clock():
            drain(self.world, self.connectors)

    def advance(self, target: datetime) -> None:
        """Let time pass, stopping at every timer and every repeated call on the way."""
        self.settle()
        while (due := self._next()) is not None and due <= target:
            self.clock.move_to(due)
            if not drain(self.world, self.connectors):
                break
        self.clock.move_to(target)
        self.settle()

    def after_working_days(self, days: int) -> datetime:
        """The same hour so many working days on."""
        with self.store.reading() as connection:
            working = calendar.working(connection, ZONE)
        local = self.clock().astimezone(self.zone)
        return self.local(datetime.combine(working.add_working_days(local.date(), days), local.time()))

    def after(self, lapse: timedelta) -> datetime:
        """A moment so much later."""
        return self.clock() + lapse

    def _next(self) -> datetime | None:
        with self.store.reading() as connection:
            waiting = [timers.next_due(connection), jobs.next_run(connection)]
        return min((moment for moment in waiting if moment is not None), default=None)


class Template:
    """A prepared database file, copied for each scenario: preparing takes a second, copying a millisecond."""

    def __init__(self, folder: Path, data: OfficeData) -> None:
        self._folder = folder
        self._file = folder / "template.sqlite"
        self._copies = 0
        office = Office(f"sqlite:///{self._file}", PREPARED, seed="template")
        try:
            migrate.upgrade(office.store)
            data.put_office(office.world)
            data.deploy(office.world)
            data.put_registers(office.world)
        finally:
            office.close()

    @contextmanager
    def office(self, now: Callable[[ZoneInfo], datetime], *, seed: str) -> Iterator[Office]:
        """An office of its own at a given moment."""
        self._copies += 1
        file = self._folder / f"{self._copies}.sqlite"
        shutil.copyfile(self._file, file)
        office = Office(f"sqlite:///{file}", now(ZoneInfo(ZONE)), seed=seed)
        try:
            yield office
        finally:
            office.close()
            for left in self._folder.glob(f"{self._copies}.sqlite*"):
                left.unlink()
