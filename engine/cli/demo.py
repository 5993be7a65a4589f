"""`tata demo`: a city on this machine, with its partner, ready to be worked in."""

import fcntl
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import IO, Annotated

import httpx2
import typer
import uvicorn

from engine.app import build, opened, ready, web
from engine.cli import city, places
from engine.cli.console import say, stop
from engine.settings import Settings
from engine.store import settings as stored

FIRST_PORT = 8017


@dataclass(frozen=True, slots=True)
class Place:
    """Where one demo keeps its files."""

    folder: Path

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the city's database."""
        return f"sqlite:///{self.folder / 'tatalaksana.sqlite'}"

    @property
    def partner(self) -> Path:
        """The reference partner's books."""
        return self.folder / "partner.sqlite"

    def complete(self) -> bool:
        """True where an earlier run finished building the city."""
        if not (self.folder / "tatalaksana.sqlite").exists():
            return False
        store = opened(self.database)
        try:
            ready(store)
            with store.reading() as connection:
                return bool(stored.setting(connection, city.READY))
        finally:
            store.close()

    def clear(self) -> None:
        """Delete the city's data; the lock file stays."""
        for path in self.folder.glob("*.sqlite*"):
            path.unlink()
        shutil.rmtree(self.folder / "files", ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[IO[str]]:
    """Hold the folder: two servers over one SQLite file would take each other's jobs for their own."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stop(f"Expected no other demo on {folder}, but one is running: stop it with Ctrl-C first")
        yield lock


def free(first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    stop(f"Expected a free port from {first}, but a hundred are taken")


@contextmanager
def partner(place: Place, port: int) -> Iterator[str]:
    """The reference partner as a process of its own, until we end."""
    command = [sys.executable, "-m", "integrations.partner", "--port", str(port), "--file", str(place.partner)]
    # It ends when this pipe closes, so it never outlives us, not even after kill -9.
    process = subprocess.Popen([*command, "--until-eof"], stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    try:
        wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the partner answers, ten seconds at most."""
    for _ in range(200):
        if process.poll() is not None:
            stop("Expected the reference partner to start, but it ended")
        try:
            httpx2.get(f"{url}/health", timeout=1, trust_env=False)
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    stop("Expected the reference partner to answer, but it did not within 10 seconds")


def prepared(place: Place) -> None:
    """Build the city once; a build that was interrupted is begun anew."""
    if place.complete():
        return
    place.clear()
    say("Menyiapkan kota contoh (sekali saja) ... / Building the demo city (once) ...")
    begun = time.monotonic()
    summary = city.found(place.database, place.partner, root=places.packs(), until=datetime.now(UTC))
    say(f"  {summary} ({time.monotonic() - begun:.0f} s)")


def end(signal_number: int, _: FrameType | None) -> None:
    """Leave by the front door when asked to terminate, so that everything started here is stopped."""
    sys.exit(128 + signal_number)


def greet(settings: Settings, partner_url: str) -> None:
    """Say where it is and who may log in."""
    say("")
    say(f"  Tatalaksana    http://{settings.host}:{settings.port}")
    say(f"  Mitra contoh   {partner_url}   (reference partner)")
    say("")
    say("  Pilih pejabat di halaman masuk, atau / choose an official on the log-in page, or:")
    for line in city.log_ins():
        say(f"    {line}")
    say("")
    say("  Ctrl-C menghentikan; `make demo` melanjutkan; `make demo-reset` mulai dari awal.")
    sys.stdout.flush()


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its files")] = Path("var/demo"),
    reset: Annotated[bool, typer.Option("--reset", help="Delete the demo city and build it anew")] = False,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes the first free one from 8017")] = 0,
) -> None:
    """Start the demo city: database, reference partner and server on loopback."""
    place = Place(folder)
    for asked in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, end)
    with alone(folder):
        if reset:
            place.clear()
        prepared(place)
        number = port or free(FIRST_PORT)
        with partner(place, free(number + 1)) as partner_url:
            settings = Settings(
                database=place.database,
                host="127.0.0.1",
                port=number,
                office=city.OFFICE,
                zone="Asia/Jakarta",
                demo=True,
                finance_url=partner_url,
                asset_url=partner_url,
                personnel_url=partner_url,
            )
            app = build(settings)
            greet(settings, partner_url)
            uvicorn.run(web(app), host=settings.host, port=settings.port, log_level="warning", server_header=False)
