"""W2 as a program lives it: the API of the running product, authentication, forms and audit on."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from sqlalchemy import URL, create_engine, text

from bench.meter import cpu_of, family
from bench.office import founded, token
from engine.store import accounts


@contextmanager
def serving(url: str, port: int) -> Iterator[tuple[str, int]]:
    """The product as it is run: one `tata up`, embedded worker on."""
    environment = {"TATA_DATABASE": url, "TATA_PORT": str(port), "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen([str(Path(sys.executable).parent / "tata"), "up"], env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx2.get(f"{address}/kesehatan", timeout=1, trust_env=False)
                break
            except httpx2.HTTPError:
                time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


def life(client: httpx2.Client) -> None:
    """One instance of two human tasks over the API."""
    case = client.post("/api/v1/processes/bench/w2/cases", json={"answers": {}}).raise_for_status().json()
    task = case["next_task"]
    for _ in range(2):
        body = {"version": 1, "answers": {"ok": True, "nilai": "1000000", "catatan": "Sesuai"}}
        done = client.post(f"/api/v1/tasks/{task}/complete", json=body).raise_for_status().json()
        task = done["next_task"]


def w2(url: str, port: int, database_pids: Callable[[], list[int]], lives: int = 150) -> float:
    """CPU milliseconds per W2 instance, of the server and the database together."""
    with _client(url, port) as (client, pid):
        for _ in range(20):
            life(client)
        watched = [*family(pid), *database_pids()]
        before = cpu_of(watched)
        for _ in range(lives):
            life(client)
        return (cpu_of(watched) - before) / lives


@contextmanager
def _client(url: str, port: int) -> Iterator[tuple[httpx2.Client, int]]:
    at = founded(url)
    with at.store.reading() as connection:
        account = accounts.account(connection, "siti")
    assert account is not None
    secret = token(at, account.id)
    at.store.close()
    with serving(url, port) as (address, pid):
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=30, trust_env=False) as client:
            yield client, pid


def postgres_pids(url: URL) -> Callable[[], list[int]]:
    """The processes of the private cluster behind a URL."""
    engine = create_engine(url)
    with engine.connect() as connection:
        folder = connection.execute(text("show data_directory")).scalar_one()
    engine.dispose()
    postmaster = int((Path(folder) / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    return lambda: family(postmaster)
