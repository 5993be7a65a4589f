"""A process may state Camunda's FEEL; its expressions then know that dialect's functions wherever they are read."""

from engine.bpmn import definitions, lint, read
from tests.bpmn.drawing import Drawing
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing as Runnable

STATED = (
    b"<bpmn:extensionElements><zeebe:properties>"
    b'<zeebe:property name="feelDialect" value="camunda"/></zeebe:properties></bpmn:extensionElements>'
)


def drawn(*, stated: bool) -> bytes:
    drawing = Drawing().node("startEvent", "s").script("t", '=get or else(x, "kosong")').node("endEvent", "e")
    data = drawing.chain("s", "t", "e").data()
    start = data.index(b"<bpmn:startEvent")
    return data[:start] + STATED + data[start:] if stated else data


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in lint(read(data))}


def test_an_extension_function_is_refused_where_no_dialect_is_stated() -> None:
    assert "feel.syntax" in codes(drawn(stated=False)) or "feel.analysis" in codes(drawn(stated=False))
    assert codes(drawn(stated=True)) == set()


def test_every_expression_carries_the_dialect_of_its_process() -> None:
    (definition,) = definitions(read(drawn(stated=True))).values()
    assert definition.elements["t"].script.startswith("=/*camunda*/get or else")
    (plain,) = definitions(read(drawn(stated=False))).values()
    assert plain.elements["t"].script.startswith("=get or else")


def test_the_runtime_evaluates_it() -> None:
    text = '=/*camunda*/if is defined(x) then "ada" else get or else(y, "kosong")'
    case = Case(Runnable().start().script("t", text, "hasil").user("a").end().flow("s t a e")).start()
    assert case.variables["hasil"] == "kosong"
    assert case.warnings == []
