"""Forms being written: the preview is the page officials get, and a hostile form harms nobody."""

import json
from typing import Any

import pytest

from tests.web.office import CHECK, Browser
from tests.web.test_tables import sends, token

URL = "/desain/cuti/pratinjau"
FORM = {
    "id": "coba",
    "properties": {"title_id": "Coba"},
    "components": [
        {"type": "rupiah", "key": "harga", "label": "Harga", "validate": {"required": True, "min": 1}},
        {"type": "text", "text": "Pagu {{ =rupiah(pagu) }}"},
        {"type": "dynamiclist", "key": "baris", "path": "baris", "label": "Baris", "components": [
            {"type": "textfield", "key": "nama", "label": "Nama"}]},
    ],
}  # fmt: skip


@pytest.fixture
def analyst(adi: Browser) -> Browser:
    """The administrator at a form's page."""
    adi.get("/desain/cuti/ubah/forms/pemeriksaan.form.json")
    return adi


def shown(browser: Browser, form: Any, status: int = 200, **more: Any) -> Any:
    return sends(browser, "POST", URL, {"form": json.dumps(form), **more}, status)


def test_the_preview_shows_what_officials_will_see(analyst: Browser) -> None:
    answer = shown(analyst, FORM, sample={"pagu": "1.500.000"})
    assert '<div class="govuk-input__prefix" aria-hidden="true">Rp</div>' in answer["html"]
    assert "Rp1.500.000" in answer["html"]
    assert answer["outside"] == ["pagu"]
    assert "<script" not in answer["html"]


def test_sending_the_preview_judges_as_a_task_would(analyst: Browser) -> None:
    empty = shown(analyst, FORM, raw={"_kirim": ["1"]}, sent=True)
    assert empty["problems"] == 1
    assert 'href="#isian-harga"' in empty["html"]
    full = shown(analyst, FORM, raw={"harga": ["Rp 1.000"]}, sent=True)
    assert full["problems"] == 0
    assert 'id="diterima"' in full["html"]


def test_the_buttons_of_the_preview_work(analyst: Browser) -> None:
    raw = {"harga": ["5"], "baris.#": ["1"], "baris.0.nama": ["Rina"], "_tambah:baris": ["1"]}
    html = shown(analyst, FORM, raw=raw)["html"]
    assert 'value="Rina"' in html
    assert 'name="baris.1.nama"' in html


def test_markup_of_an_analyst_is_text_in_the_preview(analyst: Browser) -> None:
    form = {"id": "x", "components": [
        {"type": "text", "text": "<img src=x onerror=alert(1)>"},
        {"type": "textfield", "key": "a", "label": "<script>alert(1)</script>", "description": '"><b>'},
    ]}  # fmt: skip
    html = shown(analyst, form)["html"]
    assert "<img" not in html
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "form",
    [
        "",
        "{",
        "[" * 50_000,
        "[]",
        '{"components": 3}',
        '{"components": [{"type": "html", "content": "<script>"}]}',
        json.dumps({"components": [{"type": "group", "components": []}] * 401}),
        json.dumps({"components": [], "x": "y" * 300_000}),
    ],
)
def test_a_form_that_is_none_says_why(analyst: Browser, form: str) -> None:
    assert sends(analyst, "POST", URL, {"form": form}, 422)["detail"]


def test_a_costly_pattern_or_expression_costs_its_time_and_no_more(analyst: Browser) -> None:
    form = {"id": "x", "components": [
        {"type": "textfield", "key": "a", "label": "A", "validate": {"pattern": "(a+)+$"}},
        {"type": "expression", "key": "b", "label": "B", "expression": "=for i in 1..10000, j in 1..10000 return i*j"},
    ]}  # fmt: skip
    assert shown(analyst, form, raw={"a": ["a" * 40 + "!"]}, sent=True)["problems"] >= 1


def test_the_page_is_the_editor_and_text_on_request(analyst: Browser) -> None:
    assert 'sandbox="allow-same-origin"' in analyst.page
    assert (
        "unsafe-inline"
        not in analyst.client.get("/desain/cuti/ubah/forms/pemeriksaan.form.json").headers["content-security-policy"]
    )
    assert 'name="isi"' in analyst.get("/desain/cuti/ubah/forms/pemeriksaan.form.json?teks=1")


def test_a_saved_form_keeps_what_nobody_knows(analyst: Browser) -> None:
    form = {**CHECK, "asing": {"x": [1, 2.5]}}
    sends(analyst, "PUT", "/desain/cuti/isi/forms/pemeriksaan.form.json", form)
    assert json.loads(analyst.client.get("/desain/cuti/isi/forms/pemeriksaan.form.json").content)["asing"] == {
        "x": [1, 2.5]
    }
    sends(analyst, "PUT", "/desain/cuti/isi/forms/pemeriksaan.form.json", form, 409)


def test_a_form_saved_as_it_was_keeps_its_bytes(analyst: Browser) -> None:
    relaid = json.dumps(CHECK, indent=4)
    sends(analyst, "PUT", "/desain/cuti/isi/forms/pemeriksaan.form.json", relaid)
    assert analyst.client.get("/desain/cuti/isi/forms/pemeriksaan.form.json").content == json.dumps(CHECK).encode()


def test_a_new_form_begins_as_a_draft(adi: Browser) -> None:
    adi.get("/desain/cuti/formulir-baru")
    assert (
        adi.post("/desain/cuti/formulir-baru", {"nama": "usul", "judul": "Usulan"})
        == "/desain/cuti/ubah/forms/usul.form.json"
    )
    assert "forms/usul.form.json" in adi.get("/desain/cuti")


def test_the_shared_forms_are_offered_and_officials_get_nothing(analyst: Browser, rina: Browser) -> None:
    blocks = analyst.client.get("/desain/cuti/blok").json()
    assert "persetujuan" in {block["id"] for block in blocks}
    rina.get("/tugas")
    assert rina.client.get("/desain/cuti/blok").status_code == 403
    headers = {"X-CSRF": token(rina), "Content-Type": "application/json"}
    assert rina.client.post(URL, content='{"form": "{}"}', headers=headers).status_code == 403
