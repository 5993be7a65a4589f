"""Which version is meant, and the plan between two of them, made once however many cases ask for it."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from sqlalchemy import Connection

from engine import runtime
from engine.model.errors import Invalid, NotFound
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.store import packs

#: Plans kept: each holds what was found of its diagrams.
_KEPT = 32
#: Characters of a mapping file; anything larger is no mapping.
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Ends:
    """One process in two versions of its pack."""

    process_id: str
    source: PackVersion
    target: PackVersion


def ends(db: Connection, world: World, source: str, target: str) -> Ends:
    """The versions named `process@5`, `process@tag` or `process` (in force); Invalid move.ends, NotFound."""
    process, old = _version(db, world, source)
    other, new = _version(db, world, target)
    return fitting(process, old, other, new)


def fitting(process: str, old: PackVersion, other: str, new: PackVersion) -> Ends:
    """Two versions cases can be moved between; Invalid move.ends, NotFound process.unknown."""
    if process != other or old.pack != new.pack or old.id == new.id:
        raise Invalid(
            "move.ends",
            f"Expected two versions of one process, but got {process}@{old.number} and {other}@{new.number}",
        )
    for version in (old, new):
        if process not in version.definitions:
            raise NotFound("process.unknown", f"Expected {process} in {version.pack} {version.number}, but it is not")
    return Ends(process, old, new)


def numbered(db: Connection, world: World, pack: str, number: int) -> PackVersion:
    """One version of a pack, the one in force for 0; NotFound version.unknown."""
    row = packs.by_number(db, pack, number) if number else packs.current(db, pack)
    if row is None:
        raise NotFound("version.unknown", f"Expected version {number} of {pack}, but there is none")
    return world.packs.version(row.id)


def _version(db: Connection, world: World, named: str) -> tuple[str, PackVersion]:
    process, _, wanted = named.partition("@")
    for current in packs.currents(db):
        found = _in_pack(db, world, current.pack, process, wanted)
        if found is not None:
            return process, found
    raise NotFound("version.unknown", f"Expected a released version {named}, but there is none")


def _in_pack(db: Connection, world: World, pack: str, process: str, wanted: str) -> PackVersion | None:
    """The version in force, of a number, or the newest with a tag, in which there is such a process."""
    for row in packs.versions(db, pack):
        if (wanted and wanted != str(row.number)) if wanted.isdigit() else (not wanted and not row.current):
            continue
        version = world.packs.version(row.id)
        definition = version.definitions.get(process)
        if definition and (not wanted or wanted.isdigit() or definition.version_tag == wanted):
            return version
    return None


def read_mapping(data: bytes) -> runtime.Renaming:
    """A mapping file: YAML or JSON, `old: new` (null for nowhere), or that under `unsur` beside a list `baru`."""
    try:
        said = yaml.safe_load(data.decode()[:_LARGEST]) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise _unread(str(fault)) from fault
    if not isinstance(said, dict):
        raise _unread("it is no list of old: new")
    whole = said.keys() & {"unsur", "elements", "baru", "renew"}
    elements = (said.get("unsur") or said.get("elements") or {}) if whole else said
    renew = (said.get("baru") or said.get("renew") or []) if whole else []
    if not isinstance(elements, dict) or not isinstance(renew, list):
        raise _unread("unsur is not a list of old: new, or baru not a list of elements")
    return runtime.Renaming(
        {str(old): "" if new is None else str(new) for old, new in elements.items()}, frozenset(map(str, renew))
    )


def _unread(why: str) -> Invalid:
    return Invalid("move.unread", f"Expected a mapping of old: new, but {why}", details={"why": why})


def spelled(renaming: runtime.Renaming) -> dict[str, Any]:
    """A mapping as it is stored."""
    return {"elements": dict(sorted(renaming.elements.items())), "renew": sorted(renaming.renew)}


def respelled(stored: Mapping[str, Any]) -> runtime.Renaming:
    """A mapping as it was stored."""
    return runtime.Renaming(dict(stored["elements"]), frozenset(stored["renew"]))


def digest(renaming: runtime.Renaming) -> str:
    """SHA-256 of a mapping, hex."""
    return hashlib.sha256(json.dumps(spelled(renaming), sort_keys=True).encode()).hexdigest()


_PLANS: OrderedDict[tuple[str, str, str, str], runtime.Plan] = OrderedDict()
_LOCK = threading.Lock()


def plan(between: Ends, renaming: runtime.Renaming) -> runtime.Plan:
    """The plan, from the cache where it is; Invalid move.mapping where the mapping names what is not there."""
    key = (between.source.hash, between.target.hash, between.process_id, digest(renaming))
    with _LOCK:
        found = _PLANS.get(key)
    if found is None:
        source, target = (runtime.compile(one, between.process_id) for one in (between.source, between.target))
        found = runtime.Plan(source, target, renaming)
        with _LOCK:
            _PLANS[key] = found
            while len(_PLANS) > _KEPT:
                _PLANS.popitem(last=False)
    return found
