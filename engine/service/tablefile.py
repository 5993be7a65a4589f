"""The file that keeps a decision table's test rows: read with suspicion, written always the same way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from engine.model.errors import Invalid

ENDING = ".test.yaml"
LARGEST = 512 * 1024
MOST_ROWS = 500
LONGEST = 2_000
#: A day as people write it, the day first.
_SPOKEN = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class TestRow:
    """One test as an analyst typed it: a text per variable and per expected column; "" stands for nothing."""

    __test__ = False
    name: str
    given: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)
    #: The day on which the decision is made; None for today.
    day: date | None = None


#: Decision id -> its rows.
TestRows = Mapping[str, Sequence[TestRow]]


def path_of(table: str) -> str:
    """Where the test rows of a table are."""
    return table.removesuffix(".dmn") + ENDING


def read(data: bytes) -> dict[str, list[TestRow]]:
    """The rows by decision; raises Invalid `table.tests`."""
    if len(data) > LARGEST:
        raise _unreadable(f"> {LARGEST} byte")
    try:
        document = yaml.safe_load(data.decode())
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as fault:
        raise _unreadable(str(fault).replace("\n", " ")[:200]) from None
    tests = document.get("uji") if isinstance(document, dict) else None
    if not isinstance(tests, dict):
        raise _unreadable("uji")
    return rows(tests)


def rows(tests: Mapping[Any, Any]) -> dict[str, list[TestRow]]:
    """The rows of plain values, from a file or from a page; raises Invalid `table.tests`."""
    found = {str(decision): _rows(listed) for decision, listed in tests.items()}
    if sum(map(len, found.values())) > MOST_ROWS:
        raise _unreadable(f"> {MOST_ROWS}")
    return found


def write(tests: TestRows) -> bytes:
    """The file for these rows; empty texts are left out, so that equal tests are equal files."""
    kept = {decision: [_plain(row) for row in listed] for decision, listed in tests.items() if listed}
    text = yaml.safe_dump({"uji": kept}, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False)
    return str(text).encode()


def _plain(row: TestRow) -> dict[str, object]:
    plain: dict[str, object] = {"nama": row.name}
    if row.day:
        plain["tanggal"] = row.day.isoformat()
    parts = (("masukan", row.given), ("hasil", row.expected))
    return plain | {name: dict(texts) for name, texts in parts if texts}


def _rows(listed: object) -> list[TestRow]:
    if not isinstance(listed, list):
        raise _unreadable("uji: […]")
    return [_row(one, number) for number, one in enumerate(listed, 1)]


def _row(one: object, number: int) -> TestRow:
    if not isinstance(one, dict):
        raise _unreadable(f"uji {number}")
    return TestRow(
        _text(one.get("nama")) or f"Uji {number}",
        _texts(one.get("masukan"), number),
        _texts(one.get("hasil"), number),
        _day(one.get("tanggal"), number),
    )


def _texts(found: object, number: int) -> dict[str, str]:
    if found is None:
        return {}
    if not isinstance(found, dict) or len(found) > 100:
        raise _unreadable(f"uji {number}")
    texts = {str(name): _text(value) for name, value in found.items()}
    return {name: text for name, text in texts.items() if text}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if not isinstance(value, str | int | float | date):
        raise _unreadable(f"{type(value).__name__}")
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if len(text) > LONGEST:
        raise _unreadable(f"> {LONGEST}")
    return text


def _day(value: object, number: int) -> date | None:
    text = _text(value)
    if not text:
        return None
    spoken = _SPOKEN.fullmatch(text)
    try:
        return date(*map(int, reversed(spoken.groups()))) if spoken else date.fromisoformat(text)
    except ValueError:
        raise _unreadable(f"uji {number}: tanggal {text[:40]}") from None


def _unreadable(why: str) -> Invalid:
    told = f"Seharusnya baris uji tabel dapat dibaca, tetapi: {why}."
    details = {"why": why, "message_id": told}
    return Invalid("table.tests", f"Expected test rows of a table, but they cannot be read: {why}", details=details)
