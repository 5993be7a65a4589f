"""`make bench`: the figures of this product and its peers in the same run, into bench/results/latest.json."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import create_engine, text

from bench import diagrams, flat, inbox, npm_peer, server, servers, words
from bench.meter import machine
from bench.office import founded
from bench.peer import Blob, cpu_ms
from tests.cluster import server as cluster

COMMAND = "make bench"
BLOB = "SpiffWorkflow 3.2.0 bare, a blob in SQLite, no HTTP"
Row = dict[str, Any]


def row(metric: str, value: float, unit: str, goal: float, peer: str = "", peer_value: float | None = None) -> Row:
    """One line of the result; `ratio` is peer over ours: how many times cheaper we are."""
    ratio = round(peer_value / value, 2) if peer_value is not None and value else None
    return {
        "metric": metric,
        "value": round(value, 3),
        "unit": unit,
        "goal": goal,
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 3),
        "ratio": ratio,
        "command": COMMAND,
        "machine": machine(),
    }


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


def peer_w4(folder: Path) -> float:
    """The peer's median CPU milliseconds to begin a case that runs a script for each of 100 items."""
    blob = Blob(folder, diagrams.w4(ours=False), "w4")
    return cpu_ms(lambda: blob.start({}), 5)


def over_http(folder: Path) -> list[Row]:
    """W2 over the API on SQLite, beside both peers."""
    cost = server.w2(f"sqlite:///{folder}/w2.sqlite", 18410, list)
    rows = [row("w2_cpu_ms_sqlite", cost, "CPU-ms/instance over HTTP", 10, BLOB, peer_w2(folder))]
    npm = npm_peer.w2(folder)
    peer = npm_peer.NAME if npm is not None else "npm bpmn-engine: no npm or registry here, not measured"
    rows.append(row("w2_cpu_ms_sqlite", cost, "CPU-ms/instance over HTTP", 10, peer, npm))
    for found, address, pid in servers.named():
        wall, used = servers.w2(found, address, pid)
        told = f"{found.name}, {wall:.1f} ms wall"
        rows.append(row("w2_cpu_ms_sqlite", cost, "CPU-ms/instance over HTTP", 10, told, used))
    return rows


def inside(folder: Path) -> list[Row]:
    """What one act costs inside cases of any size."""
    at = founded(f"sqlite:///{folder}/flat.sqlite", (10, 1000))
    costs = flat.wide(at, "wide", (10, 1000), 60)
    theirs = peer_wide(folder, 1000, 2) / peer_wide(folder, 10, 5)
    lists = flat.wide(at, "listed", (10, 10_000), 60)
    loops = flat.loop(at, (10, 1000, 5000), 60)
    # The peer stops silently at 500 rounds: it is measured at 150.
    rounds = peer_loop(folder, 150, 5) / peer_loop(folder, 10, 5)
    items = flat.median_of(lambda: at.start("w4"), 20)
    at.store.close()
    return [
        row("complete_ms_10", costs[10], "CPU-ms", 5),
        row("complete_ms_1000", costs[1000], "CPU-ms", 5),
        row("complete_flat_1000_over_10", costs[1000] / costs[10], "ratio", 1.2, BLOB, theirs),
        row("complete_flat_10000_over_10", lists[10_000] / lists[10], "ratio", 1.2),
        row("loop_flat_1000_over_10", loops[1000] / loops[10], "ratio", 1.2, f"{BLOB}, 150/10", rounds),
        row("loop_flat_5000_over_10", loops[5000] / loops[10], "ratio", 1.2),
        row("w4_cpu_ms", items, "CPU-ms, 100 items, persisted", 35, BLOB, peer_w4(folder)),
    ]


def clock(folder: Path) -> list[Row]:
    """1,000 due timers of 10,000."""
    at = founded(f"sqlite:///{folder}/timers.sqlite")
    seconds, each = flat.timers(at)
    at.store.close()
    return [row("timers_1000_s", seconds, "s, effects committed", 5), row("timer_cpu_ms", each, "CPU-ms each", 4)]


def expressions() -> list[Row]:
    """One condition and one decision, warm."""
    theirs = words.condition_of_peer(), words.decision_of_peer(20)
    return [
        row("feel_us", words.condition(), "CPU-µs", 3, "SpiffWorkflow 3.2.0, Python condition", theirs[0]),
        row("dmn20_us", words.decision(20), "CPU-µs", 5, "SpiffWorkflow 3.2.0", theirs[1]),
        row("dmn2000_us", words.decision(2000), "CPU-µs", 50),
    ]


def inboxes(folder: Path) -> list[Row]:
    """The inbox page among a thousand and a hundred thousand open tasks."""
    few = inbox.p95(f"sqlite:///{folder}/few.sqlite", 18412, 1_000)
    many = inbox.p95(f"sqlite:///{folder}/many.sqlite", 18413, 100_000)
    return [
        row("inbox_p95_ms_100k", many, "wall ms over HTTP", 10),
        row("inbox_growth_100k_over_1k", many / few, "ratio", 1.5),
    ]


def on_postgres() -> list[Row]:
    """What is measured on PostgreSQL, the database's own share included."""
    with cluster() as url:
        admin = create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("create database bench_w2"))
            connection.execute(text("create database bench_wal"))
        target = url.set(database="bench_w2").render_as_string(hide_password=False)
        cost = server.w2(target, 18411, server.postgres_pids(url))
        at = founded(url.set(database="bench_wal").render_as_string(hide_password=False))
        beside = create_engine(url.set(database="bench_wal"), isolation_level="AUTOCOMMIT")
        written = flat.wal(at, beside)
        at.store.close()
        beside.dispose()
        admin.dispose()
    return [
        row("w2_cpu_ms_postgres", cost, "CPU-ms/instance, database included", 13.5),
        row("wal_kib_per_completion", written, "KiB", 4),
    ]


def main() -> None:
    """Measure everything and write it down."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*expressions(), *over_http(folder), *inside(folder), *clock(folder), *inboxes(folder), *on_postgres()]
    target = Path(__file__).parent / "results" / "latest.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for line in rows:
        met = "met " if line["value"] <= line["goal"] else "MISS"
        peer = f"peer {line['peer_value']} x{line['ratio']}" if line["peer_value"] else ""
        print(f"{line['metric']:28} {line['value']:10} (goal {line['goal']}, {met}) {line['unit']:36} {peer}")


if __name__ == "__main__":
    main()
