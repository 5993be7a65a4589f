"""A scenario chooses in ad-hoc work, and says that it is done."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from engine.jobs.scenario import Report, run_all
from tests import inquiry
from tests.jobs.test_scenario_cases import SHIPPED, failures

WHO = {"oleh": "DKOM.PPK"}
WORK = "Pemeriksaan temuan"
BEGUN = {"mulai": "temuan", **WHO}


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., Report]:
    """Play one scenario over the inquiry."""
    pack = tmp_path / "temuan"
    (pack / "scenarios").mkdir(parents=True)
    (tmp_path / "_office").symlink_to(SHIPPED)
    for name, content in inquiry.files("commitment_officer", "commitment_officer").items():
        (pack / name).write_bytes(content)

    def played(*steps: dict[str, object], then: dict[str, object]) -> Report:
        told = {"judul": "uji", "diketahui": {"sekarang": "2026-11-02 08:00"}, "ketika": list(steps), "maka": then}
        (pack / "scenarios" / "01.yaml").write_text(yaml.safe_dump(told, sort_keys=False))
        (report,) = run_all(pack)
        return report

    return played


def test_officials_choose_and_say_when_it_is_done(play: Callable[..., Report]) -> None:
    report = play(
        BEGUN,
        {"pilih": "Dengar saksi", "di": WORK, **WHO},
        {"periksa": {"tugas": ["Dengar saksi", WORK]}},
        {"tugas": "Dengar saksi", **WHO},
        {"pilih": "Minta dokumen", **WHO},
        {"selesai": WORK, **WHO, "alasan": "Cukup"},
        {"tugas": "Susun laporan", **WHO},
        then={"berkas": "selesai", "jejak": ["adhoc.chosen", "adhoc.chosen", "adhoc.declared", "case.completed"]},
    )
    assert failures(report) == []


def test_a_scenario_may_expect_a_refusal(play: Callable[..., Report]) -> None:
    report = play(BEGUN, {"selesai": WORK, **WHO, "ditolak": "adhoc.reason"}, then={"tugas": [WORK]})
    assert failures(report) == []


def test_what_cannot_be_chosen_is_told_with_what_can(play: Callable[..., Report]) -> None:
    report = play(BEGUN, {"pilih": "Catat hari", **WHO}, then={})
    assert "Dengar saksi, Minta dokumen" in failures(report)[0]
