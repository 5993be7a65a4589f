"""A pack version: the unit of release and of replication, immutable, by content hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine.model.definition import Definition
from engine.model.ids import Id
from engine.model.register import RegisterSpec


@dataclass(frozen=True, slots=True)
class PackVersion:
    """Everything one released version of a pack holds, read once per process."""

    id: Id
    #: `pengadaan`
    pack: str
    number: int
    #: SHA-256 over the sorted (path, content) pairs, hex.
    hash: str
    title_id: str
    title_en: str
    #: Path inside the pack -> bytes as shipped: diagrams, tables, forms, letters, scenarios.
    files: Mapping[str, bytes]
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    #: Process id -> the normalised XML the runtime compiles.
    normalised: Mapping[str, bytes] = field(default_factory=dict)
    #: Process id -> the path of its diagram in `files`.
    diagrams: Mapping[str, str] = field(default_factory=dict)
    #: Decision id -> the path of its DMN file in `files`.
    decisions: Mapping[str, str] = field(default_factory=dict)
    registers: Mapping[str, RegisterSpec] = field(default_factory=dict)
    #: Role key -> label (Indonesian).
    roles: Mapping[str, str] = field(default_factory=dict)
    #: rahasia where every process of the pack is secret, "" otherwise.
    classification: str = ""


class Packs(Protocol):
    """Released versions, cached in the process because they never change."""

    def version(self, version: Id) -> PackVersion:
        """One version by its identifier."""
        ...
