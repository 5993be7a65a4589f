"""A case in dicts: applies steps as the store does, through text, so that nothing un-storable gets in."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from engine.feel import codec
from engine.model.state import RegisterAnswer, RegisterCall, Scope, Subscription, Token, Value
from engine.model.step import InstanceState, NewIncident, NewJob, OpenTask, Step


def _text(row: Any) -> str:
    plain = asdict(row)
    if isinstance(plain.get("due"), datetime):
        plain["due"] = plain["due"].isoformat()
    return json.dumps(plain)


def _subscription(text: str) -> Subscription:
    plain = json.loads(text)
    plain["due"] = datetime.fromisoformat(plain["due"]) if plain["due"] else None
    return Subscription(**plain)


class Memory:
    """The State port over dicts of text, and what a step wrote beside it."""

    def __init__(self) -> None:
        self.next_no = 1
        self.called = False
        self.error = ("", "")
        self.tokens: dict[int, str] = {}
        self.scopes: dict[int, str] = {}
        self.counts: dict[tuple[int, str], int] = {}
        self.subscriptions: dict[int, str] = {}
        self.values: dict[tuple[int, str], str] = {}
        self.open: dict[int, OpenTask] = {}
        self.jobs: dict[int, NewJob] = {}
        self.incidents: dict[int, NewIncident] = {}
        self.messages: list[Any] = []
        self.signals: list[Any] = []
        self.facts: list[Any] = []
        self.state = InstanceState.ACTIVE
        self.rows_written = 0
        self.queries = 0
        self.calls: list[RegisterCall] = []
        self.refusals: dict[str, str] = {}

    # the port

    def token(self, no: int) -> Token | None:
        self.queries += 1
        return Token(**json.loads(self.tokens[no])) if no in self.tokens else None

    def tokens_in(self, scope: int) -> list[Token]:
        self.queries += 1
        rows = (Token(**json.loads(text)) for _, text in sorted(self.tokens.items()))
        return [row for row in rows if row.scope == scope]

    def scope(self, no: int) -> Scope | None:
        self.queries += 1
        return Scope(**json.loads(self.scopes[no])) if no in self.scopes else None

    def scope_held_by(self, token: int) -> Scope | None:
        self.queries += 1
        rows = (Scope(**json.loads(text)) for text in self.scopes.values())
        return next((row for row in rows if row.holder == token), None)

    def counter(self, scope: int, name: str) -> int:
        self.queries += 1
        return self.counts.get((scope, name), 0)

    def counters(self, scope: int, prefix: str) -> Mapping[str, int]:
        self.queries += 1
        return {name: n for (no, name), n in self.counts.items() if no == scope and name.startswith(prefix)}

    def subscription(self, no: int) -> Subscription | None:
        self.queries += 1
        return _subscription(self.subscriptions[no]) if no in self.subscriptions else None

    def subscriptions_of(self, token: int) -> list[Subscription]:
        self.queries += 1
        return [row for row in map(_subscription, self.subscriptions.values()) if row.token == token]

    def subscriptions_in(self, scope: int, kind: str) -> list[Subscription]:
        rows = map(_subscription, self.subscriptions.values())
        return [row for row in rows if row.scope == scope and row.kind == kind]

    def variables(self, scope: int, names: Collection[str] | None) -> Mapping[str, Value]:
        self.queries += 1
        found = {name: text for (no, name), text in self.values.items() if no == scope}
        wanted = found if names is None else [name for name in names if name in found]
        return {name: codec.decode(found[name]) for name in wanted}

    def register(self, call: RegisterCall) -> RegisterAnswer:
        self.calls.append(call)
        code = self.refusals.get(call.register)
        if code:
            return RegisterAnswer(None, code, f"Expected room in {call.register}, but there is none.")
        return RegisterAnswer({**call.arguments, "state": "active"})

    # the store's part

    def apply(self, step: Step) -> Step:
        """Write a step as rows."""
        self.next_no = step.next_no
        self._write(self.tokens, step.tokens)
        self._write(self.scopes, step.scopes)
        gone = {number for number, row in step.scopes.items() if row is None and number}
        for rows in (self.values, self.counts) if gone else ():
            for key in [key for key in rows if key[0] in gone]:
                del rows[key]
        self._write(self.subscriptions, step.subscriptions)
        for key, count in step.counters.items():
            self._set(self.counts, key, count or None)
        for name, value in step.variables.items():
            self._set(self.values, name, codec.encode(value))
        self._work(step)
        self.facts += step.facts
        json.dumps([fact.data for fact in step.facts])
        self.state = step.state
        self.error = step.error
        return step

    def _work(self, step: Step) -> None:
        for token in (*step.closed, *step.cancelled_jobs, *step.resolved):
            self.open.pop(token, None) if token in step.closed else None
            self.jobs.pop(token, None) if token in step.cancelled_jobs else None
            self.incidents.pop(token, None) if token in step.resolved else None
        for task in step.opened:
            assert task.token not in self.open, "a task opened twice"
            self.open[task.token] = task
        for job in step.jobs:
            assert job.token not in self.jobs, "a second job for a token"
            self.jobs[job.token] = job
        for incident in step.incidents:
            self.incidents[incident.token] = incident
        self.messages += step.messages
        self.signals += step.signals

    def _write(self, table: dict[int, str], rows: Mapping[int, Any]) -> None:
        for number, row in rows.items():
            self._set(table, number, _text(row) if row is not None else None)

    def _set(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        self.rows_written += 1
        if value is None:
            assert key in table or table is self.counts, f"a row that never was is removed: {key}"
            table.pop(key, None)
        else:
            table[key] = value
