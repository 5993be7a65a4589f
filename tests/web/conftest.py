"""An office and its web site, over SQLite: the pages know nothing of the database."""

import pytest
from fastapi import FastAPI

from engine.model.world import World
from engine.store.database import Store
from tests.conftest import Clock, build_world
from tests.web import office
from tests.web.office import Browser


@pytest.fixture
def office_world(sqlite_database: Store, clock: Clock) -> World:
    """A furnished office."""
    return office.furnish(build_world(sqlite_database, clock))


@pytest.fixture
def app(office_world: World) -> FastAPI:
    """Its web site."""
    return office.application(office_world)


@pytest.fixture
def rina(app: FastAPI) -> Browser:
    """The staff member who asks for leave."""
    return office.browser(app).log_in("rina")


@pytest.fixture
def joko(app: FastAPI) -> Browser:
    """One head who checks."""
    return office.browser(app).log_in("joko")


@pytest.fixture
def siti(app: FastAPI) -> Browser:
    """Another head who checks."""
    return office.browser(app).log_in("siti")


@pytest.fixture
def adi(app: FastAPI) -> Browser:
    """The administrator, who also designs."""
    return office.browser(app).log_in("adi")
