"""The press: hands a template to the child, waits no longer than allowed, starts a new child when one died."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import IO

from engine.feel import codec
from engine.feel.values import Date
from engine.letters.filters import environment
from engine.model.state import Value

#: Seconds a letter may take by the wall clock, the start of a child included.
PATIENCE = 10.0
LARGEST_ANSWER = 16_000_000


class LetterFailed(Exception):
    """The template cannot be rendered: `code` for the incident, a sentence for the admin."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Press:
    """One child process, used by one thread at a time."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = Lock()

    def body(self, template: str, context: Mapping[str, Value]) -> str:
        """The rendered template; raises LetterFailed, and then the next letter gets a fresh child."""
        question = json.dumps({"template": template, "context": codec.encode(dict(context))}) + "\n"
        with self._lock:
            answer = self._ask(question.encode())
        if "text" not in answer:
            raise LetterFailed(answer["code"], answer["message"])
        return answer["text"]

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _ask(self, question: bytes) -> Mapping[str, str]:
        child = self._running()
        if child.stdin is None or child.stdout is None:
            raise LetterFailed("letter.press", "Expected pipes to the press, but there are none")
        try:
            child.stdin.write(question)
            child.stdin.flush()
            line = self._line(child.stdout)
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self._end()
            raise LetterFailed(
                "letter.too_much", "Expected a letter within its bounds, but it took too long or too much"
            )
        answer: Mapping[str, str] = json.loads(line)
        return answer

    def _line(self, stream: IO[bytes]) -> bytes:
        found = b""
        waits = int(self._patience * 10)
        while not found.endswith(b"\n") and waits > 0 and len(found) < LARGEST_ANSWER:
            ready, _, _ = select.select([stream], [], [], 0.1)
            if not ready:
                waits -= 1
                continue
            part = os.read(stream.fileno(), 1 << 16)
            if not part:
                break
            found += part
        return found

    def _running(self) -> subprocess.Popen[bytes]:
        # A forked worker must not talk to its parent's child.
        if self._owner != os.getpid():
            self._child, self._owner = None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "engine.letters.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _end(self) -> None:
        if self._child is not None and self._owner == os.getpid():
            self._child.kill()
            self._child.wait()
        self._child = None


@cache
def _press() -> Press:
    return Press()


def render(
    template: str,
    context: Mapping[str, Value],
    *,
    title: str = "",
    letterhead: Mapping[str, str] | None = None,
    number: str = "",
    on: date,
) -> str:
    """A whole page: letterhead, title, and the template's body with `nomor` and `tanggal_surat` added to the context.

    Raises LetterFailed.
    """
    known = {**context, "nomor": number, "tanggal_surat": Date.from_python(on)}
    body = _press().body(template, known)
    head = {**{"office": "", "unit": "", "address": "", "contact": ""}, **(letterhead or {})}
    page = environment().from_string(_page())
    # Our own page: the body was escaped by the child already.
    return page.render(title=title, head=head, body=_Escaped(body))


class _Escaped(str):
    __slots__ = ()

    def __html__(self) -> str:
        return self


@cache
def _page() -> str:
    return (files("engine.letters") / "page.html.j2").read_text()
