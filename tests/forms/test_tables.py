"""Rows of a table: added and removed by buttons, computed and summed by the server."""

from decimal import Decimal
from typing import Any

import forms
from tests.forms.office import REQUIRED, a_form, bind, one, render


def a_table(**more: Any) -> dict[str, Any]:
    columns = [
        one("textfield", "uraian", validate=REQUIRED),
        one("number", "volume", validate=REQUIRED),
        one("rupiah", "harga", validate=REQUIRED),
        one("expression", "jumlah", expression="=volume * harga", properties={"format": "rupiah"}),
    ]
    return {"type": "dynamiclist", "path": "rincian", "label": "Rincian", "components": columns, **more}


def total() -> dict[str, Any]:
    return one("expression", "total", expression="=sum(rincian.jumlah)")


PAPER = {"uraian": "Kertas A4", "volume": 120, "harga": "55.500"}
INK = {"uraian": "Tinta", "volume": 14, "harga": "385.000,50"}


def test_rows_and_totals_are_exact() -> None:
    form = a_form(a_table(), total())
    bound = bind(form, forms.raw(form, {"rincian": [PAPER, INK]}))
    assert [row["jumlah"] for row in bound.values["rincian"]] == [Decimal(6_660_000), Decimal("5390007.00")]
    assert bound.values["total"] == Decimal("12050007.00")


def test_a_row_left_empty_is_no_row() -> None:
    form = a_form(a_table())
    bound = bind(form, forms.raw(form, {"rincian": [PAPER, {}, INK]}))
    assert bound.accepted
    assert len(bound.values["rincian"]) == 2


def test_a_problem_in_a_cell_names_the_row() -> None:
    form = a_form(a_table())
    bound = bind(form, forms.raw(form, {"rincian": [PAPER, {"uraian": "Tinta"}]}))
    assert bound.problems["rincian.1.volume"] == ["Isi Volume, baris 2"]
    lines = forms.summary(form, bound.problems)
    assert lines[0].anchor == "isian-rincian-1-volume"
    assert f'id="{lines[0].anchor}"' in render(form, forms.raw(form, {"rincian": [PAPER, INK]}))


def test_a_table_may_ask_for_rows_and_bounds_them() -> None:
    form = a_form(a_table(properties={"minRows": "2", "maxRows": "3"}))
    assert "2 baris" in bind(form, forms.raw(form, {"rincian": [PAPER]})).problems["rincian"][0]
    assert "paling banyak 3" in bind(form, forms.raw(form, {"rincian": [PAPER] * 4})).problems["rincian"][0]


def test_a_million_posted_rows_cost_nothing() -> None:
    bound = bind(a_form(a_table()), {"rincian.#": ["1000000"], "rincian.999999.uraian": ["x"]})
    assert "paling banyak 500" in bound.problems["rincian"][0]


def test_adding_a_row_keeps_what_was_typed() -> None:
    form = a_form(a_table())
    raw = {"rincian.#": ["1"], "rincian.0.volume": ["dua belas"], "_tambah:rincian": ["1"]}
    edited = forms.edit(form, raw)
    assert forms.is_edit(raw)
    assert not forms.is_edit(edited)
    assert edited["rincian.#"] == ["2"]
    assert 'value="dua belas"' in render(form, edited)


def test_removing_a_row_moves_the_later_ones_up() -> None:
    form = a_form(a_table())
    raw = {
        "rincian.#": ["3"],
        **{f"rincian.{n}.uraian": [name] for n, name in enumerate("abc")},
        "_hapus:rincian:1": [""],
    }
    edited = forms.edit(form, raw)
    assert edited["rincian.#"] == ["2"]
    assert [edited[f"rincian.{n}.uraian"] for n in (0, 1)] == [["a"], ["c"]]


def test_a_forged_row_button_does_nothing() -> None:
    form = a_form(a_table(allowAddRemove=False))
    for button in ("_tambah:rincian", "_tambah:lain", "_hapus:rincian:0", "_hapus:rincian:x", "_hapus:rincian:99"):
        assert forms.edit(form, {"rincian.#": ["1"], button: ["1"]})["rincian.#"] == ["1"]


def test_rows_given_by_the_case_are_filled_in_and_not_forged() -> None:
    columns = [
        one("textfield", "nama", readonly=True),
        one("number", "diterima", validate={"required": True, "max": "=dipesan"}),
    ]
    table = {"type": "dynamiclist", "path": "hasil", "label": "Hasil", "components": columns}
    form = a_form({**table, "allowAddRemove": False, "properties": {"rows": "=kontrak.barang"}})
    kontrak = {"barang": [{"nama": "Laptop", "dipesan": Decimal(12)}, {"nama": "Tas", "dipesan": Decimal(12)}]}
    raw = {"hasil.0.nama": ["Mobil"], "hasil.0.diterima": ["10"], "hasil.1.diterima": ["13"], "hasil.2.diterima": ["1"]}
    bound = bind(form, raw, kontrak=kontrak)
    assert set(bound.problems) == {"hasil.1.diterima"}
    assert bound.values["hasil"][0] == {"nama": "Laptop", "dipesan": Decimal(12), "diterima": Decimal(10)}
    assert len(bound.values["hasil"]) == 2
    assert "Laptop" in render(form, raw, kontrak=kontrak)


def test_a_table_rule_sees_all_rows() -> None:
    rule = {"check": "=sum(rincian.jumlah) <= pagu", "checkMessage": "Jumlah melebihi pagu", "totals": "jumlah"}
    form = a_form(a_table(properties=rule))
    raw = forms.raw(form, {"rincian": [PAPER, INK]})
    assert bind(form, raw, pagu=Decimal(12_050_006)).problems == {"rincian": ["Jumlah melebihi pagu"]}
    assert bind(form, raw, pagu=Decimal(12_050_007)).accepted
    assert "Rp12.050.007" in render(form, raw, pagu=Decimal(1))


def test_a_read_only_table_shows_the_case() -> None:
    form = a_form(a_table(readonly=True))
    rows = [{"uraian": "Kertas", "volume": Decimal(2), "harga": Decimal(500)}]
    page = render(form, {}, rincian=rows)
    assert "Kertas" in page
    assert "Rp1.000" in page
    assert "<input class" not in page
    assert bind(form, {}, rincian=rows).values == {}
