"""Two third-party models of ad-hoc subprocesses: what has no person runs once each, then the path goes on.

The corpus expects a third log line which its own models do not write; what is checked here is what they draw.
"""

from pathlib import Path

import pytest
from lxml import etree

from engine import bpmn
from tests.runtime.case import Case
from tests.runtime.drawing import Drawing

MODELS = Path(__file__).parents[3] / "shared" / "corpora" / "betsy" / "models" / "activities"


class Model(Drawing):
    """A model of the corpus whose scripts do nothing, in the dialect of this engine."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.stem)
        root = etree.fromstring(path.read_bytes())
        for task in list(root.iter("{*}scriptTask")):
            for script in task.findall("{*}script"):
                task.remove(script)
            held = etree.Element("{http://www.omg.org/spec/BPMN/20100524/MODEL}extensionElements")
            nothing = {"expression": "=null", "resultVariable": "nothing"}
            etree.SubElement(held, "{http://camunda.org/schema/zeebe/1.0}script", nothing)
            task.insert(0, held)
        self._data = etree.tostring(root)

    def xml(self) -> bytes:
        return self._data


@pytest.mark.skipif(not MODELS.is_dir(), reason="third-party models are not here")
@pytest.mark.parametrize("name", ["AdHocSubProcess_Parallel", "AdHocSubProcess_Sequential"])
def test_what_has_no_person_runs_once_each_and_the_path_goes_on(name: str) -> None:
    model = Model(MODELS / f"{name}.bpmn")
    assert [one for one in bpmn.lint(bpmn.read(model.xml())) if one.severity.value == "error"] == []
    case = Case(model).start()
    inside = ["Subprocess_ScriptTask1", "Subprocess_ScriptTask2", "SubProcess"]
    assert case.trace == ["StartEvent", "start", *inside, "ScriptTask1", "EndEvent"]
    assert case.left_behind == []
