"""Move running cases to another version of their process, or see first what would become of each."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.app import App, build, ready
from engine.cli.console import say, stop
from engine.jobs import moving
from engine.model.actor import ENGINE
from engine.runtime import Renaming
from engine.service.execute import execute
from engine.service.moves import preview
from engine.service.moves.carrying import BeginMove
from engine.service.moves.plans import Ends, ends, read_mapping
from engine.settings import Settings
from engine.store.move_runs import MoveRow

app = typer.Typer(help="Running cases", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `migrate` a command of its own name."""


@app.command()
def migrate(  # noqa: PLR0913 - a command line has as many options as it has
    source: Annotated[str, typer.Argument(metavar="FROM", help="process@5, process@tag, or process (in force)")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The same, of the version to move to")],
    mapping: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="YAML or JSON: old: new")] = None,
    only: Annotated[str, typer.Option(help="Number of one case")] = "",
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cases, the oldest first")] = None,
    reason: Annotated[str, typer.Option(help="Why; kept with every case. Needed unless --dry-run")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge the cases and touch none")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table")] = False,
) -> None:
    """Judge every running case of FROM and move to TO those that can go on there, each whole or not at all.

    Killed in the middle, the same command goes on where it was. Ends with 2 where a case was refused.
    """
    renaming = read_mapping(mapping.read_bytes()) if mapping else Renaming({})
    started = build(Settings())
    try:
        ready(started.store)
        with started.world.database.reading() as db:
            between = ends(db, started.world, source, target)
        if dry_run:
            refused = _judged(started, between, renaming, only, limit, as_json=as_json)
        else:
            refused = _moved(started, between, renaming, (only, limit, reason), as_json=as_json)
    finally:
        started.close()
    if refused:
        raise typer.Exit(2)


def _judged(started: App, between: Ends, renaming: Renaming, only: str, limit: int | None, *, as_json: bool) -> int:
    found = preview.judged(started.world, ENGINE, between, renaming, only=only, limit=limit)
    return _shown(between, renaming, found, "can move", as_json=as_json)


def _moved(
    started: App, between: Ends, renaming: Renaming, which: tuple[str, int | None, str], *, as_json: bool
) -> int:
    only, limit, reason = which
    command = BeginMove(
        between.source.pack,
        between.process_id,
        between.source.number,
        between.target.number,
        tuple(sorted(renaming.elements.items())),
        tuple(sorted(renaming.renew)),
        reason,
        only=only,
        most=limit,
    )
    begun = execute(command, world=started.world, actor=ENGINE)
    with nullcontext() if as_json else typer.progressbar(length=1, label="moving") as bar:
        row = moving.drive(started.world, begun.run_id, None if bar is None else _advance(bar))
    if row is None:
        stop("The run is gone")
    found = preview.outcomes(started.world, ENGINE, row)
    _shown(between, renaming, found, "moved", as_json=as_json, row=row)
    return row.refused


def _advance(bar: Any) -> moving.Progress:  # noqa: ANN401 - click's progress bar has no public type
    def told(row: MoveRow) -> None:
        bar.length = max(row.total, row.done, 1)
        bar.update(row.done - bar.pos)

    return told


def _shown(
    between: Ends,
    renaming: Renaming,
    found: Iterator[preview.Judged],
    word: str,
    *,
    as_json: bool,
    row: MoveRow | None = None,
) -> int:
    """Print case after case and the sum; how many were refused."""
    counts = {"moved": 0, "noted": 0, "refused": 0}
    cases = []
    for one in found:
        counts[one.verdict] += 1
        counts["noted"] += bool(one.verdict == "moved" and one.findings)
        if as_json:
            cases.append({"case": one.number, "verdict": one.verdict, "findings": one.findings})
        else:
            _line(one, word)
    if row is not None:
        # Cases moved without a word are only counted.
        counts = {"moved": row.moved, "noted": row.noted, "refused": row.refused}
    if as_json:
        say(json.dumps(_whole(between, renaming, counts, cases, row), ensure_ascii=False, indent=2))
    else:
        say(f"{counts['moved']} {word} ({counts['noted']} with notes), {counts['refused']} refused")
    return counts["refused"]


def _line(one: preview.Judged, word: str) -> None:
    if one.findings or one.verdict == "refused":
        say(f"{one.number:20} {word if one.verdict == 'moved' else 'refused'}")
    for finding in one.findings:
        say(f"    [{finding['code']}] {finding['element']}: {finding['message_id']}")
        if finding["severity"] == "error" and finding["hint_id"]:
            say(f"        → {finding['hint_id']}")


def _whole(
    between: Ends, renaming: Renaming, counts: dict[str, int], cases: list[dict[str, Any]], row: MoveRow | None
) -> dict[str, Any]:
    return {
        "process": between.process_id,
        "from": between.source.number,
        "to": between.target.number,
        "mapping": dict(renaming.elements),
        "renew": sorted(renaming.renew),
        "run": str(row.id) if row else None,
        "counts": counts,
        "cases": cases,
    }
