"""A real city behind a real socket, driven by Debian's Chromium."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from engine.app import web
from engine.cli import city, places
from integrations.partner.app import partner, today
from integrations.partner.desk import Desk
from integrations.partner.ledger import Ledger
from tests.e2e.town import Clock, Official, Served, Town, furnished


@pytest.fixture(scope="session")
def built_city(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo city's files, built once for all workers; every test works on a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "city"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _build(folder)
            (folder / "ready").touch()
    return folder


def _build(folder: Path) -> None:
    url, books = f"sqlite:///{folder}/city.sqlite", folder / "partner.sqlite"
    city.found(url, books, root=places.packs(), until=datetime.now(UTC), cases=12, passwords=True)


@pytest.fixture
def town(built_city: Path, tmp_path: Path) -> Iterator[Town]:
    """A copy of the city with its partner, up until the test ends."""
    for file in built_city.glob("*.sqlite*"):
        shutil.copy(file, tmp_path / file.name)
    desk, clock = Desk(Ledger(str(tmp_path / "partner.sqlite")), today, time.sleep), Clock()
    with Served(partner(desk)) as partner_url:
        app = furnished(tmp_path, partner_url, clock)
        with Served(web(app)) as url:
            yield Town(url, app, desk, tmp_path, clock)


@pytest.fixture
def sit_down(town: Town, browser: Browser) -> Iterator[Any]:
    """Seat an official at a browser of their own; officials get no JavaScript unless asked for."""
    contexts: list[BrowserContext] = []

    def seat(username: str, *, javascript: bool = False, width: int = 1280) -> Official:
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 900}, locale="id-ID"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Official(context.new_page(), town.url).signs_in(username)

    yield seat
    for context in contexts:
        context.close()
