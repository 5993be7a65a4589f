"""Complex gateways, several tokens, and scopes that begin and end without events, together with what stands beside."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet


def quorum(activation: str) -> Sheet:
    """Three ways, of which so many are enough."""
    sheet = Sheet().nodes("start s, both f, user a b c").weigh("g", activation).nodes("user z, end e")
    return sheet.flows("s f; f a g; f b g; f c g; g z e")


ROWS = (
    Row(
        "complex_quorum",
        "A complex gateway goes on with two of three, lets the third in and runs nothing twice",
        "§13.4.5",
        lambda: quorum("=activationCount >= 2"),
        (
            Run("a [b c] c [b z] z [b] b", trace="s a c z e b"),
            Run("[a b c] b a [c z] c [z] z", trace="s b a c z e"),
        ),
    ),
    Row(
        "complex_reset",
        "A flow whose condition names waitingForStart is asked again when the rest has come",
        "§13.4.5",
        lambda: (
            Sheet()
            .nodes("start s, both f, user a b")
            .weigh("g", "=activationCount >= 1")
            .nodes("user first rest, end e")
            .flows("s f; f a g; f b g; g first {waitingForStart}; first e")
            .flows("g rest {not(waitingForStart) and activationCount > 0}; rest e")
        ),
        (Run("b [a first] a [first rest] first rest", trace="s b a first e rest e"),),
    ),
    Row(
        "complex_default",
        "A complex gateway that splits takes the default flow only where no condition is true",
        "§13.4.5",
        lambda: (
            Sheet()
            .start()
            .node("complexGateway", "g")
            .nodes("user a b, end e")
            .flows("s g; g a {n > 1}; a e; g b *; b e")
        ),
        (
            Run("[a] a", "n: 2", "s a e"),
            Run("[b] b", "n: 1", "s b e"),
        ),
    ),
    Row(
        "quantities",
        "An activity that leaves three tokens, and one that needs two of them",
        "Table 10.3",
        lambda: (
            Sheet()
            .nodes("start s, user a")
            .tokens("a", gives=4)
            .nodes("user b")
            .tokens("b", needs=2)
            .nodes("end e")
            .flows("s a b e")
        ),
        (Run("a [b b] b [b] b", trace="s a b e b e"),),
    ),
    Row(
        "quantity_unmet",
        "An activity that needs more tokens than come is never begun, and the case waits",
        "Table 10.3",
        lambda: Sheet().nodes("start s, user a b").tokens("b", needs=2).nodes("end e").flows("s a b e"),
        (Run("a []", trace="s a", state="active"),),
    ),
    Row(
        "implicit_beside",
        "Without start and end events everything no flow reaches begins, and the last path ends the process",
        "§10.5.2, §10.5.3",
        lambda: Sheet().nodes("user a b c o").flows("a c; b c"),
        (Run("[a b o] a [b o c] c b [o c] c o", trace="a c b c o"),),
    ),
    Row(
        "deadlock_on_a_path",
        "A join of which only one way was taken waits, as it is drawn, and is no fault",
        "§13.4.1",
        lambda: (
            Sheet()
            .nodes("start s, xor x, user a b, both j, user z, end e")
            .flows("s x; x a {n > 1}; a j; x b *; b j; j z e")
        ),
        (Run("[a] a []", "n: 2", "s a", state="active"),),
    ),
)
