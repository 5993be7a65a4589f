"""A pack's folder as files of a version: everything an analyst edits, nothing that is only seeded or built."""

from collections.abc import Iterator
from pathlib import Path

from engine.service.reading import FORM, read

#: Folders of a pack that are not part of a version.
SEEDS = frozenset({"data", "__pycache__"})


def pack_files(folder: Path, library: Path | None = None) -> dict[str, bytes]:
    """The files of a pack by path, with the forms of `library` its diagrams use copied to forms/."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
    if library is None:
        return files
    for name in sorted(read(files).form_names()):
        shared, own = library / f"{name}{FORM}", f"forms/{name}{FORM}"
        if own not in files and shared.is_file():
            files[own] = shared.read_bytes()
    return files


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] not in SEEDS and not any(part.startswith(".") for part in parts):
            yield path
