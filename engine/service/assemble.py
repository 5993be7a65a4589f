"""From the files of a pack to a version the engine can run, and everything a check finds on the way."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from engine.model.errors import Invalid
from engine.model.findings import Finding
from engine.model.pack import PackVersion
from engine.service import classification, legalkeys
from engine.service.hints import hinted
from engine.service.manifest import Manifest, read_manifest
from engine.service.packfiles import pack_files
from engine.service.reading import FORM, Reading, Surroundings, read
from engine.service.registers import read_registers

__all__ = ["Assembled", "Surroundings", "assemble", "content_hash", "load", "pack_files"]

#: The identifier of a version that is not (yet) released.
UNRELEASED = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The version (None where the pack cannot even be named) and the findings in order of file."""

    version: PackVersion | None
    findings: tuple[Finding, ...] = field(default=())


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted (path, content) pairs, each length-prefixed so that no two packs collide."""
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def assemble(files: Mapping[str, bytes], around: Surroundings | None = None) -> Assembled:
    """Read every file, copy the used forms of the library in, lint all of it; nothing here touches the database."""
    around = around or Surroundings()
    manifest, findings = read_manifest(files.get("pack.toml"))
    if manifest is None:
        return Assembled(None, tuple(hinted(findings)))
    reading = read(_with_library(files, around.library))
    specs, found = read_registers(manifest.key, files.get("registers.toml"))
    findings += [*reading.findings, *found, *reading.lint(manifest, specs, around)]
    findings += classification.check(reading, manifest, specs)
    findings += legalkeys.unknown(reading, specs, around.parameters)
    return Assembled(_version(manifest, reading), tuple(sorted(hinted(findings), key=lambda finding: finding.file)))


def load(files: Mapping[str, bytes]) -> PackVersion:
    """The version of files that were released, without linting them again; raises Invalid where they are no pack."""
    manifest, findings = read_manifest(files.get("pack.toml"))
    if manifest is None:
        raise Invalid("pack.manifest", findings[0].message_en)
    return _version(manifest, read(files))


def _with_library(files: Mapping[str, bytes], library: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """A version holds every form it uses, so the library may change without changing what was released."""
    wanted = {name for name in read(files).form_names() if f"forms/{name}{FORM}" not in files}
    return {**files, **{f"forms/{name}{FORM}": library[name] for name in sorted(wanted & library.keys())}}


def _version(manifest: Manifest, reading: Reading) -> PackVersion:
    specs, _ = read_registers(manifest.key, reading.files.get("registers.toml"))
    return PackVersion(
        id=UNRELEASED,
        pack=manifest.key,
        number=0,
        hash=content_hash(reading.files),
        title_id=manifest.title_id,
        title_en=manifest.title_en,
        files=dict(reading.files),
        definitions=reading.definitions(),
        normalised=reading.normalised(),
        diagrams=reading.homes(),
        decisions=reading.decisions(),
        registers=specs,
        roles=manifest.roles,
        classification=manifest.classification,
    )
