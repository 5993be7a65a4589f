"""A new process from blank: drafts that run as they are, in a pack of this office or in a new one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from engine.model.actor import Right
from engine.model.errors import Invalid
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.world import World
from engine.service.blank import ID, PREFIX, Blank, manifest, slug, with_role
from engine.service.command import Command
from engine.service.manifest import KEY, Manifest, read_manifest
from engine.service.reading import read
from engine.store import file_drafts, packs
from engine.store.unit import Unit

#: Words of addresses below /desain.
RESERVED = frozenset({"baru", "impor", "coba"})


@dataclass(frozen=True, slots=True)
class Drafted:
    """Where the new diagram is."""

    pack: str
    path: str
    process_id: str


@dataclass(frozen=True, slots=True)
class NewProcess(Command[Drafted]):
    """Draft a process with a lane, one task and its forms; nothing is in force until it is released."""

    needs: ClassVar[Right] = Right.ANALYSE
    name: str
    #: The id of the process; made from the name where empty.
    process_id: str = ""
    #: Two to five capitals before the numbers of its cases.
    prefix: str = ""
    #: A pack that exists; "" for a new one.
    pack: str = ""
    pack_title: str = ""
    #: A role of the pack; "" for a new one.
    role: str = ""
    role_label: str = ""

    def run(self, unit: Unit) -> Drafted:
        """Raise Invalid process.* or pack.taken with the field that is wrong, Conflict draft.stale."""
        pack = self.pack or slug(self.pack_title)
        packs.lock(unit, pack)
        home = Home.of(unit.db, unit.world, pack, is_new=not self.pack)
        process = self.process_id or slug(self.name)
        role = self.role or slug(self.role_label)
        _check(self.name, process, self.prefix, role, home)
        label = home.roles.get(role) or self.role_label.strip()
        blank = Blank(pack, process, self.name.strip(), self.prefix, role, label)
        files = {**blank.files(), **home.manifest(self.pack_title.strip(), role, label)}
        write(unit, home, files)
        unit.record(Fact("process.drafted", data={"pack": pack, "process": process}))
        return Drafted(pack, blank.path, process)


@dataclass(frozen=True, slots=True)
class Home:
    """The pack a new diagram goes to: its files with every draft, and what other packs have taken."""

    pack: str
    is_new: bool
    files: Mapping[str, bytes]
    drafts: Mapping[str, int]
    base_id: Id | None
    #: Process ids and case number prefixes of the whole office.
    processes: frozenset[str]
    prefixes: frozenset[str]

    @classmethod
    def of(cls, db: Connection, world: World, pack: str, *, is_new: bool) -> "Home":
        """Raise Invalid pack.taken for a new key that is none or exists already, and for a pack that does not."""
        base, rows = packs.current(db, pack), file_drafts.drafts(db, pack)
        exists = base is not None or bool(rows)
        if is_new == exists or not KEY.fullmatch(pack) or pack in RESERVED:
            expected = "a new pack's key" if is_new else "an existing pack"
            problems = {"pack_title" if is_new else "pack": ["Kunci paket sudah dipakai atau tidak sah"]}
            raise Invalid(
                "pack.taken", f"Expected {expected}, but {pack!r} is not", details={"pack": pack}, problems=problems
            )
        files = {**(packs.files(db, base.id) if base else {}), **{row.path: row.content for row in rows}}
        processes, prefixes = _taken(db, world, files)
        drafts = {row.path: row.version for row in rows}
        return cls(pack, is_new, files, drafts, base.id if base else None, processes, prefixes)

    @property
    def roles(self) -> Mapping[str, str]:
        """The roles of the pack as drafted."""
        return self.head.roles if self.head else {}

    @property
    def head(self) -> Manifest | None:
        """Its manifest."""
        return read_manifest(self.files.get("pack.toml"))[0]

    def manifest(self, title: str, role: str, label: str) -> dict[str, bytes]:
        """The pack.toml where it changes."""
        if self.is_new:
            return {"pack.toml": manifest(self.pack, title, "", role, label)}
        return {} if role in self.roles else {"pack.toml": with_role(self.files["pack.toml"], role, label)}


def write(unit: Unit, home: Home, files: Mapping[str, bytes]) -> None:
    """Save drafts over those that were read in the same transaction."""
    for path, content in files.items():
        version = home.drafts.get(path, 0)
        file_drafts.save(unit, home.pack, path, content, version=version, base_id=home.base_id)


def _taken(db: Connection, world: World, files: Mapping[str, bytes]) -> tuple[frozenset[str], frozenset[str]]:
    """What other processes, drafted ones of this pack included, are called and numbered."""
    found = [one for row in packs.currents(db) for one in world.packs.version(row.id).definitions.values()]
    found += read({path: data for path, data in files.items() if path.endswith(".bpmn")}).definitions().values()
    return (
        frozenset(one.process_id for one in found),
        frozenset(one.properties.get("caseNumber", "") for one in found),
    )


def _check(name: str, process: str, prefix: str, role: str, home: Home) -> None:
    if not name.strip():
        raise _wrong("process.name", "name", "Nama proses wajib diisi")
    if not ID.fullmatch(process) or process in home.processes or f"{process}.bpmn" in home.files:
        raise _wrong("process.id", "process_id", "Id ini tidak sah atau sudah dipakai", id=process)
    if not PREFIX.fullmatch(prefix) or prefix in home.prefixes:
        raise _wrong("process.prefix", "prefix", "Awalan 2–5 huruf besar yang belum dipakai", prefix=prefix)
    if not ID.fullmatch(role):
        raise _wrong("process.role", "role", "Pilih peran, atau beri nama peran baru")


def _wrong(code: str, field: str, told: str, **details: str) -> Invalid:
    return Invalid(code, f"Expected a fit {field}, but it is not: {told}", problems={field: [told]}, details=details)
