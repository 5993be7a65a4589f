"""Carries a run that moves cases from its beginning, or from where it broke off, to its end."""

import logging
from collections.abc import Callable
from threading import Thread
from typing import Any

from engine.model.actor import ENGINE, Actor
from engine.model.errors import Refused
from engine.model.ids import Id
from engine.model.world import World
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.moves.carrying import (
    SILENT,
    AskOn,
    BeginMove,
    FinishMove,
    JudgeCases,
    MoveBegun,
    MoveCase,
    NoteFault,
    TakeUpMove,
)
from engine.store import move_runs
from engine.store.database import is_of_database
from engine.store.move_runs import MoveRow

log = logging.getLogger(__name__)

#: Cases looked for at once.
BATCH = 100
#: A dry run of so many cases is done before the page is shown.
AT_ONCE = 100

Progress = Callable[[MoveRow], None]


def begin(world: World, actor: Actor, command: BeginMove, key: str | None = None) -> MoveBegun:
    """Begin a run and carry it out in the background; a small dry one at once."""
    begun = execute(command, world=world, actor=actor, key=key)
    row = _row(world, begun.run_id)
    if row is not None and row.state == "running" and begun.fresh:
        if row.dry and row.total <= AT_ONCE:
            drive(world, begun.run_id)
        else:
            Thread(target=_in_background, args=(world, begun.run_id), daemon=True).start()
    return begun


def drive(world: World, run_id: Id, told: Progress | None = None) -> MoveRow | None:
    """Take case after case until none is left; the run as it ended."""
    while (row := _row(world, run_id)) is not None and row.state == "running":
        with world.database.reading() as db:
            ids = tuple(move_runs.ahead(db, row, BATCH))
        if not ids:
            execute(FinishMove(run_id), world=world, actor=ENGINE)
        elif row.dry and _judged(world, row, ids):
            pass
        elif not _carried(world, row, ids):
            break
        if told is not None and (after := _row(world, run_id)) is not None:
            told(after)
    return _row(world, run_id)


def take_up(world: World) -> int:
    """Go on in the background with runs whose server went away; how many."""
    with world.database.reading() as db:
        ids = move_runs.silent(db, world.clock() - SILENT)
    taken = [one for one in ids if execute(TakeUpMove(one), world=world, actor=ENGINE)]
    for one in taken:
        Thread(target=_in_background, args=(world, one), daemon=True).start()
    return len(taken)


def go_on(world: World, actor: Actor, run_id: Id) -> bool:
    """Go on in the background with one run whose server went away, as an admin asks; False where it goes on already."""
    taken = execute(AskOn(run_id), world=world, actor=actor)
    if taken:
        Thread(target=_in_background, args=(world, run_id), daemon=True).start()
    return taken


def _carried(world: World, row: MoveRow, ids: tuple[Id, ...]) -> bool:
    """Move some cases; False where the run has ended elsewhere."""
    left = None if row.most is None else row.most - row.done
    return all(_each(world, row, one, MoveCase(row.id, one)) for one in ids[:left])


def _judged(world: World, row: MoveRow, ids: tuple[Id, ...]) -> bool:
    """Judge some cases in one transaction, or one by one where one of them cannot be judged."""
    try:
        execute(JudgeCases(row.id, ids), world=world, actor=ENGINE)
    except Exception as fault:
        if isinstance(fault, Refused) or is_of_database(fault):
            raise
        return all(_each(world, row, one, JudgeCases(row.id, (one,))) for one in ids)
    return True


def _each(world: World, row: MoveRow, case: Id, command: Command[Any]) -> bool:
    """Take one case; what goes wrong with it holds up no other. False where the run has ended elsewhere."""
    try:
        execute(command, world=world, actor=ENGINE)
    except Refused as refused:
        if refused.code in ("move.over", "move.unknown_run"):
            return False
        raise
    except Exception as fault:
        if is_of_database(fault):
            raise
        log.exception("moving cases: case %s of run %s", case, row.id)
        execute(NoteFault(row.id, case, f"{type(fault).__name__}: {fault}"[:300]), world=world, actor=ENGINE)
    return True


def _in_background(world: World, run_id: Id) -> None:
    try:
        drive(world, run_id)
    except Exception:
        log.exception("moving cases: run %s broke off; it can be taken up again", run_id)


def _row(world: World, run_id: Id) -> MoveRow | None:
    with world.database.reading() as db:
        return move_runs.run(db, run_id)
