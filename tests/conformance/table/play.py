"""Plays a row of the table: released as a pack and run as every office runs it, on a clock that moves when told."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from engine import runtime
from engine.bpmn.expand import drawn
from engine.cli.laboratory import Laboratory
from engine.feel import Env, compile
from engine.model.actor import ENGINE, Right
from engine.model.connectors import BpmnFault
from engine.model.errors import Refused
from engine.model.ids import Id
from engine.model.state import Value
from engine.runtime import COMPLETIONS
from engine.service.command import Command
from engine.service.env import env_for
from engine.service.execute import execute
from engine.service.messages import PublishMessage
from engine.service.packs import DeployPack
from engine.store import audit, cases, instances, messages, tasks
from engine.store.apply import apply
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit
from integrations.connector import Connector, Payload, Port, Reply
from integrations.registry import Registry
from tests.conformance.table.row import Run

ENV = Env(datetime(2026, 1, 5, 1, tzinfo=UTC), zone="UTC")
ACT = re.compile(r"\s*(?:\[([^\]]*)\]|(\?!|[!~>%+]|%/)?([\w.:-]+)(?:@([\w-]+))?(\()?)")
MANIFEST = b'key = "lab"\ntitle_id = "lab"\ntitle_en = "lab"\nversion = "1"\nconnectors = ["desk:say"]\n[roles]\n'


class Asked(Payload):
    """What the reference system of these cases takes."""

    say: str = ""


class Said(Reply):
    """What it answers."""

    word: str


class Desk:
    """The reference system: it says the word back, and refuses REFUSED."""

    def send(self, path: str, body: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        if body.get("say") == "REFUSED":
            raise BpmnFault("REFUSED", "Expected another word, but got REFUSED")
        return {"word": body.get("say", "")}


PORT = Port("desk:say", "Ucapkan", "Say", "/say", Asked, Said, errors=("REFUSED",))


@dataclass(frozen=True, slots=True)
class Choose(Command[None]):
    """What a person does at an ad-hoc subprocess, without the form around it."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    task: Id
    element: str
    ends: bool

    def run(self, unit: Unit) -> None:
        """Choose or declare."""
        instance, row = instances.lock_by_task(unit, self.task)
        compiled = runtime.compile(unit.world.packs.version(instance.version_id), instance.process_id)
        state, env = RowState(unit, instance), env_for(unit.db, unit.world)
        if self.ends:
            apply(unit, instance, runtime.declare(compiled, state, row.token, env))
        else:
            apply(unit, instance, runtime.choose(compiled, state, row.token, self.element, env))


def feel(text: str) -> Any:
    """A FEEL value."""
    return compile(text).run({}, ENV).value


class Bench(Laboratory):
    """The laboratory of `tata conformance` with a connector, files of every kind and a look at each instance."""

    def __init__(self) -> None:
        super().__init__()
        self._connectors = Registry({"desk": Connector("desk", (PORT,), Desk)})
        self._open()

    def release(self, files: Mapping[str, bytes]) -> None:
        """Release the files as one pack of a new office; raises Broken with what is wrong."""
        self.renew()
        done = execute(DeployPack({"pack.toml": MANIFEST, **files}), world=self._world, actor=ENGINE)
        self._version = done.version_id

    def renew(self) -> None:
        """An empty office."""
        self._store.close()
        self._deployed += 1
        self._seen, self._version, self._now = set(), None, ENV.now
        self._open()

    # what is seen

    def opened(self) -> list[tuple[str, str]]:
        """Open tasks: element and handle, in the order they opened."""
        with self._store.reading() as db:
            found = [row for case in self._cases(db) for row in tasks.open_tasks(db, case.id)]
        return [(drawn(row.element), str(row.id)) for row in found]

    def _cases(self, connection: Any) -> list[InstanceRow]:
        """The instances, the first begun first, the others by process: what begins in one moment has no order."""
        begun = super()._cases(connection)
        return [*begun[:1], *sorted(begun[1:], key=lambda case: case.process_id)]

    def traces(self) -> list[list[str]]:
        """The drawn elements each instance left."""
        with self._store.reading() as db:
            facts = [list(audit.facts(db, case.id)) for case in self._cases(db)]
        left = [[f["element"] for f in one if f["kind"] in COMPLETIONS and f["element"]] for one in facts]
        return [[element for element in one if "·" not in element] for one in left]

    def states(self) -> list[str]:
        """The state of each instance."""
        with self._store.reading() as db:
            return [str(case.state) for case in self._cases(db)]

    def incidents(self) -> list[str]:
        """Open incidents as `code at element`."""
        return sorted(f"{row.code} at {drawn(row.element)}" for row in self._open_incidents())

    def first(self) -> Mapping[str, Value]:
        """The variables of the first instance."""
        with self._store.reading() as db:
            return dict(cases.variables(db, self._cases(db)[0].id))

    def send(self, name: str, key: str, payload: Mapping[str, Value]) -> bool:
        """Publish a message; True when somebody took it."""
        sent = execute(PublishMessage(name, key, payload), world=self._world, actor=ENGINE)
        self._drain()
        with self._store.reading() as db:
            row = messages.message(db, sent)
        return row is not None and row.state == "delivered"

    def choose(self, element: str, *, ends: bool) -> None:
        """Begin an activity in the ad-hoc subprocess that offers it, or declare the subprocess done."""
        for at, handle in self.opened():
            if not ends or at == element:
                with contextlib.suppress(Refused):
                    execute(Choose(UUID(handle), element, ends), world=self._world, actor=ENGINE)
                    self._drain()
                    return
        raise AssertionError(f"{element} is not offered")

    def clock(self, duration: str) -> None:
        """Let an ISO 8601 duration of hours, minutes, seconds and days pass."""
        self.advance(feel(f'duration("{duration}")').nanos / 1e9)


