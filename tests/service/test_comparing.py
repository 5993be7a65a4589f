"""What differs between two versions is said in words; nobody needs the drawing."""

import json

import pytest

from engine.model.errors import NotFound
from engine.service.assemble import pack_files
from engine.service.comparing import compare
from engine.service.packs import SaveFileDraft
from engine.service.views.comparison import comparison
from tests.dmn.table import decision, file, table
from tests.office import PACK, Office

FILES = pack_files(PACK)
DIAGRAM = "permintaan_alat.bpmn"


def told(after: dict[str, bytes], before: dict[str, bytes] | None = None) -> list[tuple[str, str, str]]:
    found = compare(before or FILES, {**FILES, **after}).changes
    return [(change.how, change.subject, change.text_id) for change in found]


def diagram(old: bytes, new: bytes) -> dict[str, bytes]:
    assert old in FILES[DIAGRAM]
    return {DIAGRAM: FILES[DIAGRAM].replace(old, new)}


def test_nothing_differs_from_itself() -> None:
    assert told({}) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            b'name="Periksa permintaan"',
            b'name="Teliti permintaan"',
            [("changed", "Teliti permintaan", "nama dari «Periksa permintaan» menjadi «Teliti permintaan»")],
        ),
        (
            b'keputusan = "setuju"',
            b'keputusan = "ya"',
            [
                (
                    "changed",
                    "Disetujui? → Cadangkan anggaran",
                    'syarat dari «=keputusan = "setuju"» menjadi «=keputusan = "ya"»',
                )
            ],
        ),
        (
            b'<zeebe:taskSchedule dueDate="=workdays(parameter(&#34;alat.periksa&#34;))" />',
            b"",
            [
                ("removed", "alat.periksa", "parameter hukum tidak dipakai lagi"),
                (
                    "changed",
                    "Periksa permintaan",
                    'tenggat dikosongkan (semula «=workdays(parameter("alat.periksa"))»)',
                ),
            ],
        ),
        (b'value="ALT"', b'value="ALA"', [("changed", "Permintaan alat", "awalan nomor dari «ALT» menjadi «ALA»")]),
    ],
)
def test_a_changed_property_is_named_with_both_values(
    old: bytes, new: bytes, expected: list[tuple[str, str, str]]
) -> None:
    assert told(diagram(old, new)) == expected


def test_a_new_step_and_its_flows_are_named() -> None:
    old = b'<bpmn:sequenceFlow id="f8" sourceRef="Aset" targetRef="Selesai" />'
    new = b'<bpmn:sequenceFlow id="f8" sourceRef="Aset" targetRef="Paraf" /><bpmn:userTask id="Paraf" name="Paraf"/>'
    new += b'<bpmn:sequenceFlow id="f9" sourceRef="Paraf" targetRef="Selesai" />'
    assert told(diagram(old, new)) == [
        ("added", "Paraf", "tugas pejabat ditambahkan"),
        ("changed", "Catat aset → Paraf", "tujuan dari «Selesai» menjadi «Paraf»"),
        ("added", "Paraf → Alat tercatat", "alur ditambahkan"),
    ]


def test_a_form_says_which_field() -> None:
    path = "forms/permintaan.form.json"
    form = json.loads(FILES[path])
    form["components"][0]["label"] = "Nama barang"
    form["components"].append({"type": "textfield", "key": "warna", "label": "Warna"})
    old = json.loads(FILES[path])["components"][0]["label"]
    assert told({path: json.dumps(form).encode()}) == [
        ("changed", "Nama barang", f"label dari «{old}» menjadi «Nama barang»"),
        ("added", "Warna", "isian ditambahkan"),
    ]


def test_a_table_says_which_rule() -> None:
    before = {**FILES, "t.dmn": file(decision("d", table([["< 5", "1"], ["-", "2"]])))}
    changes = told({"t.dmn": file(decision("d", table([["< 7", "1"], ["-", "2"]])))}, before)
    assert [how for how, _, _ in changes] == ["changed"]
    assert "«< 5 ⇒ 1» menjadi «< 7 ⇒ 1»" in changes[0][2]


def test_registers_roles_and_texts_are_compared() -> None:
    registers = FILES["registers.toml"].replace(b'label_id = "Pagu"', b'label_id = "Pagu anggaran"')
    manifest = FILES["pack.toml"] + b'approver = "Penyetuju"\n'
    assert told({"registers.toml": registers, "pack.toml": manifest, "SOP.md": b"# Baru"}) == [
        ("added", "SOP.md", "berkas ditambahkan"),
        ("changed", "Permintaan alat kantor", "approver menjadi «Penyetuju»"),
        ("changed", "Anggaran: Pagu anggaran", "label_id dari «Pagu» menjadi «Pagu anggaran»"),
    ]
    found = compare({"SOP.md": b"satu\ndua"}, {"SOP.md": b"satu\ntiga"})
    assert found.texts[0].lines[-2:] == ("-dua", "+tiga")


def test_any_version_is_compared_with_the_drafts(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, diagram(b'name="Alat tercatat"', b'name="Dicatat"')[DIAGRAM], 0))
    page = comparison(office.world, analyst.actor, "alat", "1", "draf")
    assert [(change.subject, change.element) for change in page.found.changes] == [("Dicatat", "Selesai")]
    assert page.diagrams == (DIAGRAM,)
    with pytest.raises(NotFound):
        comparison(office.world, analyst.actor, "alat", "9", "draf")
