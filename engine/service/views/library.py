"""The library of procedures: packs, their files, drafts and versions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.findings import Finding
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.assemble import assemble
from engine.service.reading import FORM, LETTER
from engine.service.surroundings import around
from engine.service.views.options import Choice, Options, options
from engine.store import cases, file_drafts, packs, people
from engine.store.packs import VersionRow as Stored

__all__ = ["Choice", "Options", "PackPage", "PackRow", "check", "file", "library", "options", "pack"]


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One process of a pack; `running` counts the cases of every version."""

    process_id: str
    name: str
    path: str
    running: int


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack as it is released today."""

    pack: str
    title_id: str
    title_en: str
    version: int
    released_at: datetime
    released_by: str
    origin: str
    drafts: int
    processes: tuple[ProcessRow, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a pack; `draft_version` 0 where it has no draft."""

    path: str
    kind: str
    size: int
    draft_version: int
    saved_by: str
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One released version."""

    number: int
    released_at: datetime
    released_by: str
    note: str
    origin: str
    current: bool
    running: int


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack with its files and versions, newest first."""

    row: PackRow
    files: tuple[FileRow, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file, drafted or released."""

    pack: str
    path: str
    content: bytes
    draft_version: int
    base_number: int
    saved_by: str
    saved_at: datetime | None


def library(world: World, actor: Actor) -> tuple[PackRow, ...]:
    """Every released pack, by title."""
    rights.may_design(actor)
    with world.database.reading() as db:
        rows = [_pack_row(db, world, row) for row in packs.currents(db)]
    return tuple(sorted(rows, key=lambda row: row.title_id))


def pack(world: World, actor: Actor, key: str) -> PackPage:
    """One pack; NotFound pack.unknown."""
    rights.may_design(actor)
    with world.database.reading() as db:
        found = _current(db, key)
        versions = packs.versions(db, key)
        running = Counter[Id]()
        for (version, _), count in cases.running(db).items():
            running[version] += count
        named = people.names(db, [row.released_by for row in versions if row.released_by])
        return PackPage(
            _pack_row(db, world, found),
            _files(db, found),
            tuple(
                VersionRow(
                    number=row.number,
                    released_at=row.released_at,
                    released_by=named.get(row.released_by, "") if row.released_by else "",
                    note=row.note,
                    origin=row.origin,
                    current=row.current,
                    running=running[row.id],
                )
                for row in versions
            ),
        )


def file(world: World, actor: Actor, key: str, path: str, *, number: int | None = None, draft: bool = True) -> PackFile:
    """The draft of a file, or the file as released (in version `number`); NotFound pack.file."""
    rights.may_design(actor)
    with world.database.reading() as db:
        row = packs.by_number(db, key, number) if number is not None else packs.current(db, key)
        saved = file_drafts.draft(db, key, path) if draft and number is None else None
        content = saved.content if saved else packs.files(db, row.id).get(path) if row else None
        if row is None or content is None:
            raise NotFound("pack.file", f"Expected a file {path} in {key}, but there is none", details={"path": path})
        by = people.names(db, [saved.saved_by]).get(saved.saved_by, "") if saved and saved.saved_by else ""
        version, saved_at = (saved.version, saved.saved_at) if saved else (0, None)
        return PackFile(key, path, bytes(content), version, row.number, by, saved_at)


def check(world: World, actor: Actor, key: str, path: str, content: bytes) -> tuple[Finding, ...]:
    """What a check says of one file, beside the pack's released files and saved drafts."""
    rights.may_design(actor)
    with world.database.reading() as db:
        files = {**packs.files(db, _current(db, key).id), **_drafted(db, key), path: content}
        surroundings = around(db, world, key)
    return tuple(finding for finding in assemble(files, surroundings).findings if finding.file == path)


def kind_of(path: str) -> str:
    """bpmn, dmn, form, letter, register, scenario or other."""
    endings = {".bpmn": "bpmn", ".dmn": "dmn", FORM: "form", LETTER: "letter", ".yaml": "scenario"}
    found = next((kind for ending, kind in endings.items() if path.endswith(ending)), "other")
    return "register" if path == "registers.toml" else found


def _drafted(db: Connection, key: str) -> Mapping[str, bytes]:
    return {row.path: row.content for row in file_drafts.drafts(db, key)}


def _current(db: Connection, key: str) -> Stored:
    row = packs.current(db, key)
    if row is None:
        raise NotFound("pack.unknown", f"Expected a released pack {key}, but there is none", details={"pack": key})
    return row


def _pack_row(db: Connection, world: World, row: Stored) -> PackRow:
    version = world.packs.version(row.id)
    ids = {one.id for one in packs.versions(db, row.pack)}
    running = Counter[str]()
    for (of, process), count in cases.running(db).items():
        running[process] += count if of in ids else 0
    named = people.names(db, [row.released_by]) if row.released_by else {}
    return PackRow(
        pack=row.pack,
        title_id=row.title_id,
        title_en=row.title_en,
        version=row.number,
        released_at=row.released_at,
        released_by=named.get(row.released_by, "") if row.released_by else "",
        origin=row.origin,
        drafts=len(file_drafts.drafts(db, row.pack)),
        processes=tuple(
            ProcessRow(name, definition.name or name, version.diagrams[name], running[name])
            for name, definition in version.definitions.items()
        ),
    )


def _files(db: Connection, row: Stored) -> tuple[FileRow, ...]:
    files = packs.files(db, row.id)
    drafts = {draft.path: draft for draft in file_drafts.drafts(db, row.pack)}
    named = people.names(db, [draft.saved_by for draft in drafts.values() if draft.saved_by])
    made = []
    for path in sorted(files.keys() | drafts.keys()):
        draft = drafts.get(path)
        size = len(draft.content if draft else files[path])
        by = named.get(draft.saved_by, "") if draft and draft.saved_by else ""
        version, saved_at = (draft.version, draft.saved_at) if draft else (0, None)
        made.append(FileRow(path, kind_of(path), size, version, by, saved_at))
    return tuple(made)
