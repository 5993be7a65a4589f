"""The dispatcher: rings at the broker for due jobs, fires timers, and sweeps after workers that died."""

import logging
from collections.abc import Callable
from threading import Thread
from time import monotonic

from engine.jobs.recount import recount
from engine.jobs.run import Hand, fire_due
from engine.jobs.sweeper import Sweeper
from engine.jobs.worker import Bell
from engine.model.connectors import Connectors
from engine.model.ids import Id
from engine.model.world import World
from engine.service.views.due import due_jobs

log = logging.getLogger(__name__)

#: Seconds between looks: other processes commit work too, and cannot ring our bell.
LOOK = 0.5
#: Seconds between two sweeps.
SWEEP = 5.0
#: Seconds after which a job still ready is rung for again: the message, or its worker, was lost.
AGAIN = 20.0
#: Rings on their way at most, so that what is late and urgent does not wait behind a full queue.
MOST = 64


class Dispatcher:
    """One per installation is enough, several do no harm."""

    def __init__(
        self, world: World, connectors: Connectors, ring: Callable[[Id], None], *, bell: Bell | None = None
    ) -> None:
        self.bell = bell or Bell()
        self._hand = Hand(world, connectors, "dispatcher")
        self._ring = ring
        self._rung: dict[Id, float] = {}
        self._stopping = False
        self._sweeper = Sweeper(self._hand, SWEEP)
        self._main: Thread | None = None

    def start(self) -> None:
        """Dispatch until stopped."""
        self._main = Thread(target=self._work, name="tata-dispatcher", daemon=True)
        self._main.start()

    def stop(self, patience: float = 10.0) -> None:
        """End; nothing is lost, the rows stay."""
        self._stopping = True
        self.bell()
        if self._main:
            self._main.join(patience)

    def round(self) -> int:
        """Look once: fire what is due, ring for what is ready; returns how often it rang."""
        now = monotonic()
        self._sweeper.look()
        fire_due(self._hand)
        recount(self._hand)
        ready = due_jobs(self._hand.world, MOST)
        self._rung = {job: at for job, at in self._rung.items() if job in set(ready) and now - at < AGAIN}
        fresh = [job for job in ready if job not in self._rung][: MOST - len(self._rung)]
        for job in fresh:
            self._ring(job)
            self._rung[job] = now
        return len(fresh)

    def _work(self) -> None:
        while not self._stopping:
            heard = self.bell.count
            try:
                self.round()
            except Exception:  # the broker or the database may be away: the rows wait
                log.exception("the dispatcher could not ring")
            self.bell.sleep(heard, LOOK)
