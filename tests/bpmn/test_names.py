"""What a diagram calls things must fit where it is kept, on every database."""

import pytest

from engine.bpmn import lint, read
from tests.bpmn.drawing import Drawing, simple

SMALL = simple().user("t").data()


def numbered(prefix: str) -> bytes:
    start = SMALL.index(b"<bpmn:process ")
    end = SMALL.index(b">", start) + 1
    properties = f'<zeebe:properties><zeebe:property name="caseNumber" value="{prefix}"/></zeebe:properties>'
    return SMALL[:end] + f"<bpmn:extensionElements>{properties}</bpmn:extensionElements>".encode() + SMALL[end:]


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in lint(read(data)) if finding.severity == "error"]


@pytest.mark.parametrize("prefix", ["PGD", "DKOM-PL2", "A" * 20])
def test_a_short_prefix_numbers_the_cases(prefix: str) -> None:
    assert codes(numbered(prefix)) == []


@pytest.mark.parametrize("prefix", ["A" * 21, "pgd", "PGD/2026", "=1 + 1", "P G D"])
def test_a_prefix_nobody_could_say_or_store_is_refused(prefix: str) -> None:
    assert codes(numbered(prefix)) == ["flow.case_number"]


def test_an_id_too_long_to_store_is_refused() -> None:
    assert codes(simple("t" * 120).user("t" * 120).data()) == []
    assert codes(simple("t" * 121).user("t" * 121).data()) == ["bpmn.too_long"]


def test_an_error_code_too_long_to_store_is_refused() -> None:
    def drawn(code: str) -> bytes:
        error = '<bpmn:errorEventDefinition id="ed" errorRef="x"/>'
        made = Drawing().node("startEvent", "s").user("t").node("endEvent", "e", inside=error)
        return made.chain("s", "t", "e").root(f'<bpmn:error id="x" errorCode="{code}"/>').data()

    assert codes(drawn("E" * 60)) == []
    assert codes(drawn("E" * 61)) == ["bpmn.too_long"]
