"""The delay penalty: one permil a day of what is undelivered, before VAT (Perpres 16/2018 art. 79 (4)-(5))."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import bpmn, feel
from engine.cli import places
from engine.feel.values import Date
from engine.model.definition import Element

DUE = date(2026, 11, 23)
PERMIL = Decimal("0.001")
ENV = feel.Env(
    now=datetime(2026, 11, 2, tzinfo=UTC), parameter=lambda key: PERMIL if key == "proc.penalty.per_day" else None
)


def the_script() -> Element:
    diagram = bpmn.read((places.packs() / "pengadaan" / "pengadaan_langsung.bpmn").read_bytes())
    return bpmn.definitions(diagram)["pengadaan_langsung"].elements["Hitung_Denda"]


SCRIPT = the_script().script.removeprefix("=")


def penalty(price: int, deliveries: list[tuple[int, int]], basis: str) -> Decimal:
    """Run the diagram's own script once per delivery of (quantity, days after the due date)."""
    ordered = Decimal(sum(quantity for quantity, _ in deliveries))
    received: Any = {"ke": Decimal(0), "total": Decimal(0), "hari": Decimal(0), "denda": Decimal(0), "seri": []}
    for quantity, days in deliveries:
        scope = {
            "penerimaan": received,
            "jumlah_diterima": Decimal(quantity),
            "jumlah_barang": ordered,
            "nilai_dasar": price * ordered,
            "tanggal_bast": Date.from_python(DUE + timedelta(days=days)),
            "tanggal_selesai": Date.from_python(DUE),
            "dasar_denda": basis,
            "nomor_seri": None,
        }
        received = feel.compile(SCRIPT).run(scope, ENV).value
    assert received["total"] == ordered
    return Decimal(received["denda"])


LOTS = st.lists(st.tuples(st.integers(1, 50), st.integers(-10, 60)), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(price=st.integers(1, 50_000).map(lambda thousands: thousands * 1000), lots=LOTS)
def test_each_day_costs_one_permil_of_what_is_still_undelivered(price: int, lots: list[tuple[int, int]]) -> None:
    lots = sorted(lots, key=lambda lot: lot[1])
    day_by_day = sum(
        (price * quantity * PERMIL for day in range(1, 61) for quantity, late in lots if late >= day), Decimal(0)
    )
    assert penalty(price, lots, "bagian") == day_by_day


@settings(max_examples=60, deadline=None)
@given(price=st.integers(1, 50_000).map(lambda thousands: thousands * 1000), lots=LOTS)
def test_a_whole_contract_is_fined_until_its_last_delivery(price: int, lots: list[tuple[int, int]]) -> None:
    lots = sorted(lots, key=lambda lot: lot[1])
    whole = price * sum(quantity for quantity, _ in lots)
    assert penalty(price, lots, "kontrak") == whole * PERMIL * max(0, lots[-1][1])


@pytest.mark.parametrize("days", [0, -1, -30])
def test_what_comes_in_time_costs_nothing(days: int) -> None:
    assert penalty(16_400_000, [(10, days)], "bagian") == 0
