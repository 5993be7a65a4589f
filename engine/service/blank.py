"""The files of a new process: a diagram that runs as it is, a form to start it and one for its only task."""

import json
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

ID = re.compile(r"[a-z][a-z0-9_]{1,59}")
PREFIX = re.compile(r"[A-Z]{2,5}")


@dataclass(frozen=True, slots=True)
class Blank:
    """What the analyst answered."""

    pack: str
    process_id: str
    name: str
    prefix: str
    #: The role that may start, and does the first task.
    role: str
    role_label: str

    @property
    def path(self) -> str:
        """The diagram's path in the pack."""
        return f"{self.process_id}.bpmn"

    def files(self) -> dict[str, bytes]:
        """The drafts by path."""
        start, task = f"{self.process_id}_awal", f"{self.process_id}_isian"
        return {
            self.path: self._diagram(start, task),
            f"forms/{start}.form.json": _form(start, f"{self.name}: permohonan", "perihal", "Perihal"),
            f"forms/{task}.form.json": _form(task, f"{self.name}: isian", "catatan", "Catatan"),
        }

    def _diagram(self, start: str, task: str) -> bytes:
        address = quoteattr(f'="role:{self.role}@" + case.unit')
        return DIAGRAM.format(
            id=self.process_id,
            name=quoteattr(self.name),
            text=escape(self.name),
            prefix=self.prefix,
            role=self.role,
            lane=quoteattr(self.role_label),
            address=address,
            start=start,
            task=task,
        ).encode()


def slug(text: str) -> str:
    """A name as an id: `Izin Cuti (baru)` is `izin_cuti_baru`; "" where nothing is left."""
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:50].strip("_")
    return found if ID.fullmatch(found) else ""


def manifest(key: str, title: str, owner: str, role: str, label: str) -> bytes:
    """The pack.toml of a new pack."""
    lines = [
        f"key = {_toml(key)}",
        f"title_id = {_toml(title)}",
        'version = "1"',
        f"owner = {_toml(owner)}",
        "legal_basis = []",
        "connectors = []",
        "",
        "[roles]",
        f"{role} = {_toml(label)}",
    ]
    return ("\n".join(lines) + "\n").encode()


def with_role(data: bytes, role: str, label: str) -> bytes:
    """A pack.toml with one more role, every other line as it was."""
    lines = data.decode().splitlines()
    if "[roles]" not in [line.strip() for line in lines]:
        lines += ["", "[roles]"]
    place = next(number for number, line in enumerate(lines) if line.strip() == "[roles]") + 1
    while place < len(lines) and lines[place].strip() and not lines[place].lstrip().startswith("["):
        place += 1
    lines.insert(place, f"{role} = {_toml(label)}")
    return ("\n".join(lines) + "\n").encode()


def _toml(text: str) -> str:
    # A JSON string is a TOML basic string, where nothing but DEL is left unescaped that TOML forbids.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _form(name: str, title: str, key: str, label: str) -> bytes:
    field = {"type": "textarea", "key": key, "label": label, "validate": {"required": True, "maxLength": 2000}}
    made = {"id": name, "type": "default", "title": title, "schemaVersion": 19, "components": [field]}
    return (json.dumps(made, indent=2, ensure_ascii=False) + "\n").encode()


DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" \
id="Definisi_{id}" targetNamespace="urn:tatalaksana">
  <bpmn:collaboration id="Kolaborasi_{id}">
    <bpmn:participant id="Kolam_{id}" name={name} processRef="{id}" />
  </bpmn:collaboration>
  <bpmn:process id="{id}" name={name} isExecutable="true">
    <bpmn:extensionElements>
      <zeebe:properties>
        <zeebe:property name="caseNumber" value="{prefix}" />
        <zeebe:property name="caseTitle" value="=perihal" />
        <zeebe:property name="startGroups" value="{role}" />
      </zeebe:properties>
    </bpmn:extensionElements>
    <bpmn:laneSet id="Lajur_{id}">
      <bpmn:lane id="Lajur_pertama" name={lane}>
        <bpmn:extensionElements>
          <zeebe:properties>
            <zeebe:property name="candidateGroups" value={address} />
          </zeebe:properties>
        </bpmn:extensionElements>
        <bpmn:flowNodeRef>Mulai</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Tugas_pertama</bpmn:flowNodeRef>
        <bpmn:flowNodeRef>Selesai</bpmn:flowNodeRef>
      </bpmn:lane>
    </bpmn:laneSet>
    <bpmn:startEvent id="Mulai" name="Mulai">
      <bpmn:extensionElements>
        <zeebe:formDefinition formId="{start}" />
      </bpmn:extensionElements>
      <bpmn:outgoing>Alur_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="Tugas_pertama" name="Kerjakan">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="{task}" />
      </bpmn:extensionElements>
      <bpmn:incoming>Alur_1</bpmn:incoming>
      <bpmn:outgoing>Alur_2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="Selesai" name="Selesai">
      <bpmn:incoming>Alur_2</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Alur_1" sourceRef="Mulai" targetRef="Tugas_pertama" />
    <bpmn:sequenceFlow id="Alur_2" sourceRef="Tugas_pertama" targetRef="Selesai" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Gambar_{id}">
    <bpmndi:BPMNPlane id="Bidang_{id}" bpmnElement="Kolaborasi_{id}">
      <bpmndi:BPMNShape id="Kolam_{id}_di" bpmnElement="Kolam_{id}" isHorizontal="true">
        <dc:Bounds x="160" y="80" width="680" height="240" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Lajur_pertama_di" bpmnElement="Lajur_pertama" isHorizontal="true">
        <dc:Bounds x="190" y="80" width="650" height="240" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Mulai_di" bpmnElement="Mulai">
        <dc:Bounds x="252" y="182" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Tugas_pertama_di" bpmnElement="Tugas_pertama">
        <dc:Bounds x="420" y="160" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Selesai_di" bpmnElement="Selesai">
        <dc:Bounds x="692" y="182" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Alur_1_di" bpmnElement="Alur_1">
        <di:waypoint x="288" y="200" />
        <di:waypoint x="420" y="200" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Alur_2_di" bpmnElement="Alur_2">
        <di:waypoint x="520" y="200" />
        <di:waypoint x="692" y="200" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
