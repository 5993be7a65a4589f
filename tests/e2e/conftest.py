"""A real city behind a real socket, driven by Debian's Chromium."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from engine.app import App, build, web
from engine.cli import city, places
from engine.settings import Settings
from integrations.partner.app import partner, today
from integrations.partner.desk import Desk
from integrations.partner.ledger import Ledger


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium without a screen; nothing is fetched."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    return {"executable_path": shutil.which("chromium") or "/usr/bin/chromium", "args": quiet}


@pytest.fixture(scope="session")
def built_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city's files, built once; every test works on a copy."""
    folder = tmp_path_factory.mktemp("city")
    city.found(
        f"sqlite:///{folder}/city.sqlite",
        folder / "partner.sqlite",
        root=places.packs(),
        until=datetime.now(UTC),
        cases=12,
    )
    return folder


@dataclass
class Town:
    """One running copy of the city."""

    url: str
    app: App
    desk: Desk
    folder: Path


class Served:
    """A uvicorn server in a thread, on a free loopback port."""

    def __init__(self, app: Any) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        return self.url

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()


@pytest.fixture
def town(built_city: Path, tmp_path: Path) -> Iterator[Town]:
    """A copy of the city with its partner, up until the test ends."""
    for file in built_city.iterdir():
        shutil.copy(file, tmp_path / file.name)
    desk = Desk(Ledger(str(tmp_path / "partner.sqlite")), today, time.sleep)
    with Served(partner(desk)) as partner_url:
        settings = Settings(
            database=f"sqlite:///{tmp_path}/city.sqlite",
            office=city.OFFICE,
            demo=True,
            finance_url=partner_url,
            asset_url=partner_url,
            personnel_url=partner_url,
        )
        app = build(settings)
        with Served(web(app)) as url:
            yield Town(url, app, desk, tmp_path)


@dataclass
class Official:
    """A person at a browser."""

    page: Page
    url: str

    def goes(self, path: str) -> "Official":
        self.page.goto(self.url + path)
        return self

    def signs_in(self, username: str) -> "Official":
        self.goes("/masuk")
        self.page.locator(f'button[name="username"][value="{username}"]').first.click()
        return self


@pytest.fixture
def sit_down(town: Town, browser: Browser) -> Iterator[Any]:
    """Seat an official at a browser of their own; officials get no JavaScript unless asked for."""
    contexts: list[BrowserContext] = []

    def seat(username: str, *, javascript: bool = False, width: int = 1280) -> Official:
        context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": 900}, locale="id-ID"
        )
        contexts.append(context)
        return Official(context.new_page(), town.url).signs_in(username)

    yield seat
    for context in contexts:
        context.close()
