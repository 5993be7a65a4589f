"""A process that dies at its n-th hop: before a statement (a commit is one), before or after a partner's call."""

import os
import signal
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import Cursor
from sqlalchemy import Engine, event

from engine.jobs.run import drain
from engine.service.adhoc import ChooseActivity, Chosen, DeclareFinished
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.tasks import CompleteTask
from integrations.registry import Registry
from tests.chaos.bureau import bureau

ANSWERS = {"nilai": ["1.000.000"]}


@dataclass
class Count:
    """Hops still to live."""

    left: int

    def hop(self, *_: object, **__: object) -> None:
        """Come one hop nearer; at the last the power goes, with no clean-up of any kind."""
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, engine: Engine) -> None:
        """Count every statement the driver sends, whoever prepared it."""
        event.listen(engine, "connect", self._listen)
        event.listen(engine, "commit", self.hop)

    def _listen(self, connection: Any, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(self.hop)
        else:
            connection.cursor_factory = _counting(self)


def _counting(count: Count) -> type[Cursor[Any]]:
    class Counting(Cursor[Any]):
        """A cursor whose every statement is a hop."""

        def execute(self, *args: Any, **kwargs: Any) -> Any:
            count.hop()
            return super().execute(*args, **kwargs)

        def executemany(self, *args: Any, **kwargs: Any) -> None:
            count.hop()
            super().executemany(*args, **kwargs)

    return Counting


@dataclass
class Counted:
    """Connectors whose calls are two hops each: before the partner hears of it, and after it has done the work."""

    real: Registry
    count: Count
    calls: list[str] = field(default_factory=list)

    def call(self, type: str, payload: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        """Pass the call on."""
        self.count.hop()
        answer = self.real.call(type, payload, key=key, deadline=deadline)
        self.count.hop()
        return answer


def walk(url: str, partner: str, task: str, hops: int) -> None:
    """Complete a task and do all that follows from it, unless death comes first."""
    at = bureau(url, partner)
    count = Count(hops)
    official = at.official
    at.store.engine.dispose()
    count.watch(at.store.engine)
    execute(CompleteTask(UUID(task), 1, ANSWERS), world=at.world, actor=official, key=f"kunci-{task}")
    drain(at.world, Counted(at.connectors, count))


def choose(url: str, partner: str, task: str, hops: int) -> None:
    """Begin a step of ad-hoc work and say that it is done, unless death comes first."""
    at = bureau(url, partner)
    count = Count(hops)
    official = at.official
    at.store.engine.dispose()
    count.watch(at.store.engine)
    for key, act in chosen(task).items():
        execute(act, world=at.world, actor=official, key=key)
    drain(at.world, Counted(at.connectors, count))


def chosen(task: str) -> dict[str, Command[Chosen]]:
    """The two acts by their one-time keys."""
    wanted = UUID(task)
    return {
        f"pilih-{task}": ChooseActivity(wanted, 1, "a"),
        f"selesai-{task}": DeclareFinished(wanted, 2, "Cukup"),
    }
