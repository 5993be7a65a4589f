"""Every page has help that leads to its own section, and the manuals lead nowhere that does not exist."""

import re

import pytest
from fastapi import FastAPI

from engine.model.world import World
from engine.web import help as manuals
from engine.web.markdown import rendered, slug
from engine.web.sections import SECTIONS, help_for
from tests.web.office import Browser
from tests.web.test_auditor import addresses, filled, number, task_of, wira

__all__ = ["number", "wira"]


def anchors(name: str) -> set[str]:
    return {heading.anchor for heading in manuals.sections(name)}


def test_every_section_a_page_leads_to_is_written() -> None:
    for _, section in SECTIONS:
        manual, _, anchor = section.partition("#")
        assert anchor in anchors(manual), section
    assert help_for("/tidak-ada") == "/bantuan"


@pytest.mark.parametrize("name", list(manuals.MANUALS))
def test_every_link_and_picture_of_a_manual_is_there(rina: Browser, name: str) -> None:
    page = rina.get(f"/bantuan/{name}")
    for address in set(re.findall(r'<img src="([^"]+)"', page)):
        answer = rina.client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png"), address
        assert len(answer.content) < 200_000, address
    for address in set(re.findall(r'href="(/bantuan[^"]*|#[^"]+)"', page)):
        file, _, anchor = address.partition("#")
        target = rina.get(file) if file else page
        assert not anchor or f'id="{anchor}"' in target, address


def test_every_page_has_help_that_resolves(
    app: FastAPI, office_world: World, adi: Browser, wira: Browser, rina: Browser, number: str
) -> None:
    led: set[str] = set()
    for who in (adi, wira, rina):
        for method, path in addresses(app):
            answer = who.client.get(filled(path, number, task_of(office_world))) if method == "GET" else None
            if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            found = re.search(r'href="(/bantuan[^"]*)"', answer.text)
            if "/surat/" not in path and "pratinjau" not in path:
                assert found, path
                led.add(found[1])
    assert len(led) > 15
    for address in led:
        file, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in rina.get(file) or not anchor, address


def test_a_manual_carries_only_its_own_text() -> None:
    source = (
        "# Judul <script>\n\n"
        "[luar](https://jahat.example) [skrip](javascript:alert(1)) **<b>** `<i>` [ke](pejabat.md#kata-sandi)\n\n"
        "- satu\n- dua <u>\n\n| a | b |\n|---|---|\n| <td> | 2 |\n\n![<x>](http://lain/x.png)\n"
    )
    made = str(rendered(source, manuals.resolve))
    assert "<script>" not in made
    assert "javascript:" not in made
    assert "jahat" not in made
    assert '<a class="govuk-link" href="/bantuan/pejabat#kata-sandi">ke</a>' in made
    for raw in ("<b>", "<i>", "<u>", "<x>"):
        assert raw not in made, raw
    assert "<td class" in made
    assert slug("Masuk dan keluar") == "masuk-dan-keluar"


def test_no_picture_outside_of_the_manuals_is_sent(rina: Browser) -> None:
    for name in ("..%2F..%2Finbox.png", "inbox.png", "pyproject.toml", ".png"):
        rina.get(f"/bantuan/gambar/{name}", 404)
