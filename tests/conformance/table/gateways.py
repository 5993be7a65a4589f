"""Gateways, implicit splits and merges, loops drawn with flows (BPMN 2.0.2 §13.2.1, §13.4)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet


def two(gateway: Sheet, flows: str) -> Sheet:
    """A gateway g before the tasks a and b."""
    return gateway.nodes("user a b, end e").flows(f"{flows}; a e; b e")


def xor(flows: str) -> Sheet:
    """An exclusive gateway before the tasks a and b."""
    return two(Sheet().nodes("start s, xor g"), f"s g; {flows}")


def diamond(split: Sheet, flows: str) -> Sheet:
    """Two branches a and b that join at j, then z."""
    return split.nodes("user a b, both j, user z, end e").flows(f"{flows}; a j; b j; j z e")


ROWS = (
    Row(
        "xor",
        "An exclusive gateway takes the first flow whose condition is true, else the default flow",
        "§13.4.2",
        lambda: xor("g a {x > 5}; g b *"),
        (Run("[a] a", "x: 9", "s a e"), Run("[b] b", "x: 1", "s b e")),
    ),
    Row(
        "xor_nodefault",
        "No condition true and no default flow: the token stops with an incident",
        "§13.4.2",
        lambda: xor("g a {x > 5}; g b {x > 6}"),
        (Run("[]", "x: 1", "s", "active", incidents=("gateway.no_flow at g",)),),
    ),
    Row(
        "xor_order",
        "Of two true conditions the one written first wins, wherever the shapes lie",
        "§13.4.2",
        lambda: xor("g b {x > 1}; g a {x > 2}"),
        (Run("[b] b", "x: 9", "s b e"),),
    ),
    Row(
        "xor_missing",
        "A flow out of an exclusive gateway without a condition, not the default",
        "§13.4.2",
        lambda: xor("g a {x > 5}; g b"),
        refused="flow.no_condition at f2_g_b",
        reason="Which flow is taken would be a guess",
    ),
    Row(
        "par",
        "A parallel gateway waits for every branch it split",
        "§13.4.1",
        lambda: diamond(Sheet().nodes("start s, both g"), "s g; g a; g b"),
        (Run("[a b] a [b] b [z] z", trace="s a b z e"),),
    ),
    Row(
        "par_data",
        "Branches share the variables: the branch that ends last overwrites nothing it did not change",
        "§10.4.1",
        lambda: diamond(Sheet().nodes("start s, both g"), "s g; g a; g b"),
        (
            Run(
                "a(approved: true, lst: [9], d: {a: 1}) b(note: 1) z",
                "approved: false, lst: [1, 2, 3], d: {k: 1}, note: 0",
                "s a b z e",
                ends="approved: true, lst: [9], d: {a: 1}, note: 1",
            ),
        ),
    ),
    Row(
        "inc",
        "An inclusive gateway takes every true flow, else the default, and joins what was split",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, some g, user a b c, some j, user z, end e")
            .flows("s g; g a {x > 1}; g b {x > 2}; g c *; a j; b j; c j; j z e")
        ),
        (Run("[a b] a [b] b [z] z", "x: 9", "s a b z e"), Run("[c] c [z] z", "x: 0", "s c z e")),
    ),
    Row(
        "inc_loop",
        "An inclusive join waits while a loop before it can still send a token",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, some g, user a, xor x, user b, some j, user z, end e")
            .flows("s g; g a {true}; g b {true}; a x; x a {again}; x j *; b j; j z e")
        ),
        (
            Run(
                "b [a] a(again: true) [a] a(again: false) [z] z",
                "again: true",
                "s b a a z e",
            ),
        ),
    ),
    Row(
        "complex",
        "A complex gateway that splits takes every flow whose condition is true",
        "§13.4.5",
        lambda: two(Sheet().start().node("complexGateway", "g"), "s g; g a {true}; g b {true}"),
        (Run("[a b] a b", trace="s a e b e"),),
    ),
    Row(
        "evg",
        "An event-based gateway follows the event that comes first and forgets the others",
        "§13.4.4",
        lambda: (
            Sheet()
            .nodes("start s, first g")
            .catch("cm", message="m")
            .catch("ct", timer=("duration", "PT1H"))
            .nodes("user a b, end e")
            .flows("s g; g cm a e; g ct b e")
        ),
        (
            Run("!m(y: 1) [a] +PT2H [a] a", trace="s cm a e"),
            Run("+PT59M [] +PT1M [b] ?!m [b] b", trace="s ct b e"),
        ),
    ),
    Row(
        "evg_recv",
        "An event-based gateway before a receive task",
        "§13.4.4",
        lambda: (
            Sheet()
            .nodes("start s, first g")
            .receive("rm", "m")
            .catch("ct", timer=("duration", "PT1H"))
            .nodes("user a b, end e")
            .flows("s g; g rm a e; g ct b e")
        ),
        (Run("!m(y: 1) [a] a", trace="s rm a e"),),
    ),
    Row(
        "implicit_fork",
        "A task with two flows out splits without a gateway",
        "§13.2.1",
        lambda: two(Sheet().nodes("start s, user t"), "s t; t a; t b"),
        (Run("t [a b] a b", trace="s t a e b e"),),
    ),
    Row(
        "implicit_fork_start",
        "A start event with two flows out splits",
        "§13.2.1",
        lambda: two(Sheet().start(), "s a; s b"),
        (Run("[a b] a [b] b", trace="s a e b e"),),
    ),
    Row(
        "cond_flow",
        "Conditional flows out of a task, one of them the default",
        "§13.2.1",
        lambda: two(Sheet().nodes("start s, user t"), "s t; t a {x > 5}; t b *"),
        (Run("t(x: 9) [a] a", trace="s t a e"), Run("t(x: 1) [b] b", trace="s t b e")),
    ),
    Row(
        "cond_flow1",
        "A single conditional flow out of a task: false is an incident, not a way through",
        "§13.2.1",
        lambda: Sheet().nodes("start s, user t a, end e").flows("s t; t a {x > 5}; a e"),
        (
            Run("t(x: 9) [a] a", trace="s t a e"),
            Run("t(x: 1) []", trace="s t", state="active", incidents=("gateway.no_flow at t",)),
        ),
    ),
    Row(
        "implicit_merge",
        "Two exclusive branches meet in a task without a gateway",
        "§13.2.1",
        lambda: Sheet().nodes("start s, xor g, user a b c, end e").flows("s g; g a {x > 5}; g b *; a c; b c; c e"),
        (Run("a [c] c", "x: 9", "s a c e"),),
    ),
    Row(
        "implicit_merge_par",
        "Two parallel branches meet in a task: it runs once for each token",
        "§13.2.1",
        lambda: Sheet().nodes("start s, both g, user a b c, end e").flows("s g; g a; g b; a c; b c; c e"),
        (Run("a [b c] c [b] b [c] c", trace="s a c e b c e"),),
    ),
    Row(
        "xor_merge_par",
        "An exclusive merge fed by parallel branches lets each token through",
        "§13.4.2",
        lambda: (
            Sheet().nodes("start s, both g, user a b, xor m, user c, end e").flows("s g; g a; g b; a m; b m; m c e")
        ),
        (Run("a b [c c] c c", trace="s a b c e c e"),),
    ),
    Row(
        "loop",
        "A flow back to an earlier task",
        "§13.2.1",
        lambda: Sheet().nodes("start s, user a, xor g, end e").flows("s a g; g a {n > 0}; g e *"),
        (Run("a(n: 2) a(n: 1) a(n: 0)", "n: 2", "s a a a e"),),
    ),
    Row(
        "loop_par",
        "A parallel split and join inside a loop, three rounds",
        "§13.4.1",
        lambda: (
            Sheet()
            .nodes("start s, xor m, both g, user a b, both j, xor x, end e")
            .flows("s m g; g a; g b; a j; b j; j x; x m {n > 0}; x e *")
        ),
        (
            Run(
                "a b(n: 2) a b(n: 1) a b(n: 0)",
                "n: 3",
                "s " + "a b " * 3 + "e",
            ),
        ),
    ),
    Row(
        "loop_par_deep",
        "The same with 150 rounds in one step",
        "§13.4.1",
        lambda: (
            Sheet()
            .nodes("start s, xor m, both g")
            .script("a", "=n + 1", "n")
            .nodes("plain b, both j, xor x, end e")
            .flows("s m g; g a; g b; a j; b j; j x; x m {n < 150}; x e *")
        ),
        (Run("", "n: 0", "s " + "a b " * 150 + "e", ends="n: 150"),),
    ),
    Row(
        "loop_bnd_deep",
        "A task with a boundary timer inside a loop of 300 rounds",
        "§13.5.3",
        lambda: (
            Sheet()
            .nodes("start s, xor m")
            .script("a", "=n + 1", "n")
            .boundary("b", "a", timer=("duration", "PT9H"))
            .nodes("xor x, end e e2")
            .flows("s m a x; x m {n < 300}; x e *; b e2")
        ),
        (Run("+PT10H", "n: 0", "s " + "a " * 300 + "e", ends="n: 300"),),
    ),
    Row(
        "loop_deep",
        "A loop of 1,000 automatic rounds in one step",
        "§13.2.1",
        lambda: (
            Sheet()
            .nodes("start s, xor m")
            .script("a", "=n + 1", "n")
            .nodes("xor x, end e")
            .flows("s m a x; x m {n < 1000}; x e *")
        ),
        (Run("", "n: 0", "s " + "a " * 1000 + "e", ends="n: 1000"),),
    ),
)
