"""What a diagram names must exist, as far as it is known what exists."""

import re
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from engine.bpmn import Known, lint, read
from engine.model.findings import Finding, Severity
from engine.model.register import REFUSALS, Invariant, RegisterField, RegisterSpec
from engine.model.world import Operation
from engine.store import registers
from tests.bpmn.drawing import Drawing, simple

REGISTER = RegisterSpec(
    key="pengadaan.package",
    title_id="Paket",
    title_en="Package",
    key_field="code",
    fields={name: RegisterField(name, "text", name) for name in ("code", "ceiling")},
    invariants=(Invariant("balance", "ceiling > 0", "BALANCE_SHORT", "Sisa tidak cukup"),),
)
PAY = Operation("finance:payment.request", "Bayar", "Pay", {}, {}, "key", errors=("PAYMENT_REFUSED",))
KNOWN = Known(
    forms=("usulan",),
    form_keys={"usulan": ("pagu", "uraian")},
    decisions=("metode",),
    operations={PAY.type: PAY},
    connectors=(PAY.type,),
    registers={REGISTER.key: REGISTER},
    roles=("ppk",),
    positions=("DKOM.PPK",),
    units=("DKOM",),
    letters=("sppbj",),
    parameters=("proc.direct.max",),
)


def found(drawing: Drawing, known: Known = KNOWN) -> list[Finding]:
    return lint(read(drawing.data()), known)


def one(drawing: Drawing, known: Known = KNOWN) -> Finding:
    findings = found(drawing, known)
    assert len(findings) == 1, findings
    return findings[0]


def service(operation: str, headers: str = "", inputs: str = "") -> Drawing:
    return simple().node(
        "serviceTask",
        "t",
        extension=f'<zeebe:taskDefinition type="{operation}" retries="3"/><zeebe:taskHeaders>{headers}'
        f"</zeebe:taskHeaders><zeebe:ioMapping>{inputs}</zeebe:ioMapping>",
    )


def header(key: str, value: str) -> str:
    return f'<zeebe:header key="{key}" value="{value}"/>'


def inputs(*names: str) -> str:
    return "".join(f'<zeebe:input source="=1" target="{name}"/>' for name in names)


def test_an_unknown_form_is_refused_with_the_near_name() -> None:
    finding = one(simple().user("t"), Known(forms=("usulan_baru", "usulann")))
    assert finding.code == "ref.form"
    assert "did you mean usulann?" in finding.message_en
    assert "maksudnya usulann?" in finding.message_id


def test_what_is_not_known_here_is_not_accused() -> None:
    assert found(simple().user("t"), Known()) == []
    assert found(service("finance:anything"), Known()) == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "ref.no_address"),
        ("kepala dinas", "ref.address"),
        ("role:ppk", "ref.address"),
        ("role:ppk@DKOM,role:pp@DKOM", "ref.address"),
        ("role:pkk@DKOM", "ref.role"),
        ('="role:pkk@" + case.unit', "ref.role"),
        ("=superior(", "feel.syntax"),
    ],
)
def test_a_task_needs_one_address_that_exists(address: str, code: str) -> None:
    written = address.replace('"', "&quot;")
    drawing = simple().node(
        "userTask",
        "t",
        extension=f'<zeebe:assignmentDefinition candidateGroups="{written}"/><zeebe:formDefinition formId="usulan"/>',
    )
    assert code in {finding.code for finding in found(drawing)}


@pytest.mark.parametrize("address", ["position:DKOM.PPK", "role:ppk@DKOM", "=superior(case.started_by)"])
def test_an_address_is_a_position_a_role_or_feel(address: str) -> None:
    drawing = simple().node(
        "userTask",
        "t",
        extension=f'<zeebe:assignmentDefinition candidateGroups="{address}"/><zeebe:formDefinition formId="usulan"/>',
    )
    assert found(drawing) == []


def test_a_connector_operation_must_exist_and_be_declared_by_the_pack() -> None:
    assert found(service(PAY.type)) == []
    assert one(service("finance:payment.reqest")).code == "ref.operation"
    assert one(service(PAY.type), Known(operations={PAY.type: PAY}, connectors=())).code == "ref.connector"
    assert one(service("")).code == "ref.no_operation"


def test_a_register_task_needs_its_register_and_its_inputs() -> None:
    assert found(service("register:create", header("register", REGISTER.key), inputs("code", "ceiling"))) == []
    assert one(service("register:create", header("register", "pengadaan.paket"), inputs("key"))).code == "ref.register"
    field = one(service("register:create", header("register", REGISTER.key), inputs("key", "celing")))
    assert field.code == "ref.register_field"
    assert "ceiling" in field.message_en
    missing = one(service("register:reserve", header("register", REGISTER.key), inputs("key", "hold")))
    assert (missing.code, "amount" in missing.message_en) == ("ref.register_input", True)
    assert one(service("register:drop", header("register", REGISTER.key), inputs("key"))).code == "ref.operation"


def test_a_letter_and_a_decision_must_exist() -> None:
    assert found(service("letter:print", header("template", "sppbj"))) == []
    assert one(service("letter:print", header("template", "sppj"))).code == "ref.letter"
    rule = '<zeebe:calledDecision decisionId="{}" resultVariable="metode"/>'
    assert found(simple().node("businessRuleTask", "t", extension=rule.format("metode"))) == []
    assert one(simple().node("businessRuleTask", "t", extension=rule.format("metoda"))).code == "ref.decision"


