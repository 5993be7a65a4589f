"""Run an office: server, migrations, workers."""

import os
import sys
from typing import Annotated

import typer
import uvicorn

from engine.app import build, opened, ready, web
from engine.cli.console import say, stop
from engine.settings import Settings
from engine.store import migrate as migrations


def up(
    host: Annotated[str, typer.Option(help="Address to listen on")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on")] = 0,
) -> None:
    """Serve the pages and the API, with the embedded worker."""
    settings = Settings()
    settings = settings.model_copy(update={"host": host or settings.host, "port": port or settings.port})
    address, number = settings.bind()
    app = build(settings)
    ready(app.store)
    say(f"Tatalaksana: http://{address}:{number}")
    uvicorn.run(web(app), host=address, port=number, log_level="warning", server_header=False)


def migrate() -> None:
    """Bring the database to this version of the program."""
    store = opened(Settings().database)
    before = migrations.current(store)
    migrations.upgrade(store)
    say(f"{before or 'empty'} → {migrations.current(store)}")
    store.close()


def worker(
    concurrency: Annotated[int, typer.Option(help="Processes of this worker")] = 2,
    pool: Annotated[str, typer.Option(help="Celery pool: prefork or solo")] = "prefork",
) -> None:
    """Run a Celery worker on the broker of TATA_BROKER; the broker carries only job ids."""
    if not Settings().broker:
        stop("Expected TATA_BROKER to name a broker, but it is empty; without one `tata up` works jobs itself")
    arguments = ["-A", "engine.cli.celery_app", "worker", "--pool", pool, "--concurrency", str(concurrency)]
    os.execv(sys.executable, [sys.executable, "-m", "celery", *arguments, "--loglevel", "warning"])  # noqa: S606
