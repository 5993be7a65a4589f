"""An acting official signs what the pack's table lets him; the rest is refused on record (UU 30/2014 art. 14 (7))."""

from decimal import Decimal

import pytest

from engine.cli import places
from engine.model.actor import ENGINE, Capacity
from engine.model.errors import Forbidden
from engine.service.assemble import pack_files
from engine.service.execute import execute
from engine.service.office import PutHoldings, PutPositions
from engine.service.packs import DeployPack
from engine.service.tasks import ClaimTask
from engine.store import attempts
from tests.office import PACK, Office

TABLE = "wewenang_penjabat.dmn"


def with_acts(office: Office, act: str, *, table: bool = True) -> None:
    """A pack whose check is an act of that kind, and a deputy beside the checker."""
    files = pack_files(PACK)
    diagram = files["permintaan_alat.bpmn"].decode()
    wanted = f'<zeebe:properties><zeebe:property name="actKind" value="{act}" /></zeebe:properties>'
    task = diagram.index('<bpmn:userTask id="Periksa"')
    end = diagram.index("</bpmn:extensionElements>", task)
    files["permintaan_alat.bpmn"] = (diagram[:end] + wanted + diagram[end:]).encode()
    if table:
        files[TABLE] = (places.packs() / "penganggaran" / TABLE).read_bytes()
    execute(DeployPack(files), world=office.world, actor=ENGINE)
    vacant = {"code": "DKOM.UTAMA", "title": "Pemeriksa Utama", "unit": "DKOM", "roles": "checker", "rights": ""}
    acting = {"nip": "198001012005011006", "position": "DKOM.UTAMA", "from_on": "2026-01-01", "capacity": "plt"}
    for command in (PutPositions((vacant,)), PutHoldings((acting,))):
        execute(command, world=office.world, actor=ENGINE)


def waiting(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    staff.starts(alat="Laptop", harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))


@pytest.mark.parametrize("act", ["alokasi_anggaran", "keputusan_strategis", "peraturan"])
def test_a_deputy_may_not_decide_what_the_table_keeps_from_him(office: Office, act: str) -> None:
    with_acts(office, act)
    waiting(office)
    deputy = office.as_("DKOM.UTAMA")
    assert deputy.actor.holdings[-1].capacity is Capacity.PLT
    task = deputy.task("Periksa permintaan")
    with pytest.raises(Forbidden, match=r"Plt\. Pemeriksa Utama") as claimed:
        execute(ClaimTask(task.task_id, task.version), world=office.world, actor=deputy.actor)
    with pytest.raises(Forbidden) as completed:
        deputy.completes("Periksa permintaan", keputusan="setuju")
    assert {claimed.value.code, completed.value.code} == {"task.no_authority"}
    with office.world.database.reading() as db:
        assert [row.code for row in attempts.attempts(db)] == ["task.no_authority", "task.no_authority"]
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")


def test_a_deputy_does_the_daily_work(office: Office) -> None:
    with_acts(office, "rutin")
    waiting(office)
    office.as_("DKOM.UTAMA").completes("Periksa permintaan", keputusan="setuju")


def test_a_pack_without_the_table_asks_nobody(office: Office) -> None:
    with_acts(office, "alokasi_anggaran", table=False)
    waiting(office)
    office.as_("DKOM.UTAMA").completes("Periksa permintaan", keputusan="setuju")
