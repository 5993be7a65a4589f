"""Nobody gets a fault out of the server by what he sends: every answer is a page, a problem, or a refusal."""

import io
import zipfile
from urllib.parse import quote

import pytest
from sqlalchemy import update

from engine.model.world import World
from engine.store import tables
from tests.security.conftest import Enter, Program
from tests.web.office import Browser

DEEP = "[" * 900 + "]" * 900
LONG = "9" * 30


def _task(rina: Browser, joko: Browser) -> str:
    rina.start_case()
    return joko.first_task().removeprefix("/tugas/")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/processes/cuti/cuti/cases", '{"answers":{"nama":"\\ud800"}}'),
        ("/processes/cuti/cuti/cases", '{"answers":{"nama":"a\\u0000b"}}'),
        ("/processes/cuti/cuti/cases", '{"answers":{"nama":1e999999}}'),
        ("/processes/cuti/cuti/cases", '{"answers":{"nama":NaN}}'),
        ("/processes/cuti/cuti/cases", '{"answers":{"nama":' + DEEP + "}}"),
        ("/processes/%00/cuti/cases", '{"answers":{"nama":"x"}}'),
        ("/messages", '{"name":"a","key":"b","ttl_seconds":' + LONG + "}"),
        ("/messages", '{"name":"a\\ud800","key":"b"}'),
        ("/messages", '{"name":"a","key":"b","payload":{"x":"\\ud800"}}'),
        ("/messages", '{"name":"a","key":"b","payload":{"x":Infinity}}'),
        ("/signals", '{"name":"a\\ud800"}'),
        ("/tokens", '{"name":"\\ud800"}'),
        ("/packs/cuti/release", '{"paths":["\\ud800"],"note":"\\ud800"}'),
        (f"/packs/cuti/versions/{LONG}/restore", ""),
        ("/packs/cuti/lint/pack.toml", "a=" + "[" * 3000),
        ("/packs/cuti/lint/registers.toml", "register=3"),
        ("/packs/cuti/lint/registers.toml", "register=[3]"),
        ("/packs/cuti/lint/letters/a.html.j2", "{{" + "(" * 5000 + "1" + ")" * 5000 + "}}"),
        ("/packs/cuti/lint/letters/a.html.j2", "{% if x %}" * 5000 + "{% endif %}" * 5000),
        ("/packs/cuti/lint/forms/a.form.json", "[" * 100_000),
    ],
)
def test_a_hostile_body_is_refused_and_never_a_fault(program: Program, path: str, body: str) -> None:
    who = program("rina" if path.startswith("/processes") else "adi")
    answer = who.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400, 403, 404, 422), answer.text
    if "lint" in path:
        assert answer.json()["findings"][0]["severity"] == "error"


@pytest.mark.parametrize(
    "path",
    [
        f"/packs/cuti/files/cuti.bpmn?version={LONG}",
        "/packs/%00/files/cuti.bpmn",
        f"/inbox?cursor={1 << 80}.01a199c6-1ce0-7000-8000-000000000008",
        "/cases?text=%00",
        "/cases/%00",
    ],
)
def test_a_hostile_address_of_the_api_is_refused(program: Program, path: str) -> None:
    assert program("adi").get(path).status_code in (200, 404, 422)


@pytest.mark.parametrize("version", [f'"{LONG}"', '"' + "9" * 5000 + '"', '"-1"', '"\u0663"'])
def test_a_version_that_is_no_number_of_ours_is_stale(program: Program, enter: Enter, version: str) -> None:
    headers = {b"if-match": version.encode()}
    adi, page = program("adi"), enter("adi")
    assert adi.put("/packs/cuti/files/cuti.bpmn", content=b"x").status_code == 200
    assert adi.put("/packs/cuti/files/cuti.bpmn", content=b"y", headers=headers).status_code == 409
    page.get("/desain/cuti/ubah/cuti.bpmn")
    proof = {b"x-csrf": page.page.split('data-csrf="', 1)[1].split('"', 1)[0].encode()}
    sent = page.client.put("/desain/cuti/isi/cuti.bpmn", content=b"z", headers=proof | headers)
    assert sent.status_code == 409


