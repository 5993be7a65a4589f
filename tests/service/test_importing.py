"""A diagram from elsewhere becomes a draft: what runs is named, what does not is named with its way out."""

import pytest

from engine.model.errors import Invalid, NotFound
from engine.model.findings import errors
from engine.service import importing
from engine.service.assemble import pack_files
from engine.service.importing import ImportDiagram, MarkExecutable
from engine.service.views import library
from tests.office import PACK, Office

OWN = pack_files(PACK)["permintaan_alat.bpmn"]
CAMUNDA = b"""<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:lain">
 <bpmn:process id="pinjam" name="Pinjam ruang">
  <bpmn:startEvent id="mulai"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
  <bpmn:userTask id="isi" name="Isi" camunda:formKey="pinjam" camunda:candidateGroups="role:requester@DKOM">
   <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing></bpmn:userTask>
  <bpmn:scriptTask id="hitung" name="Hitung" scriptFormat="groovy"><bpmn:incoming>b</bpmn:incoming>
   <bpmn:outgoing>c</bpmn:outgoing><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>
  <bpmn:endEvent id="akhir"><bpmn:incoming>c</bpmn:incoming></bpmn:endEvent>
  <bpmn:sequenceFlow id="a" sourceRef="mulai" targetRef="isi"/>
  <bpmn:sequenceFlow id="b" sourceRef="isi" targetRef="hitung"/>
  <bpmn:sequenceFlow id="c" sourceRef="hitung" targetRef="akhir"/>
 </bpmn:process></bpmn:definitions>"""


def test_what_another_engine_says_is_understood_or_refused_by_name(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    done = analyst.does(ImportDiagram("Pinjam Ruang.bpmn", CAMUNDA, "alat"))
    assert (done.path, done.asleep, done.drawn) == ("pinjam_ruang.bpmn", ("pinjam",), False)
    report = importing.report(office.world, analyst.actor, "alat", done.path)
    assert report.asleep
    assert report.processes == (
        ("pinjam", "Pinjam ruang", (("endEvent", 1), ("scriptTask", 1), ("startEvent", 1), ("userTask", 1))),
    )
    assert [(one.element, one.name, one.value) for one in report.understood] == [
        ("isi", "camunda:candidateGroups", "role:requester@DKOM"),
        ("isi", "camunda:formKey", "pinjam"),
    ]
    refused = {finding.element: finding for finding in errors(report.findings)}
    assert refused["hitung"].hint_id
    assert library.file(office.world, analyst.actor, "alat", done.path).draft_version == 1


def test_a_diagram_nobody_marked_to_be_executed_is_kept_as_it_is_until_an_analyst_says_so(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    done = analyst.does(ImportDiagram("a.bpmn", CAMUNDA, "alat"))
    assert b"isExecutable" not in library.file(office.world, analyst.actor, "alat", done.path).content
    before = importing.report(office.world, analyst.actor, "alat", done.path)
    assert analyst.does(MarkExecutable("alat", done.path)).version == 2
    marked = importing.report(office.world, analyst.actor, "alat", done.path)
    assert (marked.asleep, marked.processes) == (False, before.processes)
    assert [one.code for one in marked.findings] == [one.code for one in before.findings]
    with pytest.raises(NotFound):
        analyst.does(MarkExecutable("alat", "lain.bpmn"))


def test_a_diagram_without_a_drawing_gets_one(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    done = analyst.does(ImportDiagram("a.bpmn", CAMUNDA, "alat"))
    kept = library.file(office.world, analyst.actor, "alat", done.path).content
    assert all(b'bpmnElement="%s"' % name in kept for name in (b"mulai", b"isi", b"hitung", b"akhir", b"a", b"b", b"c"))


def test_a_process_that_exists_already_is_renamed_with_all_that_names_it(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    done = analyst.does(ImportDiagram("permintaan_alat.bpmn", OWN, "alat"))
    assert (done.path, done.renamed) == ("permintaan_alat_2.bpmn", (("permintaan_alat", "permintaan_alat_2"),))
    report = importing.report(office.world, analyst.actor, "alat", done.path)
    assert [name for name, _, _ in report.processes] == ["permintaan_alat_2"]
    assert errors(report.findings) == []


def test_doubled_ids_are_renamed_where_nobody_means_them_and_refused_where_somebody_does(sqlite_office: Office) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    harmless = CAMUNDA.replace(b"<bpmn:process", b'<bpmn:message id="d" name="m"/><bpmn:process')
    assert analyst.does(ImportDiagram("a.bpmn", harmless, "alat")).renamed == (("d", "d_2"),)
    with pytest.raises(Invalid) as refused:
        analyst.does(ImportDiagram("b.bpmn", CAMUNDA.replace(b'id="hitung"', b'id="isi"'), "alat"))
    assert refused.value.code == "import.doubled"
    assert refused.value.details["ids"] == "isi"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><bpmn:definitions/>", "bpmn.doctype"),
        (b"bukan xml", "bpmn.not_xml"),
        (b"<x/>", "bpmn.not_bpmn"),
        (CAMUNDA[: CAMUNDA.index(b"<bpmn:process")] + b"</bpmn:definitions>", "import.empty"),
    ],
)
def test_what_cannot_be_read_safely_leaves_nothing_behind(sqlite_office: Office, content: bytes, code: str) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    with pytest.raises(Invalid) as refused:
        analyst.does(ImportDiagram("x.bpmn", content, "", "Paket luar"))
    assert refused.value.code == code
    assert [row.pack for row in library.library(sqlite_office.world, analyst.actor)] == ["alat"]


def test_an_import_may_bring_its_own_pack(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    done = analyst.does(ImportDiagram("ruang.bpmn", CAMUNDA, "", "Pinjam ruang rapat"))
    assert (done.pack, done.path) == ("pinjam_ruang_rapat", "ruang.bpmn")
