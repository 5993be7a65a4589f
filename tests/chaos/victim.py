"""A process that is killed at a chosen hop: `python -m tests.chaos.victim URL POINT TASK KEY PARTNER`."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NoReturn
from uuid import UUID

from sqlalchemy import Connection, event

from engine.jobs.run import drain
from engine.service.execute import execute
from engine.service.tasks import CompleteTask
from engine.store.database import Store
from integrations.registry import Registry
from tests.chaos.bureau import bureau
from tests.chaos.hops import ANSWERS


def die(*_: object) -> NoReturn:
    """As when the power goes: no clean-up of any kind."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


@dataclass(frozen=True)
class DiesAfterCommit:
    """A database whose process dies right after the commit."""

    store: Store

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.store.writing() as connection:
            yield connection
        die()

    def reading(self) -> Any:
        return self.store.reading()

    def asking(self) -> Any:
        return self.store.asking()


@dataclass(frozen=True)
class DiesAfterCall:
    """Connectors whose process dies when the partner has done the work."""

    real: Registry

    def call(self, type: str, payload: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        self.real.call(type, payload, key=key, deadline=deadline)
        die()


def main() -> None:
    """Act, and die on the way."""
    url, point, task, key, partner = sys.argv[1:]
    at = bureau(url, partner)
    if point == "partner":
        drain(at.world, DiesAfterCall(at.connectors))
        return
    official = at.official
    if point == "before":
        event.listen(at.store.engine, "commit", die)
        world = at.world
    else:
        world = replace(at.world, database=DiesAfterCommit(at.store))
    execute(CompleteTask(UUID(task), 1, ANSWERS), world=world, actor=official, key=key)


if __name__ == "__main__":
    main()
