"""Lint one file by itself: reads nothing of an office, so that it answers at once."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from engine import bpmn, dmn
from engine.cli.console import list_findings, say, stop, told
from engine.cli.stages import Stages
from engine.model.errors import Refused
from engine.model.findings import Finding, errors


def lint(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A .bpmn or .dmn file")],
    timing: Annotated[bool, typer.Option("--timing", help="Say how long each stage takes")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print findings as JSON")] = False,
) -> None:
    """Lint one diagram or decision file by itself; names of other files are not checked. Ends with 1 on any error."""
    stages = Stages()
    findings = lint_bytes(file.suffix, file.read_bytes(), stages)
    if as_json:
        answer: dict[str, object] = {"file": file.name, "findings": [asdict(one) for one in findings]}
        say(json.dumps(answer | ({"timing_ms": _milliseconds(stages)} if timing else {}), ensure_ascii=False, indent=1))
        sys.exit(1 if errors(findings) else 0)
    wrong = list_findings(findings, file=file.name)
    if timing:
        for name, (clock, cpu) in {**stages.spent, "total": stages.total}.items():
            say(f"{name:12} {clock * 1000:8.1f} ms  {cpu * 1000:8.1f} ms CPU")
    if wrong:
        stop("There are errors: this file cannot be released")
    say(f"{file.name}: no errors, {len(findings)} warnings")


def _milliseconds(stages: Stages) -> dict[str, list[float]]:
    """Stage -> milliseconds on the clock and of CPU."""
    return {
        name: [round(one * 1000, 1) for one in both] for name, both in {**stages.spent, "total": stages.total}.items()
    }


def lint_bytes(suffix: str, data: bytes, stages: Stages | None = None) -> list[Finding]:
    """The findings of one file by its kind."""
    stage = stages or Stages()
    if suffix == ".bpmn":
        with stage("read"):
            diagram = bpmn.read(data)
        return bpmn.lint(diagram, stage=stage)
    if suffix == ".dmn":
        with stage("read"):
            model = dmn.read(data)
        with stage("tables"):
            return dmn.lint(model)
    stop(f"Expected a .bpmn or .dmn file, but got {suffix or 'no ending'}")


def alone() -> None:
    """Run `tata lint` without loading the other commands."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command("lint")(lint)
    try:
        app(args=sys.argv[2:], prog_name="tata lint")
    except Refused as refused:
        stop(told(refused))
