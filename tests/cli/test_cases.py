"""`tata cases migrate` judges and moves running cases, in words or as JSON."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engine.app import build, ready
from engine.cli.main import app
from engine.jobs.run import drain
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.messages import PublishMessage
from engine.service.office import PutPositions, PutUnits
from engine.service.packs import DeployPack
from engine.settings import Settings
from tests.runtime.drawing import Drawing

MANIFEST = b'key = "kisah"\ntitle_id = "Kisah"\n[roles]\nrequester = "Pemohon"\n'


def line(*names: str) -> bytes:
    drawing = Drawing("kisah", tag="-".join(names), startGroups="requester", caseNumber="KSH").start(message="mulai")
    for name in names:
        drawing.user(name, "position:DKOM.STAF")
    return drawing.end().flow(" ".join(("s", *names, "e"))).xml()


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cases of the first of two versions."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TATA_DATABASE", f"sqlite:///{tmp_path}/tata.db")
    runner = CliRunner()
    assert runner.invoke(app, ["migrate"]).exit_code == 0
    started = build(Settings())
    ready(started.store)
    units = ({"code": "DKOM", "name": "Dinas", "kind": "dinas", "parent": "", "zone": ""},)
    position = {"code": "DKOM.STAF", "title": "Staf", "unit": "DKOM", "roles": "", "superior": "", "rights": ""}
    for command in (
        PutUnits(units),
        PutPositions((position,)),
        DeployPack({"pack.toml": MANIFEST, "k.bpmn": line("a", "b")}),
    ):
        execute(command, world=started.world, actor=ENGINE)  # type: ignore[arg-type]
    for _ in range(3):
        execute(PublishMessage("mulai", "", {}), world=started.world, actor=ENGINE)
    drain(started.world, started.connectors)
    execute(
        DeployPack({"pack.toml": MANIFEST, "k.bpmn": line("x", "b")}, replace=True), world=started.world, actor=ENGINE
    )
    started.close()


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["cases", "migrate", *words])
    return done.exit_code, done.output


@pytest.mark.usefixtures("cases")
def test_cases_are_judged_in_words_and_as_json(tmp_path: Path) -> None:
    code, told = run("kisah@1", "kisah", "--dry-run")
    assert code == 2
    assert "0 can move (0 with notes), 3 refused" in told
    assert "Seharusnya «A» ada di versi baru, tetapi tidak ada." in told
    mapping = tmp_path / "peta.yaml"
    mapping.write_text("a: x\n")
    code, told = run("kisah@a-b", "kisah@x-b", "--dry-run", "--json", "--mapping", str(mapping))
    found = json.loads(told)
    assert code == 0
    assert (found["from"], found["to"], found["mapping"]) == (1, 2, {"a": "x"})
    assert found["counts"] == {"moved": 3, "noted": 3, "refused": 0}
    assert [one["verdict"] for one in found["cases"]] == ["moved"] * 3
    assert re.fullmatch(r"KSH-\d{4}-00001", found["cases"][0]["case"])


@pytest.mark.usefixtures("cases")
def test_cases_are_moved_some_first_then_all(tmp_path: Path) -> None:
    mapping = tmp_path / "peta.json"
    mapping.write_text('{"unsur": {"a": "x"}, "baru": []}')
    where = ("kisah@1", "kisah@2", "--mapping", str(mapping))
    assert run(*where)[0] == 1, "a move needs a reason"
    code, told = run(*where, "--limit", "1", "--reason", "Prosedur baru")
    assert (code, "1 moved" in told) == (0, True)
    code, told = run(*where, "--reason", "Prosedur baru", "--json")
    assert json.loads(told)["counts"]["moved"] == 2
    code, told = run(*where, "--reason", "Prosedur baru")
    assert "0 moved (0 with notes), 0 refused" in told
    assert run("kisah@1", "kisah@9", "--dry-run")[0] == 1
