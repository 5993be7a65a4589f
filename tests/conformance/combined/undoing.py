"""Compensation and transactions in loops, lists, subprocesses and each other (BPMN 2.0.2 §10.7, §13.5.5)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

CANCEL = "<bpmn:cancelEventDefinition/>"


def booked(*names: str) -> Sheet:
    """Tasks one after the other, each with a task that undoes it."""
    sheet = Sheet().start("ss")
    for name in names:
        sheet.user(name).user(f"un{name}").undo(name, f"un{name}")
    return sheet.end("se").flows(f"ss {' '.join(names)} se")


ROWS = (
    Row(
        "undone_last_first",
        "What was completed is undone the last first; what was not is left alone",
        "§13.5.5",
        lambda: (
            Sheet()
            .nodes("start s, user a b, xor x, user c una unb unc")
            .undo("a", "una")
            .undo("b", "unb")
            .undo("c", "unc")
            .undoing("t")
            .end()
            .flows("s a b x; x c {more}; x t *; c t; t e")
        ),
        (
            Run("a b(more: false) [unb] unb [una] una", "more: false", "s a b unb una t e"),
            Run("a b(more: true) c unc unb una", "more: false", "s a b c unc unb una t e"),
        ),
    ),
    Row(
        "undo_one_activity",
        "activityRef names the one activity to undo",
        "§13.5.5",
        lambda: (
            Sheet()
            .nodes("start s, user a b una unb")
            .undo("a", "una")
            .undo("b", "unb")
            .undoing("t", "a")
            .end()
            .flows("s a b t e")
        ),
        (Run("a b [una] una", trace="s a b una t e"),),
    ),
    Row(
        "undo_each_round",
        "An activity in a loop is undone once for each round",
        "§13.5.5",
        lambda: (
            Sheet()
            .nodes("start s, xor m, user a una, xor x")
            .undo("a", "una")
            .undoing("t")
            .end()
            .flows("s m a x; x m {again}; x t *; t e")
        ),
        (Run("a(again: true) a(again: false) [una] una [una] una", "again: true", "s a a una una t e"),),
    ),
    Row(
        "undo_inside_a_subprocess",
        "A completed subprocess without a handler of its own is undone from inside, the last first",
        "§13.5.5",
        lambda: Sheet().start().sub("sp", booked("a", "b")).undoing("t").nodes("user z, end e").flows("s sp t z e"),
        (Run("a b [unb] unb [una] una [z] z", trace="s ss a b se sp unb una t z e"),),
    ),
    Row(
        "undo_not_what_runs",
        "A subprocess that still runs is not undone from outside it",
        "§13.5.5",
        lambda: (
            Sheet()
            .nodes("start s, both g")
            .sub("sp", booked("a", "b"))
            .user("c")
            .undoing("t")
            .nodes("end e e2")
            .flows("s g; g sp e; g c t e2")
        ),
        (Run("a c [b] b", trace="s ss a c t e2 b se sp e"),),
    ),
    Row(
        "error_then_undo",
        "An event subprocess for an error undoes what its scope completed",
        "§13.5.5",
        lambda: (
            Sheet()
            .nodes("start s, user a una")
            .undo("a", "una")
            .user("b")
            .end("bad", error="E1")
            .on("hd", Sheet().start("hs", error="E1").undoing("t").nodes("user h, end he").flows("hs t h he"))
            .flows("s a b bad")
        ),
        (Run("a b [una] una [h] h", trace="s a b hs una t h he hd"),),
    ),
    Row(
        "cancel_undoes",
        "A cancelled transaction is undone before its boundary event goes on",
        "§10.3.5",
        lambda: (
            Sheet()
            .start()
            .transaction(
                "tx",
                Sheet()
                .nodes("start ts, user a una, xor x, end te")
                .undo("a", "una")
                .event("endEvent", "tc", CANCEL)
                .flows("ts a x; x tc {no}; x te *"),
            )
            .event("boundaryEvent", "bc", CANCEL, attachedToRef="tx")
            .nodes("user told z, end e e2")
            .flows("s tx z e; bc told e2")
        ),
        (
            Run("a(no: true) [una] una [told] told", "no: false", "s ts a una tc told e2"),
            Run("a(no: false) [z] z", "no: false", "s ts a te tx z e"),
        ),
    ),
    Row(
        "transaction_in_a_loop",
        "A cancelled transaction may be tried again: only its own round is undone",
        "§10.3.5",
        lambda: (
            Sheet()
            .nodes("start s, xor m")
            .transaction(
                "tx",
                Sheet()
                .nodes("start ts, user a una, xor x, end te")
                .undo("a", "una")
                .event("endEvent", "tc", CANCEL)
                .flows("ts a x; x tc {no}; x te *"),
            )
            .event("boundaryEvent", "bc", CANCEL, attachedToRef="tx")
            .nodes("end e")
            .flows("s m tx e; bc m")
        ),
        (
            Run(
                "a(no: true) una [a] a(no: true) una [a] a(no: false)",
                "no: false",
                "s ts a una tc ts a una tc ts a te tx e",
            ),
        ),
    ),
    Row(
        "transaction_hazard",
        "An error that leaves a transaction undoes nothing",
        "§10.3.5",
        lambda: (
            Sheet()
            .start()
            .transaction("tx", booked("a").user("x").end("bad", error="E1").flows("ss x bad"))
            .boundary("b", "tx", error="E1")
            .nodes("user told, end e e2")
            .flows("s tx e; b told e2")
        ),
        (Run("[a x] a x [told] told", trace="s ss a se x b told e2"),),
    ),
    Row(
        "undo_items",
        "The items of a list are undone when the whole was completed",
        "§13.5.5",
        lambda: (
            Sheet()
            .nodes("start s, user a una")
            .each("a", "=items", "item")
            .undo("a", "una")
            .undoing("t")
            .end()
            .flows("s a t e")
        ),
        (Run("a a [una] una [una] una", "items: [1, 2]", "s a a una una t e"),),
    ),
    Row(
        "undo_twice",
        "What was undone is not undone again",
        "§13.5.5",
        lambda: (
            Sheet().nodes("start s, user a una").undo("a", "una").undoing("t1").undoing("t2").end().flows("s a t1 t2 e")
        ),
        (Run("a [una] una", trace="s a una t1 t2 e"),),
    ),
    Row(
        "undo_sees_the_data",
        "A handler reads the variables its activity's scope had",
        "§13.5.5",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet()
                .start("ss")
                .script("a", "=7", "room")
                .script("una", "=room", "released")
                .undo("a", "una")
                .end("se")
                .flows("ss a se"),
                inputs={"room": "=0"},
            )
            .user("b")
            .undoing("t")
            .end()
            .flows("s sp b t e")
        ),
        (Run("b", trace="s ss a se sp b una t e", ends="released: 7, room: null"),),
    ),
)
