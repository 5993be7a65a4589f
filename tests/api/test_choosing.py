"""A program chooses in an ad-hoc subprocess, as the pages do."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.packs import DeployPack
from tests import inquiry
from tests.api.test_api import adi, joko, rina
from tests.web.conftest import app, furnished, office_world

__all__ = ["adi", "app", "furnished", "joko", "office_world", "rina"]


@pytest.fixture(autouse=True)
def inquiring(office_world: World) -> None:
    execute(DeployPack(inquiry.files("staff", "head")), world=office_world, actor=ENGINE)


def begun(rina: TestClient, joko: TestClient) -> dict[str, Any]:
    assert rina.post("/processes/temuan/temuan/cases", json={}).status_code == 201
    row: dict[str, Any] = joko.get("/inbox").json()["rows"][0]
    return row


def test_a_program_reads_what_may_be_begun(rina: TestClient, joko: TestClient) -> None:
    row = begun(rina, joko)
    assert row["choices"] == ["Dengar saksi", "Minta dokumen"]
    page = joko.get(f"/tasks/{row['task_id']}").json()["choosing"]
    assert [(one["element"], one["running"], one["left"]) for one in page["activities"]] == [
        ("Saksi", 0, None),
        ("Dokumen", 0, 2),
    ]
    assert page["may_declare"] is True


def test_a_program_begins_an_activity_once_per_key(rina: TestClient, joko: TestClient) -> None:
    row = begun(rina, joko)
    sent = {"version": row["version"], "element": "Dokumen"}
    answers = [
        joko.post(f"/tasks/{row['task_id']}/choose", json=sent, headers={"idempotency-key": "k1"}) for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["activity"] == "Minta dokumen"
    assert [one["name"] for one in rina.get("/inbox").json()["rows"]] == ["Minta dokumen"]
    stale = joko.post(f"/tasks/{row['task_id']}/choose", json=sent)
    assert (stale.status_code, stale.json()["code"]) == (409, "adhoc.stale")


def test_a_program_says_that_the_work_is_done(rina: TestClient, joko: TestClient) -> None:
    row = begun(rina, joko)
    where = f"/tasks/{row['task_id']}/finish"
    assert joko.post(where, json={"version": row["version"], "reason": ""}).status_code == 422
    done = joko.post(where, json={"version": row["version"], "reason": "Cukup"})
    assert (done.status_code, done.json()["closed"]) == (200, True)
    assert [one["name"] for one in joko.get("/inbox").json()["rows"]] == ["Susun laporan"]


def test_a_stranger_begins_nothing(rina: TestClient, joko: TestClient) -> None:
    row = begun(rina, joko)
    sent = {"version": row["version"], "element": "Saksi"}
    assert rina.post(f"/tasks/{row['task_id']}/choose", json=sent).status_code == 403
