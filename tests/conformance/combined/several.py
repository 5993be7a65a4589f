"""Multi-instance and standard loops with events, ends, calls and each other inside."""

from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

THREE = "items: [1, 2, 3]"


def inside() -> Sheet:
    """The task a of one instance."""
    return Sheet().nodes("start ss, user a, end se").flows("ss a se")


def each(inner: Sheet, **loop: Any) -> Sheet:
    """A subprocess sp for each item, and what may follow it."""
    return Sheet().start().sub("sp", inner).each("sp", **{"collection": "=items", "item": "item", **loop})


def called(task: str = "qa", **end: Any) -> Sheet:
    """The process q: a task, then an end."""
    return Sheet("q").nodes(f"start qs, user {task}").end("qe", **end).flows(f"qs {task} qe")


ROWS = (
    Row(
        "terminate_in_one_instance",
        "A terminate end event ends the instance it is in; the others go on",
        "§13.5.6",
        lambda: (
            each(
                Sheet()
                .nodes("start ss, both g, user a b, end se")
                .end("t", terminate=True)
                .flows("ss g; g a t; g b se")
            )
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (
            Run(
                "[a a b b] a [a b] a [z] z",
                "items: [1, 2]",
                "s ss ss a t sp a t sp z e",
            ),
            Run("a [a b] b [a] a [z] z", "items: [1, 2]", "s ss ss a t sp b se a t sp z e"),
        ),
    ),
    Row(
        "error_in_one_instance",
        "An error that leaves one instance ends all of them",
        "§10.5.6, §13.3.7",
        lambda: (
            each(
                Sheet()
                .nodes("start ss, user a, xor x, end se")
                .end("bad", error="E1")
                .flows("ss a x; x bad {no}; x se *")
            )
            .boundary("b", "sp", error="E1")
            .nodes("user z, end e e2")
            .flows("s sp e; b z e2")
        ),
        (Run("a(no: false) [a a] a.2(no: true) [z] z", f"{THREE}, no: false", "s ss ss ss a se sp a b z e2"),),
    ),
    Row(
        "escalation_of_each_instance",
        "An escalation event beside the whole happens for each instance that throws",
        "§10.5.6",
        lambda: (
            each(Sheet().start("ss").throw("t", escalation="X").nodes("user a, end se").flows("ss t a se"))
            .boundary("b", "sp", escalation="X", interrupting=False)
            .nodes("plain told, user z, end e e2")
            .flows("s sp z e; b told e2")
        ),
        (
            Run(
                "[a a] a a [z] z",
                "items: [1, 2]",
                "s ss ss t b t b told told e2 e2 a se sp a se sp z e",
            ),
        ),
    ),
    Row(
        "message_beside_all_instances",
        "A boundary event belongs to the whole, not to each instance: one message, one token",
        "§13.3.7",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .each("a", "=items", "item")
            .boundary("b", "a", message="m", interrupting=False)
            .nodes("user h z, end e e2")
            .flows("s a z e; b h e2")
        ),
        (Run("[a a a] !m [a a a h] a a a [h z] h z", THREE, "s b a a a h e2 z e"),),
    ),
    Row(
        "term_of_a_sequence",
        "The term of a sequence counts from its first instance, not from each",
        "§13.3.7",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .each("a", "=items", "item", one_by_one=True)
            .boundary("b", "a", timer=("duration", "PT3H"))
            .nodes("user late, end e e2")
            .flows("s a e; b late e2")
        ),
        (Run("+PT2H a [a] +PT59M [a] +PT1M [late] late", THREE, "s a b late e2"),),
    ),
    Row(
        "list_in_a_list",
        "Multi-instance in multi-instance: outputs keep the order of both lists",
        "§13.3.7",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet()
                .nodes("start ss, user a")
                .each("a", "=row", "cell", output="=cell * n", outputs="done")
                .end("se")
                .flows("ss a se"),
            )
            .each("sp", "=rows", "row", output="=done", outputs="all")
            .end()
            .flows("s sp e")
        ),
        (
            Run(
                "[a a a] a.3(n: 10) a.2(n: 10) a(n: 10)",
                "rows: [[1, 2], [3]], n: 10",
                "s ss ss a se sp a a se sp e",
                ends="all: [[10, 20], [30]]",
            ),
        ),
    ),
    Row(
        "enough_ends_the_rest",
        "A completion condition closes what is open in the other instances, their events too",
        "§13.3.7",
        lambda: (
            each(
                Sheet()
                .nodes("start ss, user a")
                .boundary("r", "a", message="m", interrupting=False)
                .nodes("user h, end se se2")
                .flows("ss a se; r h se2"),
                until="=numberOfCompletedInstances >= 1",
            )
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (Run("!m [a a a h] a.3 [z] ?!m z", THREE, "s ss ss ss r a se sp z e"),),
    ),
    Row(
        "cardinality_zero",
        "No times: the activity is passed",
        "§13.3.7",
        lambda: Sheet().nodes("start s, user a").each("a", times="=n").nodes("user z, end e").flows("s a z e"),
        (Run("[z] z", "n: 0", "s z e"), Run("[a a] a a z", "n: 2", "s a a z e")),
    ),
    Row(
        "never_begun",
        "A standard loop that asks first may not run at all",
        "§13.3.6",
        lambda: (
            Sheet()
            .start()
            .sub("sp", inside())
            .again("sp", "=more", before=True)
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (
            Run("[z] z", "more: false", "s z e"),
            Run("a(more: true) [a] a(more: false) z", "more: true", "s ss a se sp ss a se sp z e"),
        ),
    ),
    Row(
        "calls_side_by_side",
        "A call for each item: each is an instance of its own, with its own item",
        "§10.3.6",
        lambda: [
            Sheet()
            .start()
            .call("c", "q", inputs={"n": "=item"}, passes_all=False, returns_all=False, outputs={"res": "=w"})
            .each("c", "=items", "item", output="=res", outputs="outs")
            .end()
            .flows("s c e"),
            called(),
        ],
        (
            Run(
                "[qa qa] qa.2(w: 2) qa(w: 1)",
                "items: [1, 2]",
                "s c c e | qs qa qe | qs qa qe",
                ends="outs: [1, 2]",
            ),
        ),
    ),
    Row(
        "error_of_one_call",
        "An error event at a call for each item: one failed call ends the others",
        "§10.5.6",
        lambda: [
            Sheet()
            .start()
            .call("c", "q")
            .each("c", "=items", "item")
            .boundary("b", "c", error="E1")
            .nodes("user h, end e e2")
            .flows("s c e; b h e2"),
            called(error="E1"),
        ],
        (Run("[qa qa] qa.2 [h] h", "items: [1, 2]", "s b h e2 | qs | qs qa", state="completed withdrawn failed"),),
    ),
    Row(
        "condition_after_all",
        "A conditional flow out of a multi-instance activity is asked once, when all are done",
        "§13.2.1",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .each("a", "=items", "item")
            .nodes("user x y, end e")
            .flows("s a; a x {ok}; a y *; x e; y e")
        ),
        (Run("a(ok: false) [a a] a a(ok: true) [x] x", f"{THREE}, ok: false", "s a a a x e"),),
    ),
    Row(
        "handler_in_each_instance",
        "Each instance of a subprocess has its own event subprocess; a signal reaches all",
        "§13.5.4",
        lambda: (
            each(
                inside().on("hd", Sheet().start("hs", signal="s").nodes("user h, end he").flows("hs h he")),
            )
            .end()
            .flows("s sp e")
        ),
        (Run("a [a] ~s [h] h", "items: [1, 2]", "s ss ss a se sp hs h he hd sp e"),),
    ),
    Row(
        "locals_of_an_instance",
        "What an instance keeps for itself is not seen beside it",
        "§10.4.1",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet()
                .start("ss")
                .script("a", "=item * 10", "own")
                .script("b", "=own + 1", "own")
                .end("se")
                .flows("ss a b se"),
                inputs={"own": "=0"},
            )
            .each("sp", "=items", "item", output="=own", outputs="outs")
            .end()
            .flows("s sp e")
        ),
        (Run("", THREE, "s ss ss ss a a a b b b se sp se sp se sp e", ends="outs: [11, 21, 31], own: null"),),
    ),
)
