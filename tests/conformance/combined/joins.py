"""Joins in loops, joins with tokens that died, that went another way, or that are left over."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

ROWS = (
    Row(
        "inclusive_join_in_a_loop",
        "An inclusive split and join in a loop, each round with other branches",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, xor m, some g, user a b, some j, xor x, end e")
            .flows("s m g; g a {pa}; g b {pb}; a j; b j; j x; x m {again}; x e *")
        ),
        (
            Run(
                "[a b] b a(pb: false) [a] a(pa: false, pb: true) [b] b(again: false)",
                "pa: true, pb: true, again: true",
                "s b a a b e",
            ),
        ),
    ),
    Row(
        "inclusive_in_inclusive",
        "An inclusive split inside a branch of another: the inner join first, then the outer",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, some g, some g2, user a b c, some j2, some j, user z, end e")
            .flows("s g; g g2 {true}; g c {pc}; g2 a {true}; g2 b {pb}; a j2; b j2; j2 j; c j; j z e")
        ),
        (
            Run("[a b c] a c [b] b [z] z", "pb: true, pc: true", "s a c b z e"),
            Run("[a c] c [a] a [z] z", "pb: false, pc: true", "s c a z e"),
            Run("[a] a [z] z", "pb: false, pc: false", "s a z e"),
        ),
    ),
    Row(
        "token_that_ended",
        "An inclusive join does not wait for a token that ended before it",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, some g, user a b, xor x, some j, user z, end e e2")
            .flows("s g; g a {true}; g b {true}; a j; b x; x j {on}; x e2 *; j z e")
        ),
        (
            Run("a [b] b(on: false) [z] z", "on: true", "s a b e2 z e"),
            Run("b(on: false) [a] a [z] z", "on: true", "s b e2 a z e"),
            Run("a b(on: true) [z] z", "on: true", "s a b z e"),
        ),
    ),
    Row(
        "token_led_away_by_an_error",
        "An inclusive join does not wait for a branch that an error led past it",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, some g, user a")
            .sub(
                "sp",
                Sheet()
                .nodes("start ss, user b, xor x, end se")
                .end("bad", error="E1")
                .flows("ss b x; x bad {no}; x se *"),
            )
            .boundary("c", "sp", error="E1")
            .nodes("user h, some j, user z, end e e2")
            .flows("s g; g a {true}; g sp {true}; a j; sp j; c h e2; j z e")
        ),
        (
            Run("a [b] b(no: true) [h z] h z", "no: false", "s ss a b c h e2 z e"),
            Run("a b(no: false) [z] z", "no: false", "s ss a b se sp z e"),
        ),
    ),
    Row(
        "join_waits_for_a_message",
        "An inclusive join waits for a branch that waits for a message",
        "§13.4.3",
        lambda: (
            Sheet()
            .nodes("start s, some g, user a, first f")
            .catch("cm", message="m")
            .catch("ct", timer=("duration", "PT1H"))
            .nodes("some j, user z, end e")
            .flows("s g; g a {true}; g f {true}; a j; f cm j; f ct j; j z e")
        ),
        (Run("a [] !m [z] z", trace="s a cm z e"), Run("a [] +PT1H [z] z", trace="s a ct z e")),
    ),
    Row(
        "parallel_in_parallel",
        "A parallel join inside a subprocess knows only the tokens of its scope",
        "§13.4.1",
        lambda: (
            Sheet()
            .nodes("start s, both g, user a")
            .sub(
                "sp",
                Sheet()
                .nodes("start ss, both g2, user b c, both j2, user k, end se")
                .flows("ss g2; g2 b j2; g2 c j2; j2 k se"),
            )
            .nodes("both j, user z, end e")
            .flows("s g; g a j; g sp j; j z e")
        ),
        (Run("b [a c] a [c] c [k] k [z] z", trace="s ss b a c k se sp z e"),),
    ),
    Row(
        "token_left_over",
        "Two tokens on one flow of a parallel join: one is taken, the other stays for the next time",
        "§13.4.1",
        lambda: (
            Sheet()
            .nodes("start s, both g, user a b c, xor m, both j, user z, end e")
            .flows("s g; g a m; g b m; m j; g c j; j z e")
        ),
        (Run("a b [c] c [z] z", trace="s a b c z e", state="active"),),
    ),
    Row(
        "join_in_a_loop_with_conditions",
        "A parallel split whose branches decide: each round joins what it split",
        "§13.4.1",
        lambda: (
            Sheet()
            .nodes("start s, xor m, both g, user a b, xor x y, plain c k, xor u v, both j, xor w, end e")
            .flows("s m g; g a x; x c {n = 1}; x u *; c u j; g b y; y k {n = 1}; y v *; k v j; j w; w m {again}; w e *")
        ),
        (Run("a b(n: 2, again: true) a b(again: false)", "n: 1", "s a c b a b e"),),
    ),
    Row(
        "two_of_three",
        "A complex join goes on with the second of three tokens and takes the third when it comes",
        "§13.4.5",
        lambda: (
            Sheet()
            .nodes("start s, both g, user a b c")
            .weigh("j", "=activationCount >= 2")
            .nodes("user z, end e")
            .flows("s g; g a j; g b j; g c j; j z e")
        ),
        (Run("a [b c] b [c z] c [z] z", trace="s a b c z e"), Run("c a z b", trace="s c a z e b")),
    ),
    Row(
        "two_to_begin",
        "A task that needs two tokens to begin, and one that leaves two",
        "§13.3.2",
        lambda: (
            Sheet()
            .nodes("start s, both g, user a b t")
            .tokens("t", needs=2)
            .user("k")
            .tokens("k", gives=2)
            .nodes("user z, end e")
            .flows("s g; g a t; g b t; t k z e")
        ),
        (Run("a [b] b [t] t k [z z] z z", trace="s a b t k z e z e"),),
    ),
    Row(
        "always_and_sometimes",
        "A flow without a condition beside conditional ones is always taken",
        "§13.2.1",
        lambda: Sheet().nodes("start s, user t x y, end e").flows("s t; t x; t y {n > 1}; x e; y e"),
        (Run("t(n: 1) [x] x", trace="s t x e"), Run("t(n: 2) [x y] x y", trace="s t x e y e")),
    ),
)
