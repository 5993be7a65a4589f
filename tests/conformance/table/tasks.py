"""Tasks that run by themselves, and messages between pools (BPMN 2.0.2 §10.3.3, §9)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

POOLS = '<bpmn:participant id="P1" name="A" processRef="p"/><bpmn:participant id="P2" name="B" processRef="q"/>'
OTHER_ENGINE = "The case is about the other library's parser, not about a diagram"


def script(inner: str = "", **attributes: object) -> Sheet:
    """A script task a."""
    return Sheet().start().node("scriptTask", "a", inner, **attributes).nodes("user b, end e").flows("s a b e")


def service(say: str) -> Sheet:
    """A service task a that says a word to another system."""
    return (
        Sheet()
        .start()
        .service("a", "desk:say", inputs={"say": say}, outputs={"heard": "=word"})
        .nodes("user b, end e")
        .flows("s a b e")
    )


ROWS = (
    Row(
        "script",
        "A script is one FEEL expression, its value one variable",
        "§10.3.3",
        lambda: Sheet().start().script("a", "=for i in 0..2 return i * n", "x").nodes("user b, end e").flows("s a b e"),
        (Run("[b] b", "n: 2", "s a b e", ends="x: [0, 2, 4]"),),
    ),
    Row(
        "script_format",
        "A script in JavaScript or Groovy",
        "§10.3.3",
        lambda: script("<bpmn:script>x = 1</bpmn:script>", scriptFormat="javascript"),
        refused="bpmn.language at a",
        reason="Scripts are FEEL: a general language in a diagram could do anything on the server",
        unsupported=True,
    ),
    Row(
        "script_empty",
        "A script task without a script, as it is just drawn",
        "§10.3.3",
        script,
        refused="bpmn.no_script at a",
        reason="Nothing to run",
    ),
    Row(
        "service_plain",
        "A service task that does not say what it calls",
        "§10.3.3",
        lambda: Sheet().start().node("serviceTask", "a").nodes("user b, end e").flows("s a b e"),
        refused="ref.no_operation at a",
        reason="Nothing to run",
    ),
    Row("service_core", "The same read by another parser of the library", dropped=OTHER_ENGINE),
    Row(
        "service_spiff",
        "A service task calls another system outside the transaction and takes its answer",
        "§10.3.3",
        lambda: service('="hello " + name'),
        (Run("[b] b", 'name: "you"', "s a b e", ends='heard: "hello you"'),),
    ),
    Row(
        "manual",
        "A plain task and a manual task are passed: nobody does them in this system",
        "§10.3.3",
        lambda: Sheet().start().plain("t").node("manualTask", "m").end().flows("s t m e"),
        (Run("", trace="s t m e"),),
    ),
    Row(
        "sendrecv",
        "Two pools talk: a message begins the other pool, its answer goes back",
        "§9.4",
        lambda: (
            Sheet()
            .start()
            .send("snd", "M1")
            .receive("rcv", "M2")
            .nodes("user a, end e")
            .flows("s snd rcv a e")
            .beside(
                Sheet("q")
                .start("rs", message="M1")
                .user("work")
                .throw("reply", message="M2")
                .end("qe")
                .flows("rs work reply qe")
            )
            .pools(
                f'{POOLS}<bpmn:messageFlow id="mf1" sourceRef="snd" targetRef="rs"/>'
                '<bpmn:messageFlow id="mf2" sourceRef="reply" targetRef="rcv"/>'
            )
        ),
        (Run("[work] work [a] a", trace="s snd rcv a e | rs work reply qe"),),
    ),
    Row(
        "msgflow_name",
        "A message flow without a message, as it is just drawn",
        "§9.4",
        lambda: (
            Sheet()
            .start()
            .node("sendTask", "snd")
            .nodes("user a, end e")
            .flows("s snd a e")
            .beside(
                Sheet("q").event("startEvent", "rs", "<bpmn:messageEventDefinition/>").nodes("end qe").flows("rs qe")
            )
            .pools(f'{POOLS}<bpmn:messageFlow id="mf1" sourceRef="snd" targetRef="rs"/>')
        ),
        refused="event.no_message at snd",
        reason="Which message is sent is not said",
    ),
    Row(
        "correl",
        "A message goes to the one instance whose key it names",
        "§8.4.2",
        lambda: Sheet().start().catch("c", message="m", key="=po").nodes("user a, end e").flows("s c a e"),
        (
            Run("?!m@9 [] !m@7 [a] a", "po: 7", "s c a e"),
            Run(">p(po: 8) !m@8(q: 1) [a] a", "po: 7", "s | s c a e", "active completed"),
        ),
    ),
)
