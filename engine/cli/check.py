"""Lint diagrams and packs, and run the packs' scenarios through the real engine."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from engine import bpmn, dmn
from engine.bpmn.lint.stages import Stages
from engine.cli import places
from engine.cli.console import list_findings, say, stop
from engine.jobs import scenario
from engine.jobs.table_reports import run_tables
from engine.model.findings import Finding, errors
from engine.service.assemble import Assembled, assemble
from engine.service.packfiles import pack_files
from engine.service.reading import Surroundings
from integrations.registry import registry


def assembled(root: Path) -> dict[str, Assembled]:
    """Every pack below `root` with its findings; a pack may name the registers of its neighbours."""
    wanted = places.pack_folders(root)
    if not wanted:
        stop(f"Expected packs below {root}, but none has a pack.toml")
    folders = places.pack_folders(scenario.home(root))
    files = {folder.name: pack_files(folder, places.library()) for folder in folders}
    operations = registry({}).operations()
    alone = {name: assemble(content, Surroundings(operations=operations)) for name, content in files.items()}
    registers = {key: spec for a in alone.values() if a.version for key, spec in a.version.registers.items()}
    known = Surroundings(
        operations=operations,
        registers=registers,
        parameters=scenario.parameter_keys(root),
    )
    return {folder.name: assemble(files[folder.name], known) for folder in wanted}


def check(
    root: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A pack, or a folder of packs")],
    scenarios: Annotated[bool, typer.Option(help="Run the scenarios too")] = True,
) -> None:
    """Lint every pack, run its tables' test rows and its scenarios on a virtual clock; ends with 1 on any error."""
    errors = 0
    for name, result in assembled(root).items():
        errors += list_findings(result.findings, file=name)
    failed = ran = 0
    if scenarios and not errors:
        for report in chain(run_tables(root, datetime.now(UTC)), scenario.run_all(root)):
            ran += 1
            failed += not report.passed
            say(f"{'ok    ' if report.passed else 'GAGAL '} {report.file}: {report.title}")
            for line in report.lines:
                if not line.passed:
                    say(f"        {line.text}: {line.why}")
            for warning in report.warnings:
                say(f"        peringatan: {warning}")
    if errors or failed:
        stop(f"{errors} errors, {failed} of {ran} scenarios failed")
    say(f"{ran} scenarios passed, 0 errors")


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
        return bpmn.lint(diagram, stages=stage)
    if suffix == ".dmn":
        with stage("read"):
            model = dmn.read(data)
        with stage("tables"):
            return dmn.lint(model)
    stop(f"Expected a .bpmn or .dmn file, but got {suffix or 'no ending'}")
