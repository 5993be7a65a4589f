"""Intermediate and end events (BPMN 2.0.2 §10.5.3, §10.5.4, §13.5)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

LINK = '<bpmn:linkEventDefinition name="L"/>'


def caught(**event: object) -> Sheet:
    """A catch event c, then a."""
    return Sheet().start().catch("c", **event).nodes("user a, end e").flows("s c a e")  # type: ignore[arg-type]


ROWS = (
    Row(
        "catch_msg",
        "A message catch event waits and takes the payload",
        "§10.5.4",
        lambda: caught(message="m"),
        (Run("[] !m(q: 5) [a] a", trace="s c a e", ends="q: 5"),),
    ),
    Row(
        "throw_msg",
        "A thrown message is kept until somebody takes it",
        "§10.5.4",
        lambda: [
            Sheet().start().throw("c", message="m").nodes("user a, end e").flows("s c a e"),
            Sheet("q").start("qs").catch("qc", message="m").end("qe").flows("qs qc qe"),
        ],
        (Run("[a] >q a", trace="s c a e | qs qc qe"),),
    ),
    Row(
        "end_msg",
        "A message end event sends its message",
        "§10.5.3",
        lambda: [
            Sheet().start().end("e", message="m").flows("s e"),
            Sheet("q").start("qs", message="m").end("qe").flows("qs qe"),
        ],
        (Run("", trace="s e | qs qe"),),
    ),
    Row(
        "end_signal",
        "A signal end event is heard by everybody who waits",
        "§10.5.3",
        lambda: [
            Sheet().start().end("e", signal="s").flows("s e"),
            Sheet("q").start("qs", signal="s").end("qe").flows("qs qe"),
            Sheet("r").start("rs", signal="s").end("re").flows("rs re"),
        ],
        (Run("", trace="s e | qs qe | rs re"),),
    ),
    Row(
        "throw_signal",
        "A signal reaches a branch of the same instance that waits",
        "§10.5.4",
        lambda: (
            Sheet()
            .nodes("start s, both g")
            .catch("c", signal="s")
            .user("t")
            .throw("th", signal="s")
            .nodes("user a, end e e2")
            .flows("s g; g c a e; g t th e2")
        ),
        (Run("t [a] a", trace="s t th c e2 a e"),),
    ),
    Row(
        "catch_timer_date",
        "A timer at a moment, then one that counts",
        "§10.5.5",
        lambda: (
            Sheet()
            .start()
            .catch("c", timer=("date", "=due"))
            .catch("c2", timer=("duration", "PT1M"))
            .nodes("user a, end e")
            .flows("s c c2 a e")
        ),
        (
            Run(
                "+PT59M [] +PT1M [] +PT1M [a] a",
                'due: date and time("2026-01-05T02:00:00Z")',
                "s c c2 a e",
            ),
        ),
    ),
    Row(
        "catch_timer_literal",
        "A duration as modelers write it",
        "§10.5.5",
        lambda: caught(timer=("duration", "PT1H")),
        (Run("+PT59M [] +PT1M [a] a", trace="s c a e"),),
    ),
    Row(
        "catch_timer_cycle",
        "A cycle at an intermediate event lets a token go on each time",
        "§10.5.5",
        lambda: Sheet().start().catch("c", timer=("cycle", "R2/PT1H")).nodes("plain a, end e").flows("s c a e"),
        (Run("+PT1H +PT1H +PT9H", trace="s c a e c a e"),),
    ),
    Row(
        "cron",
        "A cron cycle begins an instance each Monday at nine",
        "§10.5.5",
        lambda: Sheet().start(timer=("cycle", "0 0 9 * * MON")).nodes("plain a, end e").flows("s a e"),
        (Run("+PT8H +P6D +P1D", None, "s a e | s a e"),),
        more=(
            Row(
                "cron_months",
                "A month after 31 January is 28 February",
                "ISO 8601",
                lambda: caught(timer=("date", '=date and time("2026-01-31T00:00:00Z") + duration("P1M")')),
                (Run("+P53D [] +PT23H [a] a", trace="s c a e"),),
            ),
        ),
    ),
    Row(
        "link",
        "A link is a flow drawn in two pieces",
        "§10.5.1",
        lambda: (
            Sheet()
            .start()
            .event("intermediateThrowEvent", "lt", LINK)
            .event("intermediateCatchEvent", "lc", LINK)
            .nodes("user a, end e")
            .flows("s lt; lc a e")
        ),
        (Run("[a] a", trace="s lt lc a e"),),
    ),
    Row(
        "throw_esc",
        "An escalation thrown inside a subprocess is caught at its boundary while the inside goes on",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().start("ss").throw("th", escalation="X").nodes("user a, end se").flows("ss th a se"))
            .boundary("b", "sp", escalation="X", interrupting=False)
            .nodes("user h z, end e e2")
            .flows("s sp z e; b h e2")
        ),
        (Run("[a h] h a z", trace="s ss th b h e2 a se sp z e"),),
    ),
    Row(
        "catch_cond",
        "A conditional catch event sees what another branch sets",
        "§10.5.5",
        lambda: (
            Sheet()
            .nodes("start s, both g")
            .catch("c", condition="=flag")
            .nodes("user t a, end e e2")
            .flows("s g; g c a e; g t e2")
        ),
        (Run("[t] t(flag: true) [a] a", "flag: false", "s t e2 c a e"),),
    ),
    Row(
        "terminate",
        "A terminate end event ends everything in the process",
        "§10.5.3",
        lambda: Sheet().nodes("start s, both g, user a b, end e2").end("e", terminate=True).flows("s g; g a e; g b e2"),
        (Run("a []", trace="s a e"),),
    ),
    Row(
        "terminate_sub",
        "A terminate end event in a subprocess ends the subprocess only",
        "§10.5.3",
        lambda: (
            Sheet()
            .start()
            .sub(
                "sp",
                Sheet()
                .nodes("start ss, both g, user a b, end e2")
                .end("e1", terminate=True)
                .flows("ss g; g a e1; g b e2"),
            )
            .nodes("user z, end e")
            .flows("s sp z e")
        ),
        (Run("a [z] z", trace="s ss a e1 sp z e"),),
    ),
    Row(
        "error_end_root",
        "An error nobody catches is an incident, not an end",
        "§10.5.6",
        lambda: Sheet().nodes("start s, user a").end("e", error="E1").flows("s a e"),
        (Run("a", trace="s a", state="active", incidents=("error.uncaught at e",)),),
    ),
    Row(
        "error_unmatched",
        "An error whose code the boundary event does not name is an incident",
        "§10.5.6",
        lambda: (
            Sheet()
            .start()
            .sub("sp", Sheet().nodes("start ss, user a").end("se", error="E2").flows("ss a se"))
            .boundary("b", "sp", error="E1")
            .nodes("user h z, end e e2")
            .flows("s sp z e; b h e2")
        ),
        (Run("a []", trace="s ss a", state="active", incidents=("error.uncaught at se",)),),
    ),
)
