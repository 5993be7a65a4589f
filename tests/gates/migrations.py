"""The migrations give exactly the tables the code names, on both databases."""

import sys
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from engine.store import database, migrate  # noqa: E402 - the path comes first
from tests.cluster import server  # noqa: E402

NAME = "tata_gate"


def differences(url: str) -> list[str]:
    """What an upgraded empty database lacks or has too much."""
    store = database.open(url)
    try:
        migrate.upgrade(store)
        return migrate.differences(store)
    finally:
        store.close()


def main() -> int:
    """Print each difference; 1 when there is any."""
    with tempfile.TemporaryDirectory() as folder:
        found = [f"sqlite: {line}" for line in differences(f"sqlite:///{folder}/gate.db")]
    with server() as url:
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"drop database if exists {NAME}"))
            connection.execute(text(f"create database {NAME}"))
        target = url.set(database=NAME).render_as_string(hide_password=False)
        found += [f"postgresql: {line}" for line in differences(target)]
        with admin.connect() as connection:
            connection.execute(text(f"drop database {NAME} with (force)"))
        admin.dispose()
    print(*found, sep="\n", end="\n" if found else "")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
