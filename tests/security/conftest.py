"""An office on both databases, and its people as browsers and as programs."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from engine.model.world import World
from engine.service.versions import VersionCache
from engine.store.database import Store
from tests.api.test_api import caller
from tests.conftest import Clock, build_world
from tests.office import office as running_office
from tests.office import sqlite_office
from tests.web import office
from tests.web.office import Browser

__all__ = ["running_office", "sqlite_office"]

Enter = Callable[[str], Browser]
Program = Callable[[str], TestClient]


@pytest.fixture
def office_world(database: Store, clock: Clock) -> World:
    """A furnished office a minute later, on each of the two databases."""
    world = build_world(database, clock)
    office.furnish(world)
    clock.move(minutes=1)
    return replace(world, packs=VersionCache(database))


@pytest.fixture
def app(office_world: World) -> FastAPI:
    """Its pages and its API; an exception that no handler answers fails the test."""
    return office.application(office_world)


@pytest.fixture
def enter(app: FastAPI, office_world: World) -> Enter:
    """Somebody's browser, signed in."""
    return lambda username: office.browser(app).let_in(office_world, username)


@pytest.fixture
def program(app: FastAPI, office_world: World) -> Program:
    """Somebody's program, with a token."""
    return lambda username: caller(app, office_world, username)
