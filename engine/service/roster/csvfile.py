"""Sheets as files: what spreadsheets save (any usual encoding and separator) in, one plain form out."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.model.errors import Invalid

LARGEST = 2_000_000
MOST_ROWS = 5_000
#: What a spreadsheet would take for a formula; an apostrophe before it is let go of when the file comes back.
FORMULA = ("=", "+", "-", "@", "\t")
#: The line some spreadsheets put first to say how cells are separated.
SEPARATOR = re.compile(r"sep=(.)\r?\n")
ZIPPED = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: its head, and its rows with the line each began on."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes) -> Table:
    """Read a CSV file; raises Invalid sheet.… where it is none."""
    if len(content) > LARGEST:
        raise Invalid("sheet.large", f"Expected at most {LARGEST} octets, but the file is larger")
    text = _decoded(content)
    if not text.strip():
        raise Invalid("sheet.empty", "Expected a file with a head and rows, but it is empty")
    named = SEPARATOR.match(text)
    if named:
        text = text[named.end() :]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=named[1] if named else _separator(text))
    try:
        head = tuple(_cell(name).lower() for name in next(reader))
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num + bool(named), tuple(_cell(cell) for cell in cells)))
    except csv.Error as fault:
        raise Invalid("sheet.csv", f"Expected a CSV file, but line {reader.line_num} cannot be read") from fault
    if len(rows) > MOST_ROWS:
        raise Invalid("sheet.long", f"Expected at most {MOST_ROWS} rows, but there are {len(rows)}")
    return Table(head, tuple(rows))


def written(head: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Write UTF-8 with a mark at its beginning, so that every spreadsheet reads the letters right."""
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, list(head), extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _harmless(row.get(name, "")) for name in head})
    return made.getvalue().encode("utf-8-sig")


def _decoded(content: bytes) -> str:
    if content.startswith((ZIPPED, OLD_EXCEL)):
        raise Invalid("sheet.workbook", "Expected a CSV file, but this is a workbook: save it as CSV first")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(content, "utf-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _tried(content, "cp1252")
    if "\x00" in text:
        raise Invalid("sheet.csv", "Expected a CSV file, but it holds signs no text has")
    return text


def _tried(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Invalid("sheet.encoding", "Expected a file in UTF-8, but its letters cannot be read") from fault


def _separator(text: str) -> str:
    """The separator of the first line: a comma, or the semicolon and the tab that spreadsheets here prefer."""
    head = text.lstrip("\r\n").splitlines()[0]
    return max(",;\t", key=head.count)


def _cell(text: str) -> str:
    return text.strip().removeprefix("'").strip()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
