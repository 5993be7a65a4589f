"""The embedded worker: threads of the same process that sleep until something is due."""

import logging
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Condition, Thread

from engine.jobs.recount import recount
from engine.jobs.run import Hand, carry_out, fire_due, lease
from engine.jobs.sweeper import Sweeper
from engine.model.actor import ENGINE
from engine.model.connectors import Connectors
from engine.model.world import World
from engine.service.execute import execute
from engine.service.work import ReclaimLeases
from engine.store import jobs, timers

log = logging.getLogger(__name__)

#: Seconds between two looks after dead workers and old messages; also the longest sleep.
SWEEP = 30.0
#: Seconds to wait after a fault of the database itself.
PAUSE = 2.0


class Bell:
    """Wakes whoever sleeps on it; ringing while everybody is awake is remembered."""

    def __init__(self) -> None:
        self._rung = Condition()
        self._count = 0

    def __call__(self) -> None:
        """Ring."""
        with self._rung:
            self._count += 1
            self._rung.notify_all()

    ring = __call__

    @property
    def count(self) -> int:
        """How often it rang; pass it to `sleep`."""
        return self._count

    def sleep(self, heard: int, seconds: float) -> None:
        """Sleep until it rings again after the `heard`-th time, at most `seconds`."""
        with self._rung:
            self._rung.wait_for(lambda: self._count != heard, timeout=seconds)


class Worker:
    """Does jobs, fires timers and sweeps, in threads of this process; one per database file."""

    def __init__(
        self,
        world: World,
        connectors: Connectors,
        *,
        threads: int = 2,
        name: str = "embedded",
        bell: Bell | None = None,
    ) -> None:
        self.bell = bell or Bell()
        self._hand = Hand(world, connectors, name)
        self._threads = threads
        self._stopping = False
        self._main: Thread | None = None
        self._sweeper = Sweeper(self._hand, SWEEP)

    def start(self) -> None:
        """Take back what this worker held when it died, then work until stopped."""
        execute(ReclaimLeases(self._hand.owner), world=self._hand.world, actor=ENGINE)
        self._stopping = False
        self._main = Thread(target=self._work, name=f"tata-{self._hand.owner}", daemon=True)
        self._main.start()

    def stop(self, patience: float = 30.0) -> None:
        """Finish what is under way and end; what takes longer is taken back at the next start."""
        self._stopping = True
        self.bell()
        if self._main:
            self._main.join(patience)

    def wake(self) -> None:
        """Look for work now."""
        self.bell()

    def _work(self) -> None:
        with ThreadPoolExecutor(self._threads, thread_name_prefix="tata-job") as pool:
            running: set[Future[str]] = set()
            while not self._stopping:
                heard = self.bell.count
                try:
                    running = self._round(pool, running, heard)
                except Exception:  # the database may be away for a moment: the worker must outlive that
                    log.exception("the worker could not look for work")
                    self.bell.sleep(heard, PAUSE)

    def _round(self, pool: ThreadPoolExecutor, running: set[Future[str]], heard: int) -> set[Future[str]]:
        busy = self._tend()
        free = self._threads - len(running)
        found = lease(self._hand, free) if free else ()
        running |= {pool.submit(carry_out, job, self._hand) for job in found}
        if len(running) >= self._threads:
            _, running = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
        elif not found and not busy:
            self.bell.sleep(heard, self._idle())
        return {one for one in running if not one.done()}

    def _tend(self) -> int:
        self._sweeper.look()
        return recount(self._hand) + (fire_due(self._hand) if self._timer_is_due() else 0)

    def _timer_is_due(self) -> bool:
        with self._hand.world.database.reading() as db:
            due = timers.next_due(db)
        return due is not None and due <= self._hand.world.clock()

    def _idle(self) -> float:
        with self._hand.world.database.reading() as db:
            moments = [moment for moment in (timers.next_due(db), jobs.next_run(db)) if moment is not None]
        if not moments:
            return SWEEP
        return max(0.05, min(SWEEP, (min(moments) - self._hand.world.clock()).total_seconds()))
