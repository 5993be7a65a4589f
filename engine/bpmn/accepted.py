"""What an editor may offer an analyst: the elements and triggers the lint lets pass, and nothing else."""

from collections.abc import Mapping

from engine.bpmn.lint.allowed import HARMLESS, RULES
from engine.bpmn.lint.events import _ALLOWED as TRIGGERS


def accepted() -> Mapping[str, tuple[str, ...]]:
    """Kind of element -> its triggers (none for what is no event), loops included, drawn-only elements too."""
    kinds: dict[str, tuple[str, ...]] = {name: () for name in sorted({*RULES, *HARMLESS})}
    return kinds | TRIGGERS
