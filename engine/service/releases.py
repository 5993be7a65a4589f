"""Releasing packs: from files on disk, from drafts in the browser, and back to an older version."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine.model.actor import Right
from engine.model.errors import Invalid, NotFound
from engine.model.facts import Fact
from engine.model.findings import Finding, errors
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.service.assemble import Assembled, assemble
from engine.service.command import Command
from engine.service.manifest import read_manifest
from engine.service.surroundings import around
from engine.store import file_drafts, packs
from engine.store.packs import VersionRow
from engine.store.unit import Unit


class Broken(Invalid):
    """The pack has errors; `findings` says them all."""

    def __init__(self, findings: Collection[Finding]) -> None:
        first = errors(findings)[0]
        where = "/".join(part for part in (first.file, first.element) if part)
        super().__init__(
            "pack.broken",
            f"Expected a pack without errors, but {where}: {first.message_en}",
            details={"count": str(len(errors(findings))), "where": where, "first": first.message_id},
        )
        self.findings = tuple(findings)


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
    """

    needs: ClassVar[Right] = Right.ANALYSE
    files: Mapping[str, bytes]
    note: str = ""
    replace: bool = False

    def run(self, unit: Unit) -> Deployed:
        """Raise Broken with every finding."""
        packs.lock(unit, _key(self.files))
        assembled = assemble(self.files, around(unit.db, unit.world, _key(self.files)))
        version = _sound(assembled, assembled.findings)
        known = packs.by_hash(unit.db, version.pack, version.hash)
        if known is not None:
            return Deployed(known.id, known.pack, known.number, added=False, current=known.current)
        before = packs.current(unit.db, version.pack)
        row = _release(unit, version, origin="shipped", note=self.note)
        if before is not None and before.origin == "browser" and not self.replace:
            packs.make_current(unit, before.id)
            return Deployed(row.id, row.pack, row.number, added=True, current=False)
        return Deployed(row.id, row.pack, row.number, added=True, current=True)


@dataclass(frozen=True, slots=True)
class ReleaseDrafts(Command[Released]):
    """Release drafts of one pack; only the files released are checked, a broken draft elsewhere blocks nothing."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    #: () releases every draft.
    paths: tuple[str, ...] = ()
    note: str = ""

    def run(self, unit: Unit) -> Released:
        """Raise Broken, NotFound pack.unknown or Invalid release.nothing."""
        packs.lock(unit, self.pack)
        base = _current(unit, self.pack)
        drafts = {row.path: row.content for row in file_drafts.drafts(unit.db, self.pack)}
        chosen = {path: drafts[path] for path in (self.paths or tuple(drafts)) if path in drafts}
        if not chosen or set(self.paths) - chosen.keys():
            raise Invalid("release.nothing", "Expected drafts to release, but there are none by these names")
        files = {**packs.files(unit.db, base.id), **chosen}
        assembled = assemble(files, around(unit.db, unit.world, self.pack))
        findings = tuple(finding for finding in assembled.findings if finding.file in chosen)
        version = _sound(assembled, findings)
        row = _release(unit, version, origin="browser", note=self.note)
        for path in chosen:
            file_drafts.discard(unit, self.pack, path)
        return Released(row.id, row.number, findings)


@dataclass(frozen=True, slots=True)
class RestoreVersion(Command[Released]):
    """Make an older version's content the newest one; running cases keep theirs."""

    needs: ClassVar[Right] = Right.ANALYSE
    pack: str
    number: int

    def run(self, unit: Unit) -> Released:
        """Raise NotFound version.unknown."""
        packs.lock(unit, self.pack)
        row = next((row for row in packs.versions(unit.db, self.pack) if row.number == self.number), None)
        if row is None:
            raise NotFound("version.unknown", f"Expected version {self.number} of {self.pack}, but there is none")
        restored = packs.make_current(unit, row.id)
        unit.record(Fact("version.restored", data={"pack": self.pack, "number": self.number, "hash": row.hash}))
        return Released(restored.id, restored.number)


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


def _sound(assembled: Assembled, findings: Collection[Finding]) -> PackVersion:
    if errors(findings) or assembled.version is None:
        raise Broken(findings or assembled.findings)
    return assembled.version


def _current(unit: Unit, pack: str) -> VersionRow:
    row = packs.current(unit.db, pack)
    if row is None:
        raise NotFound("pack.unknown", f"Expected a released pack {pack}, but there is none", details={"pack": pack})
    return row


def _key(files: Mapping[str, bytes]) -> str:
    manifest, _ = read_manifest(files.get("pack.toml"))
    return manifest.key if manifest else ""
