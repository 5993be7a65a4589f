"""docs/reference/bpmn.md says what the lint and the cases say, for all of BPMN 2.0.2."""

from tests.docs import bpmn
from tests.docs.bpmn_spec import SECTIONS, TRIGGERS

TEXT = bpmn.PAGE.read_text(encoding="utf-8")


def test_the_page_is_current() -> None:
    assert bpmn.renewed(TEXT) == TEXT, "python -m tests.docs.bpmn renews it"


def test_every_element_of_the_schema_is_on_the_page() -> None:
    assert bpmn.missing() == []


def test_every_part_has_its_place_on_the_page() -> None:
    assert [name for name in bpmn.written() if f"<!-- {name}: from the code -->" not in TEXT] == []


def test_whatever_runs_is_shown_by_a_case() -> None:
    running = [name for names in SECTIONS.values() for name in names if bpmn.verdict(name) == "runs"]
    assert [name for name in running if not bpmn.proofs().get(name)] == []


def test_every_event_that_is_accepted_is_shown_by_a_case() -> None:
    places = [(position, trigger) for trigger, positions in TRIGGERS.items() for position in positions]
    accepted = [f"{position}: {trigger}" for position, trigger in places if bpmn.accepted_at(position, trigger)]
    assert [name for name in accepted if not bpmn.proofs().get(name)] == []
