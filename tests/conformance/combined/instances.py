"""Between instances: calls in calls, messages to exactly one, signals to all, ends that reach across."""

from typing import Any

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet


def caller(name: str, callee: str, start: str = "s", end: str = "e", call: str = "c") -> Sheet:
    """A process that only calls another."""
    return Sheet(name).start(start).call(call, callee).end(end).flows(f"{start} {call} {end}")


def last(**end: Any) -> Sheet:
    """The process r: a task, then an end."""
    return Sheet("r").nodes("start rs, user ra").end("re", **end).flows("rs ra re")


def waiting(key: str = "=no") -> Sheet:
    """A process that waits for a message."""
    return Sheet().start().catch("c", message="m", key=key).nodes("user a, end e").flows("s c a e")


LITERAL = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="def" name="d" namespace="n">'
    '<decision id="dec" name="dec"><literalExpression id="l"><text>x * 2</text></literalExpression></decision>'
    "</definitions>"
)
TEN = " ".join(f">p(no: {number})" for number in range(2, 11))

ZEEBE = "<bpmn:extensionElements>{}</bpmn:extensionElements>"
DECIDE = ZEEBE.format('<zeebe:calledDecision decisionId="dec" resultVariable="r"/>')
ASK = ZEEBE.format('<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="position:A"/>')


def reused(kind: str, inner: str = "") -> Sheet:
    """A call of a task that stands beside the processes of the file."""
    task = f'<bpmn:{kind} id="g" name="G">{inner}</bpmn:{kind}>'
    return Sheet().start().call("c", "g").nodes("user z, end e").flows("s c z e").root(task)


