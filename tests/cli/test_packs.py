"""Packs go into the database and come back from it byte for byte."""

import shutil
from pathlib import Path

import pytest

from engine.app import build
from engine.cli.packs import deploy, pull
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import ReleaseDrafts, SaveFileDraft
from engine.settings import Settings
from tests.office import PACK

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
    deploy(folder / "alat")
    pull("alat", folder / "kembali")
    assert contents(folder / "kembali" / "alat") == contents(folder / "alat")
    deploy(folder / "kembali" / "alat")
    assert capsys.readouterr().out.splitlines()[-1] == "alat version 1: unchanged"
    pull("alat", folder / "kembali")
    assert ": 0 of" in capsys.readouterr().out


def test_a_release_in_the_browser_comes_back_as_files_that_are_the_same_version(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deploy(folder / "alat")
    app = build(Settings())
    execute(SaveFileDraft("alat", "SOP.md", b"# Dari peramban", 0), world=app.world, actor=ENGINE)
    execute(ReleaseDrafts("alat"), world=app.world, actor=ENGINE)
    app.close()
    deploy(folder / "alat")
    assert capsys.readouterr().out.splitlines()[-1] == "alat version 1: unchanged, not current"
    pull("alat", folder)
    assert (folder / "alat" / "SOP.md").read_bytes() == b"# Dari peramban"
    deploy(folder / "alat")
    assert capsys.readouterr().out.splitlines()[-1] == "alat version 2: unchanged"
