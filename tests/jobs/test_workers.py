"""Workers: threads of the same process, and Celery processes behind a broker that forgets."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from engine.jobs.celery import Doorbell, configured
from engine.jobs.dispatch import Dispatcher
from engine.jobs.worker import Bell, Worker
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.views.due import due_jobs
from engine.service.work import LeaseJobs
from engine.store.database import Store
from integrations.partner.faults import Fault, Kind
from integrations.partner.ledger import Ledger
from tests.conftest import Clock
from tests.jobs import celery_app
from tests.office import Office


def approved(office: Office) -> str:
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop", harga=Decimal(1_000)).number
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1_000))
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    return number


def until(what: Callable[[], bool], seconds: float = 20) -> bool:
    for _ in range(int(seconds * 20)):
        if what():
            return True
        time.sleep(0.05)
    return False


def states(office: Office, numbers: list[str]) -> set[str]:
    staff = office.as_("DKOM.STAF")
    return {staff.sees(number).state for number in numbers}


@pytest.fixture
def bell(office: Office) -> Bell:
    """A bell that rings after every commit that left work."""
    made = Bell()
    object.__setattr__(office.world, "wake", made)
    return made


def test_the_embedded_worker_wakes_when_work_is_left_and_sleeps_otherwise(office: Office, bell: Bell) -> None:
    worker = Worker(office.world, office.connectors, threads=2, bell=bell)
    worker.start()
    try:
        numbers = [approved(office) for _ in range(3)]
        assert until(lambda: states(office, numbers) == {"completed"})
    finally:
        worker.stop()
    assert len(office.desk.ledger.entries("asset")) == 3
    quiet = bell.count
    time.sleep(0.3)
    assert bell.count == quiet


def test_a_worker_that_died_takes_its_own_work_back_when_it_starts(office: Office, bell: Bell) -> None:
    number = approved(office)
    held = execute(LeaseJobs("embedded", 3600, 10), world=office.world, actor=ENGINE)
    assert len(held) == 1
    worker = Worker(office.world, office.connectors, bell=bell)
    worker.start()
    try:
        assert until(lambda: states(office, [number]) == {"completed"})
    finally:
        worker.stop()


def test_a_partner_that_errs_does_not_stop_the_worker(office: Office, bell: Bell) -> None:
    office.desk.faults.switch("asset", Fault(Kind.ERROR))
    number = approved(office)
    worker = Worker(office.world, office.connectors, bell=bell)
    worker.start()
    try:
        assert until(lambda: "job" in [one.kind for one in office.as_("DKOM.STAF").sees(number).waiting])
        office.desk.faults.switch("asset", Fault(Kind.NORMAL))
        office.clock.move(seconds=30)
        bell()
        assert until(lambda: states(office, [number]) == {"completed"})
    finally:
        worker.stop()


@pytest.fixture
def celery_office(database: Store, tmp_path: Path) -> Iterator[tuple[Office, Path]]:
    """An office on the wall clock: a worker process has no other."""
    made = Office(database, Clock(celery_app.now()))
    object.__setattr__(made.world, "clock", celery_app.now)
    made.set_up()
    yield made, tmp_path
    made.desk.ledger.close()


def worker_process(office: Office, folder: Path) -> subprocess.Popen[bytes]:
    url = office.store.engine.url.render_as_string(hide_password=False)
    environment = {
        **os.environ,
        "TATA_TEST_DATABASE": url,
        "TATA_TEST_BOOKS": str(folder / "books.sqlite"),
        "TATA_TEST_BROKER": f"filesystem://{folder}",
    }
    arguments = ["-A", "tests.jobs.celery_app", "worker", "--pool", "solo", "--without-gossip", "--without-mingle"]
    log = (folder / "worker.log").open("wb")
    return subprocess.Popen(
        [sys.executable, "-m", "celery", *arguments, "--loglevel", "warning"],
        env=environment,
        cwd=Path(__file__).parents[2],
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def test_a_celery_worker_does_what_the_dispatcher_rings_for_and_a_killed_one_loses_nothing(
    celery_office: tuple[Office, Path],
) -> None:
    office, folder = celery_office
    doorbell = Doorbell(configured(f"filesystem://{folder}"))
    dispatcher = Dispatcher(office.world, office.connectors, doorbell.ring)
    first = worker_process(office, folder)
    dispatcher.start()
    try:
        numbers = [approved(office) for _ in range(2)]
        assert until(lambda: states(office, numbers) == {"completed"}, 40), (folder / "worker.log").read_text()
        first.kill()
        first.wait()
        numbers += [approved(office) for _ in range(2)]
        second = worker_process(office, folder)
        try:
            assert until(lambda: states(office, numbers) == {"completed"}, 40), (folder / "worker.log").read_text()
        finally:
            second.kill()
            second.wait()
    finally:
        dispatcher.stop()
        first.kill()
        first.wait()
    assert len(Ledger(str(folder / "books.sqlite")).entries("asset")) == 4


def test_a_doorbell_that_rings_twice_or_for_nothing_is_harmless(celery_office: tuple[Office, Path]) -> None:
    office, _ = celery_office
    rung: list[object] = []
    dispatcher = Dispatcher(office.world, office.connectors, rung.append)
    approved(office)
    assert dispatcher.round() == 1
    assert dispatcher.round() == 0
    assert rung == list(due_jobs(office.world))
