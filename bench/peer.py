"""The peer: SpiffWorkflow 3.2.0 bare, its instance as one JSON blob in SQLite (WAL, synchronous=FULL)."""

import io
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState


class Blob:
    """Load the blob, act, save the blob: one durable commit per act."""

    def __init__(self, folder: Path, xml: bytes, process: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(xml)))
        self._spec = parser.get_spec(process)
        self._serializer = BpmnWorkflowSerializer()
        self._db = sqlite3.connect(folder / f"peer-{process}.sqlite", isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=full")
        self._db.execute("create table if not exists instance (id integer primary key, state text not null)")

    def start(self, data: dict[str, Any]) -> int:
        workflow = BpmnWorkflow(self._spec)
        workflow.task_tree.data.update(data)
        workflow.do_engine_steps()
        row = self._db.execute("insert into instance (state) values (?)", (self._text(workflow),))
        return int(row.lastrowid or 0)

    def complete(self, instance: int, data: dict[str, Any]) -> None:
        text = self._db.execute("select state from instance where id = ?", (instance,)).fetchone()[0]
        workflow = self._serializer.deserialize_json(text)
        task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        task.data.update(data)
        task.run()
        workflow.do_engine_steps()
        self._db.execute("update instance set state = ? where id = ?", (self._text(workflow), instance))

    def _text(self, workflow: BpmnWorkflow) -> str:
        return str(self._serializer.serialize_json(workflow))


def cpu_ms(act: Callable[[], object], times: int) -> float:
    """Median CPU milliseconds of this process for one act."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        act()
        taken.append((time.process_time() - begun) * 1000)
    return sorted(taken)[len(taken) // 2]


__all__ = ["Blob", "cpu_ms"]
