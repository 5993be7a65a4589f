"""Checking the files of a pack once: slow reading before a transaction, found again inside it."""

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from threading import Lock

from sqlalchemy import Connection

from engine.model.world import World
from engine.service.assemble import Assembled, assemble, content_hash
from engine.service.reading import Surroundings
from engine.service.surroundings import around
from engine.store import packs

#: Packs kept: what a few analysts are working on.
KEPT = 12

_known: OrderedDict[tuple[str, str], Assembled] = OrderedDict()
_lock = Lock()


def checked(db: Connection, world: World, pack: str, files: Mapping[str, bytes]) -> Assembled:
    """What `assemble` says of these files in this office today; the same question is answered from memory."""
    surroundings = around(db, world, pack)
    key = (content_hash(files), _stamp(db, pack, surroundings))
    with _lock:
        known = _known.get(key)
        if known is not None:
            _known.move_to_end(key)
            return known
    found = assemble(files, surroundings)
    with _lock:
        _known[key] = found
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return found


def _stamp(db: Connection, pack: str, surroundings: Surroundings) -> str:
    """Everything the answer depends on besides the files: another pack's release or a new position changes it."""
    parts = [f"{row.pack} {row.hash}" for row in packs.currents(db) if row.pack != pack]
    for names in (surroundings.operations, surroundings.parameters, surroundings.positions, surroundings.units):
        parts += ["", *sorted(names or ())]
    return sha256("\n".join(parts).encode()).hexdigest()