ROWS = (
    Row(
        "global_task",
        "A plain or manual task beside the processes is called and passed",
        "§10.3.7",
        lambda: reused("globalTask"),
        (Run("[z] z", trace="s c z e | g.start g.end"),),
        more=(
            Row(
                "global_manual_task",
                "The same by hand",
                "§10.3.7",
                lambda: reused("globalManualTask"),
                (Run("[z] z", trace="s c z e | g.start g.end"),),
            ),
        ),
    ),
    Row(
        "global_user_task",
        "A user task beside the processes is called from several places",
        "§10.3.7",
        lambda: reused("globalUserTask", ASK),
        (Run("[g] g(x: 1) [z] z", trace="s c z e | g.start g.end", ends="x: 1"),),
    ),
    Row(
        "global_business_rule_task",
        "A decision beside the processes is called",
        "§10.3.7",
        lambda: reused("globalBusinessRuleTask", DECIDE).decision("dec", LITERAL),
        (Run("[z] z", "x: 2", "s c z e | g.start g.end", ends="r: 4"),),
    ),
    Row(
        "error_through_two_calls",
        "An error leaves a process called by a called process and is caught at the outermost call",
        "§10.5.6",
        lambda: [
            Sheet()
            .start()
            .call("c", "q")
            .boundary("b", "c", error="E1")
            .nodes("user h, end e e2")
            .flows("s c e; b h e2"),
            caller("q", "r", "qs", "qe", "qc"),
            last(error="E1"),
        ],
        (Run("ra [h] h", trace="s b h e2 | qs | rs ra", state="completed failed failed"),),
    ),
    Row(
        "error_of_a_call_nobody_catches",
        "Where no caller catches it, the error is an incident at the call",
        "§10.5.6",
        lambda: [caller("p", "q"), Sheet("q").nodes("start qs, user qa").end("qe", error="E1").flows("qs qa qe")],
        (Run("qa []", trace="s | qs qa", state="active failed", incidents=("error.uncaught at c",)),),
    ),
    Row(
        "handler_in_the_called_process",
        "A called process may catch its own error; the caller then sees a plain end",
        "§10.5.6",
        lambda: [
            Sheet()
            .start()
            .call("c", "r")
            .boundary("b", "c", error="E1")
            .nodes("user z h, end e e2")
            .flows("s c z e; b h e2"),
            last(error="E1").on("hd", Sheet().start("hs", error="E1").nodes("user k, end he").flows("hs k he")),
        ],
        (Run("ra [k] k [z] z", trace="s c z e | rs ra hs k he hd"),),
    ),
    Row(
        "escalation_through_a_call",
        "An escalation reaches the caller, and the called process goes on",
        "§10.5.6",
        lambda: [
            Sheet()
            .start()
            .call("c", "r")
            .boundary("b", "c", escalation="X", interrupting=False)
            .nodes("user h z, end e e2")
            .flows("s c z e; b h e2"),
            Sheet("r").start("rs").throw("t", escalation="X").nodes("user ra, end re").flows("rs t ra re"),
        ],
        (Run("[ra h] h ra [z] z", trace="s b h e2 c z e | rs t ra re"),),
    ),
    Row(
        "term_of_a_call",
        "A term at a call ends the called process and what it called",
        "§13.5.3",
        lambda: [
            Sheet()
            .start()
            .call("c", "q")
            .boundary("b", "c", timer=("duration", "PT1H"))
            .nodes("user h, end e e2")
            .flows("s c e; b h e2"),
            caller("q", "r", "qs", "qe", "qc"),
            last(),
        ],
        (Run("[ra] +PT1H [h] h", trace="s b h e2 | qs | rs", state="completed withdrawn withdrawn"),),
    ),
    Row(
        "terminate_in_the_called_process",
        "A terminate end event ends the called process only",
        "§13.5.6",
        lambda: [
            Sheet().start().call("c", "q").nodes("user z, end e").flows("s c z e"),
            Sheet("q")
            .nodes("start qs, both g, user qa qb, end qe")
            .end("qt", terminate=True)
            .flows("qs g; g qa qt; g qb qe"),
        ],
        (Run("[qa qb] qa [z] z", trace="s c z e | qs qa qt"),),
    ),
    Row(
        "terminate_ends_what_is_called",
        "A terminate end event of the caller ends the processes it called",
        "§13.5.6",
        lambda: [
            Sheet()
            .nodes("start s, both g")
            .call("c", "r")
            .nodes("user a, end e")
            .end("t", terminate=True)
            .flows("s g; g c e; g a t"),
            last(),
        ],
        (Run("[a ra] a []", trace="s a t | rs", state="completed withdrawn"),),
    ),
    Row(
        "call_in_a_loop",
        "Each round of a loop calls a new instance",
        "§10.3.6",
        lambda: [
            Sheet().nodes("start s, xor m").call("c", "r").nodes("xor x, end e").flows("s m c x; x m {n < 2}; x e *"),
            last(),
        ],
        (Run("ra(n: 1) ra(n: 2)", "n: 0", "s c c e | rs ra re | rs ra re", ends="n: 2"),),
    ),
    Row(
        "message_to_one_of_ten",
        "Of ten instances that wait, the one whose key the message names goes on",
        "§8.4.2",
        waiting,
        (
            Run(
                f"{TEN} !m@7 [a] ?!m@7 a",
                "no: 1",
                " | ".join(["s"] * 6 + ["s c a e"] + ["s"] * 3),
                state=" ".join(["active"] * 6 + ["completed"] + ["active"] * 3),
            ),
        ),
    ),
    Row(
        "message_to_exactly_one",
        "Of instances that wait for the same, exactly one takes a message",
        "§8.4.2",
        lambda: waiting(key="=1"),
        (Run(">p >p !m@1 [a] !m@1 [a a] a a", trace="s c a e | s c a e | s", state="completed completed active"),),
    ),
    Row(
        "message_kept_for_one_round",
        "Messages that came early are taken one by one, the first first",
        "§8.4.2",
        lambda: (
            Sheet()
            .nodes("start s, user t, xor m")
            .catch("c", message="m", outputs={"got": "=append(got, q)"})
            .nodes("xor x, end e")
            .flows("s t m c x; x m {count(got) < 2}; x e *")
        ),
        (Run("?!m(q: 1) ?!m(q: 2) t", "got: []", "s t c c e", ends="got: [1, 2]"),),
    ),
    Row(
        "message_too_old",
        "A message kept for an hour is gone after it",
        "§8.4.2",
        lambda: [
            Sheet("q").start("qs").throw("t", message="m", timeToLive="PT1H").end("qe").flows("qs t qe"),
            waiting(key=""),
        ],
        (
            Run(">p +PT59M [a]", "", "qs t qe | s c", state="completed active"),
            Run("+PT61M >p []", "", "qs t qe | s", state="completed active"),
        ),
    ),
    Row(
        "signal_to_all_who_wait",
        "A signal reaches every instance that waits for it now, and none that comes later",
        "§10.5.5",
        lambda: Sheet().start().catch("c", signal="s").nodes("plain a, end e").flows("s c a e"),
        (Run(">p ~s >p", trace="s c a e | s c a e | s", state="completed completed active"),),
    ),
    Row(
        "signal_before_the_catch",
        "A signal thrown before its own instance waits for it is not heard",
        "§10.5.5",
        lambda: Sheet().start().throw("t", signal="s").catch("c", signal="s").end().flows("s t c e"),
        (Run("", trace="s t", state="active"), Run("~s", trace="s t c e")),
    ),
    Row(
        "conversation_of_pools",
        "Two pools ask and answer twice; each instance finds its partner by the key",
        "§9.4, §8.4.2",
        lambda: [
            Sheet()
            .start()
            .send("ask", "ask", key="=no", inputs={"no": "=no"})
            .receive("answer", "answer", key="=no")
            .end()
            .flows("s ask answer e"),
            Sheet("q")
            .start("qs", message="ask", outputs={"no": "=no"})
            .user("qa")
            .throw("qt", message="answer", key="=no", inputs={"said": "=said"})
            .end("qe")
            .flows("qs qa qt qe"),
        ],
        (
            Run(
                '>p(no: 2) [qa qa] qa.2(said: "two") qa(said: "one")',
                "no: 1",
                "s ask answer e | s ask answer e | qs qa qt qe | qs qa qt qe",
                ends='said: "one"',
            ),
        ),
    ),
    Row(
        "thirty_scopes_deep",
        "Thirty subprocesses in each other, and an error from the innermost to the outermost",
        "§13.3.4",
        lambda: deep(30).boundary("b", "n30", error="E1").nodes("user h, end e late").flows("s n30 e; b h late"),
        (Run("a [h] h", trace="s " + " ".join(f"s{n}" for n in range(30, 0, -1)) + " a b h late"),),
    ),
)


def deep(levels: int) -> Sheet:
    """Subprocesses in each other; the innermost ends with an error."""
    made = Sheet().nodes("start s1, user a").end("x", error="E1").flows("s1 a x")
    for level in range(1, levels):
        outer = Sheet().start(f"s{level + 1}").sub(f"n{level}", made).end(f"e{level}")
        made = outer.flows(f"s{level + 1} n{level} e{level}")
    return Sheet().start().sub(f"n{levels}", made)
