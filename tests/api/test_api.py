"""A program does what an official does, by token."""

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from engine.model.world import World
from engine.service.accounts import IssueToken
from engine.service.execute import execute
from engine.service.sessions import enter, signed_in
from tests.web import office
from tests.web.conftest import app, furnished, office_world

__all__ = ["app", "furnished", "office_world"]


def caller(app: FastAPI, world: World, username: str) -> TestClient:
    """A client that carries the token of one account."""
    session = enter(world, username)
    signed = signed_in(world, session.token)
    assert signed
    issued = execute(IssueToken(signed.account_id, "uji"), world=world, actor=signed.actor)
    headers = {"authorization": f"Bearer {issued.token}"}
    return TestClient(app, client=("127.0.0.1", 4000), base_url="http://kota.test/api/v1", headers=headers)


@pytest.fixture
def rina(app: FastAPI, office_world: World) -> TestClient:
    return caller(app, office_world, "rina")


@pytest.fixture
def joko(app: FastAPI, office_world: World) -> TestClient:
    return caller(app, office_world, "joko")


@pytest.fixture
def adi(app: FastAPI, office_world: World) -> TestClient:
    return caller(app, office_world, "adi")


def begin(rina: TestClient, key: str = "k1", **answers: Any) -> Any:
    sent = {"answers": {"nama": "Budi", **answers}}
    return rina.post("/processes/cuti/cuti/cases", json=sent, headers={"idempotency-key": key})


def open_task(joko: TestClient) -> dict[str, Any]:
    rows: list[dict[str, Any]] = joko.get("/inbox").json()["rows"]
    return rows[0]


def test_a_case_is_started_and_completed_by_programs(rina: TestClient, joko: TestClient) -> None:
    begun = begin(rina)
    assert begun.status_code == 201
    number = begun.json()["number"]
    row = open_task(joko)
    task = joko.get(f"/tasks/{row['task_id']}").json()
    assert "lama" in task["fields"]
    sent = {"version": row["version"], "answers": {"lama": 3}}
    done = joko.post(f"/tasks/{row['task_id']}/complete", json=sent)
    assert done.status_code == 200, done.text
    assert done.json()["done"] is True
    case = rina.get(f"/cases/{number}").json()
    assert case["state"] == "completed"
    assert rina.get("/cases", params={"text": "budi"}).json()["rows"][0]["number"] == number


def test_the_same_key_acts_once(rina: TestClient) -> None:
    assert begin(rina).json() == begin(rina).json()
    assert begin(rina, "k2").json()["number"] != begin(rina).json()["number"]
    assert len(rina.get("/cases").json()["rows"]) == 2


def test_a_wrong_answer_is_a_problem_per_field(rina: TestClient) -> None:
    answer = begin(rina, nama="")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "form.invalid"
    assert list(problem["problems"]) == ["nama"]
    assert problem["detail"].startswith("Seharusnya")
    english = rina.post("/processes/cuti/cuti/cases", json={}, headers={"accept-language": "en"}).json()
    assert english["detail"].startswith("Expected")


def test_without_a_token_nothing_is_told(app: FastAPI, rina: TestClient) -> None:
    client = TestClient(app, client=("127.0.0.1", 4000), base_url="http://kota.test/api/v1")
    for headers in ({}, {"authorization": "Bearer tata_0000"}):
        answer = client.get("/inbox", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["code"] == "token.unknown"


def test_no_act_speaks_to_a_stranger(app: FastAPI) -> None:
    client = TestClient(app, client=("127.0.0.1", 4000), headers={"authorization": "Bearer tata_0000"})
    described = client.get("/api/v1/openapi.json").json()["paths"]
    for path, methods in described.items():
        for method in methods:
            answer = client.request(method, f"/api/v1{path}")
            assert (method, path, answer.status_code) == (method, path, 401)


def test_a_revoked_token_is_dead(rina: TestClient) -> None:
    issued = rina.post("/tokens", json={"name": "lain"}).json()
    other = {"authorization": f"Bearer {issued['token']}"}
    assert rina.get("/inbox", headers=other).status_code == 200
    assert rina.delete(f"/tokens/{issued['id']}").status_code == 204
    assert rina.get("/inbox", headers=other).status_code == 401


def test_rights_hold_for_programs_too(rina: TestClient, adi: TestClient) -> None:
    assert rina.get("/incidents").status_code == 403
    assert adi.get("/incidents").json() == []
    assert rina.get("/packs").status_code == 403
    assert adi.get("/packs").json()[0]["pack"] == "cuti"


def test_an_incident_is_corrected(rina: TestClient, joko: TestClient, adi: TestClient) -> None:
    begin(rina)
    row = open_task(joko)
    joko.post(f"/tasks/{row['task_id']}/complete", json={"version": row["version"], "answers": {"lama": 50}})
    incident = adi.get("/incidents").json()[0]["incident_id"]
    assert "sisa" in {one["name"] for one in adi.get(f"/incidents/{incident}").json()["variables"]}
    sent = {"reason": "Salah hitung", "corrections": {"sisa": "0"}}
    assert adi.post(f"/incidents/{incident}/correct", json=sent).status_code == 200
    assert adi.get("/incidents").json() == []


def test_a_pack_is_changed_checked_and_released(adi: TestClient) -> None:
    changed = office.PROCESS.replace("Periksa permohonan", "Periksa dan paraf").encode()
    saved = adi.put("/packs/cuti/files/cuti.bpmn", content=changed, headers={"if-match": "0"})
    assert saved.json()["version"] == 1
    assert (
        adi.post("/packs/cuti/release", json={"paths": ["cuti.bpmn"], "without_scenarios": "uji"}).json()["number"] == 2
    )
    assert b"paraf" in adi.get("/packs/cuti/files/cuti.bpmn").content
    assert b"paraf" not in adi.get("/packs/cuti/files/cuti.bpmn", params={"version": 1}).content
    assert adi.post("/packs/cuti/versions/1/restore").json()["number"] == 3
    assert b"paraf" not in adi.get("/packs/cuti/files/cuti.bpmn").content
    broken = changed.replace(b'formId="pemeriksaan"', b'formId="tidak_ada"')
    assert any(
        one["severity"] == "error" for one in adi.post("/packs/cuti/lint/cuti.bpmn", content=broken).json()["findings"]
    )


def test_every_act_is_described_with_examples(app: FastAPI) -> None:
    described = TestClient(app, client=("127.0.0.1", 4000)).get("/api/v1/openapi.json").json()
    acts = [(path, method) for path, methods in described["paths"].items() for method in methods]
    assert len(acts) >= 28
    bodies = [name for name, schema in described["components"]["schemas"].items() if "example" in schema]
    assert {"Answers", "Begin", "Corrections", "MessageIn", "ProblemBody", "Reason", "Release"} <= set(bodies)
    assert all(described["paths"][path][method].get("description") for path, method in acts)
