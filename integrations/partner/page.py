"""One page to look into the partner's books and to make it fail, for people; no script, nothing from outside."""

from html import escape

from integrations.partner.desk import Desk
from integrations.partner.faults import Fault, Kind

TITLES = {"finance": "Keuangan / finance", "asset": "Aset / assets", "personnel": "Kepegawaian / personnel"}
WORDS = {
    Kind.NORMAL: "normal",
    Kind.ERROR: "galat 500 / answers 500",
    Kind.SLOW: "lambat / slow",
    Kind.TIMEOUT_AFTER: "bekerja lalu diam / works, then silent",
    Kind.DOWN: "mati / down",
    Kind.REFUSE: "menolak / refuses",
}
#: How long the slow partner takes, in seconds.
SLOW = 10.0


def page(desk: Desk) -> str:
    """The whole page."""
    ports = "".join(_port(desk, port) for port in TITLES)
    return (
        '<!doctype html><html lang="id"><meta charset="utf-8"><title>Mitra contoh</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse;width:100%}td,th{text-align:left;border-bottom:1px solid #ccc;padding:.3rem}"
        "select,button{font:inherit;padding:.3rem .6rem}</style>"
        f"<h1>Mitra contoh / reference partner</h1>{ports}"
    )


def chosen(kind: Kind) -> Fault:
    """The fault a person chose, until it is switched off."""
    return Fault(kind, seconds=SLOW if kind is Kind.SLOW else 0.0)


def _port(desk: Desk, port: str) -> str:
    now = desk.faults.all().get(port, Fault()).kind
    options = "".join(
        f'<option value="{kind}"{" selected" if kind is now else ""}>{escape(WORDS[kind])}</option>' for kind in Kind
    )
    rows = "".join(
        f"<tr><td>{escape(str(e['number']))}<td>{escape(str(e.get('case_number', '')))}"
        f"<td>{escape(str(e.get('net') or len(e.get('items', []))))}"
        for e in reversed(desk.ledger.entries(port)[-20:])
    )
    return (
        f'<h2>{escape(TITLES[port])}</h2><form method="post" action="/switch/{port}">'
        f'<label>Keadaan / state <select name="kind">{options}</select></label> <button>Ubah / change</button></form>'
        f"<table><tr><th>Nomor<th>Berkas<th>Nilai atau jumlah{rows}</table>"
    )
