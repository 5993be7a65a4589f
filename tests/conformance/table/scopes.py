"""Subprocesses, calls, ad-hoc subprocesses, transactions and compensation (BPMN 2.0.2 §10.3, §13.3, §13.5.5)."""

from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

INSIDE = "start ss, user a, end se"
CANCEL = "<bpmn:cancelEventDefinition/>"


def holding(inside: Sheet) -> Sheet:
    """A subprocess sp, then z."""
    return Sheet().start().sub("sp", inside).nodes("user z, end e").flows("s sp z e")


def adhoc(condition: str = "", **how: Any) -> Sheet:
    """An ad-hoc subprocess ah with the tasks a and b, then z."""
    until = f"={condition}" if condition else ""
    inside = Sheet().nodes("user a b")
    return (
        Sheet()
        .start()
        .adhoc("ah", inside, until=until, to="position:A", **how)
        .nodes("user z, end e")
        .flows("s ah z e")
    )


def calling() -> list[Sheet]:
    """A process that calls q, then z."""
    return [
        Sheet().start().call("c", "q").nodes("user z, end e").flows("s c z e"),
        Sheet("q").nodes("start qs, user qa, end qe").flows("qs qa qe"),
    ]


def cancelled() -> Sheet:
    """A transaction that people may call off."""
    inside = (
        Sheet()
        .nodes("start ts, user a, xor g, end te")
        .event("endEvent", "tc", CANCEL)
        .flows("ts a g; g tc {no}; g te *")
    )
    return (
        Sheet()
        .start()
        .hold("transaction", "t", inside)
        .event("boundaryEvent", "bc", CANCEL, attachedToRef="t")
        .nodes("user ok undo, end e, end e2")
        .flows("s t ok e; bc undo e2")
    )


def undone() -> Sheet:
    """A task a with a task h that undoes it."""
    return Sheet().nodes("start s, user a h b").undo("a", "h").undoing("tc").end().flows("s a b tc e")


ROWS = (
    Row(
        "sub",
        "An embedded subprocess reads and writes the variables around it",
        "§10.3.5",
        lambda: holding(Sheet().nodes(INSIDE).flows("ss a se")),
        (Run("a(v: 2, w: 3) [z] z", "v: 1", "s ss a se sp z e", ends="v: 2, w: 3"),),
    ),
    Row(
        "sub_nostart",
        "A subprocess without start and end events begins with every node no flow reaches",
        "§10.5.2",
        lambda: holding(Sheet().user("a")),
        (Run("[a] a [z] z", trace="s a sp z e"),),
    ),
    Row(
        "proc_nostart",
        "A process with neither start nor end events runs from the nodes no flow reaches to those none leaves",
        "§10.5.2, §10.5.3",
        lambda: Sheet().nodes("user a b").flows("a b"),
        (Run("[a] a [b] b", trace="a b"),),
        more=(
            Row(
                "proc_noend",
                "A process with a start event and no end event",
                "§10.5.3",
                lambda: Sheet().nodes("start s, user a").flows("s a"),
                refused="flow.no_end at p",
                reason="Where there is a start event there must be an end event",
            ),
        ),
    ),
    Row(
        "call",
        "A call activity runs the other process as an instance of its own and takes its variables back",
        "§10.3.6",
        calling,
        (Run("[qa] qa(w: 2) [z] z", "v: 1", "s c z e | qs qa qe", ends="v: 1, w: 2"),),
    ),
    Row(
        "call_late",
        "A call of a process that is not there when it is called stops with an incident",
        "§10.3.6",
        lambda: Sheet().start().call("c", "=which").end().flows("s c e"),
        (Run("[]", 'which: "later"', "s", "active", incidents=("call.unknown at c",)),),
    ),
    Row(
        "adhoc",
        "People choose the activities of an ad-hoc subprocess until its condition is true",
        "§10.3.5, §13.3.5",
        lambda: adhoc("done"),
        (
            Run(
                "[ah] %a [ah a] a(done: false) [ah] %b b(done: true) [z] z",
                "done: false",
                "s a b ah z e",
            ),
        ),
    ),
    Row(
        "adhoc_nocond",
        "Without a condition a person declares it finished",
        "§13.3.5",
        adhoc,
        (Run("[ah] %a a %/ah [z] z", trace="s a ah z e"),),
    ),
    Row(
        "adhoc_seq",
        "ordering Sequential: one activity at a time",
        "§10.3.5",
        lambda: adhoc("done", one_by_one=True),
        (Run("%a [a ah] a(done: false) %b b(done: true) [z] z", "done: false", "s a b ah z e"),),
    ),
    Row(
        "adhoc_cancelremaining",
        "cancelRemainingInstances false: what runs is ended by people before the subprocess ends",
        "§10.3.5",
        lambda: adhoc("done", keeps=True),
        (Run("%a %b a(done: true) [b] b [z] z", "done: false", "s a b ah z e"),),
    ),
    Row(
        "tx_cancel",
        "A cancel end event calls a transaction off; its boundary event goes on",
        "§10.3.5, §10.5.6",
        cancelled,
        (
            Run("a(no: true) [undo] undo", trace="s ts a tc undo e2"),
            Run("a(no: false) [ok] ok", trace="s ts a te t ok e"),
        ),
    ),
    Row(
        "comp",
        "A thrown compensation runs the handler of each activity that was completed",
        "§13.5.5",
        undone,
        (Run("a b [h] h", trace="s a b h tc e"),),
    ),
    Row(
        "comp_throw",
        "A thrown compensation with nothing to undo goes on",
        "§13.5.5",
        lambda: Sheet().nodes("start s, user a").undoing("tc").undoing("e", end=True).flows("s a tc e"),
        (Run("a", trace="s a tc e"),),
    ),
)
