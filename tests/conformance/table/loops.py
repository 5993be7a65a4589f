"""Standard loops and multi-instance (BPMN 2.0.2 §13.3.6, §13.3.7)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet, formal


def each(**loop: object) -> Sheet:
    """A task a for each item of `items`, then z."""
    given: dict[str, object] = {"collection": "=items", "item": "item", **loop}
    return Sheet().start().user("a").each("a", **given).user("z").end().flows("s a z e")  # type: ignore[arg-type]


def gathering(**loop: object) -> Sheet:
    """The same, each item leaving `res` in the list `outs`."""
    return each(output="=res", outputs="outs", **loop)


XYQ = 'items: ["x", "y", "q"]'

ROWS = (
    Row(
        "stdloop",
        "A standard loop ends at its maximum or when its condition is no longer true",
        "§13.3.6",
        lambda: Sheet().start().user("a").again("a", "=more", most="3").end().flows("s a e"),
        (
            Run("a(more: true) a(more: true) a(more: true)", "more: true", "s a a a e"),
            Run("a(more: false)", "more: true", "s a e"),
        ),
    ),
    Row(
        "mi_seq_card",
        "Three times one after the other",
        "§13.3.7",
        lambda: Sheet().start().user("a").each("a", times="=3", one_by_one=True).end().flows("s a e"),
        (Run("[a] a [a] a [a] a", trace="s a a a e"),),
    ),
    Row(
        "mi_par_coll",
        "Outputs stand in the order of the items, in whatever order they were done",
        "§13.3.7",
        gathering,
        (
            Run(
                '[a a a] a.3(res: "qq") a.2(res: "yy") a(res: "xx") z',
                XYQ,
                "s a a a z e",
                ends='outs: ["xx", "yy", "qq"]',
            ),
        ),
    ),
    Row(
        "mi_seq_coll",
        "One after the other over a list, gathering outputs",
        "§13.3.7",
        lambda: gathering(one_by_one=True),
        (
            Run(
                '[a] a(res: "xx") a(res: "yy") a(res: "qq") [z] z',
                XYQ,
                "s a a a z e",
                ends='outs: ["xx", "yy", "qq"]',
            ),
        ),
    ),
    Row(
        "mi_cond",
        "A completion condition on what an item answered ends the others",
        "§13.3.7",
        lambda: each(until="=reject"),
        (Run("[a a a] a.2(reject: true) [z] z", "items: [1, 2, 3], reject: false", "s a z e"),),
    ),
    Row(
        "mi_cond_counters",
        "A completion condition on the counters of the activity",
        "§13.3.7, Table 10.33",
        lambda: each(until="=numberOfCompletedInstances >= 2"),
        (Run("a [a a] a [z] z", "items: [1, 2, 3]", "s a a z e"),),
    ),
    Row(
        "mi_empty",
        "An empty list: the activity is passed",
        "§13.3.7",
        each,
        (Run("[z] z", "items: []", "s z e"),),
        more=(
            Row(
                "mi_empty_sequential",
                "The same one after the other",
                "§13.3.7",
                lambda: each(one_by_one=True),
                (Run("[z] z", "items: []", "s z e"),),
            ),
        ),
    ),
    Row(
        "mi_none_item",
        "A null is an item like any other",
        "§13.3.7",
        lambda: each(one_by_one=True),
        (Run("a [a] a [a] a [z] z", "items: [1, null, 3]", "s a a a z e"),),
    ),
    Row(
        "mi_sub",
        "A subprocess for each item, each with its own variables",
        "§13.3.7",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().start("ss").user("a", outputs={"res": "=res"}).end("se").flows("ss a se"))
            .each("sp", "=items", "item", output="=res", outputs="outs")
            .user("z")
            .end()
            .flows("s sp z e")
        ),
        (
            Run(
                '[a a a] a(res: "x!") a(res: "y!") a(res: "q!") [z] z',
                XYQ,
                "s ss ss ss a se sp a se sp a se sp z e",
                ends='outs: ["x!", "y!", "q!"]',
            ),
        ),
    ),
    Row(
        "mi_bpmnjs",
        "Multi-instance as a modeler for Camunda 7 writes it",
        "§13.3.7",
        lambda: (
            Sheet()
            .start()
            .user("a")
            .add(
                "a",
                '<bpmn:multiInstanceLoopCharacteristics xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
                'camunda:collection="items" camunda:elementVariable="item"/>',
            )
            .end()
            .flows("s a e")
        ),
        (Run("[a a a] a a a", "items: [1, 2, 3]", "s a a a e"),),
    ),
)

__all__ = ["ROWS", "formal"]
