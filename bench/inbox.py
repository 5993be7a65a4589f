"""The inbox page over HTTP among thousands and hundreds of thousands of open tasks."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import insert, select

from bench.office import NIP, Office, founded
from bench.server import serving
from engine.model.actor import ENGINE
from engine.service.accounts import OpenSession
from engine.service.execute import execute
from engine.store import accounts
from engine.store.tables import instance, task
from engine.web.visit import SESSION_COOKIE

#: One in so many open tasks belongs to the position whose inbox is read.
SHARE = 100


def fill(at: Office, count: int) -> None:
    """Copy one case with its open task until so many are open, most of them other people's."""
    case = at.start("w2")
    with at.store.writing() as db:
        whole = dict(db.execute(select(instance).where(instance.c.id == case)).mappings().one())
        work = dict(db.execute(select(task).where(task.c.instance_id == case)).mappings().one())
        for rows in _batches(whole, work, count):
            db.execute(insert(instance), [row for row, _ in rows])
            db.execute(insert(task), [row for _, row in rows])
        db.commit()


def _batches(whole: dict[str, Any], work: dict[str, Any], count: int) -> Iterator[list[tuple[Any, Any]]]:
    for start in range(0, count, 5_000):
        batch = []
        for number in range(start, min(start + 5_000, count)):
            key = uuid4()
            owner = work["owner"] if number % SHARE == 0 else f"position:BENCH.{number % SHARE}"
            batch.append(
                (
                    {**whole, "id": key, "number": f"BEN-COPY-{number:07}"},
                    {**work, "id": uuid4(), "instance_id": key, "owner": owner},
                )
            )
        yield batch


def p95(url: str, port: int, count: int, times: int = 200) -> float:
    """Milliseconds within which 95 of 100 requests for the page are answered, one after the other."""
    at = founded(url)
    fill(at, count)
    with at.store.reading() as db:
        account = accounts.account(db, "siti")
    assert account is not None, NIP
    session = execute(OpenSession(account.id, "siti"), world=at.world, actor=ENGINE)
    at.store.close()
    with serving(url, port) as (address, _):
        cookies = {SESSION_COOKIE: session.token}
        with httpx2.Client(base_url=address, cookies=cookies, timeout=30, trust_env=False) as client:
            taken = []
            for number in range(times + 20):
                begun = time.perf_counter()
                page = client.get("/tugas").raise_for_status()
                if number >= 20:
                    taken.append((time.perf_counter() - begun) * 1000)
            assert "BEN-" in page.text, "Expected tasks in the inbox, but there are none"
    return sorted(taken)[int(len(taken) * 0.95)]
