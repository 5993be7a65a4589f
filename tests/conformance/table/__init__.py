"""The contract table: the cases of the engine study, drawn anew in our dialect, with what BPMN 2.0.2 makes of them."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from tests.conformance.table.row import Row

FOLDERS = ("table", "combined")


def rows(*folders: str) -> Iterator[Row]:
    """Every row of the table and of the combinations, in the order of their files."""
    for folder in folders or FOLDERS:
        for path in sorted((Path(__file__).parents[1] / folder).glob("*.py")):
            module = import_module(f"tests.conformance.{folder}.{path.stem}") if path.stem != "__init__" else None
            yield from getattr(module, "ROWS", ())
