"""Released versions, read and compiled once per process because they never change."""

from dataclasses import replace
from threading import Lock

from sqlalchemy import Connection

import forms
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import Database, World
from engine.service import reading
from engine.service.assemble import load
from engine.store import packs


class VersionCache:
    """The versions of one database, by identifier; implements model.pack.Packs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Id, PackVersion] = {}
        self._lock = Lock()

    def version(self, version: Id) -> PackVersion:
        """One released version; NotFound where the database has none by that identifier."""
        known = self._known.get(version)
        if known is not None:
            return known
        with self._lock, self._database.reading() as db:
            return self._known.get(version) or self._read(db, version)

    def _read(self, db: Connection, version: Id) -> PackVersion:
        row = packs.version(db, version)
        if row is None:
            raise NotFound("version.unknown", "Expected a released version, but there is none by that name")
        loaded = replace(load(packs.files(db, version)), id=row.id, number=row.number, hash=row.hash)
        self._known[version] = loaded
        return loaded


def current(db: Connection, world: World, pack: str) -> PackVersion:
    """The version new cases take; NotFound where the pack has none."""
    row = packs.current(db, pack)
    if row is None:
        raise NotFound("process.unknown", f"Expected a released pack {pack}, but there is none", details={"pack": pack})
    return world.packs.version(row.id)


def form_of(version: PackVersion, name: str) -> forms.Form | None:
    """One form of a version; None where the element has none."""
    data = version.files.get(f"forms/{name}{reading.FORM}") if name else None
    return reading.form(data) if data is not None else None
