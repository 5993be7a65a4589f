"""A program asks what a closed day moves, closes and opens it, and sees what did not begin."""

from starlette.testclient import TestClient

from tests.api.test_api import adi, joko, rina
from tests.web.conftest import app, furnished, office_world

__all__ = ["adi", "app", "furnished", "joko", "office_world", "rina"]


def test_a_program_of_an_admin_closes_and_opens_a_day(adi: TestClient, joko: TestClient) -> None:
    day = {"name": "Pilkada", "kind": "national", "decree": "Keppres 1/2026"}
    told = adi.get("/calendar/days/2026-12-09/effect").json()
    assert (told["closed"], told["tasks"], told["is_part"]) == (False, 0, False)
    assert joko.put("/calendar/days/2026-12-09", json=day).status_code == 403
    assert adi.put("/calendar/days/2026-12-09", json=day).status_code == 204
    assert adi.put("/calendar/days/2026-12-09", json=day).status_code == 409
    year = adi.get("/calendar/2026").json()
    assert [row["name"] for row in year["rows"] if row["day"] == "2026-12-09"] == ["Pilkada"]
    assert adi.get("/calendar/days/2026-12-09/effect").json()["closed"] is True
    assert adi.post("/calendar/days/2026-12-09/open", json={"reason": "Dibatalkan"}).status_code == 204
    assert adi.post("/calendar/days/2026-12-09/open", json={"reason": "Dibatalkan"}).status_code == 404


def test_a_program_sees_what_did_not_begin(adi: TestClient, joko: TestClient) -> None:
    assert adi.get("/starts/failing").json() == []
    assert joko.get("/starts/failing").status_code == 403
    assert adi.post("/starts/cuti/cuti/s/retry").status_code == 404
    assert adi.post("/starts/cuti/cuti/s/skip", json={"reason": "Libur"}).status_code == 404
