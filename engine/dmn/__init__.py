"""DMN: decisions and their requirements, read safely, checked, and decided with an audit trail."""

from engine.dmn.decide import Outcome, decide, serve
from engine.dmn.errors import DecisionFailed
from engine.dmn.fitting import kinds
from engine.dmn.lint import lint
from engine.dmn.model import Model
from engine.dmn.reader import library, namespace, read
from engine.dmn.requirements import names

__all__ = [
    "DecisionFailed",
    "Model",
    "Outcome",
    "decide",
    "kinds",
    "library",
    "lint",
    "names",
    "namespace",
    "read",
    "serve",
]
