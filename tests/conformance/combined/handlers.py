"""Event subprocesses in loops, in each other and beside each other; errors and escalations on their way out."""

from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet


def handler(task: str = "h", **start: Any) -> Sheet:
    """An event subprocess's inside: one task."""
    return Sheet().start(f"{task}s", **start).nodes(f"user {task}, end {task}e").flows(f"{task}s {task} {task}e")


def inner(**thrown: str) -> Sheet:
    """A subprocess's inside: the task a, then an end."""
    return Sheet().nodes("start ss, user a").end("se", **thrown).flows("ss a se")  # type: ignore[arg-type]


ROWS = (
    Row(
        "handler_in_a_loop",
        "An event subprocess waits anew in each round of a loop around its subprocess",
        "§13.5.4",
        lambda: (
            Sheet()
            .nodes("start s, xor m")
            .sub("sp", inner().on("hd", handler(message="m")))
            .nodes("xor x, end e")
            .flows("s m sp x; x m {again}; x e *")
        ),
        (
            Run(
                "!m h [a] !m h(again: false)",
                "again: true",
                "s ss hs h he hd sp ss hs h he hd sp e",
            ),
            Run("a [a] a(again: false) ?!m", "again: true", "s ss a se sp ss a se sp e"),
        ),
    ),
    Row(
        "handler_beside_a_handler",
        "A handler that interrupts ends the one that runs beside the scope as well",
        "§13.5.4",
        lambda: (
            Sheet()
            .nodes("start s, user a, end e")
            .on("hd", handler("n", message="note", interrupting=False))
            .on("hi", handler("i", message="stop"))
            .flows("s a e")
        ),
        (Run("!note [a n] !stop [i] i", trace="s ns is i ie hi"),),
    ),
    Row(
        "handlers_side_by_side",
        "A handler that does not interrupt runs once for each message, and the process ends after the last",
        "§13.5.4",
        lambda: (
            Sheet().nodes("start s, user a, end e").on("hd", handler(message="m", interrupting=False)).flows("s a e")
        ),
        (Run("!m !m [a h h] a [h h] h h", trace="s hs hs a e h he hd h he hd"),),
    ),
    Row(
        "handler_inside_a_handler",
        "An event subprocess is a scope: it may hold one of its own",
        "§10.3.5",
        lambda: (
            Sheet()
            .nodes("start s, user a, end e")
            .on("hd", handler(message="m").on("in", handler("k", message="k")))
            .flows("s a e")
        ),
        (Run("!m [h] !k [k] k", trace="s hs ks k ke in hd"),),
    ),
    Row(
        "error_two_scopes_up",
        "An error goes outward until a scope has a handler for it",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub("outer", Sheet().start("os").sub("sp", inner(error="E1")).end("oe").flows("os sp oe"))
            .end()
            .on("hd", handler(error="E1"))
            .flows("s outer e")
        ),
        (Run("a [h] h", trace="s os ss a hs h he hd"),),
    ),
    Row(
        "error_inside_the_handler",
        "An error that a handler ends with is not caught by its own scope, but outside",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                inner(error="E1").on(
                    "hd", Sheet().start("hs", error="E1").user("h").end("he", error="E1").flows("hs h he")
                ),
            )
            .boundary("b", "sp", error="E1")
            .nodes("user z, end e e2")
            .flows("s sp e; b z e2")
        ),
        (Run("a [h] h [z] z", trace="s ss a hs h b z e2"),),
    ),
    Row(
        "the_code_before_any_code",
        "Of two error events at one activity the one with the code wins, whatever stands first",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet()
                .nodes("start ss, user a, xor g")
                .end("x1", error="E1")
                .end("x2", error="E2")
                .flows("ss a g; g x1 {one}; g x2 *"),
            )
            .boundary("any", "sp", error="*")
            .boundary("b", "sp", error="E1")
            .nodes("user z y, end e e1 e2")
            .flows("s sp e; b z e1; any y e2")
        ),
        (
            Run("a(one: true) [z] z", trace="s ss a b z e1"),
            Run("a(one: false) [y] y", trace="s ss a any y e2"),
        ),
    ),
    Row(
        "error_breaks_off_its_siblings",
        "An error end event ends the other branches of its scope",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet().nodes("start ss, both g, user a b, end se").end("x", error="E1").flows("ss g; g a x; g b se"),
            )
            .boundary("c", "sp", error="E1")
            .nodes("user z, end e e2")
            .flows("s sp e; c z e2")
        ),
        (Run("[a b] a [z] z", trace="s ss a c z e2"), Run("b [a] a [z] z", trace="s ss b se a c z e2")),
    ),
    Row(
        "escalation_nobody_wants",
        "An escalation without a handler changes nothing",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().start("ss").throw("t", escalation="X").nodes("user a, end se").flows("ss t a se"))
            .end()
            .flows("s sp e")
        ),
        (Run("[a] a", trace="s ss t a se sp e"),),
    ),
    Row(
        "escalation_that_interrupts",
        "An escalation caught at an interrupting boundary ends the scope that threw it",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().start("ss").throw("t", escalation="X").nodes("user a, end se").flows("ss t a se"))
            .boundary("b", "sp", escalation="X")
            .nodes("user z, end e e2")
            .flows("s sp e; b z e2")
        ),
        (Run("[z] z", trace="s ss t b z e2"),),
    ),
    Row(
        "term_of_a_scope_in_a_scope",
        "A term that breaks off a subprocess ends everything in it, at any depth, with its events",
        "§13.5.3",
        lambda: (
            Sheet()
            .start()
            .sub(
                "outer",
                Sheet()
                .nodes("start os, both g")
                .sub("sp", inner())
                .boundary("r", "sp", timer=("cycle", "R/PT1H"), interrupting=False)
                .catch("cm", message="m")
                .nodes("plain note, end oe1 oe2 oe3")
                .flows("os g; g sp oe1; g cm oe2; r note oe3"),
            )
            .boundary("t", "outer", timer=("duration", "PT90M"))
            .nodes("user z, end e e2")
            .flows("s outer e; t z e2")
        ),
        (Run("+PT9H [z] ?!m z", trace="s os ss r note oe3 t z e2"),),
    ),
    Row(
        "interrupting_a_join",
        "A handler that interrupts takes the tokens that wait at a join",
        "§13.5.4",
        lambda: (
            Sheet()
            .nodes("start s, both g, user a b, both j, user z, end e")
            .on("hd", handler(signal="s"))
            .flows("s g; g a j; g b j; j z e")
        ),
        (Run("a [b] ~s [h] h", trace="s a hs h he hd"),),
    ),
    Row(
        "timer_handler_in_a_subprocess",
        "A cycle in an event subprocess runs beside its subprocess and ends with it",
        "§13.5.4",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                inner().on(
                    "hd",
                    Sheet()
                    .start("hs", timer=("cycle", "R3/PT1H"), interrupting=False)
                    .nodes("plain h, end he")
                    .flows("hs h he"),
                ),
            )
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (
            Run("+PT2H a +PT9H z", trace="s ss hs h he hd hs h he hd a se sp z e"),
            Run("+PT9H a z", trace="s ss " + "hs h he hd " * 3 + "a se sp z e"),
        ),
    ),
    Row(
        "error_of_a_service_tried_again",
        "A refusal of another system caught at the task, corrected by a person and asked again",
        "§10.5.6",
        lambda: (
            Sheet()
            .nodes("start s, xor m")
            .service("a", "desk:say", inputs={"say": "=w"}, outputs={"heard": "=word"})
            .boundary("b", "a", error="REFUSED")
            .nodes("user fix, end e")
            .flows("s m a e; b fix m")
        ),
        (Run('[fix] fix(w: "hello")', 'w: "REFUSED"', "s b fix a e", ends='heard: "hello"'),),
    ),
    Row(
        "end_of_a_scope",
        "A subprocess ends when all its tokens are gone, not at its first end event",
        "§13.3.4",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().nodes("start ss, both g, user a b, end e1 e2").flows("ss g; g a e1; g b e2"))
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (Run("a [b] b [z] z", trace="s ss a e1 b e2 sp z e"),),
    ),
)
