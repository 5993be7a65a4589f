"""DMN: decision tables and literal expressions, read safely, checked, and decided with an audit trail."""

from engine.dmn.decide import Outcome, decide, names
from engine.dmn.errors import DecisionFailed
from engine.dmn.lint import lint
from engine.dmn.model import Model
from engine.dmn.reader import read

__all__ = ["DecisionFailed", "Model", "Outcome", "decide", "lint", "names", "read"]
