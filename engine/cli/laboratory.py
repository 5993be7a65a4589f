"""An office of one, on a clock that moves only when told, for the conformance runs."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, ClassVar
from uuid import UUID

from engine import runtime
from engine.app import opened, ready, world
from engine.jobs.run import drain
from engine.model.actor import ENGINE, Right
from engine.model.definition import Definition
from engine.model.errors import Conflict, NotFound
from engine.model.ids import Id
from engine.model.state import Value
from engine.service.command import Command
from engine.service.env import env_for
from engine.service.execute import execute
from engine.service.messages import PublishMessage
from engine.service.packs import DeployPack
from engine.service.signals import BroadcastSignal
from engine.store import audit, cases, incidents, instances, jobs, messages, tasks, timers
from engine.store.apply import apply
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.unit import Unit
from integrations.registry import registry

UNCAUGHT = "error.uncaught"
#: In a handle, between an open choice and the activity it offers.
OFFERED = "#"


@dataclass(frozen=True, slots=True)
class Begin(Command[str]):
    """Start an instance with given variables: what StartCase does after its form is bound."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    version: Id
    process_id: str
    variables: Mapping[str, Value]

    def run(self, unit: Unit) -> str:
        """Create the instance and run it to its first waiting places."""
        version = unit.world.packs.version(self.version)
        compiled = runtime.compile(version, self.process_id)
        instance = instances.create(unit, version, compiled.definition, self.process_id, "")
        step = runtime.start(compiled, RowState(unit, instance), self.variables, env_for(unit.db, unit.world))
        apply(unit, instance, step)
        return str(instance.id)


