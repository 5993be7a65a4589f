"""One desk and one browser for the tests of the bundles."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.editor.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    server = Desk()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 850})
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    yield page
    page.close()
    assert wrong == []
