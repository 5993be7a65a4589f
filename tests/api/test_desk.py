"""A program hands work on, comments, holds cases still and reads what stands, as the pages do."""

from typing import Any

from starlette.testclient import TestClient

from tests.api.test_api import adi, begin, joko, open_task, rina
from tests.conftest import Clock
from tests.web.conftest import app, furnished, office_world

__all__ = ["adi", "app", "furnished", "joko", "office_world", "rina"]


def number(rina: TestClient) -> str:
    return str(begin(rina).json()["number"])


def test_a_program_hands_a_task_on(rina: TestClient, joko: TestClient) -> None:
    case = number(rina)
    row = open_task(joko)
    sent = {"version": row["version"], "to": "position:DKOM.SEK", "reason": "Cuti"}
    moved = joko.post(f"/tasks/{row['task_id']}/reassign", json=sent)
    assert moved.status_code == 200
    assert joko.get("/inbox").json()["rows"] == []
    holders = rina.get(f"/cases/{case}").json()["holders"]
    assert holders[0]["holders"] == ["Sekretaris (Siti Rahma)"]
    assert joko.post(f"/tasks/{row['task_id']}/reassign", json=sent).status_code in (404, 409)


def test_a_program_of_an_admin_moves_a_date(rina: TestClient, joko: TestClient, adi: TestClient) -> None:
    number(rina)
    row = open_task(joko)
    sent = {"version": row["version"], "on": "2026-11-20", "reason": "Dokumen terlambat"}
    assert joko.post(f"/tasks/{row['task_id']}/due", json=sent).status_code == 403
    assert adi.post(f"/tasks/{row['task_id']}/due", json=sent).status_code == 200
    assert open_task(joko)["due"] == "2026-11-20T09:00:00Z"


def test_a_program_comments_and_erases(rina: TestClient, joko: TestClient) -> None:
    case = number(rina)
    made = rina.post(f"/cases/{case}/comments", json={"text": "Mohon segera"})
    assert made.status_code == 201
    listed: list[dict[str, Any]] = joko.get(f"/cases/{case}/comments").json()
    assert [(row["who"], row["text"]) for row in listed] == [("Rina Simanjuntak", "Mohon segera")]
    assert rina.post(f"/comments/{made.json()['id']}/erase", json={"reason": ""}).status_code == 204
    assert joko.get(f"/cases/{case}/comments").json()[0]["erased"] is True


def test_a_program_holds_a_case_still_and_lets_it_go_on(rina: TestClient, joko: TestClient, adi: TestClient) -> None:
    case = number(rina)
    assert joko.post(f"/cases/{case}/suspend", json={"reason": "x"}).status_code == 403
    assert adi.post(f"/cases/{case}/suspend", json={"reason": "Audit"}).json()["number"] == case
    row = open_task(joko)
    assert row["suspended"] is True
    refused = joko.post(f"/tasks/{row['task_id']}/claim", json={"version": row["version"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "case.suspended")
    assert adi.get("/monitor/suspended").json()["rows"][0]["number"] == case
    assert adi.post(f"/cases/{case}/resume", json={"reason": "Selesai"}).status_code == 200


def test_a_program_reads_what_stands_and_acts_on_many(
    rina: TestClient, joko: TestClient, adi: TestClient, clock: Clock
) -> None:
    case = number(rina)
    clock.move(days=30)
    page = adi.get("/monitor/silent").json()
    assert (page["count"], page["rows"][0]["number"]) == (1, case)
    rows = [{name: row[name] for name in ("id", "instance_id", "version")} for row in page["rows"]]
    wish = {"act": "suspend", "reason": "Audit", "rows": rows}
    for _ in range(2):
        ended = adi.post("/monitor/bulk", json=wish, headers={"idempotency-key": "k" * 120})
        assert ended.json() == [{"instance_id": rows[0]["instance_id"], "number": case, "code": "", "detail": ""}], (
            "the same key again says the same"
        )
    assert joko.get("/monitor/silent").status_code == 403
    assert adi.get("/monitor/lain").status_code == 404
    assert adi.get("/monitor/processes/cuti/cuti").json()["running"] == 1
