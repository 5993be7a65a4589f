"""Peers that are servers of their own: measured where somebody runs one and names its address.

`TATA_BENCH_CAMUNDA=http://localhost:8080/engine-rest`, `TATA_BENCH_FLOWABLE=http://localhost:8080/flowable-rest/service`
(a log-in as user:password in the address), and `…_PID` for the process whose CPU time is read on this machine.
"""

import os
import time
from collections.abc import Callable
from typing import Any, Protocol

import httpx2

from bench import diagrams
from bench.meter import cpu_of, family


class Peer(Protocol):
    """What W2 asks of an engine."""

    name: str

    def deploy(self, client: httpx2.Client, diagram: bytes) -> None:
        """Release the process w2."""
        ...

    def start(self, client: httpx2.Client) -> str:
        """Start an instance; its id."""
        ...

    def tasks(self, client: httpx2.Client, instance: str) -> list[str]:
        """Its open tasks."""
        ...

    def complete(self, client: httpx2.Client, task: str) -> None:
        """Complete one with `ok` true."""
        ...


class Camunda:
    """Camunda 7 (and CIB seven, Operaton) over REST."""

    name = "Camunda 7 over REST"

    def deploy(self, client: httpx2.Client, diagram: bytes) -> None:
        """Deploy."""
        files = {"w2.bpmn": ("w2.bpmn", diagram)}
        client.post("/deployment/create", data={"deployment-name": "bench"}, files=files).raise_for_status()

    def start(self, client: httpx2.Client) -> str:
        """Start."""
        return str(client.post("/process-definition/key/w2/start", json={}).raise_for_status().json()["id"])

    def tasks(self, client: httpx2.Client, instance: str) -> list[str]:
        """Open tasks."""
        found = client.get("/task", params={"processInstanceId": instance}).raise_for_status().json()
        return [str(task["id"]) for task in found]

    def complete(self, client: httpx2.Client, task: str) -> None:
        """Complete."""
        body = {"variables": {"ok": {"value": True, "type": "Boolean"}}}
        client.post(f"/task/{task}/complete", json=body).raise_for_status()


class Flowable:
    """Flowable over REST."""

    name = "Flowable over REST"

    def deploy(self, client: httpx2.Client, diagram: bytes) -> None:
        """Deploy."""
        files = {"file": ("w2.bpmn20.xml", diagram)}
        client.post("/repository/deployments", files=files).raise_for_status()

    def start(self, client: httpx2.Client) -> str:
        """Start."""
        body = {"processDefinitionKey": "w2"}
        return str(client.post("/runtime/process-instances", json=body).raise_for_status().json()["id"])

    def tasks(self, client: httpx2.Client, instance: str) -> list[str]:
        """Open tasks."""
        found = client.get("/runtime/tasks", params={"processInstanceId": instance}).raise_for_status().json()
        return [str(task["id"]) for task in found["data"]]

    def complete(self, client: httpx2.Client, task: str) -> None:
        """Complete."""
        body = {"action": "complete", "variables": [{"name": "ok", "value": True}]}
        client.post(f"/runtime/tasks/{task}", json=body).raise_for_status()


PEERS: dict[str, Callable[[], Peer]] = {"CAMUNDA": Camunda, "FLOWABLE": Flowable}


def w2(peer: Peer, address: str, pid: int | None, lives: int = 50) -> tuple[float, float | None]:
    """Wall and CPU milliseconds of one W2 life; CPU is None where the server's process is not known."""
    diagram = diagrams.w2(ours=False).replace(b"ok == True", b"${ok}")
    with httpx2.Client(base_url=address, timeout=30, trust_env=False) as client:
        peer.deploy(client, diagram)
        for _ in range(20):
            life(peer, client)
        watched = family(pid) if pid else []
        begun, before = time.perf_counter(), cpu_of(watched)
        for _ in range(lives):
            life(peer, client)
        wall = (time.perf_counter() - begun) * 1000 / lives
        return wall, (cpu_of(watched) - before) / lives if pid else None


def life(peer: Peer, client: httpx2.Client) -> None:
    """One instance, two tasks."""
    instance = peer.start(client)
    for _ in range(2):
        (task,) = peer.tasks(client, instance)
        peer.complete(client, task)
    left: list[Any] = peer.tasks(client, instance)
    if left:
        raise ValueError(f"Expected {peer.name} to end the instance, but {len(left)} tasks are open")


def named() -> list[tuple[Peer, str, int | None]]:
    """The servers somebody named in the environment."""
    found = []
    for key, make in PEERS.items():
        address = os.environ.get(f"TATA_BENCH_{key}", "")
        if address:
            pid = os.environ.get(f"TATA_BENCH_{key}_PID", "")
            found.append((make(), address, int(pid) if pid else None))
    return found
