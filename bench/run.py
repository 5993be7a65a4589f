"""`make bench`: the figures of this product and its peer in the same run, into bench/results/latest.json."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx2
from sqlalchemy import URL, create_engine, text

from bench import diagrams
from bench.meter import cpu_of, family, machine, median
from bench.office import ANSWERS, Office, founded, token
from bench.peer import Blob, cpu_ms
from engine.store import accounts
from tests.cluster import server

COMMAND = "make bench"
Row = dict[str, Any]


def row(metric: str, value: float, unit: str, peer: str = "", peer_value: float | None = None) -> Row:
    """One line of the result; `ratio` is peer over ours: how many times cheaper we are."""
    ratio = round(peer_value / value, 2) if peer_value is not None and value else None
    return {
        "metric": metric,
        "value": round(value, 3),
        "unit": unit,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 3),
        "ratio": ratio,
        "command": COMMAND,
        "machine": machine(),
    }


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


def w2_life(client: httpx2.Client) -> None:
    """One instance of two human tasks over the API: authentication, forms and audit on."""
    case = client.post("/api/v1/processes/bench/w2/cases", json={"answers": {}}).raise_for_status().json()
    task = case["next_task"]
    for _ in range(2):
        body = {"version": 1, "answers": {"ok": True, "nilai": "1000000", "catatan": "Sesuai"}}
        done = client.post(f"/api/v1/tasks/{task}/complete", json=body).raise_for_status().json()
        task = done["next_task"]


def w2(url: str, port: int, database_pids: Callable[[], list[int]], lives: int = 150) -> float:
    """CPU milliseconds per W2 instance, of the server and the database together."""
    at = founded(url)
    with at.store.reading() as connection:
        account = accounts.account(connection, "siti")
    assert account is not None
    secret = token(at, account.id)
    at.store.close()
    with serving(url, port) as (address, pid):
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx2.Client(base_url=address, headers=headers, timeout=30, trust_env=False) as client:
            for _ in range(20):
                w2_life(client)
            watched = [*family(pid), *database_pids()]
            before = cpu_of(watched)
            for _ in range(lives):
                w2_life(client)
            return (cpu_of(watched) - before) / lives


def wide_costs(at: Office, sizes: tuple[int, ...], times: int) -> dict[int, float]:
    """Median CPU milliseconds of one completion among n open tasks, the sizes taken in turn."""
    queues: dict[int, list[UUID]] = {}
    for size in sizes:
        while len(queues.setdefault(size, [])) < times + 5:
            queues[size] += at.open_tasks(at.start(f"wide{size}"))[: max(1, size - 1)]
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    for number in range(times + 5):
        for size in sizes:
            begun = time.process_time()
            at.complete(queues[size][number], {})
            if number >= 5:
                taken[size].append((time.process_time() - begun) * 1000)
    return {size: median(values) for size, values in taken.items()}


def loop_costs(at: Office, rounds: tuple[int, ...], times: int) -> dict[int, float]:
    """Median CPU milliseconds of one more round of a loop after so many rounds."""
    cases = {count: at.start("loop") for count in rounds}
    again = {"again": ["ya"]}
    for count, case in cases.items():
        for _ in range(count):
            at.complete(at.open_tasks(case)[0], again)
    taken: dict[int, list[float]] = {count: [] for count in rounds}
    for _ in range(times):
        for count, case in cases.items():
            (task,) = at.open_tasks(case)
            begun = time.process_time()
            at.complete(task, again)
            taken[count].append((time.process_time() - begun) * 1000)
    return {count: median(values) for count, values in taken.items()}


def wal(at: Office, admin: Any, completions: int = 200) -> float:
    """KiB of PostgreSQL's write-ahead log per completion of a human task."""
    tasks = [task for _ in range(completions) for task in at.open_tasks(at.start("w2"))]
    with admin.connect() as connection:
        connection.execute(text("checkpoint"))
        before = connection.execute(text("select pg_current_wal_lsn()")).scalar_one()
        # The first touch of a page after a checkpoint writes it whole; a busy server checkpoints every few minutes.
        for task in tasks[: completions // 2]:
            at.complete(task, ANSWERS)
        middle = connection.execute(text("select pg_current_wal_lsn()")).scalar_one()
        for task in tasks[completions // 2 :]:
            at.complete(task, ANSWERS)
        query = text("select pg_wal_lsn_diff(pg_current_wal_lsn(), :since)")
        second = connection.execute(query, {"since": middle}).scalar_one()
        both = connection.execute(query, {"since": before}).scalar_one()
    print(f"WAL: {float(both) / completions / 1024:.2f} KiB with first page images")
    return float(second) / (completions - completions // 2) / 1024


def peer_wide(folder: Path, size: int, times: int) -> float:
    """The peer's median CPU milliseconds for one completion among n open tasks."""
    blob = Blob(folder, diagrams.wide(size, ours=False), f"wide{size}")
    case = blob.start({})
    return cpu_ms(lambda: blob.complete(case, {}), times)


def peer_loop(folder: Path, rounds: int, times: int) -> float:
    """The peer's median CPU milliseconds for one more round after so many."""
    blob = Blob(folder, diagrams.loop(ours=False), "loop")
    case = blob.start({})
    for _ in range(rounds):
        blob.complete(case, {"again": True})
    return cpu_ms(lambda: blob.complete(case, {"again": True}), times)


def peer_w2(folder: Path) -> float:
    """The peer's median CPU milliseconds for a whole W2 instance, without HTTP, forms, rights or audit."""
    blob = Blob(folder, diagrams.w2(ours=False), "w2")

    def life() -> None:
        case = blob.start({})
        blob.complete(case, {"ok": True})
        blob.complete(case, {"ok": True})

    return cpu_ms(life, 60)


def postgres_pids(url: URL) -> Callable[[], list[int]]:
    """The processes of the private cluster behind a URL."""
    engine = create_engine(url)
    with engine.connect() as connection:
        folder = connection.execute(text("show data_directory")).scalar_one()
    engine.dispose()
    postmaster = int((Path(folder) / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    return lambda: family(postmaster)


def on_postgres(rows: list[Row], bare: float) -> None:
    """What is measured on PostgreSQL."""
    with server() as url:
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("create database bench_w2"))
            connection.execute(text("create database bench_wal"))
        target = url.set(database="bench_w2").render_as_string(hide_password=False)
        cost = w2(target, 18411, postgres_pids(url))
        rows.append(row("w2_cpu_ms_postgres", cost, "CPU-ms/instance, database included", "bare+blob SQLite", bare))
        at = founded(url.set(database="bench_wal").render_as_string(hide_password=False))
        inside = create_engine(url.set(database="bench_wal"), isolation_level="AUTOCOMMIT")
        rows.append(row("wal_kib_per_completion", wal(at, inside), "KiB"))
        at.store.close()
        inside.dispose()
        admin.dispose()


def main() -> None:
    """Measure everything and write it down."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = peer_w2(folder)
        cost = w2(f"sqlite:///{folder}/w2.sqlite", 18410, list)
        rows.append(row("w2_cpu_ms_sqlite", cost, "CPU-ms/instance over HTTP", "bare+blob, no HTTP", bare))
        at = founded(f"sqlite:///{folder}/flat.sqlite", (10, 1000))
        costs = wide_costs(at, (10, 1000), 60)
        theirs = peer_wide(folder, 1000, 2) / peer_wide(folder, 10, 5)
        rows.append(row("complete_ms_10", costs[10], "CPU-ms"))
        rows.append(row("complete_ms_1000", costs[1000], "CPU-ms"))
        rows.append(row("complete_flat_1000_over_10", costs[1000] / costs[10], "ratio", "bare+blob", theirs))
        loops = loop_costs(at, (10, 1000), 60)
        # The peer stops silently at 500 rounds: it is measured at 150.
        theirs = peer_loop(folder, 150, 5) / peer_loop(folder, 10, 5)
        rows.append(row("loop_flat_1000_over_10", loops[1000] / loops[10], "ratio", "bare+blob 150/10", theirs))
        at.store.close()
    on_postgres(rows, bare)
    target = Path(__file__).parent / "results" / "latest.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for line in rows:
        print(f"{line['metric']:30} {line['value']:10} {line['unit']:36} peer {line['peer_value']}  x{line['ratio']}")


if __name__ == "__main__":
    main()
