"""Packs go into the database and come back from it byte for byte."""

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.app import build, ready
from engine.bpmn.spell import spell
from engine.cli.packs import deploy, pull, tidy
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.office import PutParameters, PutPositions, PutUnits
from engine.service.packs import ReleaseDrafts, SaveFileDraft
from engine.service.views import library
from engine.settings import Settings
from tests.office import PACK, POSITIONS, UNITS
from tests.service.rehearsing import PATH, SCENARIO

ODD = "# Prosedur\r\nbaris kedua tanpa akhir".encode("utf-16")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TATA_DATABASE", f"sqlite:///{tmp_path}/office.sqlite")
    shutil.copytree(PACK, tmp_path / "alat")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {f"{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_deployed_is_pulled_byte_for_byte(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "alat" / "SOP.md").write_bytes(ODD)
    deploy(folder / "alat", without_scenarios="uji")
    pull("alat", folder / "kembali")
    assert contents(folder / "kembali" / "alat") == contents(folder / "alat")
    deploy(folder / "kembali" / "alat", without_scenarios="uji")
    assert capsys.readouterr().out.splitlines()[-1] == "alat version 1: unchanged"
    pull("alat", folder / "kembali")
    assert ": 0 of" in capsys.readouterr().out


def test_a_release_in_the_browser_comes_back_as_files_that_are_the_same_version(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deploy(folder / "alat", without_scenarios="uji")
    app = build(Settings())
    execute(SaveFileDraft("alat", "SOP.md", b"# Dari peramban", 0), world=app.world, actor=ENGINE)
    execute(ReleaseDrafts("alat", without_scenarios="uji"), world=app.world, actor=ENGINE)
    app.close()
    deploy(folder / "alat", without_scenarios="uji")
    assert capsys.readouterr().out.splitlines()[-1] == "alat version 1: unchanged, not current"
    pull("alat", folder)
    assert (folder / "alat" / "SOP.md").read_bytes() == b"# Dari peramban"
    deploy(folder / "alat", without_scenarios="uji")
    assert capsys.readouterr().out.splitlines()[-1] == "alat version 2: unchanged"


def furnish() -> None:
    """The organisation the scenario speaks of, without a single person."""
    app = build(Settings())
    ready(app.store)
    due = {"key": "alat.periksa", "value": "3", "valid_from": "2026-01-01", "unit": "day", "day_type": "working"}
    for command in (PutUnits(UNITS), PutPositions(POSITIONS), PutParameters((due,))):
        execute(command, world=app.world, actor=ENGINE)
    app.close()


def test_a_red_scenario_keeps_files_out_and_a_green_one_lets_them_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish()
    scenario = folder / "alat" / PATH
    scenario.parent.mkdir()
    scenario.write_text(SCENARIO.replace("berkas: selesai", "berkas: berjalan"))
    with pytest.raises(SystemExit):
        deploy(folder / "alat")
    assert "berkas: berjalan: Seharusnya berjalan, tetapi selesai" in capsys.readouterr().out
    scenario.write_text(SCENARIO)
    deploy(folder / "alat")
    assert capsys.readouterr().out.splitlines() == ["1 scenarios passed", "alat version 1: added"]


def test_files_without_scenarios_need_a_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        deploy(folder / "alat")
    assert "--without-scenarios" in capsys.readouterr().err


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Analis", "-c", "user.email=analis@contoh.invalid"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_an_edit_in_the_browser_is_one_line_in_git_and_no_new_version_when_deployed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diagram = folder / "alat" / "permintaan_alat.bpmn"
    tidy([diagram])
    deploy(folder / "alat", without_scenarios="uji")
    git(folder, "init", "-q")
    git(folder, "add", "alat")
    git(folder, "commit", "-qm", "Paket")

    app = build(Settings())
    browser = diagram.read_bytes().replace(b"  ", b"\t").replace(b"bpmn:", b"b:").replace(b"xmlns:bpmn=", b"xmlns:b=")
    browser = browser.replace(b'name="Alat tercatat"', b'name="Alat dicatat"')
    execute(SaveFileDraft("alat", diagram.name, browser, 0), world=app.world, actor=ENGINE)
    execute(ReleaseDrafts("alat", without_scenarios="uji"), world=app.world, actor=ENGINE)
    app.close()

    pull("alat", folder)
    changed = [line for line in git(folder, "diff", "-U0").splitlines() if line.startswith(("+ ", "- "))]
    assert [line.strip("+- ")[:50] for line in changed] == [
        '<bpmn:endEvent id="Selesai" name="Alat tercatat">',
        '<bpmn:endEvent id="Selesai" name="Alat dicatat">',
    ]
    assert git(folder, "diff", "--name-only").split() == ["alat/permintaan_alat.bpmn"]
    capsys.readouterr()
    deploy(folder / "alat")
    assert capsys.readouterr().out == "alat version 2: unchanged\n"
    pull("alat", folder)
    assert ": 0 of" in capsys.readouterr().out


def test_a_diagram_saved_without_a_change_keeps_its_bytes(folder: Path) -> None:
    deploy(folder / "alat", without_scenarios="uji")
    app = build(Settings())
    path = "permintaan_alat.bpmn"
    hand = (folder / "alat" / path).read_bytes()
    execute(SaveFileDraft("alat", path, spell(hand), 0), world=app.world, actor=ENGINE)
    assert library.file(app.world, ENGINE, "alat", path).content == hand
    app.close()
