"""Legal numbers: the ones an element leans on, and all of them."""

import re
from collections.abc import Iterator
from html import unescape

from sqlalchemy import Connection

from engine.feel import Env
from engine.model.actor import Actor
from engine.model.definition import Definition, Element
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import rights
from engine.service.env import today
from engine.service.formscope import expressions_of
from engine.service.legalkeys import keys_of
from engine.service.views.rows import ParameterRow, parameter_rows
from engine.store import parameters as store

#: A parameter as a file writes it, its quotes unescaped.
_NAMED = re.compile(r'parameter\(\s*\\?"([^"\\]+)\\?"')


def parameters(world: World, actor: Actor) -> tuple[ParameterRow, ...]:
    """Every value of every parameter, with its source and whether somebody vouched for it."""
    with world.database.reading() as db:
        return parameter_rows(store.every(db))


def named_in(world: World, actor: Actor, content: bytes) -> tuple[ParameterRow, ...]:
    """The legal numbers a file of a pack names, as in force today; a key nobody knows is the lint's to say."""
    rights.may_design(actor)
    named = set(_NAMED.findall(unescape(content.decode(errors="replace"))))
    if not named:
        return ()
    with world.database.reading() as db:
        rows = store.in_force(db, today(world))
    return parameter_rows(rows[key] for key in sorted(named & rows.keys()))


def in_force_for(
    db: Connection, version: PackVersion, definition: Definition, element: Element, env: Env
) -> tuple[ParameterRow, ...]:
    """The parameters the element, its form and its timers name, as in force today."""
    keys = {key for text in _texts(version, definition, element) for key in _keys(text)}
    if not keys:
        return ()
    rows = store.in_force(db, env.calendar.day_of(env.now))
    return parameter_rows(rows[key] for key in sorted(keys) if key in rows)


def named_by_timer(db: Connection, element: Element, env: Env) -> tuple[ParameterRow, ...]:
    """The parameters a timer was reckoned from, as in force today."""
    keys = _keys(element.timer.text) if element.timer else ()
    rows = store.in_force(db, env.calendar.day_of(env.now)) if keys else {}
    return parameter_rows(rows[key] for key in sorted(keys) if key in rows)


def _texts(version: PackVersion, definition: Definition, element: Element) -> Iterator[str]:
    yield element.due
    yield from (mapping.source for mapping in (*element.inputs, *element.outputs))
    for other in definition.elements.values():
        if other.attached_to == element.id and other.timer:
            yield other.timer.text
    yield from expressions_of(version, element.form)


def _keys(text: str) -> tuple[str, ...]:
    return keys_of(text[1:]) if text.startswith("=") and "parameter(" in text else ()
