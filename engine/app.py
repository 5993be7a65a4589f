"""The composition root: settings in, a running office out. Only here are clock, randomness and connectors real."""

import logging
import random
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy.engine import make_url

from engine import __version__, runtime
from engine.api import mount as mount_api
from engine.jobs.celery import Doorbell, configured
from engine.jobs.dispatch import Dispatcher
from engine.jobs.worker import Bell, Worker
from engine.model.ids import ids
from engine.model.world import Clock, World
from engine.service.versions import VersionCache
from engine.settings import Settings
from engine.store import database, migrate
from engine.store.database import Store
from engine.web import Site
from engine.web import mount as mount_web
from integrations.registry import Endpoint, Registry, registry

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class App:
    """Everything one process needs, built once."""

    settings: Settings
    store: Store
    world: World
    connectors: Registry
    bell: Bell

    def hands(self) -> list[Worker | Dispatcher]:
        """Who works in this process: the embedded worker, and with a broker the one who rings for Celery's workers."""
        found: list[Worker | Dispatcher] = []
        if self.settings.workers:
            found.append(Worker(self.world, self.connectors, threads=self.settings.workers, bell=self.bell))
        if self.settings.broker:
            ring = Doorbell(configured(self.settings.broker)).ring
            found.append(Dispatcher(self.world, self.connectors, ring, bell=self.bell))
        return found

    def close(self) -> None:
        """Give the database back."""
        self.store.close()


def utc_now() -> datetime:
    """The current moment."""
    return datetime.now(UTC)


def endpoints(settings: Settings) -> dict[str, Endpoint]:
    """The connectors an admin has given an address."""
    given = {
        "finance": Endpoint(settings.finance_url, settings.finance_token),
        "asset": Endpoint(settings.asset_url, settings.asset_token),
        "personnel": Endpoint(settings.personnel_url, settings.personnel_token),
    }
    return {name: endpoint for name, endpoint in given.items() if endpoint.url}


def opened(url: str) -> Store:
    """The database; a SQLite file's folder is made."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return database.open(url)


def world(
    store: Store,
    connectors: Registry,
    wake: Callable[[], None],
    *,
    zone: str,
    clock: Clock = utc_now,
    bits: Callable[[int], int] = random.SystemRandom().getrandbits,
) -> World:
    """The world over one database; a conformance run passes its own clock and randomness."""
    return World(
        clock=clock,
        ids=ids(clock, bits),
        wake=wake,
        catalogue=connectors,
        packs=VersionCache(store),
        database=store,
        zone=zone,
        secret=secrets.token_bytes,
        warned=_log,
    )


def _log(number: str, warnings: Sequence[tuple[str, str]]) -> None:
    """What became null in a step of a case goes to the log: names and positions, never values."""
    for element, told in warnings:
        log.info("%s %s: %s", number, element, told)


def build(settings: Settings) -> App:
    """Open the database and wire the parts; nothing is started."""
    runtime.check()
    store = opened(settings.database)
    connectors = registry(endpoints(settings))
    bell = Bell()
    return App(settings, store, world(store, connectors, bell, zone=settings.zone), connectors, bell)


def web(app: App) -> FastAPI:
    """The HTTP face: JSON under /api/v1, pages elsewhere; the workers of this process run while it does."""
    settings = app.settings

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        hands = app.hands()
        for hand in hands:
            hand.start()
        yield
        for hand in hands:
            hand.stop()
        app.close()

    face = FastAPI(
        title="Tatalaksana", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    mount_api(face, app.world, version=__version__)
    hosts = tuple(host.strip() for host in settings.hosts.split(",") if host.strip())
    mount_web(face, Site(app.world, settings.office, demo=settings.demo, secure=settings.secure, hosts=hosts))
    return face


def ready(store: Store) -> None:
    """Bring the schema to this version."""
    if not migrate.is_current(store):
        migrate.upgrade(store)
