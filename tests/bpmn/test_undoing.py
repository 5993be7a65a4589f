"""What is checked of compensation and transactions (BPMN 2.0.2 §10.3.5, §10.5.6, §10.7)."""

from collections.abc import Callable

import pytest

from engine.bpmn import definitions, lint, normalise, read
from tests.runtime.drawing import Drawing


def findings(drawing: Drawing | bytes, severity: str = "error") -> list[tuple[str, str]]:
    data = drawing if isinstance(drawing, bytes) else drawing.xml()
    return sorted({(one.code, one.element) for one in lint(read(data)) if one.severity.value == severity})


def step(name: str = "a", kind: Callable[[Drawing, str], Drawing] = Drawing.plain) -> Drawing:
    """One activity with a handler `un<name>`."""
    return kind(Drawing().start().plain(name), f"un{name}").undo(name, f"un{name}")


def whole(drawing: Drawing, name: str = "a") -> Drawing:
    return drawing.undoing("t").end().flow(f"s {name} t e")


def inner(*, handler: bool = True) -> Drawing:
    drawing = Drawing().start("is").plain("x").end("ie").flow("is x ie")
    return drawing.plain("unx").undo("x", "unx") if handler else drawing


def handling() -> Drawing:
    return Drawing().when_undone("hs").plain("h").end("he").flow("hs h he")


@pytest.mark.parametrize("kind", [Drawing.plain, Drawing.user, lambda d, n: d.script(n, "=1", "o")])
def test_a_handler_may_be_any_activity(kind: Callable[[Drawing, str], Drawing]) -> None:
    assert findings(whole(step(kind=kind))) == []


def test_handlers_are_neither_unreachable_nor_dead_ends() -> None:
    assert [one for one in findings(whole(step()), "warning") if one[0].startswith("flow.")] == []


def test_subprocesses_calls_and_loops_may_be_undone() -> None:
    assert findings(whole(Drawing().start().sub("a", inner()))) == []
    drawing = Drawing().start().call("a", "other").plain("una").undo("a", "una")
    assert findings(whole(drawing)) == []
    assert findings(whole(step().each("a", times="2"))) == []


def test_a_compensation_event_needs_one_handler_beside_it() -> None:
    text = whole(step()).xml()
    assert findings(text.replace(b'targetRef="una"', b'targetRef="a"')) == [("undo.no_handler", "undo_a")]
    gone = text[: text.index(b"<bpmn:association")] + text[text.index(b"/>", text.index(b"<bpmn:association")) + 2 :]
    assert findings(gone) == [("undo.no_handler", "undo_a")]
    assert findings(text.replace(b' isForCompensation="true"', b""))[-1] == ("undo.no_handler", "undo_a")
    twice = b'<bpmn:association id="as2" sourceRef="undo_a" targetRef="e2"/></bpmn:process>'
    note = b'<bpmn:textAnnotation id="e2"/>'
    assert findings(text.replace(b"</bpmn:process>", note + twice)) == [], "a note may hang on it too"


def test_the_stored_process_says_what_undoes_what() -> None:
    stored = normalise(read(whole(step()).xml()), "p")
    assert findings(stored) == []
    assert definitions(read(stored))["p"].elements["undo_a"].undone_by == "una"


def test_a_handler_lies_in_the_same_scope() -> None:
    inside = inner().xml()
    assert b"unx" in inside
    drawing = Drawing().start().sub("sub", inner(handler=False)).plain("una").undo("sub", "una")
    drawing.undoing("t").end().flow("s sub t e")
    text = drawing.xml().replace(b'targetRef="una"', b'targetRef="x"')
    assert ("undo.no_handler", "undo_sub") in findings(text)


def test_no_flow_leads_to_a_handler_or_from_the_event() -> None:
    assert ("undo.flows", "una") in findings(whole(step()).flow("una e"))
    assert ("undo.flows", "undo_a") in findings(whole(step()).flow("undo_a e"))


def test_one_activity_is_undone_in_one_way() -> None:
    text = whole(step()).xml()
    second = b'<bpmn:boundaryEvent id="b2" attachedToRef="a"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>'
    second += b'<bpmn:association id="as2" sourceRef="b2" targetRef="una"/>'
    assert findings(text.replace(b"</bpmn:process>", second + b"</bpmn:process>")) == [("undo.handler_twice", "b2")]
    both = Drawing().start().sub("a", inner(handler=False).on("esp", handling())).plain("una").undo("a", "una")
    assert ("undo.handler_twice", "undo_a") in findings(whole(both))


def test_a_handler_has_nothing_at_its_edge() -> None:
    drawing = whole(step(kind=Drawing.user)).boundary("b1", "una", error="*").end("e2").flow("b1 e2")
    assert ("undo.handler_edge", "una") in findings(drawing)


def test_a_handler_nobody_is_joined_to_is_told() -> None:
    text = whole(Drawing().start().plain("a").plain("una")).xml()
    text = text.replace(b'<bpmn:task id="una"', b'<bpmn:task isForCompensation="true" id="una"')
    assert findings(text) == []
    assert ("undo.orphan", "una") in findings(text, "warning")


def test_an_event_subprocess_undoes_the_subprocess_around_it_not_a_process() -> None:
    good = Drawing().start().sub("a", inner(handler=False).on("esp", handling()))
    assert findings(whole(good)) == []
    assert findings(whole(Drawing().start().plain("a").on("esp", handling()))) == [("undo.top", "hs")]


