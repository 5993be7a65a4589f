"""The reference says what the code does: the dialect, the API and the keys of scenarios."""

import re
from pathlib import Path

import pytest

from engine.jobs import scenario_checks, scenario_steps
from engine.service.registers import TYPES
from tests.docs import reference

FOLDER = reference.FOLDER


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", reference.PARTS)
def test_what_is_written_from_the_code_is_current(name: str) -> None:
    text = page(reference.PARTS[name][0])
    assert f"<!-- {name}: from the code -->" in text
    assert reference.renewed(text, name) == text, "python -m tests.docs.reference renews it"


def test_every_key_of_a_scenario_is_explained() -> None:
    text = page("packs.md")
    keys = {*scenario_steps.KINDS, *scenario_checks.KINDS, *scenario_steps.FAULTS, *scenario_steps.PORTS}
    keys |= {"judul", "diketahui", "ketika", "maka", "periksa", "oleh", "isian", "ditolak", "pada", "cadangkan"}
    source = Path(scenario_steps.__file__).with_name("scenario_file.py").read_text(encoding="utf-8")
    keys |= set(re.findall(r'given\.get\("(\w+)"', source))
    assert {"seperti", "ganti", "sampai", "jabatan"} <= keys
    assert sorted(key for key in keys if f"`{key}" not in text) == []


def test_every_type_of_a_register_field_is_explained() -> None:
    assert [name for name in TYPES if f"`{name}`" not in page("packs.md")] == []


def test_every_address_in_the_examples_of_the_api_exists() -> None:
    patterns = [re.sub(r"\{[^}]+\}", "[^/ ?]+", path) for path in reference.described()["paths"]]
    shown = re.findall(r"\$TATA(/[^ \"'?]*)", page("api.md"))
    assert len(shown) >= 5
    assert [path for path in shown if not any(re.fullmatch(one, path) for one in patterns)] == []
