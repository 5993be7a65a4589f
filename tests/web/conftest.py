"""An office and its web site, over SQLite: the pages know nothing of the database."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from engine.model.world import World
from engine.service.versions import VersionCache
from engine.store import database as databases
from tests.conftest import Clock, build_world
from tests.web import office
from tests.web.office import Browser


@pytest.fixture(scope="session")
def furnished(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished office on disk; every test works in a copy."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    shutil.copy(_sqlite_template, path)
    store = databases.open(f"sqlite:///{path}")
    office.furnish(build_world(store, Clock(datetime(2026, 11, 2, 1, 0, tzinfo=UTC))))
    store.close()
    assert not path.with_name("office.db-wal").exists(), "the last connection writes everything into the file"
    return path


@pytest.fixture
def office_world(furnished: Path, tmp_path: Path, clock: Clock) -> Iterator[World]:
    """A furnished office a minute later."""
    path = tmp_path / "office.db"
    shutil.copy(furnished, path)
    store = databases.open(f"sqlite:///{path}")
    clock.move(minutes=1)
    world = build_world(store, clock)
    yield replace(world, packs=VersionCache(store))
    store.close()


@pytest.fixture
def app(office_world: World) -> FastAPI:
    """Its web site."""
    return office.application(office_world)


@pytest.fixture
def rina(app: FastAPI, office_world: World) -> Browser:
    """The staff member who asks for leave."""
    return office.browser(app).let_in(office_world, "rina")


@pytest.fixture
def joko(app: FastAPI, office_world: World) -> Browser:
    """One head who checks."""
    return office.browser(app).let_in(office_world, "joko")


@pytest.fixture
def siti(app: FastAPI, office_world: World) -> Browser:
    """Another head who checks."""
    return office.browser(app).let_in(office_world, "siti")


@pytest.fixture
def adi(app: FastAPI, office_world: World) -> Browser:
    """The administrator, who also designs."""
    return office.browser(app).let_in(office_world, "adi")
