"""Events of several triggers, events that happen again and again, and events that happen at once."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

BOTH = ({"message": "m"}, {"signal": "s"})
CATCH, THROW, END = "intermediateCatchEvent", "intermediateThrowEvent", "endEvent"


def heard() -> list[Sheet]:
    """A process that a message begins and one that a signal begins."""
    return [
        Sheet("q").start("qs", message="m").end("qe").flows("qs qe"),
        Sheet("r").start("rs", signal="s").end("re").flows("rs re"),
    ]


def beside(*triggers: dict[str, str]) -> Sheet:
    """A task a with an event b beside it that leads to the task esc."""
    return (
        Sheet()
        .nodes("start s, user a")
        .event("boundaryEvent", "b", *triggers, attachedToRef="a", cancelActivity="false")
        .nodes("user z esc, end e e2")
        .flows("s a z e; b esc e2")
    )


ROWS = (
    Row(
        "throw_none",
        "A throw event without a trigger only marks a place",
        "§10.5.4",
        lambda: Sheet().start().throw("t").end().flows("s t e"),
        (Run("", trace="s t e"),),
    ),
    Row(
        "catch_multiple",
        "A catch event of several triggers goes on with the first; the others are forgotten",
        "§10.5.4",
        lambda: Sheet().start().event(CATCH, "c", *BOTH).nodes("user a, end e").flows("s c a e"),
        (Run("~s [a] ?!m a", trace="s c a e"), Run("!m [a] ~s [a] a", trace="s c a e")),
    ),
    Row(
        "catch_parallel_multiple",
        "With parallelMultiple all triggers must come, in any order",
        "§10.5.4",
        lambda: (
            Sheet().start().event(CATCH, "c", *BOTH, parallelMultiple="true").nodes("user a, end e").flows("s c a e")
        ),
        (Run("~s [] ~s [] !m [a] a", trace="s c a e"), Run("!m [] ~s [a] a", trace="s c a e")),
    ),
    Row(
        "throw_multiple",
        "A throw event of several triggers throws each",
        "§10.5.4",
        lambda: [Sheet().start().event(THROW, "t", *BOTH).nodes("user a, end e").flows("s t a e"), *heard()],
        (Run("[a] a", trace="s t a e | qs qe | rs re"),),
    ),
    Row(
        "end_multiple",
        "An end event of several triggers throws each",
        "§10.5.3",
        lambda: [Sheet().start().event(END, "e", *BOTH).flows("s e"), *heard()],
        (Run("", trace="s e | qs qe | rs re"),),
    ),
    Row(
        "boundary_multiple_beside",
        "A boundary event of several triggers that does not interrupt happens with each of them",
        "§10.5.4",
        lambda: beside(*BOTH),
        (Run("~s !m [a esc esc] ~s [a esc esc esc] esc esc esc a z", trace="s b b b esc e2 esc e2 esc e2 a z e"),),
    ),
    Row(
        "message_again_and_again",
        "A message event beside a task happens with each message until the task is done",
        "§13.5.3",
        lambda: beside({"message": "m"}),
        (Run("!m !m [a esc esc] a ?!m esc esc z", trace="s b b a esc e2 esc e2 z e"),),
    ),
    Row(
        "condition_again_and_again",
        "A conditional event beside a task happens each time its condition becomes true, not while it stays true",
        "§10.5.5",
        lambda: (
            Sheet()
            .nodes("start s, both g, user a")
            .boundary("b", "a", condition="=amt > 5", interrupting=False)
            .nodes("user t, xor x, plain esc, end e e2 e3")
            .flows("s g; g a e; g t x; x e3 {amt = 0}; x t *; b esc e2")
        ),
        (
            Run(
                "t(amt: 9) t(amt: 8) t(amt: 1) t(amt: 7) t(amt: 0) [a] a",
                "amt: 1",
                "s t b esc e2 t t t b esc e2 t e3 a e",
            ),
        ),
    ),
    Row(
        "cycle_ends_with_its_scope",
        "A cycle beside a subprocess ends when the subprocess ends",
        "§13.5.3",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().nodes("start ss, user a, end se").flows("ss a se"))
            .boundary("b", "sp", timer=("cycle", "R/PT1H"), interrupting=False)
            .nodes("plain esc, user z, end e e2")
            .flows("s sp z e; b esc e2")
        ),
        (Run("+PT2H a +PT9H z", trace="s ss b esc e2 b esc e2 a se sp z e"),),
    ),
    Row(
        "two_timers_at_once",
        "Of two interrupting timers due at the same moment one happens",
        "§13.5.3",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .boundary("b1", "a", timer=("duration", "PT1H"))
            .boundary("b2", "a", timer=("duration", "PT60M"))
            .nodes("user x y, end e e1 e2")
            .flows("s a e; b1 x e1; b2 y e2")
        ),
        (Run("+PT2H [x] x", trace="s b1 x e1"),),
    ),
    Row(
        "reminder_then_end_of_the_term",
        "A reminder beside the task, then a term that breaks it off",
        "§13.5.3",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .boundary("r", "a", timer=("cycle", "R/PT1H"), interrupting=False)
            .boundary("t", "a", timer=("duration", "PT150M"))
            .nodes("plain note, user late, end e e1 e2")
            .flows("s a e; r note e1; t late e2")
        ),
        (Run("+PT9H [late] late", trace="s r note e1 r note e1 t late e2"),),
    ),
    Row(
        "message_and_term_at_one_task",
        "What interrupts first takes the other event with it",
        "§13.5.3",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .boundary("m", "a", message="m")
            .boundary("t", "a", timer=("duration", "PT1H"))
            .nodes("user x y, end e e1 e2")
            .flows("s a e; m x e1; t y e2")
        ),
        (Run("!m +PT2H [x] x", trace="s m x e1"), Run("+PT1H ?!m [y] y", trace="s t y e2")),
    ),
    Row(
        "event_gateway_in_a_loop",
        "Each round of a loop waits anew: the timer counts from the round",
        "§13.4.4",
        lambda: (
            Sheet()
            .nodes("start s, xor m, first g")
            .catch("cm", message="stop")
            .catch("ct", timer=("duration", "PT1H"))
            .nodes("plain remind, end e")
            .flows("s m g; g cm e; g ct remind m")
        ),
        (Run("+PT1H +PT59M +PT1M !stop", trace="s ct remind ct remind cm e"),),
    ),
    Row(
        "event_gateway_behind_a_join",
        "A conditional event behind an event-based gateway",
        "§13.4.4",
        lambda: (
            Sheet()
            .nodes("start s, both g, user t, first f")
            .catch("cc", condition="=ok")
            .catch("ct", timer=("duration", "PT1H"))
            .nodes("end e1 e2 e3")
            .flows("s g; g t e1; g f; f cc e2; f ct e3")
        ),
        (Run("t(ok: true)", "ok: false", "s t e1 cc e2"), Run("+PT1H t(ok: true)", "ok: false", "s ct e3 t e1")),
    ),
    Row(
        "link_in_a_subprocess",
        "Links join within their scope; several throws may lead to one catch",
        "§10.5.1",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet()
                .nodes("start ss, xor g")
                .event(THROW, "l1", '<bpmn:linkEventDefinition name="L"/>')
                .event(THROW, "l2", '<bpmn:linkEventDefinition name="L"/>')
                .event(CATCH, "lc", '<bpmn:linkEventDefinition name="L"/>')
                .nodes("user a, end se")
                .flows("ss g; g l1 {x}; g l2 *; lc a se"),
            )
            .end()
            .flows("s sp e")
        ),
        (Run("a", "x: true", "s ss l1 lc a se sp e"), Run("a", "x: false", "s ss l2 lc a se sp e")),
    ),
)
