"""What pack.toml says: the pack's key, titles, roles and the connector operations it may use."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model.addresses import is_address
from engine.model.findings import Finding, Severity

KEY = re.compile(r"[a-z][a-z0-9_]{1,59}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The head of a pack; role labels and connector operations as written."""

    key: str
    title_id: str
    title_en: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    connectors: tuple[str, ...] = ()
    #: rahasia where every process of the pack is secret.
    classification: str = ""
    #: The address of human tasks for which neither they nor their lane names one; "" where each must.
    unaddressed: str = ""


def read_manifest(data: bytes | None) -> tuple[Manifest | None, list[Finding]]:
    """Read pack.toml; None where it does not even name its pack."""
    if data is None:
        return None, [wrong("pack.toml tidak ada dalam paket", "the pack has no pack.toml")]
    try:
        table = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        return None, [wrong(f"pack.toml tidak terbaca: {fault}", f"pack.toml cannot be read: {fault}")]
    if not KEY.fullmatch(str(table.get("key", ""))):
        return None, [
            wrong(
                "Seharusnya key berupa huruf kecil, angka, dan garis bawah, tetapi tidak demikian",
                "Expected key in lower-case letters, digits and underscores, but it is not",
            )
        ]
    return _manifest(table)


def wrong(message_id: str, message_en: str) -> Finding:
    """An error about the manifest itself."""
    return Finding("pack.manifest", Severity.ERROR, "", message_id, message_en, file="pack.toml")


def _manifest(table: Mapping[str, Any]) -> tuple[Manifest, list[Finding]]:
    roles, connectors = table.get("roles", {}), table.get("connectors", [])
    findings = []
    if not isinstance(roles, dict) or not all(isinstance(label, str) for label in roles.values()):
        findings.append(wrong("Seharusnya [roles] berisi kunci = label", "Expected [roles] to hold key = label"))
        roles = {}
    if not isinstance(connectors, list) or not all(isinstance(name, str) for name in connectors):
        findings.append(wrong("Seharusnya connectors berupa daftar nama", "Expected connectors to be a list of names"))
        connectors = []
    title = str(table.get("title_id", ""))
    if not title:
        findings.append(wrong("Seharusnya ada title_id, tetapi kosong", "Expected a title_id, but it is empty"))
    key, classification = str(table["key"]), str(table.get("classification", ""))
    if classification not in {"", "rahasia"}:
        findings.append(
            wrong(
                f"Seharusnya classification kosong atau «rahasia», tetapi «{classification}»",
                f"Expected classification to be absent or «rahasia», but it is «{classification}»",
            )
        )
        classification = "rahasia"
    unaddressed = str(table.get("unaddressed", ""))
    if unaddressed and not is_address(unaddressed):
        findings.append(
            wrong(
                f"Seharusnya unaddressed satu alamat seperti position:DKOM.TU, tetapi «{unaddressed}»",
                f"Expected unaddressed to be one address such as position:DKOM.TU, but it is «{unaddressed}»",
            )
        )
    named = (title or key, str(table.get("title_en", "")))
    return Manifest(key, *named, roles, tuple(connectors), classification, unaddressed), findings
