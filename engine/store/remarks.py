"""Reasons and decree numbers of the office's own acts: facts hold their salted hash, never what a person wrote."""

import hashlib
from collections.abc import Collection

from sqlalchemy import Connection, insert, select

from engine.store.tables import office_remark as table


def sealed(salt: bytes, text: str) -> str:
    """SHA-256 of salt and text, hex: what the fact holds."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def keep(db: Connection, seq: int, salt: bytes, text: str) -> None:
    """Keep the reason of one fact of the office's own chain."""
    db.execute(insert(table), {"seq": seq, "salt": salt, "text": text})


def remarks(db: Connection, seqs: Collection[int]) -> dict[int, tuple[str, str]]:
    """The reasons of facts by their number, each with the seal it must have."""
    rows = db.execute(select(table).where(table.c.seq.in_(list(seqs)))) if seqs else ()
    return {row.seq: (row.text, sealed(row.salt, row.text)) for row in rows}
