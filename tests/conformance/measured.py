"""What third-party collections say of this engine: `python -m tests.conformance.measured` writes it on the page."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.docs.bpmn import PAGE

SHARED = Path(__file__).parents[3] / "shared" / "corpora"
TATA = Path(sys.executable).parent / "tata"
PART = re.compile(r"(<!-- corpora: measured -->\n).*?(<!-- end -->)", re.S)


def _judged(script: str, *options: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, script, *options],
        cwd=SHARED / "harness",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        check=True,
        timeout=600,
        capture_output=True,
        text=True,
    ).stdout


def processes() -> list[str]:
    """The betsy processes and the diagrams that must be refused, through `tata conformance`."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        options = ("--adapter", "jsonl_adapter:JsonlAdapter", "--negative", "--out", str(out))
        _judged("run_betsy.py", *options, CORPUS_CMD=f"{TATA} conformance")
        report: Mapping[str, Any] = json.loads(out.read_text())
    cases = json.loads((SHARED / "betsy" / "betsy.json").read_text())["tests"]
    wallclock = {case["id"] for case in cases if case.get("wallclock")}
    worst = {"pass": 0, "cannot_parse": 1, "runtime_error": 2, "wrong": 3}
    ended: dict[str, str] = {}
    for one in report["results"]:
        if one["id"] not in wallclock:
            name = f"{one['group']}/{one['id']}"
            ended[name] = max(ended.get(name, "pass"), one["status"], key=lambda status: worst[status])
    found, negative = Counter(ended.values()), report["negative"]["strict"]
    return [
        f"- betsy, {len(ended)} processes: {found['pass']} right, {found['cannot_parse']} refused by name, "
        f"{found['wrong'] + found['runtime_error']} accepted and wrong.",
        f"- betsy, {sum(negative.values())} diagrams that must be refused: {negative['rejected']} are.",
    ]


def decisions() -> list[str]:
    """The DMN compatibility kit."""
    path = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[2])))
    told = _judged("run_tck.py", "--adapter", "tck_adapter:Tata", PYTHONPATH=path)
    second = re.search(r"compliance-level-2 +(\d+)/(\d+)", told)
    whole = next(line for line in told.splitlines() if line.strip().startswith("CL2+CL3"))
    passed, answered = re.findall(r"(\d+)/(\d+)", whole)[:2]
    assert second is not None
    return [
        f"- DMN compatibility kit, level 2: {second[1]} of {second[2]}; both levels: {passed[0]} of {passed[1]}, "
        f"with an answer that is not null: {answered[0]} of {answered[1]}."
    ]


def written(text: str) -> list[str]:
    """What the page says was measured."""
    found = PART.search(text)
    assert found is not None
    return [line for line in found[0].splitlines() if line.startswith("- ")]


def main() -> None:
    """Measure, and write it on the page."""
    lines = "\n".join([*processes(), *decisions()])
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(PART.sub(lambda found: f"{found[1]}{lines}\n{found[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