@dataclass(frozen=True, slots=True)
class Answer(Command[None]):
    """Complete a human task with given variables: what CompleteTask does after its form is bound."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    task: Id
    variables: Mapping[str, Value]

    def run(self, unit: Unit) -> None:
        """Complete it."""
        instance, row = instances.lock_by_task(unit, self.task)
        if not row.open:
            raise Conflict("task.closed", "Expected an open task, but it is closed")
        compiled = runtime.compile(unit.world.packs.version(instance.version_id), instance.process_id)
        state = RowState(unit, instance)
        apply(
            unit, instance, runtime.complete(compiled, state, row.token, self.variables, env_for(unit.db, unit.world))
        )


@dataclass(frozen=True, slots=True)
class Choose(Command[None]):
    """Begin an offered activity: what ChooseActivity does after the right is checked."""

    needs: ClassVar[Right | None] = Right.SYSTEM
    task: Id
    element: str

    def run(self, unit: Unit) -> None:
        """Begin it."""
        instance, row = instances.lock_by_task(unit, self.task)
        compiled = runtime.compile(unit.world.packs.version(instance.version_id), instance.process_id)
        state, env = RowState(unit, instance), env_for(unit.db, unit.world)
        apply(unit, instance, runtime.choose(compiled, state, row.token, self.element, env))


class Laboratory:
    """A fresh, empty office for every deployment: a copy of one prepared SQLite file."""

    def __init__(self) -> None:
        self._now = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
        self._folder = TemporaryDirectory(prefix="tata-lab-")
        self._template = Path(self._folder.name) / "template.sqlite"
        prepared = opened(f"sqlite:///{self._template}")
        ready(prepared)
        prepared.close()
        self._connectors = registry({})
        self._deployed = 0
        self._version: Id | None = None
        self._seen: set[Id] = set()
        self._open()

    def _open(self) -> None:
        path = self._template.with_name(f"{self._deployed}.sqlite")
        copyfile(self._template, path)
        self._store = opened(f"sqlite:///{path}")
        self._world = world(
            self._store,
            self._connectors,
            lambda: None,
            zone="UTC",
            clock=lambda: self._now,
            bits=random.Random(1).getrandbits,  # noqa: S311 - repeatable identifiers, no secret
        )

    def __enter__(self) -> "Laboratory":
        """Use it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the files back."""
        self._store.close()
        self._folder.cleanup()

    def deploy(self, files: Mapping[str, bytes]) -> None:
        """Release the files as one pack of a new office; raises what a release raises."""
        self._store.close()
        self._deployed += 1
        self._seen, self._version = set(), None
        self._open()
        manifest = 'key = "lab"\ntitle_id = "lab"\ntitle_en = "lab"\nversion = "1"\n'
        # Third-party diagrams know nobody of this office.
        manifest += 'unaddressed = "position:LAB"\n[roles]\n'
        diagrams = {f"{index}.bpmn": content for index, content in enumerate(files.values())}
        done = execute(DeployPack({"pack.toml": manifest.encode(), **diagrams}), world=self._world, actor=ENGINE)
        self._version = done.version_id

    def _definitions(self) -> Mapping[str, Definition]:
        if self._version is None:
            raise NotFound("lab.nothing", "Expected a deployment, but there is none")
        return self._world.packs.version(self._version).definitions

    def start(self, process_id: str, variables: Mapping[str, Value]) -> str:
        """Start one process and let everything due run."""
        if process_id not in self._definitions() or self._version is None:
            raise NotFound("process.unknown", f"Expected process {process_id} in the deployment, but it is not there")
        iid = execute(Begin(self._version, process_id, variables), world=self._world, actor=ENGINE)
        self._drain()
        return iid

    def complete(self, handle: str, variables: Mapping[str, Value]) -> None:
        """Complete an open task; one that is only offered is begun first."""
        task, _, chosen = handle.partition(OFFERED)
        if chosen:
            task = self._chosen(UUID(task), chosen)
        if task:
            execute(Answer(UUID(task), variables), world=self._world, actor=ENGINE)
        self._drain()

    def _chosen(self, offer: Id, element: str) -> str:
        """Begin what an open task offers; the task it opened, "" for what is no task."""
        before = {row["handle"] for row in self.tasks()}
        execute(Choose(offer, element), world=self._world, actor=ENGINE)
        opened = [row["handle"] for row in self.tasks() if row["id"] == element and row["handle"] not in before]
        return opened[0] if opened else ""

    def message(self, name: str, payload: Mapping[str, Value]) -> bool:
        """Publish a message; True when somebody took it."""
        sent = execute(PublishMessage(name, "", payload), world=self._world, actor=ENGINE)
        self._drain()
        with self._store.reading() as connection:
            row = messages.message(connection, sent)
        return row is not None and row.state == "delivered"

    def signal(self, name: str, payload: Mapping[str, Value]) -> bool:
        """Send a signal; True when somebody heard it or was begun by it."""
        heard = execute(BroadcastSignal(name, payload), world=self._world, actor=ENGINE)
        self._drain()
        return heard > 0

    def advance(self, seconds: float) -> None:
        """Move the clock and fire what falls due, in order of time."""
        end = self._now + timedelta(seconds=seconds)
        while (due := self._next_due()) is not None and due <= end:
            self._now = max(self._now, due)
            if not drain(self._world, self._connectors):
                break
        self._now = end
        self._drain()

    def _next_due(self) -> datetime | None:
        with self._store.reading() as connection:
            due = [timers.next_due(connection), jobs.next_run(connection)]
        return min((moment for moment in due if moment is not None), default=None)

    def _drain(self) -> None:
        drain(self._world, self._connectors)

    def _cases(self, connection: Any) -> list[InstanceRow]:  # noqa: ANN401 - a connection of the store
        """The instances of this deployment, those that messages started included."""
        return instances.of_version(connection, self._version) if self._version else []

    def tasks(self) -> list[dict[str, str]]:
        """The open tasks of this deployment."""
        with self._store.reading() as connection:
            rows = [row for case in self._cases(connection) for row in tasks.open_tasks(connection, case.id)]
        return [{"id": row.element, "name": row.name, "handle": str(row.id)} for row in rows]

    def doable(self) -> list[dict[str, str]]:
        """The open tasks, and in place of each choice in ad-hoc work what it offers."""
        found = self.tasks()
        with self._store.reading() as connection:
            offered = tasks.offered(connection, [UUID(row["handle"]) for row in found])
        found = [row for row in found if UUID(row["handle"]) not in offered]
        named = {key: one.name for definition in self._named() for key, one in definition.elements.items()}
        return found + [
            {"id": name, "name": named.get(name, name), "handle": f"{offer}{OFFERED}{name}"}
            for offer, names in offered.items()
            for name in names
        ]

    def _named(self) -> Iterable[Definition]:
        return self._definitions().values() if self._version else ()

    def ended(self) -> bool:
        """True when every instance has ended."""
        with self._store.reading() as connection:
            return all(case.state != "active" for case in self._cases(connection))

    def variables(self, iid: str) -> dict[str, Value]:
        """The process variables of one instance."""
        with self._store.reading() as connection:
            return dict(cases.variables(connection, UUID(iid)))

    def history(self) -> list[tuple[str, str]]:
        """Every element left, in order, per instance."""
        left: list[tuple[str, str]] = []
        with self._store.reading() as connection:
            for case in self._cases(connection):
                facts = audit.facts(connection, case.id)
                left += [
                    (case.process_id, f["element"]) for f in facts if f["kind"] in runtime.COMPLETIONS and f["element"]
                ]
        return left

    def uncaught(self) -> list[str]:
        """The kinds of events that left the top level."""
        return ["error" for row in self._open_incidents() if row.code == UNCAUGHT]

    def active(self) -> list[str]:
        """The elements that hold a live token."""
        with self._store.reading() as connection:
            return [node for case in self._cases(connection) for node in cases.tokens(connection, case.id)]

    def new_incidents(self) -> list[str]:
        """Incidents since the last question, uncaught BPMN errors left out."""
        new = [row for row in self._open_incidents() if row.id not in self._seen and row.code != UNCAUGHT]
        self._seen.update(row.id for row in new)
        return [f"{row.code} at {row.element}: {row.message}" for row in new]

    def _open_incidents(self) -> list[Any]:
        with self._store.reading() as connection:
            return [row for case in self._cases(connection) for row in incidents.open_incidents(connection, case.id)]
