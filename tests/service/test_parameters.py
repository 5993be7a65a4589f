"""A legal number has the value of its day: the limits of direct procurement before and after Perpres 46/2025."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine import dmn
from engine.feel import Env
from engine.feel.values import Date
from engine.model.actor import ENGINE
from engine.service.env import env_for
from engine.service.execute import execute
from engine.service.office import PutParameters
from tests.office import Office

PROCESSES = Path(__file__).parents[2] / "processes"
TABLE = dmn.read((PROCESSES / "pengadaan" / "metode_pemilihan.dmn").read_bytes())


def env(office: Office) -> Env:
    with (PROCESSES / "_office" / "data" / "parameters.csv").open(encoding="utf-8", newline="") as stream:
        execute(PutParameters(tuple(csv.DictReader(stream))), world=office.world, actor=ENGINE)
    with office.store.reading() as db:
        found = env_for(db, office.world)
        for key in ("construction.max", "construction.max.before_2025", "goods_services.max", "consultancy.max"):
            found.parameter(f"proc.direct.{key}")
    return found


@pytest.mark.parametrize(
    ("announced", "ceiling", "method", "limit"),
    [
        (date(2025, 4, 29), "200000000", "pengadaan_langsung", "200000000"),
        (date(2025, 4, 29), "200000001", "tender", None),
        (date(2025, 4, 30), "400000000", "pengadaan_langsung", "400000000"),
        (date(2025, 4, 30), "400000001", "tender", None),
        (date(2026, 11, 2), "399999999", "pengadaan_langsung", "400000000"),
    ],
)
def test_construction_is_bought_directly_up_to_the_limit_of_the_day_it_was_announced(
    sqlite_office: Office, announced: date, ceiling: str, method: str, limit: str | None
) -> None:
    day = Date.parse(announced.isoformat())
    scope = {"jenis": "konstruksi", "pagu": Decimal(ceiling), "tanggal_rup": day}
    answer = dmn.decide(TABLE, "metode_pemilihan", scope, env(sqlite_office)).value
    assert (answer["metode"], answer["batas"]) == (method, None if limit is None else Decimal(limit))


def test_a_deadline_set_under_the_old_number_stays_and_a_new_task_takes_the_new_one(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    for tool in ("Laptop", "Meja"):
        staff.starts(alat=tool, harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    new = {"key": "alat.periksa", "value": "5", "valid_from": "2026-11-03", "unit": "day", "day_type": "working"}
    execute(PutParameters((new,)), world=office.world, actor=ENGINE)
    office.clock.move(days=1)
    staff.completes("Lengkapi permintaan", alat="Meja", harga=Decimal(1))
    due = sorted(row.due.date() for row in office.as_("DKOM.PERIKSA").rows() if row.due)
    assert due == [date(2026, 11, 5), date(2026, 11, 10)]
