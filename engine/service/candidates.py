"""What would be released: the files in force with the chosen drafts over them, checked and named by their hash."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.errors import Invalid, NotFound
from engine.model.findings import Finding, errors
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import rights
from engine.service.assemble import Assembled
from engine.service.checking import checked
from engine.service.manifest import read_manifest
from engine.store import file_drafts, packs
from engine.store.packs import VersionRow

SCENARIOS = "scenarios/"


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
class Candidate:
    """The files of a release that has not happened; `base` is None where the pack was never released."""

    pack: str
    base: VersionRow | None
    #: The drafts that go into it, by path.
    chosen: Mapping[str, bytes]
    files: Mapping[str, bytes]
    assembled: Assembled

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the check says of the chosen files: a broken file elsewhere blocks nothing."""
        return tuple(finding for finding in self.assembled.findings if finding.file in self.chosen)

    def sound(self) -> PackVersion:
        """The version this would be; raises Broken."""
        return sound(self.assembled, self.findings)


def sound(assembled: Assembled, findings: Collection[Finding]) -> PackVersion:
    """The version; raises Broken with every finding where one of them is an error."""
    if errors(findings) or assembled.version is None:
        raise Broken(findings if errors(findings) else assembled.findings)
    return assembled.version


def candidate(db: Connection, world: World, pack: str, paths: Collection[str] = ()) -> Candidate:
    """Put drafts over what is in force (every draft where no path is named).

    Raises NotFound pack.unknown, Invalid release.nothing.
    """
    base = packs.current(db, pack)
    drafts = {row.path: row.content for row in file_drafts.drafts(db, pack)}
    if base is None and "pack.toml" not in drafts:
        raise NotFound("pack.unknown", f"Expected a pack {pack}, but there is none", details={"pack": pack})
    chosen = {path: drafts[path] for path in (paths or tuple(drafts)) if path in drafts}
    if not chosen or set(paths) - chosen.keys():
        raise Invalid("release.nothing", "Expected drafts to release, but there are none by these names")
    files = {**(packs.files(db, base.id) if base else {}), **chosen}
    return Candidate(pack, base, chosen, files, checked(db, world, pack, files))


def as_drafted(db: Connection, world: World, pack: str) -> Candidate:
    """The files in force with every draft over them, where there is none too; NotFound pack.unknown."""
    base = packs.current(db, pack)
    drafts = {row.path: row.content for row in file_drafts.drafts(db, pack)}
    if base is None and "pack.toml" not in drafts:
        raise NotFound("pack.unknown", f"Expected a pack {pack}, but there is none", details={"pack": pack})
    files = {**(packs.files(db, base.id) if base else {}), **drafts}
    return Candidate(pack, base, drafts, files, checked(db, world, pack, files))


def wanted(world: World, actor: Actor, pack: str, paths: Collection[str] = ()) -> Candidate:
    """The candidate as an analyst asks for it, outside of any transaction; raises as `candidate` does."""
    rights.may_design(actor)
    with world.database.reading() as db:
        return candidate(db, world, pack, paths)


def checked_files(world: World, files: Mapping[str, bytes]) -> PackVersion:
    """The version files on disk would be; raises Broken."""
    manifest, _ = read_manifest(files.get("pack.toml"))
    with world.database.reading() as db:
        assembled = checked(db, world, manifest.key if manifest else "", files)
    return sound(assembled, assembled.findings)


def known(world: World, version: PackVersion) -> bool:
    """True where this content was released here before."""
    with world.database.reading() as db:
        return packs.by_hash(db, version.pack, version.hash) is not None


def scenario_files(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths of the scenarios among the files of a pack."""
    return tuple(sorted(path for path in files if path.startswith(SCENARIOS) and path.endswith(".yaml")))
