"""What a page weighs over a slow line, compressed as it is sent: part of the product, not of its looks."""

import gzip
import json

import pytest

from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.web.statics import link
from tests.web import office
from tests.web.office import Browser

#: Bytes after gzip.
INBOX, FORM, COLD = 6_000, 12_000, 50_000
ROWS = 20
NAMES = [
    f"{first} {last}"
    for first in ("Andi", "Betty", "Citra", "Dewi", "Eko")
    for last in ("Sitorus", "Wijaya", "Damanik", "Purba")
]


def weight(page: str | bytes) -> int:
    """Bytes on the line, as the server compresses."""
    return len(gzip.compress(page if isinstance(page, bytes) else page.encode(), 6))


def fetched(browser: Browser, url: str) -> bytes:
    answer = browser.client.get(url)
    assert answer.status_code == 200
    return bytes(answer.content)


@pytest.fixture
def busy(rina: Browser, joko: Browser) -> Browser:
    """A head with twenty requests of different people, one of them with a comment."""
    names = [f"Permohonan cuti tahunan {name}, bidang ke-{number}" for number, name in enumerate(NAMES)]
    numbers = [rina.start_case(name) for name in names]
    rina.get(f"/berkas/{numbers[0]}")
    rina.post(f"/berkas/{numbers[0]}/komentar", {"komentar": "Mohon diperiksa lebih dahulu, suratnya menyusul"})
    return joko


def test_an_inbox_of_twenty_tasks_is_at_most_six_kilobytes(busy: Browser) -> None:
    page = busy.get("/tugas")
    assert page.count('<li class="tata-list__item">') == ROWS
    assert weight(page) <= INBOX


def test_a_long_form_is_at_most_twelve_kilobytes(rina: Browser, joko: Browser, office_world: World) -> None:
    execute(DeployPack(with_a_long_form()), world=office_world, actor=ENGINE)
    rina.start_case()
    page = joko.get(joko.first_task())
    assert page.count("<input") > 60
    assert weight(page) <= FORM


def test_a_first_visit_is_at_most_fifty_kilobytes(busy: Browser) -> None:
    page = busy.get(busy.first_task())
    cold = weight(page) + sum(
        weight(fetched(busy, link(name))) for name in ("vendor/tata.css", "app.js", "vendor/isian.js", "vendor/feel.js")
    )
    assert cold <= COLD


def with_a_long_form() -> dict[str, bytes]:
    """The pack with a form as long as a purchase's: forty fields and a table of ten columns."""
    plain = [
        {"type": "textfield", "key": f"isian_{n}", "label": f"Isian nomor {n}", "description": "Sesuai dokumen asli"}
        for n in range(40)
    ]
    cells = [{"type": "textfield", "key": f"kolom_{n}", "label": f"Kolom {n}"} for n in range(10)]
    table = {"type": "dynamiclist", "path": "rincian", "label": "Rincian", "defaultRepetitions": 3, "components": cells}
    form = office.CHECK | {"components": [*office.CHECK["components"], *plain, table]}
    return office.files() | {"forms/pemeriksaan.form.json": json.dumps(form).encode()}