def test_a_draft_holds_a_bounded_amount_of_text(program: Program, enter: Enter) -> None:
    joko = enter("joko")
    url = "/tugas/" + _task(enter("rina"), joko)
    joko.get(url)
    names = "&".join(f"k{number}{'z' * 2000}=1" for number in range(1000))
    sent = joko.client.post(
        url,
        content=f"{names}&_csrf={joko.hidden('_csrf')}",
        headers={"content-type": "application/x-www-form-urlencoded"},
        follow_redirects=False,
    )
    assert sent.status_code == 422
    half = program("joko").put(url.replace("tugas", "tasks") + "/draft", json={"answers": {"catatan": "x"}})
    assert half.status_code == 200


def test_half_a_character_is_no_draft(program: Program, enter: Enter) -> None:
    task = _task(enter("rina"), enter("joko"))
    answer = program("joko").put(
        f"/tasks/{task}/draft",
        content='{"answers":{"catatan":"\\ud800"}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.json()["code"] == "value.unstorable"


def _broken_zip(kind: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = bytearray(made.getvalue())
    entry, central = content.find(b"mimetype"), content.find(b"PK\x01\x02")
    if kind == "stream":
        content[entry + 8 : entry + 13] = b"\xff" * 5
    elif kind == "name":
        content[central + 9] |= 0x08
        content[central + 46] = 0xFF
    else:
        content[central + 10] = content[8] = int(kind)
    return bytes(content)


@pytest.mark.parametrize("kind", ["stream", "name", "9", "12", "14", "99"])
def test_a_damaged_archive_is_refused_by_its_kind(program: Program, enter: Enter, kind: str) -> None:
    task = _task(enter("rina"), enter("joko"))
    sent = {"subject": f"task:{task}", "field": "surat"}
    answer = program("joko").post("/attachments", data=sent, files={"file": ("a.odt", _broken_zip(kind))})
    assert (answer.status_code, answer.json()["code"]) == (422, "file.type")


def test_a_file_for_a_field_without_end_is_refused(program: Program, enter: Enter) -> None:
    task = _task(enter("rina"), enter("joko"))
    sent = {"subject": f"task:{task}", "field": "f" * 10_000}
    assert program("joko").post("/attachments", data=sent, files={"file": ("a.txt", b"abc")}).status_code == 422


@pytest.mark.parametrize("origin", ["http://[", "null", "http://[::1", "file://", "http://kota.test.evil.example"])
def test_an_origin_that_is_no_address_is_another_site(enter: Enter, origin: str) -> None:
    sent = enter("rina").client.post("/bahasa", data={"bahasa": "en"}, headers={"origin": origin})
    assert sent.status_code == 403


@pytest.mark.parametrize("length", ["x", "-5", "\u0663"])
def test_a_length_that_is_no_number_is_refused(enter: Enter, length: str) -> None:
    headers = {b"content-length": length.encode()}
    assert enter("rina").client.post("/bahasa", content=b"a=b", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "cookie",
    ["[" * 5000, '{"task_name":1,"number":2,"done":3,"holders":5}', '{"task_name":"","number":"","done":true}', "1"],
)
def test_a_notice_somebody_meddled_with_says_nothing(enter: Enter, cookie: str) -> None:
    rina = enter("rina")
    rina.client.cookies.set("kabar", quote(cookie), domain="kota.test")
    rina.get("/tugas")


@pytest.mark.parametrize(
    "path",
    ["/tugas/x", "/surat/x", "/berkas-lampiran/x", "/desain/cuti/isi/cuti.bpmn?versi=x", "/pantau/gangguan/x"],
)
def test_an_identifier_that_is_none_is_a_page_that_does_not_exist(enter: Enter, path: str) -> None:
    answer = enter("adi").client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    [
        "/cari?q=%00",
        "/berkas/%00",
        "/mulai/%00/%00",
        "/desain/cuti/ubah/%00",
        f"/desain/cuti/isi/cuti.bpmn?versi={LONG}",
        f"/tugas?sesudah={1 << 80}.01a199c6-1ce0-7000-8000-000000000008",
    ],
)
def test_a_hostile_address_of_a_page_is_refused(enter: Enter, path: str) -> None:
    assert enter("adi").client.get(path).status_code in (200, 404, 422)


def test_who_left_the_office_is_signed_out_everywhere(office_world: World, program: Program, enter: Enter) -> None:
    joko, api = enter("joko"), program("joko")
    with office_world.database.writing() as db:
        db.execute(update(tables.person).where(tables.person.c.name == "Joko Susilo").values(active=False))
        db.commit()
    answer = joko.client.get("/tugas", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/masuk")
    assert api.get("/inbox").status_code == 401
