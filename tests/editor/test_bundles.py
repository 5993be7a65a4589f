"""What is committed built is what the sources say: nobody edits a bundle, nobody forgets to build."""

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "engine" / "web"
VENDOR = WEB / "static" / "vendor"
MANIFEST: Mapping[str, Mapping[str, str]] = json.loads((VENDOR / "manifest.json").read_text())


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", sorted(MANIFEST["sources"]))
def test_a_source_is_the_one_the_bundles_were_built_from(name: str) -> None:
    assert digest(WEB / "editor" / name) == MANIFEST["sources"][name], "run `node build.mjs` in engine/web/editor"


@pytest.mark.parametrize("name", sorted(MANIFEST["outputs"]))
def test_a_bundle_is_the_one_that_was_built(name: str) -> None:
    assert digest(VENDOR / name) == MANIFEST["outputs"][name]


def test_every_source_and_every_bundle_is_listed() -> None:
    editor = WEB / "editor"
    sources = {str(path.relative_to(editor)) for folder in ("src", "styles") for path in (editor / folder).rglob("*.*")}
    assert sources | {"build.mjs", "package.json", "package-lock.json"} == set(MANIFEST["sources"])
    assert {path.name for path in VENDOR.iterdir()} - {"manifest.json"} == set(MANIFEST["outputs"])


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("vendor/tata.css", 14_000),
        ("app.js", 20_000),
        ("vendor/viewer.js", 75_000),
        ("vendor/modeler.js", 700_000),
        ("vendor/table.js", 380_000),
        ("vendor/formdesign.js", 20_000),
        ("vendor/feel.js", 7_000),
        ("vendor/isian.js", 4_000),
    ],
)
def test_what_travels_over_a_slow_line_stays_small(name: str, limit: int) -> None:
    assert len(gzip.compress((WEB / "static" / name).read_bytes(), 9)) <= limit


SCRIPTS = ("app.js", *(f"vendor/{name}.js" for name in ("viewer", "modeler", "table", "formdesign", "feel", "isian")))
#: Which page loads which bundle: officials carry none of the editors.
EDITORS = {"modeler": "modeler.html", "table": "table.html", "formdesign": "formdesign.html"}


@pytest.mark.parametrize("bundle", EDITORS)
def test_an_editor_is_loaded_on_its_own_page_only(bundle: str) -> None:
    pages = {page.name for page in (WEB / "templates").iterdir() if f"vendor/{bundle}." in page.read_text()}
    assert pages == {EDITORS[bundle]}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_needs_no_eval(name: str) -> None:
    text = (WEB / "static" / name).read_text()
    assert "eval(" not in text.replace(".eval(", "")
    assert "new Function(" not in text


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((WEB / "editor" / "package-lock.json").read_text())
    assert not [name for name, entry in lock["packages"].items() if "resolved" in entry]
