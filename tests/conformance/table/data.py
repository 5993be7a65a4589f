"""Data objects, data stores and ioSpecification (BPMN 2.0.2 §10.4)."""

from tests.conformance.table.row import Row, Run
from tests.conformance.table.sheet import Sheet

OBJECT = '<bpmn:dataObject id="d1"/><bpmn:dataObjectReference id="d1r" name="D1" dataObjectRef="d1"/>'
OUT = '<bpmn:dataOutputAssociation id="o1"><bpmn:targetRef>{}</bpmn:targetRef></bpmn:dataOutputAssociation>'
IN = (
    '<bpmn:property id="pr1" name="__targetRef_placeholder"/><bpmn:dataInputAssociation id="i1">'
    "<bpmn:sourceRef>d1r</bpmn:sourceRef><bpmn:targetRef>pr1</bpmn:targetRef></bpmn:dataInputAssociation>"
)
IO = (
    '<bpmn:ioSpecification id="io"><bpmn:dataInput id="x" name="x"/><bpmn:dataOutput id="y" name="y"/>'
    "<bpmn:inputSet><bpmn:dataInputRefs>x</bpmn:dataInputRefs></bpmn:inputSet>"
    "<bpmn:outputSet><bpmn:dataOutputRefs>y</bpmn:dataOutputRefs></bpmn:outputSet></bpmn:ioSpecification>"
)


def writing(what: str, before: str) -> Sheet:
    """A task a with an arrow to a data object or store."""
    return Sheet().before(before).nodes("start s, user a, end e").add("a", OUT.format(what)).flows("s a e")


ROWS = (
    Row(
        "dataobj",
        "A data object drawn with arrows tells the reader; variables are what tasks read and write",
        "§10.4.1",
        lambda: (
            Sheet()
            .before(OBJECT)
            .nodes("start s, user a b c, end e")
            .add("a", OUT.format("d1r"))
            .add("c", IN)
            .flows("s a b c e")
        ),
        (Run("a(d1: {k: 1}) b c", trace="s a b c e", ends="d1: {k: 1}"),),
    ),
    Row(
        "dataobj_missing",
        "An arrow to a data object asks for no variable",
        "§10.4.2",
        lambda: writing("d1r", OBJECT),
        (Run("a", trace="s a e"),),
    ),
    Row(
        "datastore",
        "A data store that a task writes to by an arrow",
        "§10.4.1",
        lambda: writing("ds1r", '<bpmn:dataStoreReference id="ds1r" name="Store" dataStoreRef="DS"/>').root(
            '<bpmn:dataStore id="DS" name="store1"/>'
        ),
        (Run("a", trace="s a e"),),
    ),
    Row(
        "datastore_norefs",
        "A data store shape only, as modelers draw it",
        "§10.4.1",
        lambda: writing("ds1r", '<bpmn:dataStoreReference id="ds1r" name="Store"/>'),
        (Run("a", trace="s a e"),),
    ),
    Row(
        "dataobj_norefs",
        "A data object as modelers draw it, called by a name no variable has",
        "§10.4.1",
        lambda: writing(
            "r1", '<bpmn:dataObject id="D"/><bpmn:dataObjectReference id="r1" name="Usulan" dataObjectRef="D"/>'
        ),
        (Run("a(Usulan: 1)", trace="s a e", ends="Usulan: 1"),),
    ),
    Row(
        "io_spec",
        "An ioSpecification names what a task reads and writes; other variables stay as they are",
        "§10.4.2",
        lambda: Sheet().nodes("start s, user a b, end e").add("a", IO).flows("s a b e"),
        (Run("a(y: 5) b", "x: 1, z: 2", "s a b e", ends="x: 1, y: 5, z: 2"),),
    ),
)
