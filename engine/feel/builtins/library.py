"""All built-ins: importing a family declares it."""

from engine.feel.builtins import (
    boolean,
    context,
    conversion,
    interval,
    lists,
    numeric,
    office,
    selection,
    statistics,
    strings,
    temporal,
)
from engine.feel.builtins.registry import BUILTINS, Builtin

FAMILIES = (
    boolean,
    context,
    conversion,
    interval,
    lists,
    numeric,
    office,
    selection,
    statistics,
    strings,
    temporal,
)

__all__ = ["BUILTINS", "FAMILIES", "Builtin"]
