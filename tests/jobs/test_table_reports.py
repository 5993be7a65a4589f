"""A pack's test rows run with `tata check`, in the office of its scenarios."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.jobs.table_reports import run_tables

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
PACKS = Path(__file__).parents[2] / "processes"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The office's data and one pack with test rows."""
    shutil.copytree(PACKS / "_office", tmp_path / "_office")
    pack = tmp_path / "pengadaan"
    pack.mkdir()
    for name in ("pack.toml", "metode_pemilihan.dmn", "metode_pemilihan.test.yaml"):
        shutil.copy(PACKS / "pengadaan" / name, pack)
    return tmp_path


def test_the_shipped_rows_pass_with_the_shipped_parameters() -> None:
    reports = list(run_tables(PACKS, NOW))
    assert "metode_pemilihan.test.yaml" in {report.file for report in reports}
    assert [line for report in reports for line in report.lines if not line.passed] == []


def test_a_row_that_comes_out_otherwise_says_what_came_out(root: Path) -> None:
    rows = root / "pengadaan" / "metode_pemilihan.test.yaml"
    rows.write_text(rows.read_text().replace("metode: seleksi", "metode: tender"))
    (report,) = run_tables(root / "pengadaan", NOW)
    assert not report.passed
    assert [line.why for line in report.lines if not line.passed] == ["metode: seharusnya tender, tetapi seleksi"]


def test_a_pack_without_rows_costs_no_office(root: Path) -> None:
    (root / "pengadaan" / "metode_pemilihan.test.yaml").unlink()
    assert list(run_tables(root, NOW)) == []
