"""A contract that is not signed gives its reservations back: a cancelled transaction, on both databases."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

import pytest

from engine.model.actor import ENGINE, Right
from engine.service.assemble import pack_files
from engine.service.cases import WithdrawCase
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.tasks import CompleteTask
from engine.store import registers
from engine.store.unit import Unit
from tests.office import PACK, Office
from tests.runtime.drawing import Drawing

SECURITY = '=case.number + "/jaminan"'


def register(drawing: Drawing, name: str, operation: str, hold: str, amount: str = "") -> Drawing:
    """Draw one act on the budget."""
    inputs = {"key": "A1", "hold": hold} | ({"amount": amount} if amount else {})
    return drawing.service(name, f"register:{operation}", inputs=inputs, register="alat.budget")


def contract() -> bytes:
    """Two reservations, then a signature; without it both are released before the case is closed by hand."""
    inside = register(Drawing().start("is"), "cadangkan", "reserve", "=case.number", "=harga")
    register(inside, "lepas", "release", "=case.number").undo("cadangkan", "lepas")
    register(inside, "jaminan", "reserve", SECURITY, "=harga / 10")
    register(inside, "lepas_jaminan", "release", SECURITY).undo("jaminan", "lepas_jaminan")
    inside.user("tanda", "position:DKOM.PERIKSA").xor("g").end("ie").cancelling("ic")
    inside.flow("is cadangkan jaminan tanda g").flow("g ie", when='=keputusan = "setuju"')
    inside.flow("g ic", default=True)
    drawing = Drawing("kontrak", caseNumber="KTR", startGroups="requester").start().transaction("tx", inside)
    drawing.cancelled("bc", "tx").user("tutup", "position:DKOM.STAF").end().end("e2").flow("s tx e").flow("bc tutup e2")
    text = drawing.xml().decode()
    start = text.index(">", text.index('<bpmn:startEvent id="s"')) + 1
    text = f"{text[:start]}<bpmn:extensionElements>{form('permintaan')}</bpmn:extensionElements>{text[start:]}"
    task = text.index("<bpmn:extensionElements>", text.index('id="tanda"')) + len("<bpmn:extensionElements>")
    return (text[:task] + form("pemeriksaan") + text[task:]).encode()


def form(name: str) -> str:
    return f'<zeebe:formDefinition formId="{name}"/>'


@dataclass(frozen=True, slots=True)
class Killed(Command[None]):
    """The worker dies after the work of a command, before its commit."""

    needs: ClassVar[Right | None] = None
    inner: CompleteTask

    def run(self, unit: Unit) -> None:
        """Do the work, then die."""
        self.inner.run(unit)
        raise KeyboardInterrupt


def reserved(office: Office) -> Decimal:
    with office.world.database.reading() as db:
        row = registers.row(db, "alat.budget", "A1")
    assert row is not None
    return row.reserved


@pytest.fixture
def signing(office: Office) -> Office:
    """An office in which one contract waits for its signature."""
    files = pack_files(PACK)
    execute(DeployPack({**files, "kontrak.bpmn": contract()}), world=office.world, actor=ENGINE)
    office.as_("DKOM.STAF").starts("kontrak", alat="Laptop", harga=Decimal(20_000_000))
    office.settle()
    return office


def test_both_reservations_stand_while_the_contract_waits(signing: Office) -> None:
    assert reserved(signing) == Decimal(22_000_000)
    assert signing.as_("DKOM.PERIKSA").inbox() == ["TANDA"]


def test_a_signed_contract_keeps_them(signing: Office) -> None:
    signing.as_("DKOM.PERIKSA").completes("TANDA", keputusan="setuju")
    signing.settle()
    assert reserved(signing) == Decimal(22_000_000)


def test_a_cancelled_contract_gives_back_the_last_first_one_act_a_command(signing: Office) -> None:
    checker = signing.as_("DKOM.PERIKSA")
    case = checker.task("TANDA").instance_id
    checker.completes("TANDA", keputusan="kembali", catatan="Tidak jadi")
    assert reserved(signing) == Decimal(20_000_000), "one act on a register in one command"
    assert signing.as_("DKOM.STAF").inbox() == [], "the case does not go on before all is undone"
    signing.settle()
    assert reserved(signing) == Decimal(0)
    assert signing.as_("DKOM.STAF").inbox() == ["TUTUP"]
    signing.as_("DKOM.STAF").completes("TUTUP")
    trail = signing.trail(case)
    assert trail[-1] == "case.completed"
    assert trail.count("compensation.begun") == 2
    assert trail.count("transaction.cancelled") == 1


def test_a_worker_killed_while_undoing_leaves_nothing_half_done(signing: Office) -> None:
    checker = signing.as_("DKOM.PERIKSA")
    row = checker.task("TANDA")
    before = signing.trail(row.instance_id)
    answers = {"keputusan": ["kembali"], "catatan": ["Tidak jadi"]}
    with pytest.raises(KeyboardInterrupt):
        checker.does(Killed(CompleteTask(row.task_id, row.version, answers)))
    assert reserved(signing) == Decimal(22_000_000)
    assert signing.trail(row.instance_id) == before
    assert checker.inbox() == ["TANDA"]
    checker.does(CompleteTask(row.task_id, row.version, answers))
    signing.settle()
    assert reserved(signing) == Decimal(0)


def test_a_case_withdrawn_while_it_is_undone_gives_the_rest_back_once(signing: Office) -> None:
    checker = signing.as_("DKOM.PERIKSA")
    case = checker.task("TANDA").instance_id
    checker.completes("TANDA", keputusan="kembali", catatan="Tidak jadi")
    assert reserved(signing) == Decimal(20_000_000)
    signing.as_("DKOM.STAF").does(WithdrawCase(case, "Tidak jadi"))
    signing.settle()
    assert reserved(signing) == Decimal(0)
    assert signing.trail(case).count("compensation.begun") == 2
