"""Store the database of a release with its stories under way: run with that release's tree first on the path.

git archive <commit> | tar x -C /tmp/then && cd /tmp/then && PYTHONPATH=/tmp/then python <this file> <state> <out>
"""

import gzip
import importlib.util
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.store import database, instances, migrate
from engine.store.tables import instance
from tests.conftest import Clock
from tests.office import Office


def stories() -> Any:
    """The module beside this file, which the release that is run does not have."""
    spec = importlib.util.spec_from_file_location("stories", Path(__file__).parent / "stories.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(state: str, out: Path) -> None:
    """Play every story up to where it is stored, and write the database as SQL."""
    told = stories()
    with TemporaryDirectory() as folder:
        store = database.open(f"sqlite:///{folder}/then.db")
        migrate.upgrade(store)
        assert migrate.current(store) == state
        office = Office(store, Clock(datetime(2026, 11, 2, 1, tzinfo=UTC)))
        office.set_up()
        execute(DeployPack(told.files(state)), world=office.world, actor=ENGINE)

        def find(process: str) -> Any:
            with store.reading() as db:
                row_id = db.execute(select(instance.c.id).where(instance.c.process_id == process)).scalar_one()
                return instances.instance(db, row_id)

        player = told.Player(office, find)
        for process, (before, _) in told.STORIES[state].items():
            office.as_("DKOM.STAF").starts(process, pack="kisah")
            player.play(process, before)
        store.close()
        _write(Path(folder) / "then.db", out)


def _write(file: Path, out: Path) -> None:
    with sqlite3.connect(file) as db:
        text = "\n".join(db.iterdump())
    with gzip.GzipFile(out, "wb", mtime=0) as packed:
        packed.write(text.encode())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
