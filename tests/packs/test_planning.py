"""The tables of planning and budgeting, asked as an official would ask them."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import dmn, feel
from engine.cli import places

PARAMETERS = {
    row["key"]: feel.compile(row["value"]).run({}, feel.Env(now=datetime(2026, 1, 1, tzinfo=UTC))).value
    for row in csv.DictReader((places.packs() / "_office" / "data" / "parameters.csv").open(encoding="utf-8"))
}
ENV = feel.Env(now=datetime(2026, 2, 2, tzinfo=UTC), parameter=PARAMETERS.get)
SURVEY = {
    "kewenangan": True,
    "terpenuhi": False,
    "lahan": True,
    "rtrw": True,
    "rincian": True,
    "biaya": Decimal(100),
}


def ask(pack: str, decision: str, **scope: Any) -> Any:
    model = dmn.read((places.packs() / pack / f"{decision}.dmn").read_bytes())
    return dmn.decide(model, decision, scope, ENV).value


def eligible(**changed: Any) -> Any:
    survey = {**SURVEY, **{name: changed.pop(name) for name in list(changed) if name in SURVEY}}
    scope = {
        "lapangan": survey,
        "status_lahan": "pemda",
        "kamus": {"row": {"state": "active"}},
        "perkiraan_biaya": Decimal(100),
        "terlambat": False,
        **changed,
    }
    return ask("perencanaan", "kelayakan_usulan", **scope)


@pytest.mark.parametrize(
    ("changed", "result", "code"),
    [
        ({}, "layak", ""),
        ({"terlambat": True}, "tolak", "R11"),
        ({"kewenangan": False}, "tolak", "R01"),
        ({"terpenuhi": True}, "tolak", "R09"),
        ({"status_lahan": "sengketa"}, "tolak", "R03"),
        ({"lahan": False}, "kembalikan", "R03"),
        ({"rtrw": False}, "tolak", "R04"),
        ({"kamus": {"row": {"state": "closed"}}}, "tolak", "R05"),
        ({"biaya": Decimal(121)}, "tangguhkan", "R08"),
        ({"biaya": Decimal(120)}, "layak", ""),
    ],
)
def test_what_keeps_a_proposal_from_the_plan_has_a_code(changed: dict[str, Any], result: str, code: str) -> None:
    answer = eligible(**changed)
    assert (answer["hasil"], answer["kode"]) == (result, code)


def score(urgency: str, households: int, *, poor: bool, priority: bool, ready: bool) -> Any:
    return ask(
        "perencanaan",
        "skor_prioritas",
        kemendesakan=urgency,
        penerima_manfaat=Decimal(households),
        kawasan_miskin=poor,
        kamus={"row": {"medium_term": priority}},
        lapangan={"rincian": ready},
    )


def test_the_weights_of_the_score_add_up_to_a_hundred() -> None:
    assert score("tinggi", 100, poor=True, priority=True, ready=True) == 100
    assert score("sedang", 25, poor=False, priority=False, ready=False) == 25
    assert score("rendah", 24, poor=False, priority=False, ready=False) == 0


@pytest.mark.parametrize("code", [f"R{number:02}" for number in range(1, 12)])
@pytest.mark.parametrize("result", ["tolak", "tangguhkan"])
def test_every_reason_has_a_sentence_a_citizen_reads(code: str, result: str) -> None:
    verdict = {"hasil": result, "kode": code}
    amounts = dict.fromkeys(("volume", "volume_jenjang", "perkiraan_biaya", "biaya_jenjang"), Decimal(1))
    answer = ask("perencanaan", "kalimat_alasan", putusan=verdict, **amounts)
    assert answer["keadaan"] == ("rejected" if result == "tolak" else "deferred")
    assert len(answer["kalimat"]) > 20
    assert answer["kalimat"].endswith(".")


@pytest.mark.parametrize(("volume", "title"), [(10, "diterima"), (8, "diterima sebagian")])
def test_less_than_was_asked_for_is_said_to_be_a_part(volume: int, title: str) -> None:
    amounts = {"volume": Decimal(10), "volume_jenjang": Decimal(volume)}
    costs = {"perkiraan_biaya": Decimal(100), "biaya_jenjang": Decimal(volume * 10)}
    answer = ask("perencanaan", "kalimat_alasan", putusan={"hasil": "teruskan", "kode": ""}, **amounts, **costs)
    assert answer["judul"] == title


@pytest.mark.parametrize(
    ("account", "kind", "price", "months", "result"),
    [
        ("5.2.02.10.01.0002", "peralatan", 1_000_000, 48, "ok"),
        ("5.2.02.10.01.0002", "peralatan", 999_999, 48, "blok"),
        ("5.2.02.10.01.0002", "peralatan", 5_000_000, 12, "blok"),
        ("5.1.02.01.01.0024", "operasi", 999_999, 48, "ok"),
        ("5.1.02.01.01.0024", "operasi", 1_000_000, 48, "blok"),
        ("5.2.04.02.01.0001", "bangunan", 15_000_000, 120, "ok"),
        ("5.2.04.02.01.0001", "bangunan", 14_999_999, 120, "blok"),
    ],
)
def test_capital_spending_lasts_and_costs_enough(account: str, kind: str, price: int, months: int, result: str) -> None:
    line = {"harga_satuan": Decimal(price), "volume_belanja": Decimal(1), "masa_manfaat": Decimal(months)}
    answer = ask("penganggaran", "rekening_barang", rekening={"key": account, "row": {"kind": kind}}, **line)
    assert answer["hasil"] == result


@pytest.mark.parametrize("pack", ["perencanaan", "penganggaran"])
@pytest.mark.parametrize(
    ("holder", "act", "answer"),
    [
        ("definitif", "alokasi_anggaran", "boleh"),
        ("plh", "alokasi_anggaran", "pemberi_mandat"),
        ("plt", "peraturan", "dilarang"),
        ("plt", "rutin", "boleh"),
        ("pj", "peraturan", "boleh"),
        ("plh", "entah", "pemberi_mandat"),
    ],
)
def test_who_acts_for_another_may_do_less(pack: str, holder: str, act: str, answer: str) -> None:
    assert ask(pack, "wewenang_penjabat", jenis_pemangku=holder, tindakan=act)["wewenang"] == answer


@pytest.mark.parametrize("pack", ["perencanaan", "penganggaran"])
def test_each_pack_shows_its_refusals_returns_and_deadlines(pack: str) -> None:
    assert len(list((places.packs() / pack / "scenarios").glob("*.yaml"))) >= 8
