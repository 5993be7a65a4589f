"""Messages between cases, through the worker: one sender, exactly one receiver, kept while nobody wants them."""

from sqlalchemy import select

from engine.jobs.run import Hand, sweep
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.messages import DeliverMessage
from engine.service.packs import DeployPack
from engine.store import cases, instances, messages
from engine.store.instances import InstanceRow
from engine.store.tables import instance
from tests.office import Office

PACK = b"""key = "surat"
title_id = "Surat"
[roles]
requester = "Pemohon"
"""
TASK = (
    '<bpmn:userTask id="{id}" name="{name}"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition '
    'candidateGroups="=&#34;role:requester@&#34; + case.unit"/></bpmn:extensionElements></bpmn:userTask>'
)
DIAGRAM = f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="surat" targetNamespace="urn:t">
  <bpmn:message id="m1" name="surat.masuk"/>
  <bpmn:message id="m2" name="surat.dijawab"><bpmn:extensionElements>
    <zeebe:subscription correlationKey="=nomor_asal"/></bpmn:extensionElements></bpmn:message>
  <bpmn:process id="pengirim" name="Pengirim" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties><zeebe:property name="caseNumber" value="KRM"/>
      <zeebe:property name="startGroups" value="requester"/></zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="S"/>
    {TASK.format(id="Tulis", name="Tulis surat")}
    <bpmn:scriptTask id="Asal"><bpmn:extensionElements>
      <zeebe:script expression="=case.number" resultVariable="nomor_asal"/></bpmn:extensionElements></bpmn:scriptTask>
    <bpmn:intermediateThrowEvent id="Kirim"><bpmn:extensionElements><zeebe:ioMapping>
      <zeebe:input source="=case.number" target="asal"/></zeebe:ioMapping></bpmn:extensionElements>
      <bpmn:messageEventDefinition id="d1" messageRef="m1"/></bpmn:intermediateThrowEvent>
    <bpmn:intermediateCatchEvent id="Tunggu"><bpmn:messageEventDefinition id="d2" messageRef="m2"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="E"/>
    <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="Tulis"/>
    <bpmn:sequenceFlow id="f2" sourceRef="Tulis" targetRef="Asal"/>
    <bpmn:sequenceFlow id="f3" sourceRef="Asal" targetRef="Kirim"/>
    <bpmn:sequenceFlow id="f4" sourceRef="Kirim" targetRef="Tunggu"/>
    <bpmn:sequenceFlow id="f5" sourceRef="Tunggu" targetRef="E"/>
  </bpmn:process>
  <bpmn:process id="penerima" name="Penerima" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties><zeebe:property name="caseNumber" value="TRM"/>
      <zeebe:property name="caseTitle" value="=&#34;Surat &#34; + asal"/></zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="S2"><bpmn:messageEventDefinition id="d3" messageRef="m1"/></bpmn:startEvent>
    {TASK.format(id="Jawab", name="Jawab surat")}
    <bpmn:scriptTask id="Kunci"><bpmn:extensionElements>
      <zeebe:script expression="=asal" resultVariable="nomor_asal"/></bpmn:extensionElements></bpmn:scriptTask>
    <bpmn:endEvent id="E2"><bpmn:extensionElements><zeebe:ioMapping>
      <zeebe:input source="=case.number" target="balasan"/></zeebe:ioMapping></bpmn:extensionElements>
      <bpmn:messageEventDefinition id="d4" messageRef="m2"/></bpmn:endEvent>
    <bpmn:sequenceFlow id="g1" sourceRef="S2" targetRef="Jawab"/>
    <bpmn:sequenceFlow id="g2" sourceRef="Jawab" targetRef="Kunci"/>
    <bpmn:sequenceFlow id="g3" sourceRef="Kunci" targetRef="E2"/>
  </bpmn:process>
</bpmn:definitions>""".encode()


def all_cases(office: Office, process: str) -> list[InstanceRow]:
    with office.store.reading() as db:
        ids = db.execute(select(instance.c.id).where(instance.c.process_id == process)).scalars()
        found = [instances.instance(db, one) for one in ids]
    return [row for row in found if row is not None]


def deployed(office: Office) -> Office:
    execute(DeployPack({"pack.toml": PACK, "surat.bpmn": DIAGRAM}), world=office.world, actor=ENGINE)
    return office


def test_a_message_starts_one_case_in_the_unit_of_its_sender_and_the_answer_returns_to_that_sender(
    office: Office,
) -> None:
    staff = deployed(office).as_("DKOM.STAF")
    senders = [staff.starts("pengirim", "surat").number for _ in range(2)]
    for _ in senders:
        staff.completes("Tulis surat")
    office.settle()
    started = all_cases(office, "penerima")
    assert sorted(row.title for row in started) == [f"Surat {number}" for number in senders]
    assert {row.unit for row in started} == {"DKOM"}
    staff.completes("Jawab surat")
    office.settle()
    states = [staff.sees(number).state for number in senders]
    assert sorted(states) == ["active", "completed"]
    staff.completes("Jawab surat")
    office.settle()
    assert [staff.sees(number).state for number in senders] == ["completed", "completed"]
    answers = {office.variables(staff.sees(number).instance_id)["balasan"] for number in senders}
    assert answers == {row.number for row in started}


def test_a_message_delivered_once_is_not_delivered_again(office: Office) -> None:
    staff = deployed(office).as_("DKOM.STAF")
    staff.starts("pengirim", "surat")
    staff.completes("Tulis surat")
    office.settle()
    with office.store.reading() as db:
        thrown = cases.latest(db, all_cases(office, "pengirim")[0].id, limit=50)
        sent = [row.id for row in db.execute(messages.table.select())]
    assert "message.thrown" in {row.kind for row in thrown}
    for message in sent:
        assert not execute(DeliverMessage(message), world=office.world, actor=ENGINE)
    sweep(Hand(office.world, office.connectors))
    office.settle()
    assert len(all_cases(office, "penerima")) == 1
