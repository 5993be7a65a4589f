"""FEEL (DMN 1.5 §10): the expression language of diagrams, tables, forms and registers."""

from engine.feel.analyse import analyse
from engine.feel.due import Deadline, deadline, due
from engine.feel.env import Env
from engine.feel.errors import FeelBudgetError, FeelError, FeelSyntaxError, Warning_
from engine.feel.program import Program, compile, expression
from engine.feel.run import Result

__all__ = [
    "Deadline",
    "Env",
    "FeelBudgetError",
    "FeelError",
    "FeelSyntaxError",
    "Program",
    "Result",
    "Warning_",
    "analyse",
    "compile",
    "deadline",
    "due",
    "expression",
]
