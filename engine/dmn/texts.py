"""Every FEEL text of a decision with its place: what lint reads, and where `names` finds the variables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.dmn.model import Cell, Literal, Logic, Output, Table
from engine.dmn.parts import parts

#: What a cell says when it takes every value.
ANY = ("-", "")
_WORDS = {
    "rule": "aturan",
    "itemDefinition": "tipe",
    "column": "kolom",
    "input": "masukan",
    "inputValues": "nilai masukan",
    "outputValues": "nilai hasil",
    "defaultOutputEntry": "hasil bawaan",
    "literalExpression": "rumus",
}
#: The place's own words only: a column may be labelled “rule”.
_PLACE = re.compile(
    r"^(?:rule|itemDefinition|inputValues|input|outputValues|defaultOutputEntry|literalExpression)\b"
    r"|(?<=\d )column(?= \d)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """One FEEL text: `element` is the id a modeler can mark, `place` what a person calls it."""

    element: str
    place: str
    text: str
    unary: bool = False
    line: int = 0
    #: Names that exist only here.
    local: tuple[str, ...] = ()
    #: A rule's cell (not a header or an expression of its own).
    cell: bool = False
    #: The type of the value a cell tests.
    type: str = ""


def texts(logic: Logic | None) -> Iterator[Written]:
    """The FEEL texts of a boxed expression, in reading order; empty cells and `-` are left out."""
    for part, local in parts(logic):
        if isinstance(part, Literal):
            yield Written(part.id, "literalExpression", part.text, line=part.line, local=local)
        elif isinstance(part, Table):
            yield from _table(part, local)


def _table(table: Table, local: tuple[str, ...]) -> Iterator[Written]:
    for column in table.inputs:
        yield Written(column.id or table.id, f"input {column.label}", column.expression, local=local)
        if column.values:
            yield Written(column.id or table.id, f"inputValues {column.label}", column.values, unary=True, local=local)
    for output in table.outputs:
        yield from _output(table, output, local)
    for number, rule in enumerate(table.rules, 1):
        cells = [(True, cell) for cell in rule.tests] + [(False, cell) for cell in rule.results]
        for column_number, (unary, cell) in enumerate(cells, 1):
            if cell.text not in ANY:
                tested = table.inputs[column_number - 1].type if column_number <= len(table.inputs) else ""
                yield replace(_cell(rule.id, number, column_number, cell, unary, local), type=tested)


def _output(table: Table, output: Output, local: tuple[str, ...]) -> Iterator[Written]:
    if output.default:
        yield Written(output.id or table.id, "defaultOutputEntry", output.default, local=local)
    if output.values:
        yield Written(output.id or table.id, "outputValues", f"[{output.values}]", local=local)


def _cell(rule: str, number: int, column: int, cell: Cell, unary: bool, local: tuple[str, ...]) -> Written:
    place = f"rule {number} column {column}"
    return Written(cell.id or rule, place, cell.text, unary, cell.line, local, cell=True)


def in_indonesian(place: str) -> str:
    """A place as an Indonesian analyst calls it."""
    return _PLACE.sub(lambda found: _WORDS[found[0]], place)
