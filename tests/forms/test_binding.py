"""What an official types is kept as typed values, or refused in words."""

from decimal import Decimal

import pytest

from engine.feel.values import Date
from tests.forms.office import REQUIRED, a_form, bind, one

FIELD = {
    "rupiah": one("rupiah"),
    "number": one("number"),
    "text": one("textfield"),
    "area": one("textarea"),
    "date": one("date"),
    "radio": one("radio", values=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]),
    "list": one("checklist", values=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]),
}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("25.000.000", "25000000"),
        ("Rp 385.000,50", "385000.50"),
        ("1.234", "1234"),
        ("185000000", "185000000"),
        ("Rp1.000,-", "1000"),
        ("-5.000", "-5000"),
    ],
)
def test_an_amount_is_read_as_indonesians_write_it(typed: str, amount: str) -> None:
    assert bind(a_form(FIELD["rupiah"]), {"isi": [typed]}).values == {"isi": Decimal(amount)}


@pytest.mark.parametrize(
    "typed", ["12.5", "0.500", "1,234,567", "seribu", "1e9", "NaN", "٣", "1.2345", "--1", "9" * 41]
)
def test_an_amount_that_could_mean_two_things_is_refused(typed: str) -> None:
    assert "isi" in bind(a_form(FIELD["rupiah"]), {"isi": [typed]}).problems


def test_no_amount_of_a_city_reaches_a_thousand_trillion() -> None:
    assert bind(a_form(FIELD["rupiah"]), {"isi": ["999.999.999.999.999"]}).accepted
    assert not bind(a_form(FIELD["rupiah"]), {"isi": ["1.000.000.000.000.000"]}).accepted


@pytest.mark.parametrize(("typed", "number"), [("12,5", "12.5"), ("1.250", "1250"), ("0,001", "0.001"), ("-3", "-3")])
def test_a_number_takes_a_comma_for_decimals(typed: str, number: str) -> None:
    assert bind(a_form(FIELD["number"]), {"isi": [typed]}).values["isi"] == Decimal(number)


@pytest.mark.parametrize("typed", ["12.5", "0.500", "1/2", "Infinity", "12,", ",5"])
def test_a_number_with_a_point_for_decimals_is_not_guessed(typed: str) -> None:
    assert not bind(a_form(FIELD["number"]), {"isi": [typed]}).accepted


def test_a_number_keeps_to_the_digits_the_analyst_allows() -> None:
    form = a_form(one("number", decimalDigits=0))
    assert bind(form, {"isi": ["3"]}).accepted
    assert "0 angka di belakang koma" in bind(form, {"isi": ["2,5"]}).problems["isi"][0]


@pytest.mark.parametrize("month", ["11", "November", "nov", "NOV"])
def test_a_date_has_three_boxes_and_a_month_may_be_a_name(month: str) -> None:
    raw = {"isi.tanggal": ["27"], "isi.bulan": [month], "isi.tahun": ["2026"]}
    assert bind(a_form(FIELD["date"]), raw).values == {"isi": Date(2026, 11, 27)}


@pytest.mark.parametrize(
    "boxes", [("30", "2", "2026"), ("1", "13", "2026"), ("1", "1", "26"), ("0", "1", "2026"), ("x", "1", "2026")]
)
def test_a_day_that_does_not_exist_is_refused(boxes: tuple[str, str, str]) -> None:
    raw = {f"isi.{part}": [box] for part, box in zip(("tanggal", "bulan", "tahun"), boxes, strict=True)}
    assert "tanggal yang ada" in bind(a_form(FIELD["date"]), raw).problems["isi"][0]


def test_half_a_date_is_asked_to_be_completed() -> None:
    assert "Lengkapi" in bind(a_form(FIELD["date"]), {"isi.tanggal": ["27"]}).problems["isi"][0]


def test_the_form_js_date_is_the_same_field() -> None:
    assert a_form(one("datetime", subtype="date")).fields[0].kind == "date"


def test_only_the_choices_offered_are_accepted() -> None:
    assert bind(a_form(FIELD["radio"]), {"isi": ["b"]}).values == {"isi": "b"}
    assert "salah satu pilihan" in bind(a_form(FIELD["radio"]), {"isi": ["c"]}).problems["isi"][0]
    assert not bind(a_form(FIELD["list"]), {"isi": ["a", "z"]}).accepted
    assert bind(a_form(FIELD["list"]), {"isi": ["a", "b", "a"]}).values == {"isi": ["a", "b"]}


def test_choices_may_come_from_the_case() -> None:
    form = a_form(one("select", valuesKey="penyedia"))
    offered = [{"value": "cv-a", "label": "CV A"}, "pt-b"]
    assert bind(form, {"isi": ["pt-b"]}, penyedia=offered).accepted
    assert not bind(form, {"isi": ["pt-c"]}, penyedia=offered).accepted


def test_control_characters_never_reach_the_store() -> None:
    assert not bind(a_form(FIELD["text"]), {"isi": ["a\x00b"]}).accepted
    assert bind(a_form(FIELD["area"]), {"isi": ["satu\r\ndua"]}).values == {"isi": "satu\ndua"}


