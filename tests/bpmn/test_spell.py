"""The same drawing is the same bytes, whichever editor saved it; what it says never changes."""

from collections import Counter
from pathlib import Path

import pytest

from engine.bpmn import definitions, read
from engine.bpmn.spell import spell
from engine.cli import places
from engine.service.assemble import pack_files
from tests.office import PACK

FILES = sorted(places.packs().glob("*/*.bpmn"))
CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
OWN = pack_files(PACK)["permintaan_alat.bpmn"]


def said(data: bytes) -> Counter[tuple[str, ...]]:
    """Every element with its attributes and text, whatever stands between them."""
    elements = read(data).root.iter()
    return Counter(
        (str(e.tag), *(f"{k}={v}" for k, v in sorted(e.attrib.items())), str(e.text or "").strip()) for e in elements
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_diagram_means_the_same_in_our_spelling_and_has_only_one(file: Path) -> None:
    data = file.read_bytes()
    spelled = spell(data)
    assert spell(spelled) == spelled
    assert definitions(read(spelled)) == definitions(read(data))
    assert said(spelled) == said(data)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b'<bpmn:endEvent id="Selesai" name="Alat tercatat">', b"<bpmn:endEvent name='Alat tercatat'   id='Selesai'>"),
        (
            b"<bpmn:incoming>f1</bpmn:incoming><bpmn:incoming>f_kembali</bpmn:incoming>",
            b"<bpmn:incoming>f_kembali</bpmn:incoming>\n\t<bpmn:incoming>f1</bpmn:incoming>",
        ),
        (b'id="alat" targetNamespace', b'exporter="x" exporterVersion="9" id="alat" targetNamespace'),
        (b"xmlns:zeebe=", b'xmlns:unused="urn:x" xmlns:zeebe='),
        (b"&#34;", b"&quot;"),
    ],
)
def test_what_only_an_editor_changes_leaves_no_trace(written: bytes, otherwise: bytes) -> None:
    assert written in OWN
    assert spell(OWN.replace(written, otherwise)) == spell(OWN)


def test_prefixes_are_one_editors_habit() -> None:
    other = OWN.replace(b"bpmn:", b"semantic:").replace(b"xmlns:bpmn", b"xmlns:semantic")
    assert spell(other) == spell(OWN)


def test_a_change_is_one_line() -> None:
    before, after = spell(OWN), spell(OWN.replace(b'name="Alat tercatat"', b'name="Alat dicatat"'))
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1


def test_shapes_stand_in_the_order_of_what_they_draw_and_coordinates_are_numbers() -> None:
    bounds = b'<dc:Bounds x="%s" y="80.0" width="36" height="36"/>'
    shape = b'<bpmndi:BPMNShape id="%s_di" bpmnElement="%s">' + bounds + b"</bpmndi:BPMNShape>"
    head = b"<bpmndi:BPMNDiagram id='g'><bpmndi:BPMNPlane id='b' bpmnElement='permintaan_alat'>"
    names = b' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    names += b'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="alat"'
    own = OWN.replace(b' id="alat"', names)

    def drawn(*order: bytes) -> bytes:
        shapes = b"".join(shape % (name, name, b"100" if name == b"Mulai" else b"200.000") for name in order)
        return own.replace(
            b"</bpmn:definitions>", head + shapes + b"</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
        )

    assert spell(drawn(b"Selesai", b"Mulai")) == spell(drawn(b"Mulai", b"Selesai"))
    assert b'x="200" y="80"' in spell(drawn(b"Selesai"))


def test_words_keep_their_white_space() -> None:
    text = b"<bpmn:documentation>Baris satu\n  baris dua &amp; &lt;tiga&gt;</bpmn:documentation><bpmn:incoming>f8"
    data = OWN.replace(b"<bpmn:incoming>f8", text)
    assert definitions(read(spell(data))) == definitions(read(data))


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA.is_dir(), reason="third-party diagrams are not here")
def test_third_party_diagrams_mean_the_same() -> None:
    seen = 0
    for file in sorted(CORPORA.rglob("*.bpmn"))[:400]:
        try:
            before = definitions(read(file.read_bytes()))
        except Exception:  # noqa: S112 - what cannot be read is another test's business
            continue
        spelled = spell(file.read_bytes())
        assert spell(spelled) == spelled, file
        assert definitions(read(spelled)) == before, file
        seen += 1
    assert seen > 50
