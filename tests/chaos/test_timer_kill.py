"""kill -9 between the claim of a timer and its effect: it fires exactly once, after the claim has run out."""

import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from engine.jobs.run import Hand, drain, fire_due
from engine.store import database
from tests.conftest import Clock
from tests.jobs.drawn import release
from tests.jobs.test_clock_jumps import fired, waiting
from tests.office import Office

pytestmark = pytest.mark.chaos


@pytest.mark.parametrize("point", ["claimed", "firing"])
def test_a_timer_of_a_killed_worker_fires_once(empty_url: str, point: str) -> None:
    store = database.open(empty_url)
    office = Office(store, Clock(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)))
    office.set_up()
    release(office, "jam", waiting())
    office.as_("DKOM.STAF").starts(process="tunggu", pack="jam")
    office.clock.move(hours=1)
    command = [sys.executable, "-m", "tests.chaos.timer_victim", empty_url, point, str(office.clock().timestamp())]
    done = subprocess.run(command, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    fire_due(Hand(office.world, office.connectors))
    assert fired(office) == 0, "the claim stands until it runs out"
    office.clock.move(seconds=91)
    drain(office.world, office.connectors)
    drain(office.world, office.connectors)
    assert fired(office) == 1
    office.desk.ledger.close()
    store.close()
