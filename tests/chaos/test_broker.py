"""Jobs under Celery on a real RabbitMQ, with workers killed: the broker is a doorbell, the rows are the truth.

TATA_TEST_AMQP names a broker with a virtual host of its own, e.g. amqp://guest:guest@127.0.0.1/tatalaksana_test.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.jobs.celery import Doorbell, configured
from engine.jobs.dispatch import Dispatcher
from engine.service.execute import execute
from engine.service.tasks import CompleteTask
from tests.chaos.bureau import entries, founded, running_partner
from tests.chaos.hops import ANSWERS

BROKER = os.environ.get("TATA_TEST_AMQP", "")
CASES = 30

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(not BROKER, reason="TATA_TEST_AMQP is not set: the broker runs are left out"),
]


def worker(url: str, partner: str) -> subprocess.Popen[bytes]:
    """`tata worker` as it is run, in a process group of its own."""
    environment = {**os.environ, "TATA_DATABASE": url, "TATA_BROKER": BROKER, "TATA_FINANCE_URL": partner}
    tata = Path(sys.executable).parent / "tata"
    return subprocess.Popen([str(tata), "worker", "--concurrency", "2"], env=environment, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group at once, as when the machine goes."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def test_workers_killed_under_rabbitmq_lose_nothing_and_pay_once(empty_url: str, tmp_path: Path) -> None:
    with running_partner(tmp_path / "partner.sqlite") as partner:
        bureau = founded(empty_url, partner)
        configured(BROKER).control.purge()
        cases = []
        for number in range(CASES):
            case, task = bureau.begin()
            execute(CompleteTask(task, 1, ANSWERS), world=bureau.world, actor=bureau.official, key=f"k{number}")
            cases.append(case)
        dispatcher = Dispatcher(bureau.world, bureau.connectors, Doorbell(configured(BROKER)).ring)
        dispatcher.start()
        process = worker(empty_url, partner)
        deadline = time.monotonic() + 280
        killed = 0
        try:
            while any(bureau.state(case) == "active" for case in cases) and time.monotonic() < deadline:
                paid = len(entries(partner))
                if killed < 2 and paid >= (killed + 1) * CASES // 4:
                    kill(process)
                    killed += 1
                    process = worker(empty_url, partner)
                time.sleep(0.2)
        finally:
            kill(process)
            dispatcher.stop()
        assert killed == 2
        assert {bureau.state(case) for case in cases} == {"completed"}
        assert len(entries(partner)) == CASES
        assert bureau.whole()
        bureau.store.close()
