"""An administrator moves running purchases to a new version: every page of it, wide and narrow, and what axe says."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.cli import places
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packfiles import pack_files
from engine.service.packs import DeployPack
from tests.e2e import purchase
from tests.e2e.test_accessible import WIDTHS, fine, look
from tests.e2e.town import Official, Town

__all__ = ["look"]
pytestmark = pytest.mark.browser

PROCESS = "pengadaan/pengadaan_langsung"


def released(town: Town) -> None:
    """A second version: one step under another id, another is gone, a deadline says otherwise."""
    files = dict(pack_files(places.packs() / "pengadaan", places.library()))
    diagram = files["pengadaan_langsung.bpmn"].decode()
    diagram = diagram.replace("Tugas_HPS", "Tugas_Harga").replace("Tugas_Kontrak", "Tugas_Perjanjian")
    files["pengadaan_langsung.bpmn"] = diagram.encode()
    execute(DeployPack(files, replace=True), world=town.app.world, actor=ENGINE)


@pytest.mark.parametrize("width", WIDTHS)
def test_running_cases_are_moved_on_pages_anybody_can_read(
    town: Town, look: Callable[..., Official], width: int
) -> None:
    purchase.begin(town)
    released(town)
    admin = look("dkom.admin", width).goes("/pantau/pindah")
    found = fine(admin, "pindah-daftar")
    page = admin.page
    page.locator(f'a[href^="/pantau/pindah/{PROCESS}"]').first.click()
    found += fine(admin, "pindah-tanya")
    page.get_by_role("button", name="Periksa dahulu setiap berkas").click()
    expect(page.locator(".tata-status").first).to_contain_text("dapat dipindahkan")
    page.locator("main details").first.locator("summary").click()
    found += fine(admin, "pindah-periksa")
    page.go_back()
    page.locator('select[name="unsur:Tugas_HPS"]').select_option("Tugas_Harga")
    page.locator('select[name="unsur:Tugas_Kontrak"]').select_option("Tugas_Perjanjian")
    page.get_by_role("button", name="Periksa dahulu setiap berkas").click()
    expect(page.locator(".tata-status").first).to_contain_text(", 0 tidak")
    found += fine(admin, "pindah-siap")
    page.locator("#alasan").fill("Perubahan prosedur per 1 November")
    page.get_by_role("button", name="Pindahkan").click()
    expect(page.locator(".tata-status").first).to_contain_text("0 ditolak dan tidak disentuh", timeout=30_000)
    found += fine(admin, "pindah-selesai")
    admin.goes(f"/pantau/proses/{PROCESS}")
    found += fine(admin, "pindah-jumlah")
    assert found == []
