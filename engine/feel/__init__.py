"""FEEL (DMN 1.5 §10): the expression language of diagrams, tables, forms and registers."""

from engine.feel.env import Env
from engine.feel.errors import FeelBudgetError, FeelError, FeelSyntaxError, Warning_

__all__ = ["Env", "FeelBudgetError", "FeelError", "FeelSyntaxError", "Warning_"]
