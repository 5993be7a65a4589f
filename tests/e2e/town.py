"""A running copy of the demo city: two HTTP servers, one office, its partner, and a clock that can be put forward."""

import socket
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Locator, Page

from engine import app as office
from engine.app import App
from engine.cli import city
from engine.jobs.scenario_people import official
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.office import PutHoldings
from engine.settings import Settings
from integrations.partner.desk import Desk

#: How long the embedded worker may need on a busy machine.
PATIENCE = 20.0


@dataclass
class Clock:
    """Real time plus what a test let pass."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return office.utc_now() + self.ahead

    def forward(self, lapse: timedelta) -> None:
        self.ahead += lapse


@dataclass
class Town:
    """The city's address, its parts and its files."""

    url: str
    app: App
    desk: Desk
    folder: Path
    clock: Clock

    def passes(self, lapse: timedelta) -> None:
        """Let time pass and wake the worker, which measures its sleep in real seconds."""
        self.clock.forward(lapse)
        self.app.bell.ring()

    def stands_in(self, deputy: str, position: str) -> None:
        """Let the holder of `deputy` act in `position` as well (plh), from today."""
        row = {
            "nip": official(deputy)["nip"],
            "position": position,
            "capacity": "plh",
            "warrant": "800.1.11.1/1/2026",
            "from_on": self.clock().date().isoformat(),
        }
        execute(PutHoldings((row,)), world=self.app.world, actor=ENGINE)


def furnished(folder: Path, partner_url: str, clock: Clock) -> App:
    """The application over the copied files, on the test's clock."""
    settings = Settings(
        database=f"sqlite:///{folder}/city.sqlite",
        office=city.OFFICE,
        demo=True,
        finance_url=partner_url,
        asset_url=partner_url,
        personnel_url=partner_url,
    )
    app = office.build(settings)
    world = office.world(app.store, app.connectors, app.bell, zone=settings.zone, clock=clock)
    return replace(app, world=world)


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


@dataclass
class Official:
    """A person at a browser; `clicks` counts what the hand did since the log-in page."""

    page: Page
    url: str
    clicks: int = 0

    def goes(self, path: str) -> "Official":
        self.page.goto(self.url + path)
        return self

    def clicks_on(self, target: Locator) -> "Official":
        target.click()
        self.clicks += 1
        return self

    def signs_in(self, username: str) -> "Official":
        """Choose an official on the log-in page, opening the offices that are folded away."""
        if "/masuk" not in self.page.url:
            self.goes("/masuk")
        button = self.page.locator(f'button[name="username"][value="{username}"]').first
        return self.unfolds(button).clicks_on(button)

    def unfolds(self, target: Locator) -> "Official":
        """Open whatever hides a part of the page, outermost first."""
        folded = self.page.locator("details:not([open])").filter(has=target)
        while not target.is_visible():
            self.clicks_on(folded.first.locator("> summary"))
        return self

    def signs_out(self) -> "Official":
        self.page.locator(".tata-header__person summary").click()
        self.page.get_by_role("button", name="Keluar").click()
        return self

    def opens(self, number: str, task: str) -> "Official":
        """Open a task of a case from the inbox."""
        self.goes(f"/tugas?q={number}")
        return self.clicks_on(self.waiting(number, task))

    def waiting(self, number: str, task: str) -> Locator:
        """The link to a task in the inbox."""
        row = self.page.locator(".tata-list__item").filter(has_text=number)
        return row.get_by_role("link").filter(has_text=task)

    def fills(self, answers: dict[str, Any]) -> "Official":
        """Type answers by field name, whatever control the field is."""
        for name, value in answers.items():
            self._fill(name, value)
        return self

    def _fill(self, name: str, value: Any) -> None:
        if isinstance(value, date):
            for box, number in (("tanggal", value.day), ("bulan", value.month), ("tahun", value.year)):
                self.field(f"{name}.{box}").fill(str(number))
            return
        control = self.field(name).first
        kind = control.evaluate("control => control.type")
        if kind == "radio":
            self.page.locator(f'#isian input[name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            control.set_checked(bool(value))
        elif kind == "select-one":
            control.select_option(str(value))
        else:
            control.fill(str(value))

    def field(self, name: str) -> Locator:
        return self.page.locator(f'#isian [name="{name}"]')

    def presses(self, button: str) -> "Official":
        """Press a submit button of the form by its name, as the pages and the forms name them."""
        return self.clicks_on(self.page.locator(f'button[name="{button}"]:not([aria-hidden])').first)

    def sends(self) -> "Official":
        return self.presses("_kirim")

    def shows(self) -> str:
        return self.page.locator("main").inner_text()
