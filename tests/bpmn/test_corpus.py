"""Third-party diagrams, where they are at hand: bad ones refused, good ones accepted, drafts readable."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from engine.bpmn import definitions, lint, normalise, read
from engine.model.errors import Invalid
from engine.model.findings import errors

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
BETSY = CORPORA / "betsy"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not BETSY.is_dir(), reason="the third-party corpora are not beside this checkout"),
]


def refused(data: bytes) -> bool:
    try:
        return bool(errors(lint(read(data))))
    except Invalid:
        return True


def cases(kind: str) -> list[dict[str, Any]]:
    return list(json.loads((BETSY / "betsy.json").read_text())[kind])


def test_diagrams_an_engine_must_refuse_are_refused() -> None:
    accepted = [
        case["id"] for case in cases("must_reject") if not refused((BETSY / "models" / case["file"]).read_bytes())
    ]
    # These five type a message's content by an item definition and leave out data objects; nothing in them misleads.
    assert all(name.startswith("EXT128") for name in accepted)
    assert len(cases("must_reject")) - len(accepted) >= 142


def test_good_diagrams_of_supported_constructs_are_accepted() -> None:
    sys.path.insert(0, str(CORPORA / "harness"))
    xmlnorm = import_module("xmlnorm")

    accepted = set()
    for case in cases("tests"):
        raw = (BETSY / "models" / case["file"]).read_bytes()
        data = xmlnorm.normalise(raw, dialect="feel", timers="plain", vendor=False, scripts=lambda token, _: token)
        if not refused(data):
            accepted.add(case["id"])
            for process in definitions(read(data)):
                assert not refused(normalise(read(data), process))
    assert {
        "SequenceFlow",
        "Lanes",
        "Participant",
        "ExclusiveGateway",
        "ExclusiveGateway_Default",
        "ExclusiveGatewayMixed",
        "ParallelGateway",
        "ParallelDiverging_ExclusiveConverging",
        "Token_Cardinality_Split_Default",
        "SendTask",
        "ReceiveTask",
        "Message_StartEvent",
        "Message_IntermediateEvent",
        "Message_EndEvent",
        "Error_EndEvent_TopLevel",
        "Terminate_Event",
        "Timer_IntermediateEvent",
    } <= accepted


@pytest.mark.parametrize("path", sorted((CORPORA / "miwg").glob("*.bpmn")), ids=lambda path: path.name)
def test_reference_drawings_open_as_drafts(path: Path) -> None:
    diagram = read(path.read_bytes())
    lint(diagram)
    drafts = definitions(diagram, drafts=True)
    assert sum(len(definition.elements) for definition in drafts.values()) > 3
