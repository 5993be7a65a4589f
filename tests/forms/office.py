"""An office for the forms: one moment, one register, one file, and short ways to write a form."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import forms
from engine.feel import Env

ENV = Env(now=datetime(2026, 11, 2, 1, tzinfo=UTC))
LAPTOPS = forms.Option("PKT-1", "Pengadaan laptop", {"pagu": Decimal(200_000_000), "state": "active"})
PRINTERS = forms.Option("PKT-2", "Pengadaan pencetak", {"pagu": Decimal(40_000_000), "state": "active"})


class Registers:
    """The look-ups of an official who may see two packages and one uploaded file."""

    def search(self, register: str, text: str, limit: int) -> Sequence[forms.Option]:
        rows = (LAPTOPS, PRINTERS) if register == "pengadaan.package" else ()
        return [row for row in rows if text.lower() in f"{row.key} {row.label}".lower()][:limit]

    def find(self, register: str, key: str) -> forms.Option | None:
        return next((row for row in self.search(register, "", 10) if row.key == key), None)

    def attachment(self, id: str) -> forms.Attached | None:
        return forms.Attached(id, "kak.pdf", 2048, f"/berkas-lampiran/{id}") if id.startswith("berkas-") else None


REGISTERS = Registers()


def a_form(*components: Mapping[str, Any]) -> forms.Form:
    return forms.read(written(*components))


def written(*components: Mapping[str, Any]) -> bytes:
    return json.dumps({"id": "contoh", "type": "default", "components": list(components)}).encode()


def one(type: str, key: str = "isi", /, **more: Any) -> dict[str, Any]:
    return {"type": type, "key": key, "label": key.capitalize(), **more}


def bind(form: forms.Form, raw: forms.Raw, language: str = "id", **scope: Any) -> forms.Bound:
    return forms.bind(form, raw, scope, ENV, REGISTERS, language=language)


def render(form: forms.Form, raw: forms.Raw, problems: Mapping[str, Sequence[str]] | None = None, **scope: Any) -> str:
    return str(forms.render(form, raw, problems or {}, scope, ENV, REGISTERS))


REQUIRED = {"required": True}
