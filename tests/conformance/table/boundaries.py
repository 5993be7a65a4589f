"""Boundary events (BPMN 2.0.2 §10.5.4, §13.5.3)."""

from functools import partial
from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet


def on_task(**event: Any) -> Sheet:
    """A task a with a boundary event b that leads to esc."""
    return (
        Sheet()
        .nodes("start s, user a")
        .boundary("b", "a", **event)
        .nodes("user z esc, end e e2")
        .flows("s a z e; b esc e2")
    )


def beside(**event: Any) -> Sheet:
    """The same with a task t beside it, which changes a variable."""
    return (
        Sheet()
        .nodes("start s, both g, user a t")
        .boundary("b", "a", **event)
        .nodes("user z esc, end e e2 e3")
        .flows("s g; g a z e; g t e3; b esc e2")
    )


def on_sub(end: dict[str, str], **event: Any) -> Sheet:
    """A subprocess whose task a may end badly, with a boundary event b that leads to esc."""
    inside = Sheet().nodes("start ss, user a, xor x, end sn").end("se", **end).flows("ss a x; x se {bad}; x sn *")  # type: ignore[arg-type]
    return (
        Sheet()
        .start()
        .sub("sp", inside)
        .boundary("b", "sp", **event)
        .nodes("user z esc, end e e2")
        .flows("s sp z e; b esc e2")
    )


def either(name: str, what: str, draw: Any, broken_off: Run, going_on: Run) -> tuple[Row, Row]:
    """One trigger, interrupting and not."""
    return (
        Row(f"bnd_{name}_int", f"Boundary {what} event, interrupting", "§13.5.3", partial(draw), (broken_off,)),
        Row(
            f"bnd_{name}_non",
            f"Boundary {what} event, not interrupting",
            "§13.5.3",
            partial(draw, interrupting=False),
            (going_on,),
        ),
    )


def fired(name: str, what: str, act: str, **event: Any) -> tuple[Row, Row]:
    """A trigger from outside, at a task."""
    return either(
        name,
        what,
        partial(on_task, **event),
        Run(f"{act} [esc] esc", trace="s b esc e2"),
        Run(f"{act} [a esc] esc a z", trace="s b esc e2 a z e"),
    )


def never(name: str, what: str, **event: Any) -> tuple[Row, Row]:
    """An error always interrupts."""
    caught = partial(on_sub, {"error": "E1"}, **event)
    return (
        Row(
            f"bnd_{name}_int",
            f"Boundary {what} event at a subprocess that ends with an error",
            "§10.5.6",
            caught,
            (Run("a(bad: true) [esc] esc", trace="s ss a b esc e2"), Run("a(bad: false) z", trace="s ss a sn sp z e")),
        ),
        Row(
            f"bnd_{name}_non",
            f"Boundary {what} event, not interrupting",
            "Table 10.90",
            partial(caught, interrupting=False),
            refused="event.interrupting at b",
            reason="BPMN knows only error events that interrupt: what failed does not go on",
        ),
    )


ROWS = (
    *fired("timer", "timer", "+PT1H", timer=("duration", "PT1H")),
    *fired("message", "message", "!m(q: 1)", message="m"),
    *fired("signal", "signal", "~s", signal="s"),
    *either(
        "conditional",
        "conditional",
        partial(beside, condition="=amt > 5"),
        Run("t(amt: 3) [a] ", "amt: 1", "s t e3", "active"),
        Run("t(amt: 9) [a esc] a z esc", "amt: 1", "s t b e3 a z e esc e2"),
    ),
    *never("error", "error", error="E1"),
    *never("errorany", "error (any)", error="*"),
    *either(
        "escal",
        "escalation",
        partial(on_sub, {"escalation": "X1"}, escalation="X1"),
        Run("a(bad: true) [esc] esc", trace="s ss a se b esc e2"),
        Run("a(bad: true) [esc z] esc z", trace="s ss a se b sp esc e2 z e"),
    ),
    Row(
        "bnd_error_script",
        "A script that cannot be carried out is an incident; an error event for any error does not take it",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .script("a", "=for i in 1..100000000 return i", "x")
            .boundary("b", "a", error="*")
            .nodes("user h z, end e e2")
            .flows("s a z e; b h e2")
        ),
        (Run("[]", trace="s", state="active", incidents=("feel.budget at a",)),),
        more=(
            Row(
                "bnd_error_script_technical",
                "An error event with the code technical takes it",
                "§10.5.6",
                lambda: (
                    Sheet()
                    .start()
                    .script("a", "=for i in 1..100000000 return i", "x")
                    .boundary("b", "a", error="technical")
                    .nodes("user h z, end e e2")
                    .flows("s a z e; b h e2")
                ),
                (Run("[h] h", trace="s b h e2"),),
            ),
        ),
    ),
    Row(
        "bnd_cycle",
        "A boundary timer that goes off three times beside the task",
        "§13.5.3",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .boundary("b", "a", timer=("cycle", "R3/PT1H"), interrupting=False)
            .nodes("user z, plain esc, end e e2")
            .flows("s a z e; b esc e2")
        ),
        (Run("+PT8H [a] a z", trace="s " + "b esc e2 " * 3 + "a z e"),),
    ),
    Row(
        "bnd_timer_int_loop",
        "A timer that leads back to its task begins anew each time",
        "§13.5.3",
        lambda: (
            Sheet()
            .nodes("start s, xor m, user a")
            .boundary("b", "a", timer=("duration", "PT1H"))
            .script("log", "=n + 1", "n")
            .nodes("user z, end e")
            .flows("s m a z e; b log m")
        ),
        (Run("+PT1H +PT1H +PT1H [a] a z", "n: 0", "s b log b log b log a z e", ends="n: 3"),),
    ),
    Row(
        "bnd_multi",
        "A boundary event of several triggers happens with the first of them",
        "§10.5.4",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .event("boundaryEvent", "b", {"message": "m"}, {"signal": "s"}, attachedToRef="a")
            .nodes("user z esc, end e e2")
            .flows("s a z e; b esc e2")
        ),
        (Run("~s [esc] ?!m esc", trace="s b esc e2"), Run("!m [esc] esc", trace="s b esc e2")),
    ),
    Row(
        "bnd_on_call",
        "An error that leaves a called process is caught at the call",
        "§10.5.6",
        lambda: [
            Sheet()
            .start()
            .call("c", "q")
            .boundary("b", "c", error="E1")
            .nodes("user z h, end e e2")
            .flows("s c z e; b h e2"),
            Sheet("q").nodes("start qs, user qa").end("qe", error="E1").flows("qs qa qe"),
        ],
        (Run("qa [h] h", trace="s b h e2 | qs qa", state="completed failed"),),
    ),
    Row(
        "bnd_none",
        "A boundary event without a trigger",
        "§10.5.4",
        on_task,
        refused="event.definition at b",
        reason="Nothing could make it happen",
    ),
)
