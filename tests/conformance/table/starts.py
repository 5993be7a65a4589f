"""Start events of a process (BPMN 2.0.2 §10.5.2, §13.5.1)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

ROWS = (
    Row(
        "start_message",
        "A message begins an instance",
        "§10.5.2",
        lambda: Sheet().start(message="m").nodes("user a, end e").flows("s a e"),
        (Run("!m(q: 1) [a] a", None, "s a e", ends="q: 1"), Run("!m !m [a a] a a", None, "s a e | s a e")),
    ),
    Row(
        "start_signal",
        "A signal begins an instance",
        "§10.5.2",
        lambda: Sheet().start(signal="s").nodes("user a, end e").flows("s a e"),
        (Run("~s(q: 1) [a] a", None, "s a e", ends="q: 1"),),
    ),
    Row(
        "start_timer",
        "The clock begins an instance",
        "§10.5.2",
        lambda: Sheet().start(timer=("duration", "PT1H")).nodes("user a, end e").flows("s a e"),
        (Run("[] +PT1H [a] a +PT9H", None, "s a e"),),
    ),
    Row(
        "start_cond",
        "A condition on the time begins an instance; there are no variables before an instance is begun",
        "§10.5.2",
        lambda: (
            Sheet()
            .start(condition='=now() >= date and time("2026-01-05T03:00:00Z")')
            .nodes("user a, end e")
            .flows("s a e")
        ),
        (Run("[] +PT3H [a] a", None, "s a e"),),
    ),
    Row(
        "start_multiple",
        "A start event of several triggers: each of them begins an instance",
        "§10.5.2",
        lambda: (
            Sheet().event("startEvent", "s", {"message": "m"}, {"signal": "s"}).nodes("user a, end e").flows("s a e")
        ),
        (Run("~s [a] a !m [a] a", None, "s a e | s a e"),),
    ),
    Row(
        "start_two",
        "A process with two start events begins at the one that was triggered",
        "§10.5.2",
        lambda: Sheet().start("s1").start("s2", message="m").nodes("user a b, end e").flows("s1 a e; s2 b e"),
        (Run("[a] a", trace="s1 a e"), Run("!m [b] b", None, "s2 b e")),
    ),
)
