"""Move packs between files and the database."""

from pathlib import Path
from typing import Annotated

import typer

from engine.app import build, ready
from engine.cli.console import list_findings, say, stop
from engine.cli.places import library as shared_forms
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packfiles import pack_files
from engine.service.packs import DeployPack
from engine.service.releases import Broken
from engine.service.views import library
from engine.settings import Settings

Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of the pack")]


def deploy(
    folder: Folder,
    note: Annotated[str, typer.Option(help="Why this version")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Put it in force over a browser's release")] = False,
) -> None:
    """Add a version when the content is new; one released in the browser stays in force unless told to replace it."""
    app = build(Settings())
    ready(app.store)
    try:
        done = execute(DeployPack(pack_files(folder, shared_forms()), note, replace), world=app.world, actor=ENGINE)
    except Broken as broken:
        stop(f"{list_findings(broken.findings)} errors; nothing was released")
    finally:
        app.close()
    state = "added" if done.added else "unchanged"
    say(f"{done.pack} version {done.number}: {state}{'' if done.current else ', not current'}")


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
