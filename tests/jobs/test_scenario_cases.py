"""A scenario may follow a case into the cases it leads to, and let signals and messages come from outside."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from engine.jobs.scenario import Report, run_all
from tests.runtime.drawing import Drawing

SHIPPED = Path(__file__).parents[2] / "processes" / "_office"
MANIFEST = 'key = "uji"\ntitle_id = "Uji"\n[roles]\ncommitment_officer = "PPK"\n'
TO = "position:DKOM.PPK"


def parent() -> Drawing:
    drawn = Drawing("induk", caseNumber="IND", startGroups="commitment_officer").start().user("a", TO).call("c", "anak")
    drawn.throw("t", message="kabar", inputs={"asal": "=case.number"}).catch("s1", signal="buka").user("z", TO).end()
    return drawn.flow("s a c t s1 z e")


def child() -> Drawing:
    drawn = Drawing("anak", caseNumber="ANK").start().user("b", TO).script("n", "=7", "n").end()
    return drawn.flow("s b n e")


def receiver() -> Drawing:
    drawn = Drawing("penerima", caseNumber="TRM", startUnit="DKOM").start("s", message="kabar")
    drawn.catch("w", message="balas", key="=asal").user("k", TO).end()
    return drawn.flow("s w k e")


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., Report]:
    """Play one scenario over a pack of three processes."""
    pack = tmp_path / "uji"
    (pack / "scenarios").mkdir(parents=True)
    (tmp_path / "_office").symlink_to(SHIPPED)
    (pack / "pack.toml").write_text(MANIFEST)
    for drawn in (parent(), child(), receiver()):
        (pack / f"{drawn.process}.bpmn").write_bytes(drawn.xml())

    def played(*steps: dict[str, object], then: dict[str, object]) -> Report:
        told = {"judul": "uji", "diketahui": {"sekarang": "2026-11-02 08:00"}, "ketika": list(steps), "maka": then}
        (pack / "scenarios" / "01.yaml").write_text(yaml.safe_dump(told, sort_keys=False))
        (report,) = run_all(pack)
        return report

    return played


PPK = {"oleh": "DKOM.PPK"}
BEGUN = ({"mulai": "induk", **PPK}, {"tugas": "A", **PPK})


def failures(report: Report) -> list[str]:
    return [f"{line.text}: {line.why}" for line in report.lines if not line.passed]


def test_the_whole_way_through_a_called_case_a_message_and_a_signal(play: Callable[..., Report]) -> None:
    report = play(
        *BEGUN,
        {"periksa": {"tugas": ["B"], "berkas": "berjalan"}},
        {"tugas": "B", "berkas": "anak", **PPK},
        {"berkas": "anak"},
        {"periksa": {"berkas": "selesai", "isi": {"n": 7, "case.parent": "IND-2026-00001"}}},
        {"berkas": "IND-2026-00001"},
        {"periksa": {"berkas": "berjalan", "isi": {"n": 7}}},
        {"pesan": "balas", "kunci": "=case.number", "isian": {"hari": "2026-11-03", "n": "=n + 1"}},
        {"sinyal": "buka", "isian": {"tahun": 2026}},
        {"periksa": {"tugas": ["K", "Z"], "isi": {"tahun": 2026}}},
        {"berkas": {"proses": "penerima", "ke": 1}},
        {"periksa": {"isi": {"n": 8, "hari": "2026-11-03"}}},
        {"tugas": "K", "berkas": "terpilih", **PPK},
        {"tugas": "Z", **PPK},
        then={"berkas": "selesai", "berkas_lain": {"induk": "selesai", "anak": ["selesai"], "penerima": "selesai"}},
    )
    assert failures(report) == []


def test_a_signal_nobody_waits_for_is_not_kept(play: Callable[..., Report]) -> None:
    report = play(
        {"mulai": "induk", **PPK},
        {"sinyal": "buka"},
        {"tugas": "A", **PPK},
        {"tugas": "B", **PPK},
        then={"tugas": [], "berkas": "berjalan"},
    )
    assert failures(report) == []


def test_a_scenario_that_names_a_case_there_is_not_says_which_there_are(play: Callable[..., Report]) -> None:
    report = play(*BEGUN, {"berkas": "rka"}, then={})
    assert "IND-2026-00001 (induk)" in failures(report)[0]
