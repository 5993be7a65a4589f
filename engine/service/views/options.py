"""What an analyst may choose from in the modeler."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine import bpmn
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.world import World
from engine.service import rights
from engine.service.env import today
from engine.service.manifest import read_manifest
from engine.service.reading import FORM, Reading, form, read
from engine.service.surroundings import around
from engine.service.views.rows import ParameterRow, parameter_rows
from engine.store import file_drafts, packs, parameters


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what goes into the diagram, and what a person reads."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Options:
    """Everything a diagram of this pack may name, drafts and library forms included."""

    forms: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    operations: tuple[Choice, ...]
    registers: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    messages: tuple[Choice, ...]
    parameters: tuple[Choice, ...]
    letters: tuple[Choice, ...]
    #: Where a form or a decision of this pack is: name, file. A form of the library has no file here.
    form_files: tuple[Choice, ...]
    tables: tuple[Choice, ...]
    #: Processes of every released pack, and of this one's drafts: what may be called.
    processes: tuple[Choice, ...]
    #: The legal numbers in force today.
    law: tuple[ParameterRow, ...]
    #: Kind of element -> triggers: what the lint lets pass.
    accepted: Mapping[str, tuple[str, ...]]


def options(world: World, actor: Actor, key: str) -> Options:
    """The choices of one pack; NotFound pack.unknown."""
    rights.may_design(actor)
    with world.database.reading() as db:
        row = packs.current(db, key)
        drafts = {draft.path: draft.content for draft in file_drafts.drafts(db, key)}
        if row is None and "pack.toml" not in drafts:
            raise NotFound("pack.unknown", f"Expected a pack {key}, but there is none")
        reading = read({**(packs.files(db, row.id) if row else {}), **drafts})
        surroundings = around(db, world, key)
        every = parameters.every(db)
        law = parameter_rows(parameters.in_force(db, today(world)).values())
        released = [world.packs.version(one.id) for one in packs.currents(db)]
    manifest, _ = read_manifest(reading.files.get("pack.toml"))
    allowed = set(manifest.connectors) if manifest else set()
    registers = {**(surroundings.registers or {}), **(world.packs.version(row.id).registers if row else {})}
    return Options(
        forms=_forms(reading, surroundings.library),
        decisions=_choices(
            (name, one.name) for table in reading.tables.values() for name, one in table.decisions.items()
        ),
        operations=_choices(
            (name, operation.title_id) for name, operation in world.catalogue.operations().items() if name in allowed
        ),
        registers=_choices((spec.key, spec.title_id) for spec in registers.values()),
        roles=_choices(manifest.roles.items() if manifest else ()),
        messages=_choices((name, name) for name in {*(surroundings.messages or ()), *_messages(reading)}),
        parameters=_choices((one.key, one.label_id) for one in every),
        letters=_choices((name, name) for name in reading.letters()),
        form_files=_choices((name, f"forms/{name}{FORM}") for name in reading.forms),
        tables=_choices(reading.decisions().items()),
        processes=_choices(
            (name, one.name)
            for definitions in (*(version.definitions for version in released), reading.definitions())
            for name, one in definitions.items()
        ),
        law=law,
        accepted=bpmn.accepted(),
    )


def _forms(reading: Reading, library: Mapping[str, bytes]) -> tuple[Choice, ...]:
    shared = {name: form(data).title for name, data in library.items()}
    own = {name: one.title for name, one in reading.forms.items()}
    return _choices({**shared, **own}.items())


def _messages(reading: Reading) -> set[str]:
    return {element.message for element in reading.elements() if element.message}


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(name, label or name) for name, label in sorted(dict(pairs).items()))
