"""Files: lanes, artifacts, prefixes, what is drawn and not executed (BPMN 2.0.2 §7, §8, §15)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

LANES = (
    '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Kepala"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
    '<bpmn:childLaneSet id="cls"><bpmn:lane id="l2" name="Sub"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
    '</bpmn:childLaneSet></bpmn:lane><bpmn:lane id="l3" name="Staf"><bpmn:flowNodeRef>b</bpmn:flowNodeRef></bpmn:lane>'
    "</bpmn:laneSet>"
)
ARTIFACTS = (
    '<bpmn:textAnnotation id="ta"><bpmn:text>hi</bpmn:text></bpmn:textAnnotation>'
    '<bpmn:association id="as" sourceRef="a" targetRef="ta"/><bpmn:group id="gr"/>'
)


def plain(process: str = "p") -> Sheet:
    """A task between start and end."""
    return Sheet(process).nodes("start s, user a, end e").flows("s a e")


def nested(process: str) -> Sheet:
    """A subprocess that is called the same in both files."""
    p = process
    inside = Sheet().nodes(f"start {p}ss, user {p}a, end {p}se").flows(f"{p}ss {p}a {p}se")
    return Sheet(p).start(f"{p}s").sub("sp", inside).end(f"{p}e").flows(f"{p}s sp {p}e")


def prefixed(sheet: Sheet) -> list[tuple[str, bytes]]:
    """The same file with another prefix for BPMN."""
    return [("p.bpmn", sheet.xml().replace(b"bpmn:", b"semantic:").replace(b"xmlns:bpmn=", b"xmlns:semantic="))]


def choosing(condition: str) -> Sheet:
    """An exclusive gateway with one condition."""
    return Sheet().nodes("start s, xor g, user a b, end e").flows(f"s g; g a {{{condition}}}; g b *; a e; b e")


ROWS = (
    Row(
        "lanes",
        "Lanes, nested: the innermost one is who does a task",
        "§10.8",
        lambda: Sheet().before(LANES).nodes("start s, user a b, end e").flows("s a b e"),
        (Run("a [b] b", trace="s a b e"),),
    ),
    Row(
        "nonexec",
        "A process that is not marked executable can be saved, not released",
        "§10.2.1",
        lambda: Sheet(executable=False).nodes("start s, user a, end e").flows("s a e"),
        refused="bpmn.not_executable at d",
        reason="It says of itself that it is not to be run",
    ),
    Row(
        "dangling",
        "A node no flow reaches, beside a start event",
        "§10.5.2",
        lambda: plain().user("orphan"),
        refused="flow.no_incoming at orphan",
        reason="It could never run",
    ),
    Row(
        "dup_sub_id",
        "Two processes of one pack with the same id for a subprocess",
        "§8.3.1",
        lambda: [nested("p"), nested("q")],
        (Run("pa >q qa", trace="ps pss pa pse sp pe | qs qss qa qse sp qe"),),
    ),
    Row(
        "textann",
        "Annotations, groups and associations change nothing",
        "§8.3.1",
        lambda: plain().after(ARTIFACTS),
        (Run("a", trace="s a e"),),
    ),
    Row(
        "bpmn_prefix",
        "Any prefix for the BPMN namespace",
        "§15.3",
        lambda: prefixed(plain()),
        (Run("a", trace="s a e"),),
    ),
    Row(
        "name_newline",
        "Conditions are FEEL",
        "§10.3.1",
        lambda: choosing("x > 5"),
        (Run("[a] a", "x: 9", "s a e"),),
        more=(
            Row(
                "name_newline_juel",
                "A condition in the expression language of Java engines",
                "§10.3.1",
                lambda: choosing("${x>5}"),
                refused="feel.not_feel at f1_g_a",
                reason="It is no FEEL",
            ),
        ),
    ),
)
