"""Decision tables on their page: test rows decided and kept, hostile files refused, nobody overwritten."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.office import PutParameters
from engine.service.packs import DeployPack
from tests.web import office
from tests.web.office import Browser

TABLE = (Path(__file__).parents[2] / "processes" / "pengadaan" / "metode_pemilihan.dmn").read_bytes()
LIMIT = {
    "key": "proc.direct.goods_services.max",
    "value": "200000000",
    "unit": "rupiah",
    "day_type": "",
    "legal_basis": "Perpres 46/2025",
    "article": "Pasal 1",
    "valid_from": "2025-01-01",
    "valid_to": "",
    "status": "contoh",
    "label_id": "Batas pengadaan langsung",
}
LAPTOP = {
    "nama": "Laptop",
    "masukan": {"jenis": "barang", "pagu": "150.000.000"},
    "hasil": {"metode": "pengadaan_langsung"},
}


@pytest.fixture
def analyst(adi: Browser, office_world: World) -> Browser:
    """The administrator at a pack with a table, a legal number in force."""
    others = ("direct.construction.max.before_2025", "direct.construction.max", "direct.consultancy.max")
    rows = (LIMIT, *({**LIMIT, "key": f"proc.{name}"} for name in others))
    execute(PutParameters(rows), world=office_world, actor=ENGINE)
    files = {**office.files(), "metode.dmn": TABLE}
    execute(DeployPack(files, replace=True), world=office_world, actor=ENGINE)
    adi.get("/desain/cuti/ubah/metode.dmn")
    return adi


def sends(browser: Browser, method: str, url: str, body: object, status: int = 200, version: int = 0) -> Any:
    """What the page's script sends; the answer as JSON."""
    headers = {"X-CSRF": token(browser), "If-Match": str(version)}
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    answer = browser.client.request(
        method, url, content=content, headers={**headers, "Content-Type": "application/json"}
    )
    assert answer.status_code == status, answer.text[:500]
    return answer.json()


def token(browser: Browser) -> str:
    return browser.page.partition('data-csrf="')[2].partition('"')[0]


def decided(browser: Browser, *rows: dict[str, Any], xml: bytes = TABLE, status: int = 200) -> Any:
    body = {"xml": xml.decode(), "tests": {"metode_pemilihan": list(rows)}}
    return sends(browser, "POST", "/desain/cuti/uji-tabel/metode.dmn", body, status)


def test_a_row_is_decided_with_the_parameters_of_the_office(analyst: Browser) -> None:
    (decision,) = decided(analyst, LAPTOP, {**LAPTOP, "masukan": {"jenis": "barang", "pagu": "200000001"}})["decisions"]
    small, large = decision["rows"]
    assert small["passed"]
    assert small["rules"] == ["metode_pemilihan_1"]
    assert not large["passed"]
    assert large["cells"][0] == {
        "name": "metode",
        "shown": "tender",
        "expected": "pengadaan_langsung",
        "matched": False,
    }
    assert [column["name"] for column in decision["inputs"]] == ["jenis", "pagu", "tanggal_rup"]


def test_a_value_the_table_does_not_allow_is_said_not_guessed(analyst: Browser) -> None:
    (decision,) = decided(analyst, {"nama": "x", "masukan": {"jenis": "hibah"}})["decisions"]
    assert "hibah" in decision["rows"][0]["trouble"]


def test_rows_are_kept_with_the_pack_and_never_over_somebody_elses(analyst: Browser) -> None:
    url = "/desain/cuti/uji-tabel/metode.dmn"
    rows = {"tests": {"metode_pemilihan": [LAPTOP]}}
    assert sends(analyst, "PUT", url, rows)["version"] == 1
    assert sends(analyst, "PUT", url, {"tests": {}}, 409)["code"] == "draft.stale"
    kept = analyst.client.get(url).json()
    assert kept["version"] == 1
    assert kept["tests"]["metode_pemilihan"][0]["masukan"] == LAPTOP["masukan"]
    assert "metode.test.yaml" in analyst.get("/desain/cuti")


def test_saving_an_unchanged_table_keeps_its_bytes(analyst: Browser) -> None:
    relaid = TABLE.replace(b"><text>", b">\n  <text>")
    sends(analyst, "PUT", "/desain/cuti/isi/metode.dmn", relaid)
    assert analyst.client.get("/desain/cuti/isi/metode.dmn").content == TABLE


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<a",
        b"<definitions/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">&b;</definitions>',
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_a_hostile_table_is_refused_in_words(analyst: Browser, xml: bytes) -> None:
    assert "Seharusnya" in decided(analyst, xml=xml, status=422)["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[" * 100_000,
        json.dumps({"xml": "x" * 1_048_577, "tests": {}}).encode(),
        json.dumps({"xml": "", "tests": {"m": "x"}}).encode(),
        json.dumps({"xml": TABLE.decode(), "tests": {"m": [{"nama": "a"}] * 501}}).encode(),
        json.dumps({"xml": TABLE.decode(), "tests": {"m": [{"masukan": {"a": [1]}}]}}).encode(),
    ],
)
def test_a_hostile_post_is_refused(analyst: Browser, body: bytes) -> None:
    headers = {"X-CSRF": token(analyst), "Content-Type": "application/json"}
    answer = analyst.client.post("/desain/cuti/uji-tabel/metode.dmn", content=body, headers=headers)
    assert 400 <= answer.status_code < 500


def test_an_endless_expression_costs_its_budget_and_no_more(analyst: Browser) -> None:
    bomb = {"nama": "x", "masukan": {"pagu": "=for a in 1..10000, b in 1..10000 return a*b"}}
    (decision,) = decided(analyst, bomb)["decisions"]
    assert not decision["rows"][0]["passed"]


def test_who_may_not_design_decides_nothing(rina: Browser) -> None:
    rina.get("/tugas")
    sends(rina, "POST", "/desain/cuti/uji-tabel/metode.dmn", {"xml": "", "tests": {}}, 403)


def test_a_new_table_begins_as_a_draft_that_opens_in_the_editor(adi: Browser) -> None:
    adi.get("/desain/cuti/tabel-baru")
    where = adi.post("/desain/cuti/tabel-baru", {"nama": "lama_cuti", "judul": "Lama & jenis <cuti>"})
    assert where == "/desain/cuti/ubah/lama_cuti.dmn"
    assert 'id="uji-tabel"' in adi.get(where)
    adi.get("/desain/cuti/tabel-baru")
    assert "sudah ada" in adi.post("/desain/cuti/tabel-baru", {"nama": "lama_cuti", "judul": "x"}, 422)
    assert "huruf kecil" in adi.post("/desain/cuti/tabel-baru", {"nama": "../x", "judul": "x"}, 422)
