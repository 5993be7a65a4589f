"""`tata lint`: findings with code, element, sentences, hint and severity; bounded time for any drawing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bpmn.drawing import Drawing

TATA = Path(sys.executable).parent / "tata"


def linted(drawing: Drawing, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    file = folder / "gambar.bpmn"
    file.write_bytes(drawing.data())
    command = [str(TATA), "lint", str(file), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def wide(split: str, join: str, branches: int) -> Drawing:
    condition = "=pagu > 1" if split == "inclusiveGateway" else ""
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e").node(split, "g").node(join, "j")
    for branch in range(branches):
        drawing.user(f"u{branch}").flow("g", f"u{branch}", condition).flow(f"u{branch}", "j")
    return drawing.flow("s", "g").flow("j", "e")


def test_findings_are_printed_as_json(tmp_path: Path) -> None:
    done = linted(wide("inclusiveGateway", "parallelGateway", 2), tmp_path, "--json")
    assert done.returncode == 0
    found = next(one for one in json.loads(done.stdout)["findings"] if one["code"] == "flow.deadlock_path")
    assert (found["element"], found["severity"]) == ("j", "warning")
    assert all(found[name] for name in ("message_id", "message_en", "hint_id", "hint_en", "line"))


def test_an_error_ends_with_one(tmp_path: Path) -> None:
    lone = wide("parallelGateway", "parallelGateway", 2).user("x")
    assert linted(lone, tmp_path).returncode == 1
    assert linted(lone, tmp_path, "--json").returncode == 1


@pytest.mark.parametrize(
    ("split", "join"),
    [
        ("parallelGateway", "parallelGateway"),
        ("inclusiveGateway", "inclusiveGateway"),
        ("inclusiveGateway", "parallelGateway"),
        ("parallelGateway", "exclusiveGateway"),
    ],
)
def test_a_thousand_nodes_take_two_seconds_of_work_at_most(split: str, join: str, tmp_path: Path) -> None:
    done = linted(wide(split, join, 1_000), tmp_path, "--json", "--timing")
    timing = json.loads(done.stdout)["timing_ms"]
    assert {"read", "file", "definitions", "structure", "graph", "soundness", "total"} <= set(timing)
    clock, cpu = timing["total"]
    assert 0 < cpu <= 2_000
    assert clock > 0


def test_the_stages_are_printed(tmp_path: Path) -> None:
    done = linted(wide("parallelGateway", "parallelGateway", 2), tmp_path, "--timing")
    assert "soundness" in done.stdout
    assert "total" in done.stdout
