"""A move of many cases is killed in the middle, twice: none is half moved, moved twice or forgotten."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from engine.app import App, build, ready
from engine.jobs.run import drain
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.messages import PublishMessage
from engine.service.office import PutPositions, PutUnits
from engine.service.packs import DeployPack
from engine.settings import Settings
from engine.store.audit import verify
from engine.store.tables import fact, instance, move_run, task, token
from tests.runtime.drawing import Drawing

CASES = 40
MANIFEST = b'key = "kisah"\ntitle_id = "Kisah"\n'


def line(name: str) -> dict[str, bytes]:
    drawing = (
        Drawing("kisah", caseNumber="KSH")
        .start(message="mulai")
        .user(name, "position:DKOM.STAF")
        .user("z", "position:DKOM.STAF")
    )
    return {"pack.toml": MANIFEST, "k.bpmn": drawing.end().flow(f"s {name} z e").xml()}


def begun(url: str) -> None:
    """An office with many cases of the first of two versions."""
    app = opened(url)
    ready(app.store)
    units = ({"code": "DKOM", "name": "Dinas", "kind": "dinas", "parent": "", "zone": ""},)
    position = {"code": "DKOM.STAF", "title": "Staf", "unit": "DKOM", "roles": "", "superior": "", "rights": ""}
    execute(PutUnits(units), world=app.world, actor=ENGINE)
    execute(PutPositions((position,)), world=app.world, actor=ENGINE)
    execute(DeployPack(line("a")), world=app.world, actor=ENGINE)
    for _ in range(CASES):
        execute(PublishMessage("mulai", "", {}), world=app.world, actor=ENGINE)
    drain(app.world, app.connectors)
    execute(DeployPack(line("x"), replace=True), world=app.world, actor=ENGINE)
    app.close()


def opened(url: str) -> App:
    return build(Settings(database=url))


def moving(folder: Path, url: str) -> "subprocess.Popen[bytes]":
    """The command as an admin runs it."""
    words = (
        "cases",
        "migrate",
        "kisah@1",
        "kisah@2",
        "--mapping",
        str(folder / "peta.yaml"),
        "--reason",
        "Prosedur baru",
    )
    command = [sys.executable, "-c", "from engine.cli.main import main; main()", *words]
    return subprocess.Popen(command, env=os.environ | {"TATA_DATABASE": url}, cwd=folder, stdout=subprocess.DEVNULL)


def test_a_move_that_is_killed_goes_on_where_it_was(tmp_path: Path, empty_url: str) -> None:
    url = empty_url
    (tmp_path / "peta.yaml").write_text("a: x\n")
    begun(url)
    app = opened(url)
    for part in (1, 2):
        victim = moving(tmp_path, url)
        while victim.poll() is None and _moved(app) < part * CASES // 4:
            time.sleep(0.005)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        assert 0 < _moved(app) < CASES, "it was killed in the middle"
        assert _told(app) == _moved(app), "the run says exactly what happened"
    assert moving(tmp_path, url).wait(60) == 0
    with app.store.reading() as db:
        kinds = Counter(db.execute(select(fact.c.chain).where(fact.c.kind == "case.moved")).scalars())
        assert set(kinds.values()) == {1}
        assert len(kinds) == CASES
        assert set(db.execute(select(token.c.node)).scalars()) == {"x"}
        assert set(db.execute(select(task.c.element)).scalars()) == {"x"}
        assert len(set(db.execute(select(instance.c.version_id)).scalars())) == 1
        assert [tuple(row) for row in db.execute(select(move_run.c.state, move_run.c.moved))] == [("done", CASES)]
        assert verify(db) == []
    app.close()


def _moved(app: App) -> int:
    with app.store.reading() as db:
        return len(db.execute(select(token.c.no).where(token.c.node == "x")).all())


def _told(app: App) -> int:
    with app.store.reading() as db:
        return sum(db.execute(select(move_run.c.moved)).scalars())
