"""The partner's books in one SQLite file: an idempotency key has one effect, whatever arrives."""

import json
import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_SCHEMA = """
create table if not exists answer (
    key text primary key, port text not null, request text not null, answer text not null
);
create table if not exists entry (
    id integer primary key, port text not null, number text not null unique, key text not null unique,
    body text not null
);
create table if not exists call (id integer primary key, port text not null, key text not null, outcome text not null);
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP-like answer of the partner."""

    status: int
    body: Mapping[str, Any]


#: Writes one entry from a number and a request; returns the answer's body.
Writer = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


class Ledger:
    """Books of one partner; `path` ":memory:" for tests."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        self._db.executescript(_SCHEMA)
        self._lock = threading.Lock()

    def once(self, port: str, key: str, request: Mapping[str, Any], prefix: str, write: Writer) -> Answered:
        """Answer a repeat with the first answer; the same key with another request is refused (409)."""
        text = json.dumps(request, sort_keys=True)
        with self._lock:
            self._db.execute("begin immediate")
            try:
                answered = self._once(port, key, text, request, prefix, write)
                self._db.execute("commit")
            except BaseException:
                self._db.execute("rollback")
                raise
        return answered

    def _once(self, port: str, key: str, text: str, request: Mapping[str, Any], prefix: str, write: Writer) -> Answered:
        row = self._db.execute("select request, answer from answer where key = ?", (key,)).fetchone()
        if row is not None:
            if row[0] != text:
                return Answered(409, {"detail": "Expected the request this key first came with, but it differs"})
            self._note(port, key, "repeat")
            return Answered(200, json.loads(row[1]))
        count = self._db.execute("select count(*) from entry where port = ?", (port,)).fetchone()[0]
        number = f"{prefix}-{count + 1:05d}"
        answer = write(number, request)
        self._db.execute("insert into entry (port, number, key, body) values (?, ?, ?, ?)", (port, number, key, text))
        self._db.execute("insert into answer values (?, ?, ?, ?)", (key, port, text, json.dumps(answer)))
        self._note(port, key, "done")
        return Answered(201, answer)

    def _note(self, port: str, key: str, outcome: str) -> None:
        self._db.execute("insert into call (port, key, outcome) values (?, ?, ?)", (port, key, outcome))

    def note(self, port: str, key: str, outcome: str) -> None:
        """Keep a call that had no effect, so that a test can count what arrived."""
        with self._lock:
            self._note(port, key, outcome)

    def entries(self, port: str) -> list[dict[str, Any]]:
        """The books of one port, oldest first."""
        with self._lock:
            rows = self._db.execute("select number, key, body from entry where port = ? order by id", (port,))
            return [{"number": n, "key": k, **json.loads(b)} for n, k, b in rows]

    def calls(self, port: str) -> list[dict[str, str]]:
        """Every call that arrived, with what became of it."""
        with self._lock:
            rows = self._db.execute("select key, outcome from call where port = ? order by id", (port,))
            return [{"key": k, "outcome": o} for k, o in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()
