"""The scenarios of the shipped packs, each through the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.cli import places
from engine.jobs import scenario
from engine.jobs.scenario_office import Template

FILES = sorted(places.packs().glob("*/scenarios/*.yaml"))


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    with scenario.theatre(places.packs()) as prepared:
        yield prepared


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_goes_as_its_author_says(file: Path, template: Template) -> None:
    report = scenario.run(file, template)
    assert report.lines
    assert [f"{line.text}: {line.why}" for line in report.lines if not line.passed] == []


def test_the_procurement_pack_shows_at_least_eight_scenarios() -> None:
    assert len([file for file in FILES if file.parts[-3] == "pengadaan"]) >= 8


def test_a_scenario_that_expects_the_wrong_end_is_reported(tmp_path: Path, template: Template) -> None:
    happy = places.packs() / "pengadaan" / "scenarios" / "01-laptop-dibayar-dan-tercatat.yaml"
    wrong = tmp_path / "salah.yaml"
    wrong.write_text(happy.read_text().replace("penerimaan.denda: 0", "penerimaan.denda: 1"))
    report = scenario.run(wrong, template)
    assert [line.why for line in report.lines if not line.passed] == ["Seharusnya 1, tetapi 0"]


def test_a_step_nobody_can_do_is_a_sentence_for_its_author(tmp_path: Path, template: Template) -> None:
    file = tmp_path / "asing.yaml"
    file.write_text("judul: x\ndiketahui: {sekarang: 2026-11-02 08:00}\nketika: [{terbang: ya}]\n")
    report = scenario.run(file, template)
    assert not report.passed
    assert "Seharusnya langkah salah satu dari" in report.lines[0].why
