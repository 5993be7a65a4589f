"""What an analyst is told before a form goes live."""

from pathlib import Path
from typing import Any

import pytest

import forms
from engine.model.findings import errors
from tests.forms.office import a_form, one, written

LIBRARY = sorted((Path(__file__).parents[2] / "forms" / "library").glob("*.form.json"))


def codes(*components: dict[str, Any], **known: Any) -> list[str]:
    return [finding.code for finding in forms.lint(a_form(*components), **known)]


@pytest.mark.parametrize(
    ("component", "code"),
    [
        ({"type": "textfield", "key": "a"}, "form.no_label"),
        (one("radio"), "form.no_choices"),
        (one("radio", values=[{"value": "a"}, {"value": "a"}]), "form.duplicate_choice"),
        (one("rujukan"), "form.no_register"),
        (one("textfield", validate={"pattern": "("}), "form.pattern"),
        (one("number", validate={"min": "banyak"}), "form.bounds"),
        (one("number", validate={"min": 5, "max": 4}), "form.bounds_order"),
        (one("textfield", validate={"minLength": 5, "maxLength": 4}), "form.bounds_order"),
        (one("dynamiclist"), "form.no_columns"),
        (one("dynamiclist", components=[one("textfield")], properties={"totals": "isi"}), "form.total"),
        (one("dynamiclist", components=[one("textfield", readonly=True)]), "form.no_rows"),
        (one("textfield", conditional={"hide": "a = 1"}), "form.no_equals"),
        (one("textfield", properties={"check": "=true"}), "form.no_message"),
        (one("textfield", "case"), "form.reserved_key"),
        ({"type": "separator"}, "form.no_fields"),
    ],
)
def test_a_mistake_is_found_where_it_is(component: dict[str, Any], code: str) -> None:
    assert code in codes(component)


def test_a_key_used_twice_is_found_across_groups() -> None:
    assert "form.duplicate_key" in codes(one("textfield"), {"type": "group", "components": [one("number")]})


@pytest.mark.parametrize(
    "component",
    [
        one("textfield", conditional={"hide": "=a +"}),
        one("expression", expression="=1 +"),
        one("textfield", properties={"check": "=(", "checkMessage": "x"}),
        one("rupiah", validate={"max": "=("}),
        one("textfield", defaultValue="=("),
        {"type": "text", "text": "Pagu {{ =( }}"},
        one("dynamiclist", components=[one("expression", expression="=1 +")]),
    ],
)
def test_a_feel_error_is_found_with_its_line(component: dict[str, Any]) -> None:
    found = [
        finding for finding in forms.lint(a_form(one("textfield", "lain"), component)) if finding.code == "feel.syntax"
    ]
    assert found
    assert found[0].text_line == 1
    assert f"baris 1 kolom {found[0].text_column}: " in found[0].message_id


def test_a_name_the_case_does_not_have_is_found() -> None:
    component = one("textfield", conditional={"hide": "=paggu > 1"})
    assert "feel.unknown_name" in codes(component, names=("pagu",))
    assert codes(component, names=("paggu",)) == []
    assert codes(component) == []


def test_a_register_the_office_does_not_have_is_found() -> None:
    component = one("rujukan", properties={"register": "pengadaan.paket"})
    assert codes(component, registers=("pengadaan.package",)) == ["form.no_register"]
    assert codes(component, registers=("pengadaan.paket",)) == []


def test_an_unreadable_file_is_a_finding_in_both_languages() -> None:
    (finding,) = forms.lint_file(written(one("iframe")))
    assert finding.code == "form.unknown_type"
    assert finding.element == "isi"
    assert finding.message_id.startswith("Seharusnya")
    assert finding.message_en.startswith("Expected")


def test_there_is_a_library_to_begin_with() -> None:
    assert len(LIBRARY) >= 6


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_every_shared_form_is_without_findings_and_in_both_languages(path: Path) -> None:
    form = forms.read(path.read_bytes())
    assert errors(forms.lint(form, names=())) == []
    assert form.id == path.name.removesuffix(".form.json")
    assert form.title
    assert form.title_en
    for field in form.walk():
        assert not field.label or field.properties.get("label_en"), field.key
