"""The third-party harness drives whole offices: calls, signals, and cases that nobody starts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from engine.cli.conformance import Session
from engine.cli.laboratory import Laboratory
from tests.runtime.drawing import Drawing


@pytest.fixture
def session() -> Iterator[Session]:
    """A conversation with a laboratory that has one deployment of five processes."""
    drawings = (
        Drawing("induk", caseNumber="A").start().call("c", "anak").user("z").end().flow("s c z e"),
        Drawing("anak", caseNumber="B").start().catch("w", signal="buka").end().flow("s w e"),
        Drawing("isyarat", caseNumber="C").start("s", signal="buka").user("i").end().flow("s i e"),
        Drawing("waktu", caseNumber="D").start("s", timer=("duration", "PT1H")).user("t").end().flow("s t e"),
        Drawing("surat", caseNumber="E").start("s", message="kabar").user("m").end().flow("s m e"),
    )
    with Laboratory() as laboratory:
        made = Session(laboratory)
        files = [[f"{one.process}.bpmn", one.xml().decode()] for one in drawings]
        assert made.answer({"op": "deploy", "files": files}) == {"ok": True}
        yield made


def open_tasks(session: Session) -> list[str]:
    return sorted(task["id"] for task in session.answer({"op": "tasks"})["tasks"])


def says(session: Session, op: str, **request: Any) -> dict[str, Any]:
    return session.answer({"op": op, **request})


def test_a_called_case_goes_on_with_a_signal_that_also_begins_a_process(session: Session) -> None:
    iid = says(session, "start", process_id="induk")["iid"]
    assert open_tasks(session) == []
    assert says(session, "signal", name="buka", payload={"x": Decimal(1)}) == {"ok": True, "taken": True}
    assert open_tasks(session) == ["i", "z"]
    assert says(session, "variables", iid=iid)["variables"]["x"] == 1
    assert says(session, "signal", name="tutup") == {"ok": True, "taken": False}
    assert ["anak", "w"] in [list(left) for left in says(session, "history")["history"]]


def test_a_process_begins_at_its_hour_and_another_with_a_message(session: Session) -> None:
    says(session, "advance", seconds=3599)
    assert open_tasks(session) == []
    says(session, "advance", seconds=1)
    assert open_tasks(session) == ["t"]
    assert says(session, "message", name="kabar") == {"ok": True, "taken": True}
    assert open_tasks(session) == ["m", "t"]


def test_what_ad_hoc_work_offers_is_a_task_that_is_begun_when_it_is_completed(session: Session) -> None:
    inside = Drawing().user("a").user("b").script("n", "=1", "n")
    drawing = Drawing("bebas", caseNumber="F").start().adhoc("ah", inside, to="position:A", until="=done")
    files = [["bebas.bpmn", drawing.user("z").end().flow("s ah z e").xml().decode()]]
    says(session, "deploy", files=files)
    says(session, "start", process_id="bebas")
    for name, done in (("b", False), ("a", True)):
        assert open_tasks(session) == ["a", "b"]
        handle = next(one["handle"] for one in says(session, "tasks")["tasks"] if one["id"] == name)
        assert says(session, "complete", handle=handle, variables={"done": done}) == {"ok": True}
    assert open_tasks(session) == ["z"]
    assert [left[1] for left in says(session, "history")["history"]] == ["s", "n", "b", "a", "ah"]
