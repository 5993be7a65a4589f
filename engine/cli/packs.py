"""Move packs between files and the database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from engine.app import App, build, ready
from engine.cli.console import list_findings, say, stop
from engine.cli.places import library as shared_forms
from engine.cli.places import pack_folders
from engine.jobs import rehearsal
from engine.model.actor import ENGINE
from engine.service.candidates import checked_files, known, scenario_files
from engine.service.execute import execute
from engine.service.packfiles import pack_files
from engine.service.packs import DeployPack
from engine.service.releases import Broken
from engine.service.spelling import spelled
from engine.service.views import library, rehearsals
from engine.settings import Settings

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the pack")]


def deploy(
    folder: Folder,
    note: Annotated[str, typer.Option(help="Why this version")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Put it in force over a browser's release")] = False,
    without_scenarios: Annotated[str, typer.Option(help="Why the scenarios are not played first")] = "",
) -> None:
    """Add a version when the content is new and its scenarios are green.

    One released in the browser stays in force unless told to replace it.
    """
    app = build(Settings())
    ready(app.store)
    files = pack_files(folder, shared_forms())
    try:
        played(app, files, without_scenarios.strip(), neighbours(folder))
        done = execute(DeployPack(files, note or without_scenarios.strip(), replace), world=app.world, actor=ENGINE)
    except Broken as broken:
        stop(f"{list_findings(broken.findings)} errors; nothing was released")
    finally:
        app.close()
    state = "added" if done.added else "unchanged"
    say(f"{done.pack} version {done.number}: {state}{'' if done.current else ', not current'}")


def neighbours(folder: Path) -> dict[str, Mapping[str, bytes]]:
    """The packs beside a pack on the disk: its scenarios may lead into them before this office has them."""
    folders = (one for one in pack_folders(folder.resolve().parent) if one.name != folder.resolve().name)
    return {one.name: pack_files(one, shared_forms()) for one in folders}


def played(app: App, files: Mapping[str, bytes], reason: str, beside: Mapping[str, Mapping[str, bytes]]) -> None:
    """Play the scenarios of files this office does not have yet; stops where one is red or nobody said why not."""
    version = checked_files(app.world, files)
    if known(app.world, version) or reason:
        return
    if not scenario_files(version.files):
        stop("Expected scenarios, or --without-scenarios with a reason, but there is neither; nothing was released")
    begun = rehearsal.rehearse_version(app.world, ENGINE, version, beside)
    run = rehearsals.run(app.world, ENGINE, version.pack, begun.run_id)
    for report in run.failed:
        say(f"GAGAL  {report['file']}: {report['title']}")
        for line in report["lines"]:
            if not line["passed"]:
                say(f"        {line['text']}: {line['why']}")
    if run.state != "green":
        stop(f"{len(run.failed)} of {len(run.reports)} scenarios failed; nothing was released")
    say(f"{len(run.reports)} scenarios passed")


def pull(
    pack: Annotated[str, typer.Argument(help="Key of the pack")],
    into: Annotated[Path, typer.Option(help="Folder of the packs")] = Path("processes"),
) -> None:
    """Write the version in force back to files, byte for byte; files the version does not have stay as they are."""
    app = build(Settings())
    page = library.pack(app.world, ENGINE, pack)
    written = 0
    for row in page.files:
        content = library.file(app.world, ENGINE, pack, row.path, draft=False).content
        target = into / pack / row.path
        if target.exists() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written += 1
    app.close()
    say(f"{pack} version {page.row.version}: {written} of {len(page.files)} files written to {into / pack}")


def tidy(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Diagrams, tables and forms")],
) -> None:
    """Write files in the one spelling the browser's editors save, so that a later edit is a small difference."""
    for file in files:
        data = file.read_bytes()
        kept = spelled(file.name, data, None)
        if kept != data:
            file.write_bytes(kept)
        say(f"{file}: {'written' if kept != data else 'unchanged'}")