def test_an_error_nobody_can_raise_is_said() -> None:
    def drawing(code: str) -> Drawing:
        made = service(PAY.type).root(f'<bpmn:error id="x" errorCode="{code}"/>').user("u")
        return made.node(
            "boundaryEvent",
            "b",
            attributes='attachedToRef="t"',
            inside='<bpmn:errorEventDefinition id="ed" errorRef="x"/>',
        ).chain("b", "u", "e")

    assert found(drawing("PAYMENT_REFUSED")) == []
    assert one(drawing("PAYMENT_REJECTED")).code == "flow.never_caught"


def caught(code: str) -> Drawing:
    made = service("register:reserve", header("register", "pengadaan.package"), inputs("key", "hold", "amount"))
    made.root(f'<bpmn:error id="x" errorCode="{code}"/>').user("u")
    error = '<bpmn:errorEventDefinition id="ed" errorRef="x"/>'
    return made.node("boundaryEvent", "b", attributes='attachedToRef="t"', inside=error).chain("b", "u", "e")


def test_a_boundary_waits_only_for_what_its_register_can_refuse() -> None:
    for code in ("BALANCE_SHORT", "register.not_found"):
        assert found(caught(code)) == []
    assert one(caught("BALANCE_SHORTAGE")).code == "flow.never_caught"


def test_the_codes_of_registers_are_those_the_store_refuses_with() -> None:
    folder = Path(registers.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("register*.py"))
    assert set(re.findall(r'Refusal\(\s*"([^"]+)"', text)) == REFUSALS


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("position:DKOM.PPK", []),
        ("position:DKOM.PKK", ["ref.position"]),
        ("role:ppk@DKOM", []),
        ("role:ppk@DKON", ["ref.unit"]),
        ('="role:ppk@" + case.unit', []),
        ('="position:DKOM.KADES"', ["ref.position"]),
        ('=if case.unit = "A" then "role:ppk@DINAS" else "role:ppk@DKOM"', ["ref.unit"]),
    ],
)
def test_an_address_this_office_lacks_is_said_but_does_not_block(address: str, codes: list[str]) -> None:
    extension = f"<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups={quoteattr(address)}/>"
    form = '<zeebe:formDefinition formId="usulan"/>'
    said = found(simple().node("userTask", "t", extension=extension + form))
    assert [finding.code for finding in said] == codes
    assert all(finding.severity is Severity.WARNING for finding in said)


def test_a_feel_error_names_its_place() -> None:
    finding = one(simple().script("t", "=1 +\n  * 2"))
    assert (finding.code, finding.element) == ("feel.syntax", "t")
    assert "line 2 column" in finding.message_en
    assert "baris 2 kolom" in finding.message_id


def test_another_language_is_not_feel() -> None:
    drawing = Drawing().node("startEvent", "s").node("exclusiveGateway", "g").node("endEvent", "a")
    drawing.node("endEvent", "b").flow("s", "g").flow("g", "a", "${x == 1}").flow("g", "b", "=true")
    assert "feel.not_feel" in {finding.code for finding in found(drawing)}


def test_an_unknown_parameter_is_refused_and_an_unknown_variable_said() -> None:
    assert one(simple().script("t", '=parameter("proc.direct.maks")')).code == "feel.parameter"
    assert found(simple().script("t", '=parameter("proc.direct.max")')) == []
    typo = Drawing().node("startEvent", "s").user("u").script("t", "=pagi * 2").node("endEvent", "e")
    finding = one(typo.chain("s", "u", "t", "e"))
    assert (finding.code, finding.severity) == ("feel.unknown_name", Severity.WARNING)
    assert "pagu" in finding.message_id
    right = Drawing().node("startEvent", "s").user("u").script("t", "=pagu * 2").node("endEvent", "e")
    assert found(right.chain("s", "u", "t", "e")) == []


def test_variables_may_come_from_a_message_nobody_described() -> None:
    drawing = Drawing().node("startEvent", "s").script("t", "=siapa").node("endEvent", "e").user("u")
    drawing.root(
        '<bpmn:message id="m" name="masuk"><bpmn:extensionElements><zeebe:subscription correlationKey="=case.number"/>'
        "</bpmn:extensionElements></bpmn:message>"
    )
    drawing.node("receiveTask", "r", attributes='messageRef="m"').chain("s", "r", "t", "u", "e")
    assert found(drawing) == []


def test_a_mapping_that_would_never_run_is_refused() -> None:
    io = '<zeebe:ioMapping><zeebe:{} source="=1" target="x"/></zeebe:ioMapping>'
    assert "ref.mapping_unused" in {f.code for f in found(simple().node("task", "t", extension=io.format("input")))}
    assert "ref.mapping_unused" in {
        f.code for f in found(simple().node("intermediateThrowEvent", "t", extension=io.format("output")))
    }
    assert found(simple().user("t", io.format("output"))) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("silentAfter", "besok", "ref.silent"),
        ("silentAfter", "=workdays(", "feel.syntax"),
        ("handOver", "role, siapa saja", "ref.hand_over"),
        ("handOver", "role, superior", ""),
        ("silentAfter", "3", ""),
    ],
)
def test_a_task_says_rightly_who_may_take_it_over_and_when_it_is_silent(name: str, value: str, code: str) -> None:
    held = f'<zeebe:properties><zeebe:property name="{name}" value="{value}"/></zeebe:properties>'
    found = {f.code for f in lint(read(simple().user("t", held).data()))}
    assert found == ({code} if code else set())
