"""Lint packs, and run the packs' scenarios through the real engine."""

from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import places
from engine.cli.console import list_findings, say, stop
from engine.jobs import scenario
from engine.jobs.table_reports import run_tables
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
