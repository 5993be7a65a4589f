"""Third-party BPMN cases through `tata conformance`: what is accepted is right, all else is refused by name."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "corpora"
TATA = Path(sys.executable).parent / "tata"


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The harness's own report."""
    if not (SHARED / "harness").is_dir():
        pytest.skip("The third-party corpora are not beside this checkout (../shared/corpora)")
    out = tmp_path_factory.mktemp("betsy") / "out.json"
    subprocess.run(
        [sys.executable, "run_betsy.py", "--adapter", "jsonl_adapter:JsonlAdapter", "--negative", "--out", str(out)],
        cwd=SHARED / "harness",
        env={**os.environ, "CORPUS_CMD": f"{TATA} conformance", "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        timeout=600,
        capture_output=True,
    )
    report: dict[str, object] = json.loads(out.read_text())
    return report


@pytest.mark.corpus
def test_nothing_that_is_accepted_runs_wrongly(verdicts: dict[str, list[dict[str, str]]]) -> None:
    cases = json.loads((SHARED / "betsy" / "betsy.json").read_text())["tests"]
    # These two measure elapsed time inside a script: no engine on a virtual clock can pass them.
    wallclock = {case["id"] for case in cases if case.get("wallclock")}
    wrong = [
        r["id"] for r in verdicts["results"] if r["status"] in ("wrong", "runtime_error") and r["id"] not in wallclock
    ]
    assert wrong == []


@pytest.mark.corpus
def test_what_must_be_refused_is_refused(verdicts: dict[str, dict[str, dict[str, int]]]) -> None:
    assert verdicts["negative"]["strict"]["rejected"] >= 140
