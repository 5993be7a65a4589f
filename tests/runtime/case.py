"""Play one case: every act applied as rows, the next act on what was stored."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import runtime
from engine.feel import Env
from engine.feel.values import of_python
from engine.model.step import InstanceState, Step
from tests.runtime.drawing import Drawing
from tests.runtime.memory import Memory

#: A Monday, 08.00 in Jakarta.
MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)


class Case:
    """A case of a drawing, with elements by their ids."""

    def __init__(self, drawing: Drawing, **variables: Any) -> None:
        self.compiled = runtime.compile(drawing.version(), drawing.process)
        self.memory = Memory()
        self.now = MONDAY
        self.warnings: list[tuple[str, str]] = []
        self._first = {name: of_python(value) for name, value in variables.items()}

    @property
    def env(self) -> Env:
        return Env(now=self.now)

    def apply(self, step: Step) -> "Case":
        self.warnings += step.warnings
        self.memory.apply(step)
        return self

    def start(self, event: str | None = None) -> "Case":
        return self.apply(runtime.start(self.compiled, self.memory, self._first, self.env, start_event=event))

    def complete(self, element: str, **answers: Any) -> "Case":
        values = {name: of_python(value) for name, value in answers.items()}
        return self.apply(runtime.complete(self.compiled, self.memory, self.task(element), values, self.env))

    def answer(self, element: str, which: int, **answers: Any) -> "Case":
        """Complete one of several open tasks at the same element, counted from 0 in the order they opened."""
        token = [no for no, task in self.memory.open.items() if task.element == element][which]
        values = {name: of_python(value) for name, value in answers.items()}
        return self.apply(runtime.complete(self.compiled, self.memory, token, values, self.env))

    def choose(self, *elements: str) -> "Case":
        """Begin offered activities, one act each."""
        for element in elements:
            self.apply(runtime.choose(self.compiled, self.memory, self.offer(element), element, self.env))
        return self

    def declare(self, subprocess: str) -> "Case":
        """Say that an ad-hoc subprocess is done."""
        return self.apply(runtime.declare(self.compiled, self.memory, self.task(subprocess), self.env))

    def offer(self, element: str) -> int:
        """The token that offers an activity."""
        return next(no for no in self.memory.open if element in self.offers(no))

    def offers(self, token: int) -> list[str]:
        row = self.memory.token(token)
        return list(row.data.get("offers", ())) if row else []

    def finish(self, element: str, result: Any = None) -> "Case":
        token = self.job(element)
        self.memory.jobs.pop(token)
        return self.apply(runtime.finish(self.compiled, self.memory, token, of_python(result), self.env))

    def fail(self, element: str, code: str) -> "Case":
        token = self.job(element)
        self.memory.jobs.pop(token)
        return self.apply(runtime.fail(self.compiled, self.memory, token, code, f"{code} happened", self.env))

    def give_up(self, element: str, code: str = "job.failed") -> "Case":
        token = self.job(element)
        self.memory.jobs.pop(token)
        return self.apply(runtime.give_up(self.compiled, self.memory, token, code, "partner is down", self.env))

    def resume(self, element: str) -> "Case":
        token = self.job(element)
        self.memory.jobs.pop(token)
        return self.apply(runtime.resume(self.compiled, self.memory, token, self.env))

    def retry(self, element: str, **corrections: Any) -> "Case":
        token = next(no for no, row in self.memory.incidents.items() if row.element == element)
        values = {name: of_python(value) for name, value in corrections.items()}
        return self.apply(runtime.retry(self.compiled, self.memory, token, values, self.env))

    def wait(self, **duration: int) -> "Case":
        """Let time pass; every timer due goes off, the earliest first."""
        until = self.now + timedelta(**duration)
        while due := [(s.due, s.no) for s in self.subscriptions("timer") if s.due <= until]:
            self.now, number = min(due)
            self.apply(runtime.fire(self.compiled, self.memory, number, self.env))
        self.now = until
        return self

    def deliver(self, message: str, key: str = "", **payload: Any) -> "Case":
        number = next(s.no for s in self.subscriptions("message") if s.name == message and s.key == key)
        values = {name: of_python(value) for name, value in payload.items()}
        return self.apply(runtime.deliver(self.compiled, self.memory, number, values, self.env))

    def signal(self, name: str, **payload: Any) -> "Case":
        """Everybody who waits for it at this moment hears it."""
        values = {key: of_python(value) for key, value in payload.items()}
        for number in [s.no for s in self.subscriptions("signal") if s.name == name]:
            if self.memory.subscription(number):
                self.apply(runtime.signal(self.compiled, self.memory, number, values, self.env))
        return self

    def withdraw(self) -> "Case":
        return self.apply(runtime.withdraw(self.compiled, self.memory, self.env))

    # what people see

    @property
    def tasks(self) -> list[str]:
        return [task.element for task in self.memory.open.values()]

    def task(self, element: str) -> int:
        return next(no for no, task in self.memory.open.items() if task.element == element)

    def job(self, element: str) -> int:
        return next(no for no, job in self.memory.jobs.items() if job.element == element)

    @property
    def incidents(self) -> list[tuple[str, str]]:
        return [(row.element, row.code) for row in self.memory.incidents.values()]

    def subscriptions(self, kind: str) -> list[Any]:
        """What is waited for, in every scope."""
        found = (self.memory.subscription(number) for number in list(self.memory.subscriptions))
        return [one for one in found if one and one.kind == kind]

    @property
    def variables(self) -> Mapping[str, Any]:
        return self.memory.variables(0, None)

    @property
    def trace(self) -> list[str]:
        """The elements that were left, in order."""
        return [fact.element for fact in self.memory.facts if fact.kind in runtime.COMPLETIONS]

    @property
    def kinds(self) -> list[str]:
        return [fact.kind for fact in self.memory.facts]

    def seen(self, element: str, *names: str, which: int = 0) -> Mapping[str, Any]:
        """What a person sees at an open task."""
        token = [no for no, task in self.memory.open.items() if task.element == element][which]
        return runtime.visible(self.compiled, self.memory, token, names or None)

    @property
    def is_over(self) -> bool:
        return self.memory.state is not InstanceState.ACTIVE

    @property
    def left_behind(self) -> list[object]:
        """Rows that a finished case must not leave."""
        memory = self.memory
        return [*memory.tokens, *memory.scopes, *memory.counts, *memory.subscriptions, *memory.open, *memory.jobs]
