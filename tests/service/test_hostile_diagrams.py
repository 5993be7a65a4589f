"""Hostile and broken diagrams: refused with the element and the reason, the old version stays; a long chain runs."""

import itertools

import pytest

from engine.model.actor import ENGINE
from engine.model.errors import Refused
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.releases import Broken
from engine.service.views import library
from engine.store import audit, instances
from tests.office import Office
from tests.service.test_packs import DIAGRAM, FILES

TASK = '<bpmn:userTask id="Baru" name="Baru">{}</bpmn:userTask>'
ADDRESSED = (
    "<bpmn:extensionElements><zeebe:userTask/>{}"
    '<zeebe:assignmentDefinition candidateGroups="position:DKOM.STAF"/></bpmn:extensionElements>'
)


def around(inner: str, *, process: str = "uji") -> bytes:
    """A process with `inner` (one node called Baru) between start and end."""
    return (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' id="d" targetNamespace="http://tatalaksana.example/uji">'
        f'<bpmn:process id="{process}" name="Uji" isExecutable="true"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="caseNumber" value="UJI"/><zeebe:property name="startGroups" value="requester"/>'
        '</zeebe:properties></bpmn:extensionElements><bpmn:startEvent id="S"/>'
        f'{inner}<bpmn:endEvent id="E"/><bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="Baru"/>'
        '<bpmn:sequenceFlow id="f2" sourceRef="Baru" targetRef="E"/></bpmn:process></bpmn:definitions>'
    ).encode()


def nested(depth: int) -> str:
    """Subprocesses inside each other."""
    opened = "".join(f'<bpmn:subProcess id="{"Baru" if n == 0 else f"sub{n}"}">' for n in range(depth))
    return opened + "</bpmn:subProcess>" * depth


SCRIPT = '<bpmn:extensionElements><zeebe:script expression="{}" resultVariable="x"/></bpmn:extensionElements>'

HOSTILE = {
    "a DOCTYPE": (b'<!DOCTYPE a [<!ENTITY b "c">]>' + around(TASK.format("")), "", "DOCTYPE"),
    "50 MB": (
        around(TASK.format("<bpmn:documentation>" + "x" * 50_000_000 + "</bpmn:documentation>")),
        "",
        "5,242,880 bytes",
    ),
    "300 nested subprocesses": (around(nested(300)), "", "deep"),
    "an unknown element": (around('<bpmn:cobaTask id="Baru"/>'), "Baru", "cobaTask"),
    "a construct that would run wrongly": (around('<bpmn:callChoreography id="Baru"/>'), "Baru", "callChoreography"),
    "a missing form": (
        around(TASK.format(ADDRESSED.format('<zeebe:formDefinition formId="tidak_ada"/>'))),
        "Baru",
        "tidak_ada",
    ),
    "a task nobody gets": (around(TASK.format("")), "Baru", "address"),
    "a FEEL error": (
        around(f'<bpmn:scriptTask id="Baru">{SCRIPT.format("=1 + (2")}</bpmn:scriptTask>'),
        "Baru",
        "Expected",
    ),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_diagram_is_refused_by_name_and_the_old_version_stays(sqlite_office: Office, hostile: str) -> None:
    content, element, said = HOSTILE[hostile]
    with pytest.raises(Refused) as refused:
        execute(DeployPack({**FILES, DIAGRAM: content}), world=sqlite_office.world, actor=ENGINE)
    assert isinstance(refused.value, Broken)
    told = [finding for finding in refused.value.findings if said in finding.message_en + finding.hint_en]
    assert told, [finding.message_en for finding in refused.value.findings]
    assert not element or element in {finding.element for finding in told}
    assert all(finding.message_id and finding.message_en for finding in refused.value.findings)
    page = library.pack(sqlite_office.world, sqlite_office.as_("DKOM.ADMIN").actor, "alat")
    assert page.row.version == 1


def test_a_chain_of_a_thousand_tasks_deploys_and_runs_to_its_end(office: Office) -> None:
    names = ["Baru", *(f"t{n}" for n in range(1, 1_000))]
    chain = "".join(
        f'<bpmn:scriptTask id="{name}">{SCRIPT.format(f"={n}")}</bpmn:scriptTask>' for n, name in enumerate(names)
    )
    flows = "".join(
        f'<bpmn:sequenceFlow id="c{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(itertools.pairwise(names))
    )
    content = around(chain + flows).replace(b'sourceRef="Baru" targetRef="E"', b'sourceRef="t999" targetRef="E"')
    execute(DeployPack({**FILES, "rantai.bpmn": content}), world=office.world, actor=ENGINE)
    started = office.as_("DKOM.STAF").starts("uji")
    with office.world.database.reading() as connection:
        row = instances.instance(connection, started.instance_id)
        facts = [fact for fact in audit.facts(connection, started.instance_id) if fact["kind"] == "element.completed"]
    assert row is not None
    assert row.state == "completed"
    assert len(facts) >= 1_000
