"""What one act costs inside cases of any size: CPU milliseconds in process, the sizes taken in turn."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench.meter import median
from bench.office import ANSWERS, Office
from engine.jobs.run import Hand, fire_due
from integrations.registry import registry

AGAIN = {"again": ["ya"]}


@contextmanager
def timed(taken: list[float]) -> Iterator[None]:
    """Note the CPU milliseconds of what is done inside."""
    begun = time.process_time()
    yield
    taken.append((time.process_time() - begun) * 1000)


def wide(at: Office, process: str, sizes: tuple[int, ...], times: int) -> dict[int, float]:
    """Median cost of one completion among n open tasks of `process` + n."""
    queues: dict[int, list[UUID]] = {}
    for size in sizes:
        while len(queues.setdefault(size, [])) < times + 5:
            queues[size] += at.open_tasks(at.start(f"{process}{size}"))[: max(1, size - 1)]
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    for number in range(times + 5):
        for size in sizes:
            with timed(taken[size]):
                at.complete(queues[size][number], {})
    return {size: median(values[5:]) for size, values in taken.items()}


def loop(at: Office, rounds: tuple[int, ...], times: int) -> dict[int, float]:
    """Median cost of one more round of a loop after so many rounds."""
    cases = {count: at.start("loop") for count in rounds}
    for count, case in cases.items():
        for _ in range(count):
            at.complete(at.open_tasks(case)[0], AGAIN)
    taken: dict[int, list[float]] = {count: [] for count in rounds}
    for _ in range(times):
        for count, case in cases.items():
            (task,) = at.open_tasks(case)
            with timed(taken[count]):
                at.complete(task, AGAIN)
    return {count: median(values) for count, values in taken.items()}


def median_of(act: Callable[[], object], times: int) -> float:
    """Median cost of an act."""
    taken: list[float] = []
    for _ in range(times):
        with timed(taken):
            act()
    return median(taken)


def timers(at: Office, due: int = 1_000, waiting: int = 9_000) -> tuple[float, float]:
    """Seconds until all due timers among many have had their effect, and CPU milliseconds for each."""
    for _ in range(waiting):
        at.start("later")
    for _ in range(due):
        at.start("sooner")
    moved = replace(at.world, clock=lambda: at.world.clock() + timedelta(hours=2))
    hand = Hand(moved, registry({}), "bench")
    begun, cpu = time.perf_counter(), time.process_time()
    while fire_due(hand):
        pass
    seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    with at.store.reading() as connection:
        left = connection.execute(text("select count(*) from subscription where kind = 'timer'")).scalar_one()
    assert left == waiting, f"Expected {waiting} timers to wait, but {left} do"
    return seconds, used * 1000 / due


def wal(at: Office, admin: Any, completions: int = 200) -> float:
    """KiB of PostgreSQL's write-ahead log per completion of a human task."""
    tasks = [task for _ in range(completions) for task in at.open_tasks(at.start("w2"))]
    with admin.connect() as connection:
        connection.execute(text("checkpoint"))
        before = connection.execute(text("select pg_current_wal_lsn()")).scalar_one()
        # The first touch of a page after a checkpoint writes it whole; a busy server checkpoints every few minutes.
        for task in tasks[: completions // 2]:
            at.complete(task, ANSWERS)
        middle = connection.execute(text("select pg_current_wal_lsn()")).scalar_one()
        for task in tasks[completions // 2 :]:
            at.complete(task, ANSWERS)
        query = text("select pg_wal_lsn_diff(pg_current_wal_lsn(), :since)")
        second = connection.execute(query, {"since": middle}).scalar_one()
        both = connection.execute(query, {"since": before}).scalar_one()
    print(f"WAL: {float(both) / completions / 1024:.2f} KiB with first page images")
    return float(second) / (completions - completions // 2) / 1024
