"""A hostile or mistaken schema is refused by name, before anybody sees it."""

import json
from typing import Any

import pytest

import forms
from engine.model.errors import Invalid
from tests.forms.office import one, written


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        forms.read(data)
    assert refused.value.message.startswith("Expected")
    return refused.value.code


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = one("textfield")
    for _ in range(depth):
        inner = {"type": "group", "label": "g", "components": [inner]}
    return inner


@pytest.mark.parametrize("type", ["iframe", "html", "image", "documentPreview", "table", "script", "", None, 7])
def test_a_component_we_do_not_know_is_refused_by_name(type: object) -> None:
    assert refusal(written({"type": type, "key": "x"})) == "form.unknown_type"


@pytest.mark.parametrize("subtype", ["time", "datetime", None])
def test_only_the_date_of_the_form_js_date_and_time_is_known(subtype: str | None) -> None:
    assert refusal(written(one("datetime", subtype=subtype))) == "form.unknown_type"


@pytest.mark.parametrize("key", ["", "a b", "a.b", "1a", "_hapus:x", "x" * 65, None, 4, "é"])
def test_a_key_that_could_be_mistaken_in_a_post_is_refused(key: object) -> None:
    assert refusal(written({"type": "textfield", "key": key})) == "form.key"


def test_what_is_too_large_too_deep_or_too_many_is_refused() -> None:
    assert refusal(b"[" * 100_000) in ("form.not_json", "form.too_deep")
    assert refusal(b" " * (257 * 1024)) == "form.too_large"
    assert refusal(written(nested(7))) == "form.too_deep"
    assert refusal(written(*(one("textfield", f"a{n}") for n in range(401)))) == "form.too_many"
    assert refusal(written(one("select", values=[{"value": str(n)} for n in range(501)]))) == "form.schema"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"NaN", b'{"components": [{"type": "number", "min": Infinity}]}'])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    assert refusal(data) == "form.not_json"


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ["a"]},
        {"validate": [1]},
        {"validate": {"minLength": -1}},
        {"validate": {"required": "yes"}},
        {"validate": {"max": True}},
        {"properties": {"check": {}}},
        {"conditional": "x"},
        {"values": "x", "type": "radio"},
    ],
)
def test_a_setting_of_the_wrong_shape_is_refused(wrong: dict[str, Any]) -> None:
    assert refusal(written({**one("textfield"), **wrong})) == "form.schema"


def test_a_table_holds_plain_cells_only() -> None:
    for type in ("group", "dynamiclist", "filepicker", "text", "radio"):
        assert refusal(written(one("dynamiclist", components=[one(type, "dalam")]))) == "form.cell"


def test_a_root_that_is_no_object_is_refused() -> None:
    assert refusal(json.dumps([1]).encode()) == "form.schema"
    assert refusal(json.dumps({"components": {}}).encode()) == "form.schema"


def test_buttons_are_the_pages_business() -> None:
    assert forms.read(written({"type": "button", "label": "Kirim"}, one("textfield"))).fields[0].key == "isi"
