"""`tata conformance`: third-party cases drive the production path over JSON lines, on a virtual clock.

One request a line, one answer a line. Reader, lint, compiler, runtime, storage and jobs are those of every office; the
state is saved and read back between any two operations.
"""

import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.cli.laboratory import Laboratory
from engine.model.errors import Refused

Request = Mapping[str, Any]


def plain(value: Any) -> Any:  # noqa: ANN401 - FEEL value to JSON
    """A FEEL value as JSON the harness compares: whole numbers as integers, the rest of numbers as floats."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value if value is None or isinstance(value, bool | str) else str(value)


class Fault(Exception):
    """What happened is no answer but an error of the engine: `kind` is cannot_parse or error."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class Session:
    """One conversation: every deploy begins a world of its own."""

    def __init__(self, laboratory: Laboratory) -> None:
        self._lab = laboratory
        self._acts: Mapping[str, Callable[[Request], dict[str, Any]]] = {
            "hello": lambda _: {"name": "tatalaksana", "expr_dialect": "feel", "timer_text": "plain"},
            "deploy": self._deploy,
            "start": self._start,
            "tasks": lambda _: {"tasks": self._lab.doable()},
            "complete": self._complete,
            "message": self._message,
            "signal": self._signal,
            "advance": self._advance,
            "ended": lambda _: {"ended": self._lab.ended()},
            "variables": lambda r: {"variables": plain(self._lab.variables(r["iid"]))},
            "history": lambda _: {"history": self._lab.history()},
            "thrown_uncaught": lambda _: {"kinds": self._lab.uncaught()},
            "active_elements": lambda _: {"ids": self._lab.active()},
            "close": lambda _: {},
        }

    def answer(self, request: Request) -> dict[str, Any]:
        """Carry one request out; whatever goes wrong is an answer too."""
        act = self._acts.get(str(request.get("op")))
        if act is None:
            return {"ok": False, "kind": "error", "error": f"Expected a known op, but got {request.get('op')}"}
        try:
            return {"ok": True, **act(request)}
        except Fault as fault:
            return {"ok": False, "kind": fault.kind, "error": str(fault)}
        except Refused as refused:
            return {"ok": False, "kind": "error", "error": f"{refused.code}: {refused.message}"}

    def _deploy(self, request: Request) -> dict[str, Any]:
        try:
            self._lab.deploy({name: text.encode() for name, text in request["files"]})
        except Refused as refused:
            raise Fault("cannot_parse", f"{refused.code}: {refused.message}") from refused
        return {}

    def _start(self, request: Request) -> dict[str, Any]:
        iid = self._lab.start(request["process_id"], request.get("variables") or {})
        self._watch()
        return {"iid": iid}

    def _complete(self, request: Request) -> dict[str, Any]:
        self._lab.complete(request["handle"], request.get("variables") or {})
        self._watch()
        return {}

    def _message(self, request: Request) -> dict[str, Any]:
        taken = self._lab.message(request["name"], request.get("payload") or {})
        self._watch()
        return {"taken": taken}

    def _signal(self, request: Request) -> dict[str, Any]:
        taken = self._lab.signal(request["name"], request.get("payload") or {})
        self._watch()
        return {"taken": taken}

    def _advance(self, request: Request) -> dict[str, Any]:
        self._lab.advance(float(request["seconds"]))
        self._watch()
        return {}

    def _watch(self) -> None:
        """An uncaught BPMN error is reported as thrown; every other new incident is an error of the operation."""
        new = self._lab.new_incidents()
        if new:
            raise Fault("error", "; ".join(new))


def conformance() -> None:
    """Answer JSON lines from standard input until it ends."""
    with Laboratory() as laboratory:
        session = Session(laboratory)
        for line in sys.stdin:
            if line.strip():
                request = json.loads(line, parse_int=Decimal, parse_float=Decimal)
                sys.stdout.write(json.dumps(session.answer(request)) + "\n")
                sys.stdout.flush()
