"""The Celery application of the tests' worker process: `celery -A tests.jobs.celery_app worker`."""

import os
import secrets
import time
from datetime import UTC, datetime

from engine.jobs.celery import make
from engine.model.connectors import Connectors
from engine.model.ids import ids
from engine.model.world import World
from engine.service.versions import VersionCache
from engine.store import database
from integrations.partner.desk import Desk, DeskTransport
from integrations.partner.ledger import Ledger
from integrations.registry import over


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def build() -> tuple[World, Connectors]:
    """A world over the database and the partner's books named in the environment."""
    store = database.open(os.environ["TATA_TEST_DATABASE"])
    books = Ledger(os.environ["TATA_TEST_BOOKS"])
    connectors = over(DeskTransport(Desk(books, today=lambda: now().date(), sleep=time.sleep)))
    world = World(now, ids(now, secrets.randbits), lambda: None, connectors, VersionCache(store), store)
    return world, connectors


app = make(os.environ.get("TATA_TEST_BROKER", "memory://"), build)
