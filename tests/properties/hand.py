"""A process of its own that carries single acts out on a case in a database: `python -m tests.properties.hand URL`.

It reads one act per line and answers with what is open; it keeps nothing of the case between two acts.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from engine import runtime
from engine.app import opened, world
from engine.feel import Env, codec
from engine.model.actor import ENGINE, Right
from engine.model.ids import Id
from engine.service.command import Command
from engine.service.execute import execute
from engine.store import instances, packs
from engine.store.apply import apply
from engine.store.rows import RowState
from engine.store.unit import Unit
from integrations.registry import registry
from tests.fuzz.targets import Foreign


@dataclass(frozen=True)
class Put(Command[str]):
    """Keep a version, so that cases can name it."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    hash: str

    def run(self, unit: Unit) -> str:
        files = {"pack.toml": b"x"}
        row = packs.release(
            unit, pack="uji", hash=self.hash, title_id="Uji", title_en="", files=files, origin="shipped"
        )
        return str(row.id)


@dataclass(frozen=True)
class Begin(Command[str]):
    """Start a case."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    version: Any
    compiled: runtime.Compiled
    now: datetime

    def run(self, unit: Unit) -> str:
        case = instances.create(unit, self.version, self.compiled.definition, "Uji", "")
        step = runtime.start(self.compiled, RowState(unit, case), {}, Env(now=self.now))
        return str(apply(unit, case, step).instance.id)


@dataclass(frozen=True)
class Act(Command[None]):
    """Complete a task or let an event come, from nothing but rows."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    compiled: runtime.Compiled
    case: Id
    kind: str
    number: int
    answers: Mapping[str, Any]
    now: datetime

    def run(self, unit: Unit) -> None:
        case = instances.lock(unit, self.case)
        about = self.compiled, RowState(unit, case)
        env = Env(now=self.now)
        if self.kind == "task":
            step = runtime.complete(*about, self.number, self.answers, env)
        elif self.kind == "timer":
            step = runtime.fire(*about, self.number, env)
        else:
            step = runtime.deliver(*about, self.number, {}, env)
        apply(unit, case, step)


def main() -> None:
    """Serve acts until the input ends."""
    store = opened(sys.argv[1])
    here = world(store, registry({}), lambda: None, zone="Asia/Jakarta")
    for line in sys.stdin:
        asked = json.loads(line)
        now = datetime.fromisoformat(asked["now"])
        drawing = Foreign(bytes.fromhex(asked["diagram"]), asked["process"])
        version = drawing.version()
        compiled = runtime.compile(version, drawing.process)
        command: Command[Any]
        if asked["kind"] == "put":
            command = Put(version.hash)
        elif asked["kind"] == "start":
            object.__setattr__(version, "id", UUID(asked["version"]))
            command = Begin(version, compiled, now)
        else:
            answers = {name: codec.decode(text) for name, text in asked["answers"].items()}
            command = Act(compiled, UUID(asked["case"]), asked["kind"], asked["number"], answers, now)
        carry_out: Any = execute
        print(json.dumps(carry_out(command, world=here, actor=ENGINE)), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
