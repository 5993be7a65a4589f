"""The adapters for other servers speak the protocol each documents."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from bench import servers


class Engine(BaseHTTPRequestHandler):
    """Just enough of both REST interfaces: instances with two tasks, one after the other."""

    open: ClassVar[dict[str, int]] = {}
    deployed: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        path = self.path
        if "deploy" in path:
            self.deployed.append(body)
            self._answer({"id": "d"})
        elif path.endswith(("/start", "/process-instances")):
            case = f"i{len(self.open)}"
            self.open[case] = 1
            self._answer({"id": case})
        else:
            said = json.loads(body)
            assert said.get("action", "complete") == "complete"
            assert "ok" in str(said["variables"])
            case = path.removesuffix("/complete").rpartition("/")[2].partition("-")[0]
            self.open[case] += 1
            self._answer({})

    def do_GET(self) -> None:
        case = self.path.rpartition("=")[2]
        tasks = [{"id": f"{case}-{self.open[case]}"}] if self.open[case] < 3 else []
        self._answer({"data": tasks} if "/runtime/" in self.path else tasks)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _answer(self, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("make", servers.PEERS.values(), ids=list(servers.PEERS))
def test_a_server_lives_the_same_instance(make: Any, address: str) -> None:
    wall, used = servers.w2(make(), address, None, lives=2)
    assert wall > 0
    assert used is None
    assert b"${ok}" in Engine.deployed[-1]


def test_only_servers_somebody_names_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert servers.named() == []
    monkeypatch.setenv("TATA_BENCH_CAMUNDA", "http://127.0.0.1:1/engine-rest")
    ((peer, address, pid),) = servers.named()
    assert (peer.name, address, pid) == ("Camunda 7 over REST", "http://127.0.0.1:1/engine-rest", None)
