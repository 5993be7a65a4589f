"""The thin Celery door: the broker carries job ids only, the tables are the truth (architecture §7).

A lost or doubled message is harmless: the lease of the row decides who works.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from celery import Celery

from engine.jobs.folder import SCHEME
from engine.jobs.run import run_job
from engine.model.connectors import Connectors
from engine.model.ids import Id
from engine.model.world import World

#: The name of the one task, and of its queue.
RUN = "tata.run_job"
QUEUE = "tata.jobs"
#: Seconds; the lease of a job (90 s) is longer than both, so nobody takes a job that still runs.
SOFT_LIMIT, HARD_LIMIT = 60, 75


def configured(broker: str) -> Celery:
    """A Celery application for a broker URL; `filesystem:///folder` needs no server."""
    app = Celery("tatalaksana", broker=f"{SCHEME}://" if broker.startswith("filesystem://") else broker)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_serializer="json",
        accept_content=["json"],
        task_soft_time_limit=SOFT_LIMIT,
        task_time_limit=HARD_LIMIT,
        task_default_queue=QUEUE,
        task_create_missing_queues=True,
        broker_connection_retry_on_startup=True,
        worker_hijack_root_logger=False,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        broker_transport_options=transport_options(broker),
        task_default_queue_type=None if broker.startswith(("filesystem", "memory", "redis")) else "quorum",
    )
    return app


def transport_options(broker: str) -> dict[str, Any]:
    """Where the filesystem transport keeps its messages; nothing for real brokers, which confirm each publish."""
    if not broker.startswith("filesystem://"):
        return {"confirm_publish": True} if broker.startswith(("amqp", "pyamqp")) else {}
    folder = Path(broker.removeprefix("filesystem://"))
    for part in ("queue", "control"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    # One folder for both directions: what the dispatcher puts out is what the worker takes in.
    queue, control = str(folder / "queue"), str(folder / "control")
    return {"data_folder_in": queue, "data_folder_out": queue, "control_folder": control}


@dataclass(frozen=True, slots=True)
class Doorbell:
    """Rings for jobs at a broker."""

    app: Celery

    def ring(self, job_id: Id) -> None:
        """Ask some worker to do one job; raises what the broker raises where it is away."""
        self.app.send_task(RUN, args=[str(job_id)], queue=QUEUE, ignore_result=True, retry=False)


def make(broker: str, build: Callable[[], tuple[World, Connectors]], owner: str = "celery") -> Celery:
    """The application of a worker process; the world is built once per process, after the fork, on the first job."""
    app = configured(broker)
    built = cache(build)

    @app.task(name=RUN, max_retries=0)  # type: ignore[untyped-decorator]  # Celery is untyped
    def run(job_id: str) -> None:
        world, connectors = built()
        run_job(Id(job_id), world, connectors, owner=f"{owner}:{os.getpid()}"[:60])

    return app
