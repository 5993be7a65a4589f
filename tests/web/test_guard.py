"""What holds for every request, whatever page it asks for."""

import gzip
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from engine.web import statics
from engine.web.guard import LARGEST_BODY, Guard
from engine.web.login import safe
from engine.web.site import Site


def client(site: Site, address: str = "127.0.0.1") -> TestClient:
    app = FastAPI()
    app.include_router(statics.router)

    @app.post("/tulis")
    async def write(request: Request) -> int:
        return len(await request.body())

    @app.get("/baca")
    def read() -> str:
        return "ya"

    app.add_middleware(Guard, site=site)
    return TestClient(app, client=(address, 4000), base_url="http://kota.test")


@pytest.fixture
def site() -> Site:
    return Site(world=None, office="Kota Contoh", demo=True, hosts=("kota.test",))  # type: ignore[arg-type]


def test_every_answer_carries_the_security_headers(site: Site) -> None:
    headers = client(site).get("/baca").headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://lain.test"},
        {"origin": "null"},
    ],
)
def test_a_write_from_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    assert client(site).post("/tulis", content=b"x", headers=headers).status_code == 403


def test_a_write_from_our_own_page_passes(site: Site) -> None:
    headers = {"origin": "http://kota.test", "sec-fetch-site": "same-origin"}
    assert client(site).post("/tulis", content=b"abc", headers=headers).json() == 3


def test_the_demo_answers_only_this_machine(site: Site) -> None:
    assert client(site).get("/baca").status_code == 200
    assert client(site, "10.1.2.3").get("/baca").status_code == 403
    assert client(site, "192.168.1.9").get("/static/lambang.svg").status_code == 403
    assert client(Site(None, "Kota"), "10.1.2.3").get("/baca").status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8000", 200), ("localhost", 200), ("[::1]:8000", 200), ("kota.test", 200), ("jahat.example:8000", 403)],
)
def test_a_name_made_to_lead_to_this_machine_is_not_the_demo(site: Site, host: str, status: int) -> None:
    assert client(site).get("/baca", headers={"host": host}).status_code == status


def test_a_body_too_large_is_refused_before_it_is_read(site: Site) -> None:
    headers = {"content-length": str(LARGEST_BODY + 1)}
    assert client(site).post("/tulis", content=b"x", headers=headers).status_code == 413


def test_a_static_file_is_kept_for_ever_under_the_name_of_its_content(site: Site) -> None:
    url = statics.link("vendor/tata.css")
    answer = client(site).get(url, headers={"accept-encoding": "gzip"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content, 9)) < 14_500
    again = client(site).get(url, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client(site).get("/static/vendor/tata.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["../site.py", "%2e%2e/site.py", "/etc/passwd", "vendor/../../site.py"])
def test_nothing_but_static_files_can_be_named(site: Site, name: str) -> None:
    assert client(site).get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("onward", ["//jahat.test", "/\\jahat.test", "https://jahat.test", "", "javascript:x", "/a\nb"])
def test_log_in_never_leads_off_the_site(onward: str) -> None:
    assert safe(onward) == "/tugas"
    assert safe("/tugas/7?a=b") == "/tugas/7?a=b"


def test_no_page_carries_inline_script_or_style() -> None:
    for path in (Path(statics.__file__).parent / "templates").glob("*.html"):
        text = path.read_text()
        assert "<style" not in text, path.name
        assert " style=" not in text, path.name
        assert " onclick" not in text, path.name
        assert text.count("<script") == text.count("<script src="), path.name
