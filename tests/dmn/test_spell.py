"""A decision table is written one way, so that a change of one cell is one line in Git."""

from difflib import unified_diff
from pathlib import Path

import pytest

from engine.dmn.spell import same, spell
from engine.model.errors import Invalid

PACKS = Path(__file__).parents[2] / "processes"
TABLE = (PACKS / "pengadaan" / "metode_pemilihan.dmn").read_bytes()
#: As an editor lays the same file out: other attributes first, text on lines of its own.
RELAID = (
    TABLE.replace(b"><text>", b">\n        <text>")
    .replace(
        b'<output id="metode_pemilihan_hasil_1" label="Metode"', b'<output label="Metode" id="metode_pemilihan_hasil_1"'
    )
    .replace(b"</description>", b"</description>\n      <extensionElements></extensionElements>")
)


@pytest.mark.parametrize("path", sorted(PACKS.glob("*/*.dmn")), ids=lambda path: path.name)
def test_the_shipped_tables_are_spelled_our_way(path: Path) -> None:
    assert spell(path.read_bytes()) == path.read_bytes()


def test_the_layout_of_an_editor_says_nothing() -> None:
    assert RELAID != TABLE
    assert same(RELAID, TABLE)


def test_one_changed_cell_is_one_changed_line() -> None:
    changed = spell(RELAID.replace(b'"konsultansi"', b'"konsultasi"', 2).replace(b'"konsultasi"', b'"konsultansi"', 1))
    lines = unified_diff(TABLE.decode().splitlines(), changed.decode().splitlines(), n=0, lineterm="")
    assert [line[0] for line in lines if not line.startswith(("---", "+++", "@@"))] == ["-", "+"]


def test_a_cell_keeps_its_blanks_line_ends_and_signs() -> None:
    head = b'<a xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><rule><inputEntry>'
    data = head + b'<text> &lt; 1 &amp;\n  "a  b"</text></inputEntry></rule></a>'
    assert b'<text> &lt; 1 &amp;\n  "a  b"</text>' in spell(data)
    assert spell(spell(data)) == spell(data)


def test_what_we_do_not_know_survives() -> None:
    data = TABLE.replace(
        b'<decision id="metode_pemilihan"',
        b'<decision xmlns:b="urn:b" b:lebar="12" id="metode_pemilihan" asing="ya &quot;"',
    ).replace(
        b"<decisionTable", b'<extensionElements><b:x xmlns:b="urn:b" y="1">z</b:x></extensionElements><decisionTable'
    )
    written = spell(data).decode()
    assert 'asing="ya &quot;" b:lebar="12"' in written
    assert '<b:x y="1">z</b:x>' in written or '<b:x xmlns:b="urn:b" y="1">z</b:x>' in written
    assert spell(written.encode()) == written.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>" * 500 + b"</a>" * 500,
    ],
)
def test_what_is_unsafe_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        spell(data)
