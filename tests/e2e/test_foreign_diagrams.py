"""A diagram drawn elsewhere is imported, opened in the modeler, saved and taken out again: it says what it said."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.town import Official, Town

pytestmark = pytest.mark.browser

SHARED = Path(__file__).parents[3] / "shared" / "corpora"


def imported(analyst: Official, file: Path) -> str:
    """Import a file into a pack of its own; the address of its modeler."""
    page: Page = analyst.goes("/desain/impor").page
    page.set_input_files("#berkas", file)
    page.fill("#pack_title", f"Contoh {file.stem}")
    page.get_by_role("button", name="Impor").click()
    address = page.get_by_role("button", name="Buka di").get_attribute("href")
    assert address
    return address


def saved(analyst: Official, address: str) -> str:
    """Open the draft in the modeler and save it; what the editor could not read."""
    page = analyst.page
    analyst.goes(address)
    page.wait_for_selector("html[data-ready]", timeout=30_000)
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.", timeout=15_000)
    return str(page.evaluate("() => tata.modeler.get('elementRegistry').getAll().length"))


@pytest.mark.corpus
def test_reference_diagrams_of_other_tools_keep_every_fact(town: Town, sit_down: Any, tmp_path: Path) -> None:
    if not (SHARED / "miwg").is_dir():
        pytest.skip("The third-party corpora are not beside this checkout (../shared/corpora)")
    analyst: Official = sit_down("setda.org.kabag", javascript=True)
    out = tmp_path / "out"
    out.mkdir()
    for file in sorted((SHARED / "miwg").glob("*.bpmn")):
        address = imported(analyst, file)
        saved(analyst, address)
        answer = analyst.page.request.get(town.url + address.replace("/ubah/", "/isi/"))
        (out / file.name).write_bytes(answer.body())
    judge = [sys.executable, "run_miwg.py", "--pairs", str(SHARED / "miwg"), str(out), "-v"]
    told = subprocess.run(judge, cwd=SHARED / "harness", capture_output=True, text=True, timeout=60, check=True).stdout
    assert "8/8 files identical in semantic inventory; 0 of" in told, told
