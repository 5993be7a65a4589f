"""A desk for the editor bundles: the page contract over loopback, with the content policy of the editor pages."""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from engine import bpmn

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "engine" / "web" / "static"
POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:"
TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8", ".bpmn": "application/xml"}
OPTIONS = {
    "forms": [{"id": "hps", "label": "Harga perkiraan sendiri"}, {"id": "persetujuan", "label": "Persetujuan"}],
    "decisions": [{"id": "metode", "label": "Metode pemilihan"}],
    "operations": [{"id": "finance:payment.request", "label": "Permintaan pembayaran"}],
    "registers": [{"id": "pengadaan.package", "label": "Paket"}],
    "roles": [{"id": "ppk", "label": "Pejabat pembuat komitmen"}],
    "letters": [{"id": "award", "label": "Surat penunjukan"}],
    "form_files": [{"id": "hps", "label": "forms/hps.form.json"}],
    "tables": [{"id": "metode", "label": "metode.dmn"}],
    "processes": [{"id": "pembayaran", "label": "Pembayaran"}],
    "law": [
        {
            "key": "proc.quote.days",
            "label": "Masa penawaran",
            "value": "5 hari kerja",
            "source": "Perpres 16/2018, Pasal 9",
            "example": True,
        }
    ],
    "accepted": bpmn.accepted(),
}


class Desk(ThreadingHTTPServer):
    """Keeps one diagram, as the product would, and remembers what was saved and released."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.diagram = (HERE / "pembelian.bpmn").read_text()
        self.version = 0
        self.released: list[dict[str, object]] = []
        self.drafts: list[str] = []
        self.sent: list[str] = []
        #: What the next autosave is answered with.
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def findings(self, xml: str) -> list[dict[str, str]]:
        """The one rule of this desk: a user task has a form."""
        tasks = re.findall(r'<bpmn:userTask id="(\w+)".*?</bpmn:userTask>', xml, re.S)
        bodies = re.findall(r"<bpmn:userTask .*?</bpmn:userTask>", xml, re.S)
        return [
            {
                "code": "bpmn.form",
                "severity": "error",
                "element": task,
                "message": "Tugas belum punya formulir",
                "hint": "",
            }
            for task, body in zip(tasks, bodies, strict=True)
            if "zeebe:formDefinition" not in body
        ]


class Answer(BaseHTTPRequestHandler):
    server: Desk

    def log_message(self, *_: object) -> None:
        """Keep the test's output readable."""

    def do_GET(self) -> None:
        if self.path == "/pilihan":
            self.reply(json.dumps(OPTIONS).encode(), "application/json")
        elif self.path.startswith("/isi/"):
            self.reply(self.server.diagram.encode(), "application/xml", {"X-Version": str(self.server.version)})
        else:
            self.file(self.path.partition("?")[0].lstrip("/"))

    def do_PUT(self) -> None:
        if self.headers["If-Match"] != str(self.server.version):
            self.reply(json.dumps({"detail": "Draf lain lebih baru"}).encode(), "application/problem+json", status=409)
            return
        self.server.diagram = self.body()
        self.server.version += 1
        findings = self.server.findings(self.server.diagram)
        self.reply(json.dumps({"version": self.server.version, "findings": findings}).encode(), "application/json")

    def do_POST(self) -> None:
        body = self.body()
        if self.path == "/draf":
            self.server.drafts += [body] if self.server.status == 204 else []
            self.reply(b"", "text/plain", {"X-Disimpan": "10.42"}, self.server.status)
        elif self.path == "/kirim":
            self.server.sent.append(body)
            self.reply(b"<!doctype html><title>Terkirim</title><script src=/app.js></script>", TYPES[".html"])
        elif self.path == "/terbit":
            self.server.released.append(json.loads(body))
            self.reply(json.dumps({"number": 2, "findings": []}).encode(), "application/json")
        else:
            self.reply(json.dumps({"findings": self.server.findings(body)}).encode(), "application/json")

    def body(self) -> str:
        return self.rfile.read(int(self.headers["Content-Length"])).decode()

    def file(self, name: str) -> None:
        path = (STATIC if name.startswith("vendor/") or name == "app.js" else HERE) / name
        if path.is_file():
            self.reply(path.read_bytes(), TYPES.get(path.suffix, "text/plain"))
        else:
            self.reply(b"", "text/plain", status=404)

    def reply(self, body: bytes, kind: str, headers: dict[str, str] | None = None, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
