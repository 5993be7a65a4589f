"""What every test may ask for: both databases, a clock that moves, a world, an office to act in."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import URL, Engine, create_engine, text

from engine.model.actor import ENGINE, Actor
from engine.model.ids import Id, ids
from engine.model.pack import PackVersion
from engine.model.world import Operation, World
from engine.store import database as databases
from engine.store import migrate
from engine.store.database import Store
from engine.store.unit import Unit
from tests.cluster import server

Writing = Callable[..., AbstractContextManager[Unit]]


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def move(self, **by: float) -> datetime:
        """Move on by days=, hours=, minutes= …"""
        self.now += timedelta(**by)
        return self.now


class NoCatalogue:
    """An office without connectors."""

    def operations(self) -> Mapping[str, Operation]:
        """Return none."""
        return {}


@dataclass
class ReleasedPacks:
    """Released versions a test put there."""

    versions: dict[Id, PackVersion] = field(default_factory=dict)

    def version(self, version: Id) -> PackVersion:
        """Return one version."""
        return self.versions[version]


@pytest.fixture
def clock() -> Clock:
    """Monday 2 November 2026, 08:00 in Pematangsiantar (WIB)."""
    return Clock(datetime(2026, 11, 2, 1, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    store = databases.open(f"sqlite:///{path}")
    migrate.upgrade(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("select 1")
    store.close()
    return path


@dataclass
class PostgresTemplate:
    """A migrated, empty database that each test copies."""

    admin: Engine
    url: URL
    name: str
    number: Iterator[int]

    @contextmanager
    def copy(self) -> Iterator[URL]:
        """Yield the URL of a fresh copy, dropped afterwards."""
        fresh = f"{self.name}_{next(self.number)}"
        self.run(f'create database "{fresh}" template "{self.name}"')
        try:
            yield self.url.set(database=fresh)
        finally:
            self.run(f'drop database "{fresh}" with (force)')

    def run(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with self.admin.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def _postgres_template() -> Iterator[PostgresTemplate]:
    with server() as url:
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        template = PostgresTemplate(admin, url, f"tata_test_{uuid4().hex[:12]}", count())
        template.run(f'create database "{template.name}"')
        try:
            store = databases.open(template.url.set(database=template.name).render_as_string(hide_password=False))
            migrate.upgrade(store)
            store.close()
            yield template
        finally:
            template.run(f'drop database "{template.name}" with (force)')
            admin.dispose()


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = databases.open(url)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def sqlite_database(_sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite file with every table."""
    path = tmp_path / "tata.db"
    shutil.copy(_sqlite_template, path)
    with _opened(f"sqlite:///{path}") as store:
        yield store


@pytest.fixture
def postgres_database(_postgres_template: PostgresTemplate) -> Iterator[Store]:
    """An empty PostgreSQL database with every table."""
    with _postgres_template.copy() as url, _opened(url.render_as_string(hide_password=False)) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Store:
    """Both databases in turn: what holds on one must hold on the other."""
    store: Store = request.getfixturevalue(f"{request.param}_database")
    return store


def build_world(database: Store, clock: Clock) -> World:
    """Make a world with identifiers in the order they were made and packs a test may fill."""
    return World(
        clock=clock,
        ids=ids(clock, _ascending()),
        wake=lambda: None,
        catalogue=NoCatalogue(),
        packs=ReleasedPacks(),
        database=database,
    )


def _ascending() -> Callable[[int], int]:
    numbers = count(1)
    return lambda bits: next(numbers) & ((1 << bits) - 1)


@pytest.fixture
def world(database: Store, clock: Clock) -> World:
    """A world around the database of the test."""
    return build_world(database, clock)


@pytest.fixture
def writing(world: World) -> Writing:
    """Open a unit of work that commits when its block ends well: `with writing() as unit`."""

    @contextmanager
    def opened(actor: Actor = ENGINE, **attributes: Any) -> Iterator[Unit]:
        with world.database.writing() as connection:
            yield Unit(connection, actor, world.clock(), world, **attributes)
            connection.commit()

    return opened


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium without a screen; nothing is fetched."""
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    return {"executable_path": shutil.which("chromium") or "/usr/bin/chromium", "args": quiet}
