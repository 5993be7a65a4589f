"""What has served its time goes by itself; what proves something stays."""

from decimal import Decimal

from sqlalchemy import func, select

from engine.jobs.run import Hand
from engine.jobs.sweeper import Sweeper
from engine.model.actor import ENGINE
from engine.service.accounts import KeepForm
from engine.service.cases import StartCase
from engine.service.execute import execute
from engine.service.sessions import enter, signed_in
from engine.store import tables
from tests.office import Office

RAW = {"alat": ["Laptop"], "harga": ["1"]}


def counted(office: Office) -> dict[str, int]:
    wanted = (tables.receipt, tables.session, tables.rescued_form, tables.instance)
    with office.store.reading() as db:
        return {t.name: db.execute(select(func.count()).select_from(t)).scalar_one() for t in wanted}


def filled(office: Office) -> str:
    staff = office.as_("DKOM.STAF")
    staff.does(StartCase("alat", "permintaan_alat", RAW), key="klik-1")
    execute(KeepForm("/tugas/1", {"alat": ["Meja"]}), world=office.world, actor=ENGINE)
    return enter(office.world, "siti").token


def sweeps(office: Office) -> None:
    Sweeper(Hand(office.world, office.connectors), every=30).look()


def test_what_is_still_needed_stays(office: Office) -> None:
    token = filled(office)
    before = counted(office)
    sweeps(office)
    assert counted(office) == before == {"receipt": 1, "session": 1, "rescued_form": 1, "instance": 1}
    assert signed_in(office.world, token) is not None


def test_receipts_sessions_and_forgotten_forms_go_after_their_time_and_cases_never(office: Office) -> None:
    filled(office)
    office.clock.move(days=1)
    sweeps(office)
    assert counted(office) == {"receipt": 1, "session": 0, "rescued_form": 1, "instance": 1}
    office.clock.move(days=30)
    sweeps(office)
    assert counted(office) == {"receipt": 0, "session": 0, "rescued_form": 0, "instance": 1}


def test_a_sweeper_that_just_swept_leaves_the_database_alone(office: Office) -> None:
    sweeper = Sweeper(Hand(office.world, office.connectors), every=30)
    sweeper.look()
    filled(office)
    office.clock.move(days=40)
    sweeper.look()
    assert counted(office)["receipt"] == 1
    assert office.as_("DKOM.STAF").starts(alat="Kursi", harga=Decimal(1)).number.startswith("ALT")
