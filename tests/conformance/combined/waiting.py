"""All triggers at once, what begins a process without a start event, and what a list throws as it goes on."""

from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

TWO = ({"message": "m"}, {"message": "n"})


def handled(*events: dict[str, str], together: bool = False, **says: str) -> Sheet:
    """A task a, and an event subprocess of several triggers."""
    inside = Sheet().several("startEvent", "hs", *events, together=together, **says)
    return (
        Sheet().nodes("start s, user a, end e").on("hd", inside.nodes("user h, end he").flows("hs h he")).flows("s a e")
    )


def bounded(*, together: bool, **says: str) -> Sheet:
    """A task a with a boundary event of several triggers."""
    return (
        Sheet()
        .nodes("start s, user a")
        .several("boundaryEvent", "b", *TWO, together=together, attachedToRef="a", **says)
        .nodes("user h, end e e2")
        .flows("s a e; b h e2")
    )


def thrown(**loop: Any) -> Sheet:
    """A task a for each item, whose completion throws an escalation X that a boundary event beside it takes."""
    return (
        Sheet()
        .nodes("start s, user a")
        .each("a", "=items", "item", **loop)
        .boundary("b", "a", escalation="X", interrupting=False)
        .nodes("plain told, user z, end e e2")
        .flows("s a z e; b told e2")
    )


ROWS = (
    Row(
        "handler_of_several",
        "An event subprocess of several triggers begins with the first of them",
        "§10.5.2",
        lambda: handled(*TWO),
        (Run("!n [h] ?!m h", trace="s hs h he hd"), Run("!m [h] h", trace="s hs h he hd")),
    ),
    Row(
        "handler_of_several_beside",
        "One that does not interrupt begins with each of them",
        "§10.5.2",
        lambda: handled(*TWO, isInterrupting="false"),
        (Run("!n !m [a h h] h h a", trace="s hs hs h he hd h he hd a e"),),
    ),
    Row(
        "handler_of_all",
        "With parallelMultiple it begins when all have come, in any order",
        "§10.5.2",
        lambda: handled(*TWO, together=True),
        (Run("!n [a] !m [h] h", trace="s hs h he hd"), Run("!m [a] a ?!n", trace="s a e")),
    ),
    Row(
        "handler_of_all_beside",
        "One that does not interrupt begins anew each time all have come",
        "§10.5.2",
        lambda: handled(*TWO, together=True, isInterrupting="false"),
        (Run("!m !n [a h] !n !m [a h h] h h a", trace="s hs hs h he hd h he hd a e"),),
    ),
    Row(
        "boundary_of_all",
        "A boundary event with parallelMultiple waits for all its triggers",
        "§10.5.4",
        lambda: bounded(together=True),
        (Run("!m [a] !n [h] h", trace="s b h e2"), Run("!m a ?!n", trace="s a e")),
    ),
    Row(
        "boundary_of_all_beside",
        "The same beside the task",
        "§10.5.4",
        lambda: bounded(together=True, cancelActivity="false"),
        (Run("!m !n [a h] !m !n [a h h] h h a", trace="s b b h e2 h e2 a e"),),
    ),
    Row(
        "start_of_all",
        "A start event with parallelMultiple begins one instance when all its messages have come",
        "§10.5.2",
        lambda: Sheet().several("startEvent", "s", *TWO, together=True).nodes("user a, end e").flows("s a e"),
        (Run("?!m [] !n [a] a", None, "s a e"),),
    ),
    Row(
        "begun_by_a_receive_task",
        "A receive task that instantiates begins the process with its message",
        "§10.3.3",
        lambda: Sheet().receive("r", "m", instantiate="true").nodes("user a, end e").flows("r a e"),
        (Run("!m(q: 1) [a] a", None, "r a e", ends="q: 1"), Run("!m !m [a a] a a", None, "r a e | r a e")),
    ),
    Row(
        "begun_by_an_event_gateway",
        "An event-based gateway that instantiates begins the process with the first event; the other is not awaited",
        "§10.6.6",
        lambda: (
            Sheet()
            .first("g", instantiate="true")
            .catch("cm", message="m")
            .catch("cn", message="n")
            .nodes("user a b, end e")
            .flows("g cm a e; g cn b e")
        ),
        (Run("!n [b] b", None, "cn b e"), Run("!m !n [a b] a b", None, "cm a e | cn b e")),
    ),
    Row(
        "begun_by_all_events",
        "A parallel one begins with the first event and waits for the others",
        "§10.6.6, §13.4.4",
        lambda: (
            Sheet()
            .first("g", instantiate="true", eventGatewayType="Parallel")
            .catch("cm", message="m", key="=k")
            .catch("cn", message="n", key="=k")
            .nodes("user a b, end e e2")
            .flows("g cm a e; g cn b e2")
        ),
        (Run("!m@1(k: 1) [a] a !n@1 [b] b", None, "cm a e cn b e2"),),
    ),
    Row(
        "behaviour_none",
        "behavior None: each instance that completes throws the event",
        "§13.3.7",
        lambda: thrown(none={"escalation": "X"}),
        (Run("a a [z] z", "items: [1, 2]", "s a b told e2 a b told e2 z e"),),
    ),
    Row(
        "behaviour_one",
        "behavior One: the first instance that completes throws the event",
        "§13.3.7",
        lambda: thrown(one={"escalation": "X"}),
        (Run("a a [z] z", "items: [1, 2]", "s a b told e2 a z e"),),
    ),
    Row(
        "behaviour_complex",
        "behavior Complex: where its condition holds an instance throws the event and ends the rest",
        "Table 10.31",
        lambda: thrown(when={"=numberOfCompletedInstances = 2": {"escalation": "X"}}),
        (Run("a a [z] z", "items: [1, 2, 3]", "s a a b told e2 z e"),),
    ),
)
