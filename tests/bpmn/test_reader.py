"""Whatever is sent as a diagram is read safely or refused with the reason."""

import time

import pytest

from engine.bpmn import Limits, definitions, lint, normalise, read
from engine.model.errors import Invalid
from tests.bpmn.drawing import HEAD, Drawing, simple


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read(data)
    assert refused.value.message.startswith("Expected ")
    assert " but " in refused.value.message
    return refused.value.code


def test_a_doctype_is_refused_in_every_encoding() -> None:
    text = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert refusal(text.format("").encode()) == "bpmn.doctype"
    assert refusal(text.format(' encoding="UTF-16"').encode("utf-16")) == "bpmn.doctype"
    assert refusal(text.format(' encoding="UTF-16BE"').encode("utf-16-be")) == "bpmn.doctype"
    assert refusal(text.format(' encoding="UTF-32"').encode("utf-32")) == "bpmn.doctype"


def test_fifty_megabytes_are_refused_before_they_are_parsed() -> None:
    began = time.perf_counter()
    assert refusal(b"<" + b"a" * 50_000_000) == "bpmn.too_large"
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("depth", [90, 120, 300, 5_000])
def test_three_hundred_nested_subprocesses_are_refused(depth: int) -> None:
    inner = "".join(f'<bpmn:subProcess id="s{n}">' for n in range(depth)) + "</bpmn:subProcess>" * depth
    data = f'{HEAD}<bpmn:process id="p" isExecutable="true">{inner}</bpmn:process></bpmn:definitions>'.encode()
    if depth < 98:
        assert definitions(read(data))["p"].elements[f"s{depth - 1}"].scope == f"s{depth - 2}"
    else:
        assert refusal(data) == "bpmn.too_deep"


def test_a_flood_of_elements_is_refused() -> None:
    assert refusal(f"{HEAD}{'<bpmn:error/>' * 60_000}</bpmn:definitions>".encode()) == "bpmn.too_many"
    with pytest.raises(Invalid, match="5 elements"):
        read(simple().data(), limits=Limits(elements=5))


def test_text_that_is_no_diagram_is_refused() -> None:
    assert refusal(b"") == "bpmn.not_xml"
    assert refusal(b"<a>") == "bpmn.not_xml"
    assert refusal(b"<a/>") == "bpmn.not_bpmn"
    assert refusal(b"<a>&undefined;</a>") == "bpmn.not_xml"


def test_a_chain_of_a_thousand_tasks_passes_quickly() -> None:
    drawing = Drawing().node("startEvent", "s").node("endEvent", "e")
    names = [f"t{n}" for n in range(1_000)]
    for name in names:
        drawing.user(name)
    data = drawing.chain("s", *names, "e").data()
    began = time.perf_counter()
    diagram = read(data)
    assert lint(diagram) == []
    assert normalise(diagram, "p")
    assert time.perf_counter() - began < 2
    assert list(definitions(diagram)["p"].elements)[2:] == names
