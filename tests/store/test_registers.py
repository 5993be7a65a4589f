"""Money in registers: never more than the ceiling, sums always those of the rows, nothing lost."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel.values import Date
from engine.model.actor import ENGINE
from engine.model.state import RegisterAnswer, RegisterCall
from engine.store import database as databases
from engine.store import migrate, registers
from engine.store.database import Store
from engine.store.unit import Unit
from tests.conftest import Clock, Writing, build_world
from tests.store import office

LINE, PACKAGE = "penganggaran.dpa_line", "pengadaan.package"


def act(unit: Unit, operation: str, register: str, **arguments: Any) -> RegisterAnswer:
    return registers.act(unit, RegisterCall(operation, register, arguments, "Buku"))


def line(unit: Unit, key: str = "5.2.02", ceiling: int = 100) -> RegisterAnswer:
    return act(unit, "create", LINE, key=key, name="Belanja modal laptop", ceiling=Decimal(ceiling))


@pytest.fixture
def books(writing: Writing) -> None:
    with writing() as unit:
        office.released(unit)
        assert line(unit).accepted


def test_a_row_answers_with_its_fields_and_sums(writing: Writing, books: None) -> None:
    with writing() as unit:
        due = Date(2026, 12, 31)
        answer = act(unit, "create", PACKAGE, key="P1", parent="5.2.02", ceiling=Decimal("60.50"), due=due)
        assert answer.row == {
            "key": "P1",
            "number": "P1",
            "ceiling": Decimal("60.50"),
            "due": due,
            "state": "active",
            "parent": "5.2.02",
            "reserved": Decimal(0),
            "settled": Decimal(0),
            "children": {},
        }
        above = act(unit, "change", LINE, key="5.2.02", name="Belanja modal")
        assert above.row is not None
        assert above.row["children"]["package"] == {"count": Decimal(1), "ceiling": Decimal("60.50")}
        assert above.row["children"]["pengadaan"]["package"]["count"] == Decimal(1)


def test_no_line_without_a_parent(writing: Writing, books: None) -> None:
    with writing() as unit:
        assert act(unit, "create", PACKAGE, key="P1", ceiling=Decimal(1)).error_code == "register.field"
        orphan = act(unit, "create", PACKAGE, key="P1", parent="9.9", ceiling=Decimal(1))
        assert orphan.error_code == "register.no_parent"


def test_packages_may_not_exceed_their_line(writing: Writing, books: None) -> None:
    with writing() as unit:
        assert act(unit, "create", PACKAGE, key="P1", parent="5.2.02", ceiling=Decimal(60)).accepted
        broken = act(unit, "create", PACKAGE, key="P2", parent="5.2.02", ceiling=Decimal(41))
        assert (broken.error_code, broken.error_message) == ("PACKAGE_OVER_CEILING", "Paket melebihi pagu")
        assert registers.row(unit.db, PACKAGE, "P2") is None
        assert act(unit, "change", PACKAGE, key="P1", state="cancelled").accepted
        assert act(unit, "create", PACKAGE, key="P2", parent="5.2.02", ceiling=Decimal(100)).accepted
        assert act(unit, "change", PACKAGE, key="P1", state="active").error_code == "PACKAGE_OVER_CEILING"


def test_money_is_reserved_once_however_often_it_is_asked(writing: Writing, books: None) -> None:
    with writing() as unit:
        for _ in range(2):
            held = act(unit, "reserve", LINE, key="5.2.02", hold="K1", amount=Decimal(70))
            assert held.row is not None
            assert held.row["reserved"] == Decimal(70)
        assert act(unit, "reserve", LINE, key="5.2.02", hold="K1", amount=Decimal(1)).error_code == (
            "register.hold_differs"
        )
        assert act(unit, "reserve", LINE, key="5.2.02", hold="K2", amount=Decimal(31)).error_code == "DPA_BALANCE"
        paid = act(unit, "settle", LINE, key="5.2.02", hold="K1", amount=Decimal(65))
        assert paid.row is not None
        assert (paid.row["reserved"], paid.row["settled"]) == (Decimal(0), Decimal(65))
        assert act(unit, "settle", LINE, key="5.2.02", hold="K1", amount=Decimal(65)).row == paid.row
        assert act(unit, "release", LINE, key="5.2.02", hold="K1").error_code == "register.hold_settled"
        assert act(unit, "reserve", LINE, key="5.2.02", hold="K2", amount=Decimal(35)).accepted
        part = act(unit, "release", LINE, key="5.2.02", hold="K2", amount=Decimal(5))
        assert part.row is not None
        assert part.row["reserved"] == Decimal(30)
        assert act(unit, "release", LINE, key="5.2.02", hold="K2").accepted
        assert act(unit, "release", LINE, key="5.2.02", hold="K2").accepted
        assert act(unit, "settle", LINE, key="5.2.02", hold="K2").error_code == "register.hold_missing"


@pytest.mark.parametrize(
    ("operation", "register", "arguments", "code"),
    [
        ("create", LINE, {"key": "5.2.02", "ceiling": Decimal(1)}, "register.exists"),
        ("create", LINE, {"key": "X"}, "register.field"),
        ("create", LINE, {"key": "X", "ceiling": "seratus"}, "register.field"),
        ("create", LINE, {"key": "X", "ceiling": Decimal("0.001")}, "register.field"),
        ("create", LINE, {"key": "X", "ceiling": Decimal(-1)}, "register.field"),
        ("create", LINE, {"key": "X", "ceiling": Decimal(1), "pagu": Decimal(1)}, "register.field"),
        ("create", LINE, {"ceiling": Decimal(1)}, "register.field"),
        ("change", LINE, {"key": "Y"}, "register.not_found"),
        ("change", LINE, {"key": "5.2.02", "state": "gone"}, "register.transition"),
        ("reserve", LINE, {"key": "5.2.02", "hold": "K", "amount": Decimal(0)}, "register.field"),
        ("reserve", LINE, {"key": "5.2.02", "amount": Decimal(1)}, "register.field"),
        ("settle", LINE, {"key": "5.2.02", "hold": "K"}, "register.hold_missing"),
        ("create", "tidak.ada", {"key": "X"}, "register.unknown"),
        ("erase", LINE, {"key": "5.2.02"}, "register.unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    writing: Writing, books: None, operation: str, register: str, arguments: dict[str, Any], code: str
) -> None:
    with writing() as unit:
        before = registers.rows(unit.db, LINE)
        answer = act(unit, operation, register, **arguments)
        assert (answer.row, answer.error_code) == (None, code)
        assert answer.error_message.startswith("Seharusnya ")
        assert registers.rows(unit.db, LINE) == before


def test_the_newest_release_binds_rows_of_older_ones(writing: Writing, books: None) -> None:
    from dataclasses import replace

    with writing() as unit:
        strict = replace(office.LINE.invariants[0], condition="reserved + settled <= ceiling / 2", error="HALF")
        office.release(unit, "penganggaran", replace(office.LINE, invariants=(strict,)), hash="1" * 64)
        assert act(unit, "reserve", LINE, key="5.2.02", hold="K", amount=Decimal(60)).error_code == "HALF"


def test_a_row_is_looked_up_by_every_word(writing: Writing, books: None) -> None:
    with writing() as unit:
        assert [row.key for row in registers.search(unit.db, LINE, "laptop 5.2")] == ["5.2.02"]
        assert registers.search(unit.db, LINE, "laptop mobil") == []
        assert registers.search(unit.db, LINE, "%") == []
        assert registers.put(unit, LINE, {"key": "5.2.02", "name": "Mobil", "ceiling": Decimal(5)}).accepted
        assert [row.key for row in registers.search(unit.db, LINE, "MOBIL")] == ["5.2.02"]


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "settle", "release", "package", "state", "move"]),
        st.sampled_from(["L1", "L2"]),
        st.sampled_from(["A", "B", "C"]),
        st.decimals(0, 80, places=2),
        st.sampled_from(["active", "done", "cancelled"]),
    ),
    max_size=25,
)


def perform(unit: Unit, one: tuple[str, str, str, Decimal, str]) -> RegisterAnswer:
    what, key, name, amount, state = one
    if what == "package":
        return act(unit, "create", PACKAGE, key=f"{key}-{name}", parent=key, ceiling=amount)
    if what == "state":
        return act(unit, "change", PACKAGE, key=f"{key}-{name}", state=state)
    if what == "move":
        return act(unit, "change", PACKAGE, key=f"{key}-{name}", ceiling=amount)
    return act(unit, what, LINE, key=key, hold=name, amount=amount)


def books_balance(unit: Unit) -> None:
    for row in registers.rows(unit.db, LINE):
        assert row.reserved + row.settled <= row.data["ceiling"]
        assert row.reserved >= 0
        held = registers.holds(unit.db, row.id)
        for state, total in (("reserved", row.reserved), ("settled", row.settled)):
            assert sum((hold.amount for hold in held if hold.state == state), Decimal(0)) == total
        recomputed = registers.recomputed(unit.db, row.id, {PACKAGE: ["ceiling"]}, {PACKAGE: ["cancelled"]})
        kept = {name: total for name, total in registers.sums(unit.db, row.id).items() if total}
        assert kept == {name: total for name, total in recomputed.items() if total}
        assert recomputed.get((PACKAGE, "ceiling"), Decimal(0)) <= row.data["ceiling"]


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = databases.open("sqlite://")
    migrate.upgrade(store)
    return store


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_sequence_of_acts_breaks_the_books(memory: Store, clock: Clock, acts: list[Any]) -> None:
    world = build_world(memory, clock)
    with memory.writing() as connection:
        # Rolled back at the end: every example begins with empty books.
        unit = Unit(connection, ENGINE, clock(), world)
        office.released(unit)
        for key in ("L1", "L2"):
            assert line(unit, key).accepted
        for one in acts:
            perform(unit, one)
            books_balance(unit)


def test_no_race_of_cases_breaks_the_books(database: Store, writing: Writing, clock: Clock) -> None:
    with writing() as unit:
        office.released(unit)
        line(unit, "L1")
        line(unit, "L2")
    refused: list[str] = []
    failures: list[BaseException] = []

    def run(seed: int) -> None:
        from random import Random

        random = Random(seed)
        try:
            for number in range(12):
                what = random.choice(["reserve", "reserve", "settle", "release", "package", "state"])
                one = (what, random.choice(["L1", "L2"]), f"{seed % 3}", Decimal(random.randrange(1, 40)), "cancelled")
                if what == "package":
                    one = (what, one[1], f"{seed}{number}", one[3], one[4])
                with writing() as unit:
                    answer = perform(unit, one)
                    refused.append(answer.error_code)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert "" in refused
    assert {"DPA_BALANCE", "PACKAGE_OVER_CEILING"} & set(refused)
    with writing() as unit:
        books_balance(unit)
