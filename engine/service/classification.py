"""What a pack says about secrecy must mean something: a word misspelled must not make a secret case public."""

from collections.abc import Iterator, Mapping

from engine.model.definition import Definition
from engine.model.findings import Finding, Severity
from engine.model.register import RegisterSpec
from engine.service.manifest import Manifest
from engine.service.reading import Reading
from engine.store.instances import RAHASIA

#: Process property -> the values that mean something.
MEANT = {"classification": RAHASIA, "starterSees": "receipt"}
HINT = (
    "Tulis seperti di docs/how-to/keep-cases-secret.md, atau hapus.",
    "Write it as docs/how-to/keep-cases-secret.md says, or remove it.",
)


def check(reading: Reading, manifest: Manifest, specs: Mapping[str, RegisterSpec]) -> Iterator[Finding]:
    """Unknown values, properties without effect, and records of a secret case in a register everybody reads."""
    homes = reading.homes()
    for definition in reading.definitions().values():
        path = homes[definition.process_id]
        yield from _properties(definition, path)
        if _is_secret(definition, manifest):
            yield from _records(definition, path, specs)
        else:
            yield from _idle(definition, path)


def _is_secret(definition: Definition, manifest: Manifest) -> bool:
    return RAHASIA in (manifest.classification, definition.properties.get("classification"))


def _properties(definition: Definition, path: str) -> Iterator[Finding]:
    for name, meant in MEANT.items():
        value = definition.properties.get(name, "")
        if value not in ("", meant):
            yield _wrong(
                path,
                definition.process_id,
                f"Seharusnya {name} bernilai «{meant}», tetapi «{value}»",
                f"Expected {name} to be «{meant}», but it is «{value}»",
            )


def _idle(definition: Definition, path: str) -> Iterator[Finding]:
    for name in ("starterSees", "about"):
        if definition.properties.get(name):
            yield _wrong(
                path,
                definition.process_id,
                f"Seharusnya {name} ada pada proses yang rahasia, tetapi proses ini tidak rahasia",
                f"Expected {name} on a secret process, but this one is not secret",
            )


def _records(definition: Definition, path: str, specs: Mapping[str, RegisterSpec]) -> Iterator[Finding]:
    for element in definition.elements.values():
        spec = specs.get(element.headers.get("register", ""))
        if element.job_type.startswith("register:") and spec is not None and not spec.secret:
            yield _wrong(
                path,
                element.id,
                f"Seharusnya berkas rahasia mencatat di buku rahasia, tetapi buku {spec.key} terbuka",
                f"Expected a secret case to write in a secret register, but {spec.key} is open to all",
                Severity.WARNING,
            )


def _wrong(path: str, element: str, message_id: str, message_en: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(
        "pack.secrecy", severity, element, message_id, message_en, file=path, hint_id=HINT[0], hint_en=HINT[1]
    )