def test_an_empty_answer_is_null_and_a_box_not_ticked_is_no() -> None:
    form = a_form(one("textfield", "a"), one("checkbox", "b"), one("rupiah", "c"))
    assert bind(form, {"a": ["  "]}).values == {"a": None, "b": False, "c": None}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("textfield", "Isi"), ("checkbox", "Centang"), ("filepicker", "Lampirkan"), ("rujukan", "Pilih")],
)
def test_a_required_answer_is_asked_for_in_the_words_of_its_kind(kind: str, sentence: str) -> None:
    form = a_form(one(kind, validate=REQUIRED, properties={"register": "pengadaan.package"}))
    assert bind(form, {}).problems["isi"][0].startswith(sentence)


def test_bounds_may_depend_on_the_case() -> None:
    form = a_form(one("rupiah", validate={"max": "=paket.pagu"}))
    paket = {"pagu": Decimal(200_000_000)}
    assert bind(form, {"isi": ["200.000.000"]}, paket=paket).accepted
    refused = bind(form, {"isi": ["200.000.001"]}, paket=paket).problems["isi"][0]
    assert refused == "Seharusnya Isi paling banyak Rp200.000.000, tetapi tertulis Rp200.000.001"


def test_a_date_is_bounded_by_a_date() -> None:
    form = a_form(one("date", validate={"max": "=date(now())", "min": "2026-01-01"}))
    day = {"isi.bulan": ["11"], "isi.tahun": ["2026"]}
    assert bind(form, {**day, "isi.tanggal": ["2"]}).accepted
    assert "paling lambat 2 November 2026" in bind(form, {**day, "isi.tanggal": ["3"]}).problems["isi"][0]


def test_the_analysts_own_rule_speaks_in_the_analysts_words() -> None:
    rule = {"check": "=hps <= pagu", "checkMessage": "HPS melebihi pagu", "checkMessage_en": "Above the ceiling"}
    form = a_form(one("rupiah", "pagu"), one("rupiah", "hps", properties=rule))
    raw = {"pagu": ["100"], "hps": ["101"]}
    assert bind(form, raw).problems == {"hps": ["HPS melebihi pagu"]}
    assert bind(form, raw, "en").problems == {"hps": ["Above the ceiling"]}
    assert bind(form, {"pagu": ["100"], "hps": ["100"]}).accepted


def test_a_costly_pattern_refuses_the_answer_and_not_the_office() -> None:
    form = a_form(one("textfield", validate={"pattern": "(a|a)*b(a|a)*c"}))
    assert not bind(form, {"isi": ["a" * 900]}).accepted


def test_a_hidden_answer_is_neither_asked_for_nor_kept() -> None:
    hidden = {"conditional": {"hide": '=keputusan != "kembalikan"'}}
    form = a_form(one("textfield", "keputusan"), one("textarea", "alasan", validate=REQUIRED, **hidden))
    assert bind(form, {"keputusan": ["setuju"], "alasan": ["sisa"]}).values == {"keputusan": "setuju"}
    assert bind(form, {"keputusan": ["kembalikan"]}).problems == {"alasan": ["Isi Alasan"]}


def test_a_hidden_group_hides_all_it_holds() -> None:
    inner = one("textfield", "dalam", validate=REQUIRED)
    group = {"type": "group", "label": "G", "components": [inner], "conditional": {"hide": "=tutup"}}
    form = a_form(one("checkbox", "tutup"), group, {"type": "text", "text": "tetap"})
    assert bind(form, {"tutup": ["ya"], "dalam": ["x"]}).values == {"tutup": True}
    assert not bind(form, {}).accepted


def test_conditions_may_follow_each_other() -> None:
    chain = [one("textfield", "a")]
    chain += [one("textfield", key, conditional={"hide": f"={before} = null"}) for before, key in ("ab", "bc", "cd")]
    everything = {key: ["x"] for key in "abcd"}
    assert set(bind(a_form(*chain), everything).values) == set("abcd")
    assert set(bind(a_form(*chain), {**everything, "a": [""]}).values) == {"a"}


def test_a_computed_value_is_the_servers_and_what_was_posted_is_ignored() -> None:
    form = a_form(one("rupiah", "a"), one("expression", "b", expression="=a * 2"))
    assert bind(form, {"a": ["1.000"], "b": ["9"]}).values["b"] == Decimal(2000)


def test_a_read_only_answer_is_shown_and_never_taken() -> None:
    form = a_form(one("rupiah", "pagu", readonly=True), one("rupiah", "hps", validate={"max": "=pagu"}))
    bound = bind(form, {"pagu": ["999"], "hps": ["6"]}, pagu=Decimal(5))
    assert "pagu" not in bound.values
    assert "hps" in bound.problems


def test_a_reference_must_exist_and_keeps_a_snapshot_of_the_row() -> None:
    form = a_form(one("rujukan", "paket", properties={"register": "pengadaan.package"}))
    snapshot = bind(form, {"paket": ["laptop"], "paket.pilih": ["PKT-1"]}).values["paket"]
    assert snapshot["key"] == "PKT-1"
    assert snapshot["label"] == "Pengadaan laptop"
    assert snapshot["row"]["pagu"] == Decimal(200_000_000)
    assert "tidak ditemukan" in bind(form, {"paket": ["laptop"]}).problems["paket"][0]


def test_a_file_must_have_been_uploaded_by_this_task() -> None:
    form = a_form(one("filepicker"))
    assert bind(form, {"isi": ["berkas-1"]}).values == {"isi": ["berkas-1"]}
    assert not bind(form, {"isi": ["curian"]}).accepted
    assert not bind(form, {"isi": ["berkas-1", "berkas-2"]}).accepted
