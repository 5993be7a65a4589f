"""A program judges and moves running cases, and asks how far a move is."""

import time
from dataclasses import replace

from starlette.testclient import TestClient

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.versions import VersionCache
from tests.api.test_api import adi, begin, joko, rina
from tests.web.conftest import app, furnished, office_world
from tests.web.office import PROCESS, files

__all__ = ["adi", "app", "furnished", "joko", "office_world", "rina"]


def test_a_program_judges_first_and_then_moves(
    rina: TestClient, joko: TestClient, adi: TestClient, office_world: World
) -> None:
    number = begin(rina).json()["number"]
    world = replace(office_world, packs=VersionCache(office_world.database))
    execute(DeployPack(files(PROCESS.replace("Periksa", "Telaah")), replace=True), world=world, actor=ENGINE)
    asked = {"pack": "cuti", "process": "cuti", "source": 1, "target": 2}
    assert joko.post("/moves", json=asked | {"dry": True}).status_code == 403
    found = adi.post("/moves", json=asked | {"dry": True}).json()
    assert (found["state"], found["moved"], found["refused"]) == ("done", 0, 1)
    assert found["cases"][0]["case"] == number
    assert found["cases"][0]["findings"][0]["code"] == "move.gone"
    mapping = {"mapping": {"Periksa": "Telaah"}, "reason": "Prosedur baru"}
    assert adi.post("/moves", json=asked | mapping | {"target": 1}).status_code == 422
    assert adi.post("/moves", json=asked | mapping | {"reason": ""}).status_code == 422
    run = adi.post("/moves", json=asked | mapping)
    assert run.status_code == 202
    for _ in range(100):
        done = adi.get(f"/moves/{run.json()['id']}").json()
        if done["state"] == "done":
            break
        time.sleep(0.05)
    assert (done["moved"], done["refused"]) == (1, 0)
    assert adi.get("/moves/01890000-0000-7000-8000-000000000001").status_code == 404
