"""kill -9 at the three hops of a completion and its payment: exactly one effect, and the trail is whole."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from engine.jobs.worker import Worker
from engine.service.execute import execute
from engine.service.tasks import CompleteTask
from tests.chaos.bureau import Bureau, entries, founded, running_partner
from tests.chaos.hops import ANSWERS

pytestmark = pytest.mark.chaos


@pytest.fixture
def at(empty_url: str, tmp_path: Path) -> Iterator[tuple[Bureau, str, str]]:
    """An office on each database, with its partner."""
    with running_partner(tmp_path / "partner.sqlite") as partner:
        bureau = founded(empty_url, partner)
        yield bureau, empty_url, partner
        bureau.store.close()


def kill_at(point: str, url: str, task: UUID, partner: str) -> None:
    """Run the victim; it must die by SIGKILL, not end by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos.victim", url, point, str(task), "kunci-1", partner], timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_completion_killed_at_its_commit_happens_once(at: tuple[Bureau, str, str], point: str) -> None:
    bureau, url, partner = at
    case, task = bureau.begin()
    kill_at(point, url, task, partner)
    assert bureau.facts(case, "task.completed") == (1 if point == "after" else 0)
    # The browser sends the same form again with its one-time key.
    execute(CompleteTask(task, 1, ANSWERS), world=bureau.world, actor=bureau.official, key="kunci-1")
    assert bureau.facts(case, "task.completed") == 1
    bureau.work()
    assert bureau.state(case) == "completed"
    assert len(entries(partner)) == 1
    assert bureau.whole()


def test_a_worker_killed_after_the_partner_paid_pays_once(at: tuple[Bureau, str, str]) -> None:
    bureau, url, partner = at
    case, task = bureau.begin()
    execute(CompleteTask(task, 1, ANSWERS), world=bureau.world, actor=bureau.official, key="kunci-1")
    kill_at("partner", url, task, partner)
    assert len(entries(partner)) == 1
    assert bureau.state(case) == "active"
    # The worker of the same name comes back and takes what it held when it died; nobody waits for the lease.
    worker = Worker(bureau.world, bureau.connectors, name="drain")
    worker.start()
    deadline = time.monotonic() + 30
    while bureau.state(case) == "active" and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    assert bureau.state(case) == "completed"
    assert len(entries(partner)) == 1
    assert bureau.whole()
