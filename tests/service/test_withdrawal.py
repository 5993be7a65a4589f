"""A withdrawn case gives back what it holds in the registers (architecture §5)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from engine.model.actor import ENGINE, Right
from engine.model.errors import Invalid
from engine.model.ids import Id
from engine.model.state import RegisterCall, Value
from engine.service.assemble import pack_files
from engine.service.cases import WithdrawCase
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.store import instances, registers
from engine.store.registers import RegisterRow
from engine.store.unit import Unit
from tests.office import PACK, Office

ORDERS = """
[[register]]
name = "order"
title_id = "Pesanan"
key_field = "number"
parent = "budget"
states = ["open", "paid"]
cancelled = ["cancelled"]
transitions = [["open", "paid"], ["open", "cancelled"]]

[[register.field]]
name = "number"
type = "text"
label_id = "Nomor"
"""


@dataclass(frozen=True, slots=True)
class Act(Command[None]):
    """One act of a case on a register."""

    needs: ClassVar[Right] = Right.SYSTEM
    case: Id
    operation: str
    register: str = field()
    arguments: dict[str, Value] = field()

    def run(self, unit: Unit) -> None:
        """Raise AssertionError where it is refused."""
        call = RegisterCall(self.operation, self.register, self.arguments, "")
        answer = registers.act(unit, call, instance=instances.lock(unit, self.case))
        assert answer.accepted, answer


def begun(office: Office) -> tuple[Id, str]:
    """A running case in an office that also keeps orders under its budget."""
    files = pack_files(PACK)
    files["registers.toml"] += ORDERS.encode()
    execute(DeployPack(files), world=office.world, actor=ENGINE)
    case = office.as_("DKOM.STAF").starts(alat="Laptop", harga=Decimal(1))
    return case.instance_id, case.number


def act(office: Office, case: Id, operation: str, register: str, **arguments: Any) -> None:
    execute(Act(case, operation, register, arguments), world=office.world, actor=ENGINE)


def record(office: Office, register: str, key: str) -> RegisterRow:
    with office.world.database.reading() as db:
        found = registers.row(db, register, key)
    assert found is not None
    return found


def withdraw(office: Office, case: Id) -> None:
    office.as_("DKOM.STAF").does(WithdrawCase(case, "Tidak jadi"))


def test_reservations_are_released_and_rows_the_case_created_are_cancelled(office: Office) -> None:
    case, number = begun(office)
    act(office, case, "reserve", "alat.budget", key="A1", hold=number, amount=Decimal(7_000_000))
    act(office, case, "create", "alat.order", key="P1", parent="A1")
    withdraw(office, case)
    budget = record(office, "alat.budget", "A1")
    assert (budget.reserved, budget.state) == (Decimal(0), "active"), "the case did not create the budget line"
    assert record(office, "alat.order", "P1").state == "cancelled"
    page = office.as_("DKOM.STAF").sees(number)
    given = [row.data["operation"] for row in page.history if row.kind == "register.changed"]
    assert given == ["release", "change"]
    assert page.state == "withdrawn"


def test_what_was_paid_stays(office: Office) -> None:
    case, number = begun(office)
    act(office, case, "reserve", "alat.budget", key="A1", hold=number, amount=Decimal(7_000_000))
    act(office, case, "settle", "alat.budget", key="A1", hold=number)
    act(office, case, "create", "alat.order", key="P1", parent="A1", state="paid")
    withdraw(office, case)
    assert record(office, "alat.budget", "A1").settled == 7_000_000
    assert record(office, "alat.order", "P1").state == "paid"


def test_what_another_case_holds_stays(office: Office) -> None:
    case, _ = begun(office)
    other = office.as_("DKOM.STAF").starts(alat="Meja", harga=Decimal(1))
    act(office, other.instance_id, "reserve", "alat.budget", key="A1", hold=other.number, amount=Decimal(3))
    act(office, other.instance_id, "create", "alat.order", key="P2", parent="A1")
    act(office, case, "change", "alat.order", key="P2")
    withdraw(office, case)
    assert record(office, "alat.budget", "A1").reserved == 3
    assert record(office, "alat.order", "P2").state == "open", "who changes a row did not create it"


def test_a_register_that_refuses_keeps_the_case_running(office: Office) -> None:
    case, number = begun(office)
    act(office, case, "create", "alat.order", key="P1", parent="A1")
    files = pack_files(PACK)
    guard = '\n[[register.invariant]]\nname = "kept"\ncondition = \'state != "cancelled"\'\nerror = "ORDER_KEPT"\n'
    files["registers.toml"] += (ORDERS + guard + 'message_id = "Pesanan tidak boleh dibatalkan"\n').encode()
    execute(DeployPack(files), world=office.world, actor=ENGINE)
    with pytest.raises(Invalid) as refused:
        withdraw(office, case)
    assert refused.value.code == "ORDER_KEPT"
    assert office.as_("DKOM.STAF").sees(number).state == "active"
