"""The page an official reads: GOV.UK's markup, as typed, escaped, complete without JavaScript."""

import re
from decimal import Decimal

import forms
from tests.forms.office import ENV, REGISTERS, REQUIRED, a_form, bind, one, render

EVIL = '"><script>alert(1)</script>'


def test_wrong_answers_stay_as_typed_beside_the_sentence() -> None:
    form = a_form(one("rupiah", "harga", validate=REQUIRED))
    raw = {"harga": ["dua juta"]}
    page = render(form, raw, bind(form, raw).problems)
    assert 'value="dua juta"' in page
    assert "govuk-error-message" in page
    assert 'aria-invalid="true"' in page


def test_every_line_of_the_error_summary_leads_to_a_field() -> None:
    kinds = ("textfield", "textarea", "number", "rupiah", "date", "checkbox", "filepicker", "rujukan")
    register = {"register": "pengadaan.package"}
    chosen = [
        one(kind, f"c_{kind}", validate=REQUIRED, values=[{"value": "a"}]) for kind in ("select", "radio", "checklist")
    ]
    form = a_form(*(one(kind, f"k_{kind}", validate=REQUIRED, properties=register) for kind in kinds), *chosen)
    problems = bind(form, {}).problems
    lines = forms.summary(form, problems)
    page = render(form, {}, problems)
    assert len(lines) == len(kinds) + len(chosen)
    for line in lines:
        assert f'id="{line.anchor}"' in page, line


def test_ids_on_a_page_are_unique() -> None:
    cells = [one("date", "kapan"), one("textfield", "apa")]
    form = a_form(
        one("date"),
        one("dynamiclist", "tabel", components=cells),
        one("radio", "r", values=[{"value": "a"}, {"value": "b"}]),
    )
    ids = re.findall(r'\bid="([^"]+)"', render(form, {"tabel.#": ["3"]}))
    assert len(ids) == len(set(ids))


def test_every_input_has_a_label() -> None:
    form = a_form(
        one("textfield"),
        one(
            "dynamiclist", "tabel", components=[one("rupiah", "harga"), one("select", "jenis", values=[{"value": "a"}])]
        ),
    )
    page = render(form, {"tabel.#": ["2"]})
    inputs = re.findall(r'<(?:input|select|textarea)[^>]*\bid="([^"]+)"', page)
    assert set(inputs) <= set(re.findall(r'for="([^"]+)"', page))


def test_nothing_typed_or_written_becomes_markup() -> None:
    form = a_form(
        one("textfield", label=EVIL, description=EVIL),
        one("select", "pilih", values=[{"value": EVIL, "label": EVIL}]),
        {"type": "text", "text": f'{EVIL} [x](javascript:alert(1)) [y](https://a.id"onclick=x)'},
    )
    page = render(form, {"isi": [EVIL]}, {"isi": [EVIL]})
    assert "<script" not in page
    assert "href" not in page


def test_a_text_knows_bold_lists_https_links_and_values() -> None:
    text = "Pagu **{{ =pagu }}**\n\n- satu\n- dua\n\n[LKPP](https://lkpp.go.id/)"
    page = render(a_form({"type": "text", "text": text}), {}, pagu="Rp1 <b>")
    assert "<strong>Rp1 &lt;b&gt;</strong>" in page
    assert "<li>satu</li>" in page
    assert '<a class="govuk-link" href="https://lkpp.go.id/"' in page


def test_a_value_is_never_read_as_a_mark() -> None:
    page = render(
        a_form({"type": "text", "text": "\ue0000\ue001 {{ =nama }}"}), {}, nama="**x** [y](https://z.id) {{ =1 }}"
    )
    assert "**x** [y](https://z.id) {{ =1 }}" in page


def test_a_look_up_works_with_a_button_and_radio_results() -> None:
    form = a_form(one("rujukan", "paket", properties={"register": "pengadaan.package"}))
    edited = forms.edit(form, {"paket": ["laptop"], "_cari:paket": ["1"]})
    page = render(form, edited)
    assert 'name="paket.pilih" type="radio" value="PKT-1"' in page
    assert "PKT-2" not in page
    assert "Terpilih: Pengadaan laptop" in render(form, {"paket": ["PKT-1"]})
    assert "Tidak ada hasil" in render(form, {"paket": ["mobil"]})


def test_an_uploaded_file_can_be_seen_and_taken_off() -> None:
    form = a_form(one("filepicker"))
    raw = {"isi": ["berkas-1"]}
    assert "kak.pdf" in render(form, raw)
    assert forms.edit(form, {**raw, "_lepas:isi:berkas-1": ["1"]})["isi"] == []


def test_an_english_reader_gets_english() -> None:
    form = a_form(one("textfield", label="Nama", properties={"label_en": "Name"}))
    page = str(forms.render(form, {}, {}, {}, ENV, REGISTERS, language="en"))
    assert "Name" in page
    assert "(optional)" in page


def test_a_fresh_form_shows_the_case_and_the_defaults() -> None:
    form = a_form(
        one("textfield", "nama"),
        one("number", "volume", defaultValue=2),
        one("textfield", "kota", defaultValue="=asal"),
    )
    assert forms.prefill(form, {"nama": "Laptop", "asal": "Siantar"}, ENV) == {
        "nama": ["Laptop"],
        "volume": ["2"],
        "kota": ["Siantar"],
    }


def test_two_hundred_rows_stay_readable_in_weight() -> None:
    form = a_form(one("dynamiclist", "tabel", components=[one("textfield", "uraian"), one("rupiah", "harga")]))
    assert len(render(form, {"tabel.#": ["200"]})) < 300_000


def test_a_form_whose_fields_depend_on_others_can_be_worked_out_without_javascript() -> None:
    plain = a_form(one("textfield"))
    live = a_form(one("rupiah", "a"), one("expression", "b", expression="=a * 2"))
    assert "_hitung" not in render(plain, {})
    assert "_hitung" in render(live, {"a": ["1.000"]})
    assert "2.000" in render(live, {"a": ["1.000"]})
    assert forms.is_edit({"_hitung": ["1"]})


def test_a_year_is_written_without_dots() -> None:
    form = a_form(one("number", "tahun", properties={"format": "year"}))
    assert forms.raw(form, {"tahun": Decimal(2027)}) == {"tahun": ["2027"]}
    assert forms.raw(a_form(one("number", "jumlah")), {"jumlah": Decimal(2027)}) == {"jumlah": ["2.027"]}
