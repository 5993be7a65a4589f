"""The one door for every change of state: the only place that opens a writing transaction and commits it."""

import dataclasses
import hashlib
from typing import Any, TypeVar

from engine.model.actor import Actor, Right
from engine.model.errors import Forbidden, Invalid, Refused
from engine.model.ids import Id
from engine.model.world import World
from engine.service.command import Command, answer_type
from engine.store import attempts, receipts
from engine.store.unit import Unit

R = TypeVar("R")

LONGEST_KEY = 120


def execute(command: Command[R], *, world: World, actor: Actor, key: str | None = None) -> R:
    """Carry out `command` in one transaction, once per idempotency `key`; raises Refused and then nothing has changed.

    The same key from the same actor for the same command gives the first answer again;
    from another, or with other content, it is a Conflict.
    """
    _check_key(command, key)
    try:
        return _commit(command, world, actor, key)
    except Refused as refusal:
        if refusal.leaves_trace:
            _trace(command, refusal, world, actor)
        raise


def _commit(command: Command[R], world: World, actor: Actor, key: str | None) -> R:
    _check_right(command, actor)
    command.prepare(world)
    with world.database.writing() as connection:
        unit = Unit(connection, actor, world.clock(), world)
        answer = command.run(unit) if key is None else _once(command, unit, key)
        connection.commit()
    if unit.wakes:
        world.wake()
    return answer


def _once(command: Command[R], unit: Unit, key: str) -> R:
    # The receipt is reserved first: on PostgreSQL a twin waits on that row, on SQLite on the write lock.
    stored = receipts.claim(unit, key, _content(command, key))
    kind = answer_type(type(command))
    if stored is not None:
        answer: R = kind.validate_python(stored.result, strict=False)
        return answer
    answer = command.run(unit)
    receipts.settle(unit, key, kind.dump_python(answer, mode="json"))
    return answer


def _content(command: Command[Any], key: str) -> str:
    """The act and a short hash of all it says: a key sent again with other answers must not look done."""
    digest = hashlib.sha256(f"{key}\0{command!r}".encode(errors="surrogatepass")).hexdigest()
    return f"{type(command).__name__}:{digest[:16]}"


def _check_key(command: Command[Any], key: str | None) -> None:
    if key is None:
        return
    if command.secret:
        raise Invalid("key.secret", "Expected no key, but the answer of this act is a secret that is shown once")
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Invalid("key.length", f"Expected a key of 1 to {LONGEST_KEY} characters, but it is not")


def _check_right(command: Command[Any], actor: Actor) -> None:
    if command.needs is None or command.needs in actor.rights or Right.SYSTEM in actor.rights:
        return
    raise Forbidden(
        "right.missing",
        f"Expected the right to {command.needs.value}, but no position held today carries it",
        details={"right": command.needs.value},
        leaves_trace=True,
    )


def _trace(command: Command[Any], refusal: Refused, world: World, actor: Actor) -> None:
    with world.database.writing() as connection:
        unit = Unit(connection, actor, world.clock(), world)
        attempts.record(
            unit,
            refusal.code,
            type(command).__name__,
            instance_id=refusal.instance,
            details={**_ids(command), **refusal.details},
        )
        connection.commit()


def _ids(command: Command[Any]) -> dict[str, str]:
    """Which things the command named: identifiers and versions only, never what was typed."""
    if not dataclasses.is_dataclass(command):
        return {}
    named = {field.name: getattr(command, field.name) for field in dataclasses.fields(command)}
    return {name: str(value) for name, value in named.items() if isinstance(value, Id | int)}
