"""Ad-hoc subprocesses with events, lists, flows and each other (BPMN 2.0.2 §10.3.5, §13.3.5)."""

from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet


def free(inside: Sheet, **how: Any) -> Sheet:
    """An ad-hoc subprocess ah, and what may follow it."""
    return Sheet().start().adhoc("ah", inside, to="position:A", **how)


ROWS = (
    Row(
        "chosen_again",
        "An activity may be chosen more than once",
        "§10.3.5",
        lambda: free(Sheet().user("a")).nodes("user z, end e").flows("s ah z e"),
        (Run("%a %a [a a ah] a a %/ah [z] z", trace="s a a ah z e"),),
    ),
    Row(
        "chosen_leads_on",
        "Flows inside lead on by themselves; only what no flow reaches is offered",
        "§10.3.5",
        lambda: free(Sheet().nodes("user a b").flows("a b")).nodes("user z, end e").flows("s ah z e"),
        (Run("%a a [ah b] b %/ah z", trace="s a b ah z e"),),
    ),
    Row(
        "term_of_choosing",
        "A term at an ad-hoc subprocess ends what runs in it and what it offers",
        "§13.5.3",
        lambda: (
            free(Sheet().nodes("user a b"))
            .boundary("t", "ah", timer=("duration", "PT1H"))
            .nodes("user late, end e e2")
            .flows("s ah e; t late e2")
        ),
        (Run("%a [a ah] +PT1H [late] late", trace="s t late e2"),),
    ),
    Row(
        "error_while_choosing",
        "An error inside ends the ad-hoc subprocess and is caught at it",
        "§10.5.6",
        lambda: (
            free(
                Sheet().user("a").sub("sp", Sheet().nodes("start ss, user b").end("bad", error="E1").flows("ss b bad"))
            )
            .boundary("c", "ah", error="E1")
            .nodes("user h, end e e2")
            .flows("s ah e; c h e2")
        ),
        (Run("%a %sp [a ah b] b [h] h", trace="s ss b c h e2"),),
    ),
    Row(
        "choosing_for_each_item",
        "An ad-hoc subprocess for each item of a list, each with choices of its own",
        "§10.3.5, §13.3.7",
        lambda: (
            free(Sheet().user("a"), until="=done").each("ah", "=items", "item").nodes("user z, end e").flows("s ah z e")
        ),
        (Run("[ah ah] %a [a ah ah] a(done: true) [ah] %a a [z] z", "items: [1, 2], done: false", "s a ah a ah z e"),),
    ),
    Row(
        "nobody_chooses",
        "Activities that people do not choose begin by themselves",
        "§13.3.5",
        lambda: free(Sheet().script("a", "=1", "x").script("b", "=2", "y")).nodes("user z, end e").flows("s ah z e"),
        (Run("[z] z", trace="s a b ah z e", ends="x: 1, y: 2"),),
    ),
    Row(
        "named_by_the_data",
        "A list of ids says what begins; then nothing is offered",
        "zeebe:adHoc",
        lambda: free(Sheet().nodes("user a b c"), begins="=which").nodes("user z, end e").flows("s ah z e"),
        (Run("[a c] a c [z] z", 'which: ["a", "c"]', "s a c ah z e"),),
    ),
)
