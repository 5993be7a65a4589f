"""Global tasks (BPMN 2.0.2 §10.3.6): a task beside the processes, which call activities call as one of their own."""

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Xml

from engine.bpmn.names import bpmn, kind

#: Kind of a global task -> the task it is. A global script is refused: a case of its own for one expression.
KINDS = {
    "globalTask": "task",
    "globalManualTask": "manualTask",
    "globalUserTask": "userTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


def processes(root: Xml) -> Iterator[Xml]:
    """A process for each global task of a file, called as the task is; apart from the file, which stays as it is."""
    for task in root:
        if kind(task) in KINDS and task.get("id"):
            yield _process(task)


def _process(task: Xml) -> Xml:
    own = str(task.get("id"))
    process = etree.Element(bpmn("process"), id=own, name=str(task.get("name", "")))
    process.set("isExecutable", "true")
    step = deepcopy(task)
    step.tag, step.tail = bpmn(KINDS[kind(task)]), None
    step.set("id", f"{own}·task")
    etree.SubElement(process, bpmn("startEvent"), id=f"{own}.start")
    process.append(step)
    etree.SubElement(process, bpmn("endEvent"), id=f"{own}.end")
    for source, target in ((f"{own}.start", f"{own}·task"), (f"{own}·task", f"{own}.end")):
        flow = etree.SubElement(process, bpmn("sequenceFlow"), id=f"{source}·{target}")
        flow.set("sourceRef", source)
        flow.set("targetRef", target)
    return process
