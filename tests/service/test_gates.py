"""Gateways and quantities through the store: enough answers, tokens that wait, and cases in which nothing can move."""

from engine.model.actor import ENGINE
from engine.service.cases import WithdrawCase
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.views import start, watch
from tests.jobs.test_messages import PACK, TASK
from tests.office import Office

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="d" targetNamespace="urn:t"><bpmn:process id="{id}" name="{id}" isExecutable="true"><bpmn:extensionElements>'
    '<zeebe:properties><zeebe:property name="caseNumber" value="SRT"/><zeebe:property name="startGroups" '
    'value="requester"/></zeebe:properties></bpmn:extensionElements>{body}</bpmn:process></bpmn:definitions>'
)


def task(name: str) -> str:
    return TASK.format(id=name, name=name)


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def deploy(office: Office, process: str, body: str) -> Office:
    files = {"pack.toml": PACK, "surat.bpmn": HEAD.format(id=process, body=body).encode()}
    execute(DeployPack(files), world=office.world, actor=ENGINE)
    return office


def test_a_person_starts_a_process_without_a_start_event_where_no_flow_leads(office: Office) -> None:
    body = task("Satu") + task("Dua") + task("Tiga") + flow("Satu", "Tiga")
    staff = deploy(office, "tanpa", body).as_("DKOM.STAF")
    assert "tanpa" in [one.process_id for one in start.startable(office.world, staff.actor)]
    number = staff.starts("tanpa", "surat").number
    assert sorted(staff.inbox()) == ["Dua", "Satu"]
    staff.completes("Satu")
    staff.completes("Dua")
    assert staff.sees(number).state == "active"
    staff.completes("Tiga")
    assert staff.sees(number).state == "completed"


def test_two_of_three_answers_are_enough_and_the_third_is_let_in(office: Office) -> None:
    gate = (
        '<bpmn:complexGateway id="G"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">'
        "=activationCount &gt;= 2</bpmn:activationCondition></bpmn:complexGateway>"
    )
    body = "".join(task(one) + flow(one, "G") for one in ("A", "B", "C")) + gate + task("Simpul") + flow("G", "Simpul")
    staff = deploy(office, "kuorum", body).as_("DKOM.STAF")
    number = staff.starts("kuorum", "surat").number
    staff.completes("A")
    assert sorted(staff.inbox()) == ["B", "C"]
    staff.completes("C")
    assert sorted(staff.inbox()) == ["B", "Simpul"]
    staff.completes("Simpul")
    staff.completes("B")
    assert staff.sees(number).state == "completed"


def test_a_case_in_which_nothing_can_move_is_seen_at_once_and_can_be_withdrawn(office: Office) -> None:
    two = task("Dua").replace("<bpmn:userTask ", '<bpmn:userTask startQuantity="2" ')
    staff = deploy(office, "kurang", task("Satu") + two + flow("Satu", "Dua")).as_("DKOM.STAF")
    case = staff.starts("kurang", "surat")
    admin = office.as_("DKOM.ADMIN")
    assert watch.section(office.world, admin.actor, "silent").rows == ()
    staff.completes("Satu")
    found = watch.section(office.world, admin.actor, "silent")
    assert [(row.number, row.kind_of_row, row.element_name) for row in found.rows] == [(case.number, "starved", "Dua")]
    assert found.count == 1
    assert "join.starved" in office.trail(case.instance_id)
    staff.does(WithdrawCase(case.instance_id, "Alur ini tidak dapat dilanjutkan"))
    assert watch.section(office.world, admin.actor, "silent").rows == ()