def test_undoing_always_interrupts() -> None:
    good = whole(Drawing().start().sub("a", inner(handler=False).on("esp", handling()))).xml()
    start = good.replace(b'id="hs"', b'id="hs" isInterrupting="false"')
    assert findings(start) == [("event.interrupting", "hs")]
    edge = whole(step()).xml().replace(b'attachedToRef="a"', b'attachedToRef="a" cancelActivity="false"')
    assert findings(edge) == [("event.interrupting", "undo_a")]


def test_an_event_subprocess_marked_for_compensation_starts_with_compensation() -> None:
    good = whole(Drawing().start().sub("a", inner(handler=False).on("esp", handling()))).xml()
    marked = good.replace(b'triggeredByEvent="true"', b'triggeredByEvent="true" isForCompensation="true"')
    assert findings(marked) == []
    wrong = marked.replace(b"<bpmn:compensateEventDefinition/></bpmn:startEvent>", b"</bpmn:startEvent>", 1)
    assert ("undo.not_undoing", "esp") in findings(wrong)


def test_what_is_named_can_be_seen_and_undone() -> None:
    assert findings(step().undoing("t", "a").end().flow("s a t e")) == []
    assert findings(step().undoing("t", "z").end().flow("s a t e")) == [("undo.unseen", "t")]
    assert findings(step().undoing("t", "una").end().flow("s a t e")) == [("undo.unseen", "t")]
    assert findings(Drawing().start().sub("a", inner()).undoing("t", "x").end().flow("s a t e")) == [
        ("undo.unseen", "t")
    ]


def test_a_handler_sees_the_activities_around_it() -> None:
    handler = Drawing().start("hs", error="*").undoing("ht", "x").end("he").flow("hs ht he")
    inside = Drawing().start("is").user("x").plain("unx").undo("x", "unx").end("ie").flow("is x ie").on("esp", handler)
    assert findings(Drawing().start().sub("a", inside).end().flow("s a e")) == []


def test_an_event_that_undoes_nothing_is_told() -> None:
    assert ("undo.nothing", "t") in findings(whole(Drawing().start().plain("a")), "warning")
    assert ("undo.nothing", "t") not in findings(whole(Drawing().start().sub("a", inner())), "warning")


def test_that_an_error_undoes_nothing_by_itself_is_told() -> None:
    failing = Drawing().start("is").plain("x").plain("unx").undo("x", "unx").end("ie", error="bad").flow("is x ie")
    drawing = Drawing().start().sub("a", failing).boundary("b", "a", error="*").end().end("e2").flow("s a e")
    assert findings(drawing.flow("b e2")) == []
    assert ("undo.left_by_error", "b") in findings(drawing, "warning")
    handler = Drawing().start("hs", error="*").undoing("ht").end("he", error="bad").flow("hs ht he")
    drawing = Drawing().start().sub("a", failing.on("esp", handler)).boundary("b", "a", error="*").end().end("e2")
    assert ("undo.left_by_error", "b") not in findings(drawing.flow("s a e").flow("b e2"), "warning")


def transaction(inside: Drawing, *, ways: int = 1) -> Drawing:
    drawing = Drawing().start().transaction("tx", inside).end().flow("s tx e")
    for number in range(ways):
        drawing.cancelled(f"c{number}", "tx").end(f"ce{number}").flow(f"c{number} ce{number}")
    return drawing


def cancelling() -> Drawing:
    drawing = Drawing().start("is").user("x").xor("g").end("ie").cancelling("ic").flow("is x g")
    return drawing.flow("g ic", when="=no").flow("g ie", default=True)


def test_a_transaction_is_accepted_with_one_way_on_after_cancellation() -> None:
    assert findings(transaction(cancelling())) == []
    assert findings(transaction(cancelling(), ways=0)) == [("undo.cancel_ways", "tx")]
    assert findings(transaction(cancelling(), ways=2)) == [("undo.cancel_ways", "tx")]
    assert findings(transaction(inner(), ways=0)) == []


def test_cancel_events_belong_to_transactions() -> None:
    plain = transaction(cancelling()).xml().replace(b"bpmn:transaction", b"bpmn:subProcess")
    assert findings(plain) == [("undo.cancel_place", "c0"), ("undo.cancel_place", "ic")]
    deep = Drawing().start("ds").sub("deep", cancelling()).end("de").flow("ds deep de")
    assert ("undo.cancel_place", "ic") in findings(transaction(deep))
    top = Drawing().start().cancelling("c").flow("s c")
    assert findings(top) == [("undo.cancel_place", "c")]


def test_a_transaction_that_may_be_cancelled_runs_once() -> None:
    assert findings(transaction(cancelling()).each("tx", times="2")) == [("undo.cancel_loop", "ic")]
    assert findings(transaction(inner(), ways=0).each("tx", times="2")) == []


def test_a_cancel_event_nobody_causes_is_told() -> None:
    assert ("undo.never_cancelled", "c0") in findings(transaction(inner()), "warning")


def test_only_transactions_that_compensate_run() -> None:
    text = transaction(inner(), ways=0).xml()
    assert findings(text.replace(b'id="tx"', b'id="tx" method="##Compensate"')) == []
    assert findings(text.replace(b'id="tx"', b'id="tx" method="##Store"')) == [("bpmn.attribute", "tx")]
