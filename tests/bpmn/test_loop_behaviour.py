"""What a multi-instance activity may throw: let through as it runs, refused by name where it would not."""

from typing import Any

import pytest

from engine.bpmn import lint, read
from engine.model.findings import Severity
from tests.runtime.drawing import Drawing


def codes(drawing: Drawing, severity: Severity = Severity.ERROR) -> set[str]:
    return {f.code for f in lint(read(drawing.xml())) if f.severity is severity}


def looped(**loop: Any) -> Drawing:
    return Drawing().start().user("t").each("t", times="=3", **loop).end().flow("s t e")


@pytest.mark.parametrize(
    "loop",
    [
        {"none": {"signal": "a"}},
        {"one": {"escalation": "LATE"}},
        {"when": {"=numberOfCompletedInstances > 1": {"signal": "a"}, "=true": {}}},
    ],
)
def test_a_signal_or_an_escalation_is_thrown_as_items_complete(loop: dict[str, Any]) -> None:
    assert codes(looped(**loop)) == set()


@pytest.mark.parametrize(
    ("loop", "code"),
    [
        ({"none": {"message": "a"}}, "loop.throws"),
        ({"one": {"error": "a"}}, "loop.throws"),
        ({"when": {"": {"signal": "a"}}}, "loop.complex"),
    ],
)
def test_what_cannot_be_thrown_is_refused_by_name(loop: dict[str, Any], code: str) -> None:
    assert code in codes(looped(**loop))


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ('noneBehaviorEventRef="b_t"', ""),
        ('behavior="None"', 'behavior="All"'),
        ('behavior="None"', 'behavior="Complex"'),
        ('behavior="None"', 'behavior="One"'),
    ],
)
def test_a_behaviour_without_what_it_throws_or_with_more_is_refused(written: str, instead: str) -> None:
    text = looped(none={"signal": "a"}).xml().decode()
    assert written in text
    found = lint(read(text.replace(written, instead).encode()))
    assert "loop.behaviour" in {f.code for f in found if f.severity is Severity.ERROR}


def test_an_interrupting_boundary_that_will_not_interrupt_is_told() -> None:
    drawing = looped(none={"signal": "a"}).boundary("b", "t", signal="a").end("f").flow("b f")
    assert "loop.beside" in codes(drawing, Severity.WARNING)
