"""Rows of a register as a look-up offers them."""

from collections.abc import Sequence

import forms
from engine.model.actor import Actor
from engine.model.world import World
from engine.service.lookups import standing_lookups


def lookup(world: World, actor: Actor, register: str, text: str, limit: int = 20) -> Sequence[forms.Option]:
    """The best rows for a typed text."""
    return tuple(standing_lookups(world, actor, "").search(register, text, limit))
