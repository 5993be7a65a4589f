"""The child that plays scenarios, so that a long run slows nobody down: paths in, a JSON line per report out."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import forms
from engine.jobs import scenario
from engine.jobs.scenario_office import Template
from engine.jobs.stage import Stage
from engine.model.errors import Refused


def played(root: Path, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Play each scenario, given as `pack/scenarios/name.yaml`, in the office laid out below `root`."""
    with TemporaryDirectory(prefix="tata-skenario-") as folder:
        template = Template(Path(folder), Stage(root, Path(forms.__file__).parent / "library"))
        for path in paths:
            report = scenario.run(root / path, template)
            lines = [{"text": line.text, "passed": line.passed, "why": line.why} for line in report.lines]
            yield {"file": path, "title": report.title, "passed": report.passed, "lines": lines}


def fault(path: str, reason: str) -> dict[str, Any]:
    """A report of what kept the scenarios from being played at all."""
    return {"file": path, "title": path, "passed": False, "lines": [{"text": "mesin", "passed": False, "why": reason}]}


def main(arguments: Sequence[str]) -> None:
    """Print a report per scenario; one about the office where it cannot be prepared."""
    os.nice(5)
    root, *paths = arguments
    try:
        for report in played(Path(root), paths):
            sys.stdout.write(json.dumps(report) + "\n")
            sys.stdout.flush()
    except Refused as refused:
        sys.stdout.write(json.dumps(fault("", f"{refused.code}: {refused.message}")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
