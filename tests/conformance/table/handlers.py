"""Event subprocesses (BPMN 2.0.2 §10.3.5, §13.5.4)."""

from functools import partial
from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

COMPENSATE = "<bpmn:compensateEventDefinition/>"


def handler(**start: Any) -> Sheet:
    """What an event subprocess does: the task h."""
    return Sheet().start("hs", **start).nodes("user h, end he").flows("hs h he")


def around(bad: dict[str, str], **start: Any) -> Sheet:
    """A process with the tasks a and z, a bad end, and an event subprocess hd."""
    main = Sheet().nodes("start s, user a, xor x, user z, end e").end("bad", **bad)  # type: ignore[arg-type]
    return main.on("hd", handler(**start)).flows("s a x; x bad {bad}; x z e *".replace("x z e *", "x z *; z e"))


def either(name: str, what: str, act: str, *, bad: dict[str, str] | None = None, **start: Any) -> tuple[Row, Row]:
    """One trigger, interrupting and not."""
    draw = partial(around, bad or {}, **start)
    left = {True: f"s a {'' if 'error' in bad else 'bad '}hs h he hd", False: "s a bad hs h he hd"} if bad else {}
    ends = "a(bad: false) z" if not bad else ""
    broken = Run(f"[a] {act} [h] h", "amt: 1", left.get(True, "s hs h he hd"))
    beside = Run(f"[a] {act} [{'h' if bad else 'a h'}] h {ends}", "amt: 1", left.get(False, "s hs h he hd a z e"))
    return (
        Row(f"esp_{name}_int", f"Event subprocess, {what} start, interrupting", "§13.5.4", draw, (broken,)),
        Row(
            f"esp_{name}_non",
            f"Event subprocess, {what} start, not interrupting",
            "§13.5.4",
            partial(draw, interrupting=False),
            (beside,),
        ),
    )


def conditional(**start: Any) -> Sheet:
    """Beside the task a a task t that changes a variable, and an event subprocess that looks at it."""
    return (
        Sheet()
        .nodes("start s, both g, user a t, end e e3")
        .on("hd", handler(condition="=amt > 5", **start))
        .flows("s g; g a e; g t e3")
    )


def undone(**start: Any) -> Sheet:
    """A subprocess with an event subprocess that undoes it, thrown at after it is completed."""
    inside = (
        Sheet()
        .nodes("start ss, user a, end se")
        .hold(
            "subProcess",
            "hd",
            Sheet().event("startEvent", "hs", COMPENSATE, **start).nodes("user h, end he").flows("hs h he"),
            triggeredByEvent="true",
        )
        .flows("ss a se")
    )
    return (
        Sheet()
        .start()
        .sub("sp", inside)
        .event("intermediateThrowEvent", "tc", COMPENSATE)
        .nodes("user z, end e")
        .flows("s sp tc z e")
    )


FORBIDDEN = "event.interrupting at hs"

ROWS = (
    *either("message", "message", "!m", message="m"),
    *either("signal", "signal", "~s", signal="s"),
    *either("timer", "timer", "+PT1H", timer=("duration", "PT1H")),
    either("error", "error", "a(bad: true)", bad={"error": "E1"}, error="E1")[0],
    Row(
        "esp_error_non",
        "Event subprocess, error start, not interrupting",
        "Table 10.86",
        partial(around, {"error": "E1"}, error="E1", interrupting=False),
        refused=FORBIDDEN,
        reason="BPMN knows only error starts that interrupt: what failed does not go on",
    ),
    *either("escalation", "escalation", "a(bad: true)", bad={"escalation": "X1"}, escalation="X1"),
    Row(
        "esp_conditional_int",
        "Event subprocess, conditional start, interrupting",
        "§13.5.4",
        conditional,
        (Run("t(amt: 9) [h] h", "amt: 1", "s t hs h he hd"),),
    ),
    Row(
        "esp_conditional_non",
        "Event subprocess, conditional start, not interrupting",
        "§13.5.4",
        partial(conditional, interrupting=False),
        (Run("t(amt: 3) [a] a", "amt: 1", "s t e3 a e"), Run("t(amt: 9) [a h] h a", "amt: 1", "s t hs e3 h he hd a e")),
    ),
    Row(
        "esp_compensation_int",
        "Event subprocess, compensation start: it runs when the completed subprocess is to be undone, not before",
        "§13.5.5",
        undone,
        (Run("[a] a [h] h [z] z", trace="s ss a se sp h he hd tc z e"),),
    ),
    Row(
        "esp_compensation_non",
        "Event subprocess, compensation start, not interrupting",
        "Table 10.86",
        partial(undone, isInterrupting="false"),
        refused=FORBIDDEN,
        reason="Nothing is left to go on beside: what is undone was completed",
    ),
    Row(
        "esp_in_sub",
        "An event subprocess inside a subprocess ends that subprocess only",
        "§13.5.4",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().nodes("start ss, user a, end se").on("hd", handler(message="m")).flows("ss a se"))
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (Run("!m [h] h [z] z", trace="s ss hs h he hd sp z e"),),
    ),
)