Act = tuple[str, str, str, dict[str, Any]]


def acts(text: str) -> Iterator[Act]:
    """The words of a run: mark, name, key, values."""
    at = 0
    while at < len(text.rstrip()):
        found = ACT.match(text, at)
        assert found is not None, f"No act at: {text[at:]}"
        at = found.end()
        seen, mark, name, key, opens = found.groups()
        values: dict[str, Any] = {}
        if opens:
            end = _closing(text, at)
            values = feel(f"{{{text[at:end]}}}")
            at = end + 1
        yield ("[", seen, "", {}) if seen is not None else (mark or "", name, key or "", values)


def _closing(text: str, at: int) -> int:
    depth = 1
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise AssertionError(f"A bracket stays open: {text[at:]}")


def play(bench: Bench, run: Run, process: str) -> None:
    """Play one run of a released pack and hold it against what must come of it."""
    if run.given is not None:
        bench.start(process, feel(f"{{{run.given}}}"))
    for mark, name, key, values in acts(run.acts):
        _act(bench, mark, name, key, values)
    _judge(bench, run)


def _act(bench: Bench, mark: str, name: str, key: str, values: dict[str, Any]) -> None:
    if mark == "[":
        shown = sorted(element for element, _ in bench.opened())
        assert shown == sorted(name.split()), f"open {shown}, expected {name.split()}; {_seen(bench)}"
    elif mark == "+":
        bench.clock(name)
    elif mark in ("!", "?!"):
        taken = bench.send(name, key, values)
        assert taken is (mark == "!"), f"message {name} taken: {taken}; {_seen(bench)}"
    elif mark == "~":
        bench.signal(name, values)
    elif mark in ("%", "%/"):
        bench.choose(name, ends=mark == "%/")
    elif mark == ">":
        bench.start(name, values)
    else:
        element, _, number = name.partition(".")
        found = [handle for at, handle in bench.opened() if at == element]
        which = int(number or 1) - 1
        assert which < len(found), f"{name} is not open; {_seen(bench)}"
        bench.complete(found[which], values)


def _judge(bench: Bench, run: Run) -> None:
    seen = " | ".join(" ".join(one) for one in bench.traces())
    assert seen == " ".join(run.trace.split()), _seen(bench)
    states = bench.states()
    wanted = run.state.split() if " " in run.state else [run.state] * len(states)
    assert states == wanted, f"{states}; {_seen(bench)}"
    assert bench.incidents() == sorted(run.incidents), _seen(bench)
    if run.ends:
        known, ends = bench.first(), feel(f"{{{run.ends}}}")
        assert {name: known.get(name) for name in ends} == ends
    if set(states) <= {"completed", "failed"}:
        assert bench.active() == [], "a finished instance holds tokens"


def _seen(bench: Bench) -> str:
    open_ = " ".join(element for element, _ in bench.opened())
    traces = " | ".join(" ".join(one) for one in bench.traces())
    return f"open [{open_}], left: {traces}, states {bench.states()}, incidents {bench.incidents()}"
