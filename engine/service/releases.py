"""Releasing packs: from files on disk, from drafts in the browser, and back to an older version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Invalid, NotFound
from engine.model.facts import Fact
from engine.model.findings import Finding
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import schedule
from engine.service.candidates import Broken, candidate, sound
from engine.service.checking import checked
from engine.service.command import Command
from engine.service.manifest import read_manifest
from engine.service.rehearsals import admit
from engine.store import file_drafts, packs
from engine.store.packs import VersionRow
from engine.store.unit import Unit

__all__ = ["Broken", "DeployPack", "Deployed", "ReleaseDrafts", "Released", "RestoreVersion"]


@dataclass(frozen=True, slots=True)
class Deployed:
    """The version these files are; `added` where it is new, `current` where new cases take it."""

    version_id: Id
    pack: str
    number: int
    added: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Released:
    """The new version and the warnings that did not stop it."""

    version_id: Id
    number: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DeployPack(Command[Deployed]):
    """Add a shipped pack as a version when its content is new; a version released in the browser stays current.

    Files whose hash is known already change nothing. With `replace` the files win over the browser's version.
    The installation's own act: the scenarios of shipped packs ran before they were shipped (decision 7).
    """

    needs: ClassVar[Right] = Right.ANALYSE
    files: Mapping[str, bytes]
    note: str = ""
    replace: bool = False

    def prepare(self, world: World) -> None:
        """Check the files before the database is held."""
        with world.database.reading() as db:
            checked(db, world, _key(self.files), self.files)

    def run(self, unit: Unit) -> Deployed:
        """Raise Broken with every finding."""
        packs.lock(unit, _key(self.files))
        assembled = checked(unit.db, unit.world, _key(self.files), self.files)
        version = sound(assembled, assembled.findings)
        known = packs.by_hash(unit.db, version.pack, version.hash)
        if known is not None:
            return Deployed(known.id, known.pack, known.number, added=False, current=known.current)
        before = packs.current(unit.db, version.pack)
        row = _release(unit, version, origin="shipped", note=self.note)
        if before is not None and before.origin == "browser" and not self.replace:
            packs.make_current(unit, before.id)
            return Deployed(row.id, row.pack, row.number, added=True, current=False)
        schedule.replan(unit, version, row.id)
        return Deployed(row.id, row.pack, row.number, added=True, current=True)


@dataclass(frozen=True, slots=True)
class ReleaseDrafts(Command[Released]):
    """Release drafts of one pack, once its scenarios passed with exactly these files.

    Only the files released are checked: a broken draft elsewhere blocks nothing.
    """

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    #: () releases every draft.
    paths: tuple[str, ...] = ()
    note: str = ""
    #: Why a pack that has no scenarios is released all the same.
    without_scenarios: str = ""

    def prepare(self, world: World) -> None:
        """Check the files before the database is held."""
        with world.database.reading() as db:
            candidate(db, world, self.pack, self.paths)

    def run(self, unit: Unit) -> Released:
        """Raise Broken, NotFound pack.unknown, Invalid release.nothing, release.scenarios or release.reason."""
        packs.lock(unit, self.pack)
        found = candidate(unit.db, unit.world, self.pack, self.paths)
        version = found.sound()
        if version.pack != self.pack:
            raise Invalid("pack.key", f"Expected pack.toml to keep the key {self.pack}, but it says {version.pack}")
        if found.base is not None and found.base.hash == version.hash:
            raise Invalid("release.nothing", "Expected drafts that change something, but they say what is in force")
        admit(unit, version, self.without_scenarios)
        row = _release(unit, version, origin="browser", note=self.note)
        schedule.replan(unit, version, row.id)
        for path in found.chosen:
            file_drafts.discard(unit, self.pack, path)
        return Released(row.id, row.number, found.findings)


@dataclass(frozen=True, slots=True)
class RestoreVersion(Command[Released]):
    """Put an older version's content in force again, under the next number; running cases keep theirs.

    A number never comes back: whoever reads "version 7" later reads one day's content, not two.
    """

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    number: int

    def run(self, unit: Unit) -> Released:
        """Raise NotFound version.unknown, Invalid release.nothing where that content is in force already."""
        packs.lock(unit, self.pack)
        old, now = packs.by_number(unit.db, self.pack, self.number), packs.current(unit.db, self.pack)
        if old is None:
            raise NotFound("version.unknown", f"Expected version {self.number} of {self.pack}, but there is none")
        if now is not None and now.hash == old.hash:
            raise Invalid("release.nothing", f"Expected another content than version {now.number}, but it is the same")
        row = packs.release(
            unit,
            pack=old.pack,
            hash=old.hash,
            title_id=old.title_id,
            title_en=old.title_en,
            files=packs.files(unit.db, old.id),
            origin=old.origin,
            note=f"= {old.number}. {old.note}".strip(),
        )
        schedule.replan(unit, unit.world.packs.version(old.id), row.id)
        data = {"pack": self.pack, "number": row.number, "of": old.number, "hash": row.hash}
        unit.record(Fact("version.restored", data=data))
        return Released(row.id, row.number)


def _release(unit: Unit, version: PackVersion, *, origin: str, note: str) -> VersionRow:
    row = packs.release(
        unit,
        pack=version.pack,
        hash=version.hash,
        title_id=version.title_id,
        title_en=version.title_en,
        files=version.files,
        origin=origin,
        note=note,
    )
    data = {"pack": row.pack, "number": row.number, "hash": row.hash, "origin": origin}
    unit.record(Fact("version.released", data=data))
    return row


def _key(files: Mapping[str, bytes]) -> str:
    manifest, _ = read_manifest(files.get("pack.toml"))
    return manifest.key if manifest else ""
