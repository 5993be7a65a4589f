"""Ids that name two things: said once, and nothing is looked for in a drawing nobody could read."""

from engine import bpmn
from tests.runtime.drawing import Drawing


def test_a_subprocess_that_contains_its_own_name_is_refused_for_the_name() -> None:
    inside = Drawing().start("is").plain("u").end("ie").flow("is u ie")
    data = Drawing().start().sub("u", inside).end().flow("s u e").xml()
    assert {finding.code for finding in bpmn.lint(bpmn.read(data))} == {"bpmn.duplicate_id"}


def test_a_node_without_a_name_is_refused_for_it() -> None:
    data = Drawing().start().plain("u").end().flow("s u e").xml().replace(b'id="u"', b"")
    assert "bpmn.no_id" in {finding.code for finding in bpmn.lint(bpmn.read(data))}


def test_a_node_hidden_in_an_extension_is_refused() -> None:
    data = Drawing().start().user("u").end().flow("s u e").xml()
    hidden = data.replace(b"<zeebe:userTask/>", b'<zeebe:userTask/><bpmn:task id="n"/>')
    assert "bpmn.extension" in {finding.code for finding in bpmn.lint(bpmn.read(hidden))}


def test_an_event_at_the_edge_of_an_activity_elsewhere_is_refused() -> None:
    inside = Drawing().start("is").user("u").xor("g").end("ie").flow("is u g ie").flow("g u", when="=x")
    data = Drawing().start().sub("k", inside).boundary("b", "u", timer=("duration", "P1D")).end().flow("s k e").xml()
    assert any(finding.severity == "error" for finding in bpmn.lint(bpmn.read(data)))
