"""A PostgreSQL server for the tests: the one TATA_TEST_PG names, or a private cluster from Debian's packages."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

ABSENT = (
    "Expected TATA_TEST_PG (a SQLAlchemy URL of a PostgreSQL server where databases may be created) or Debian's "
    "package `postgresql` in /usr/lib/postgresql, but neither is here: the tests need both databases"
)


@contextmanager
def server() -> Iterator[URL]:
    """Yield the URL of a server where the tests may create databases."""
    given = os.environ.get("TATA_TEST_PG")
    if given:
        yield make_url(given)
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not binaries:
        raise RuntimeError(ABSENT)
    with _cluster(binaries[-1].parent) as url:
        yield url


@contextmanager
def _cluster(binaries: Path) -> Iterator[URL]:
    folder = Path(tempfile.mkdtemp(prefix="tata-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data, port = folder / "data", _free_port()
        how = ("-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        _run(binaries / "initdb", "-D", data, *how)
        options = (
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off "
            "-c full_page_writes=off -c shared_buffers=64MB -c max_connections=200"
        )
        _run(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield URL.create("postgresql+psycopg", "postgres", host="127.0.0.1", port=port, database="postgres")
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    # PostgreSQL refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*user, *map(str, command)], cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Expected {command[0]} to succeed, but it said: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
