"""The Celery application of `tata worker`; the world is built in each worker process, after the fork."""

from engine.app import build
from engine.jobs.celery import make
from engine.model.connectors import Connectors
from engine.model.world import World
from engine.settings import Settings


def built() -> tuple[World, Connectors]:
    """This process's world and connectors."""
    app = build(Settings())
    return app.world, app.connectors


app = make(Settings().broker or "memory://", built)
