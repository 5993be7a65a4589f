"""One process with everything it is made of, as drafted."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import yaml

from engine.model.actor import Actor
from engine.model.definition import Element
from engine.model.errors import NotFound
from engine.model.findings import errors
from engine.model.world import World
from engine.service import rights
from engine.service.candidates import as_drafted, scenario_files
from engine.service.reading import FORM, LETTER, Reading, read
from engine.service.views.library import PackRow, VersionRow, pack
from engine.service.views.options import Choice


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """One process; every link is a file of its pack or of the shared library ("" as path)."""

    row: PackRow
    process_id: str
    name: str
    documentation: str
    path: str
    released: bool
    drafted: bool
    running: int
    steps: tuple[Choice, ...]
    starters: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str], ...]
    letters: tuple[tuple[str, str], ...]
    registers: tuple[str, ...]
    scenarios: tuple[tuple[str, str], ...]
    versions: tuple[VersionRow, ...]
    #: How many errors keep it from being released.
    errors: int


def process_page(world: World, actor: Actor, key: str, process_id: str) -> ProcessPage:
    """The page of one process; NotFound pack.unknown or process.unknown."""
    rights.may_design(actor)
    shown = pack(world, actor, key)
    row = next((one for one in shown.row.processes if one.process_id == process_id), None)
    with world.database.reading() as db:
        found = as_drafted(db, world, key)
    reading = read(found.files)
    definition = reading.definitions().get(process_id)
    if row is None or definition is None:
        raise NotFound("process.unknown", f"Expected a process {process_id} in {key}, but there is none")
    elements = tuple(definition.elements.values())
    asked = definition.properties.get("startGroups", "")
    roles = found.assembled.version.roles if found.assembled.version else {}
    return ProcessPage(
        row=shown.row,
        process_id=process_id,
        name=definition.name or process_id,
        documentation=definition.documentation,
        path=row.path,
        released=row.released,
        drafted=row.drafted,
        running=row.running,
        steps=tuple(Choice(one.id, one.name or one.id) for one in elements if one.kind.endswith("Task")),
        starters=tuple(roles.get(name.strip(), name.strip()) for name in asked.split(",") if name.strip()),
        forms=tuple(_forms(elements, reading)),
        tables=tuple(_tables(elements, reading)),
        letters=tuple(_letters(elements, reading)),
        registers=tuple(sorted({one.headers["register"] for one in elements if one.headers.get("register")})),
        scenarios=tuple(_scenarios(found.files)),
        versions=shown.versions,
        errors=len(errors(one for one in found.assembled.findings if one.file == row.path)),
    )


def _forms(elements: Collection[Element], reading: Reading) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(one.form for one in elements if one.form):
        path = f"forms/{name}{FORM}"
        title = reading.forms[name].title if name in reading.forms else ""
        yield title or name, path if path in reading.files else ""


def _tables(elements: Collection[Element], reading: Reading) -> Iterator[tuple[str, str]]:
    homes = reading.decisions()
    for name in dict.fromkeys(one.decision for one in elements if one.decision):
        path = homes.get(name, "")
        decision = reading.tables[path].decisions[name] if path else None
        yield (decision.name if decision and decision.name else name), path


def _letters(elements: Collection[Element], reading: Reading) -> Iterator[tuple[str, str]]:
    for one in elements:
        template = one.headers.get("template", "")
        if template:
            path = f"letters/{template}{LETTER}"
            yield one.headers.get("title", template), path if path in reading.files else ""


def _scenarios(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for path in scenario_files(files):
        yield title_of(files[path]) or path, path


def title_of(data: bytes) -> str:
    """The title a scenario gives itself; "" where it cannot be read."""
    try:
        document = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""
    return str(document.get("judul", "")) if isinstance(document, dict) else ""
