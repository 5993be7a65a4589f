"""What workers look at: jobs that could run now."""

from sqlalchemy import select

from engine.model.ids import Id
from engine.model.world import World
from engine.store import tables


def due_jobs(world: World, limit: int = 100) -> tuple[Id, ...]:
    """The jobs that are ready and due, longest waiting first."""
    job = tables.job
    ready = select(job.c.id).where(job.c.state == "ready", job.c.run_at <= world.clock())
    with world.database.reading() as db:
        return tuple(db.execute(ready.order_by(job.c.run_at).limit(limit)).scalars())
