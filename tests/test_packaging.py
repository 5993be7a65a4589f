"""Our import names are generic: nobody else may own them, and the wheel carries the packs."""

import subprocess
import sys
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["engine", "forms", "integrations"])
def test_our_packages_are_ours_alone(name: str) -> None:
    assert set(packages_distributions().get(name, ["tatalaksana"])) == {"tatalaksana"}


def test_a_wheel_holds_code_packs_pages_and_editors(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", str(tmp_path), str(ROOT)],
        check=True,
        timeout=240,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "engine/_packs/pengadaan/pengadaan_langsung.bpmn",
        "engine/_manuals/pejabat.md",
        "engine/_manuals/gambar/kotak-tugas.png",
        "engine/web/static/vendor/tata.css",
        "engine/web/static/vendor/modeler.js",
        "engine/locale/id/LC_MESSAGES/messages.po",
        "forms/library/catatan.form.json",
    ):
        assert wanted in names
    assert not [name for name in names if "node_modules" in name]
