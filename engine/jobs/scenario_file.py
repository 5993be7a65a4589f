"""A scenario as an analyst writes it: given, when, then, in Indonesian YAML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

Step = Mapping[str, Any]


class Unreadable(Exception):
    """A scenario file that says something nobody can follow; the message is for its author."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file, with the steps it borrows from another already in front of its own."""

    file: Path
    title: str
    #: Local time of the office at the start.
    now: datetime
    #: `pack.register` -> rows to put before the first step.
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    partner: Mapping[str, Any] = field(default_factory=dict)
    holdings: Sequence[Mapping[str, str]] = ()
    steps: Sequence[Step] = ()
    then: Mapping[str, Any] = field(default_factory=dict)
    #: Every task step by the name of its task, borrowed ones included: what `ulangi` repeats.
    known: Mapping[str, Step] = field(default_factory=dict)


def read(path: Path) -> Scenario:
    """Read one scenario; raises Unreadable naming what is missing."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as fault:
        raise Unreadable(f"Seharusnya {path.name} berkas YAML yang terbaca, tetapi: {fault}") from fault
    if not isinstance(document, dict) or "judul" not in document:
        raise Unreadable(f"Seharusnya {path.name} memiliki judul, tetapi tidak ada")
    given = document.get("diketahui") or {}
    base = _base(path, given)
    steps = [*(base.steps if base else ()), *_steps(path, document.get("ketika") or [])]
    return Scenario(
        file=path,
        title=str(document["judul"]),
        now=_start(path, given, base),
        registers={**(base.registers if base else {}), **(given.get("buku") or {})},
        partner={**(base.partner if base else {}), **(given.get("mitra") or {})},
        holdings=[*(base.holdings if base else ()), *(given.get("jabatan") or ())],
        steps=steps,
        then=document.get("maka") or {},
        known={**_named(steps), **(base.known if base else {})},
    )


def _base(path: Path, given: Mapping[str, Any]) -> Scenario | None:
    name = given.get("seperti")
    if not name:
        return None
    if name == path.stem:
        raise Unreadable(f"Seharusnya {path.name} meniru skenario lain, tetapi meniru dirinya sendiri")
    base = read(path.parent / f"{name}.yaml")
    replaced = [_replaced(step, given.get("ganti") or {}) for step in base.steps]
    taken = _until(path, replaced, given.get("sampai"))
    return Scenario(
        base.file, base.title, base.now, base.registers, base.partner, base.holdings, taken, known=_named(replaced)
    )


def _until(path: Path, steps: Sequence[Step], name: str | None) -> Sequence[Step]:
    if name is None:
        return steps
    for index, step in enumerate(steps):
        if step.get("tugas") == name or name in step:
            return steps[:index]
    raise Unreadable(f"Seharusnya langkah «{name}» ada dalam skenario yang ditiru {path.name}, tetapi tidak ada")


def _replaced(step: Step, values: Mapping[str, Any]) -> Step:
    answers = step.get("isian")
    if not isinstance(answers, dict):
        return step
    return {**step, "isian": {key: values.get(key, value) for key, value in answers.items()}}


def _steps(path: Path, steps: object) -> list[Step]:
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise Unreadable(f"Seharusnya ketika dalam {path.name} berupa daftar langkah, tetapi bukan")
    return steps


def _named(steps: Sequence[Step]) -> dict[str, Step]:
    return {str(step["tugas"]): step for step in steps if "tugas" in step}


def _start(path: Path, given: Mapping[str, Any], base: Scenario | None) -> datetime:
    text = given.get("sekarang")
    if text is not None:
        return moment(text)
    if base is None:
        raise Unreadable(f"Seharusnya diketahui dalam {path.name} menyebut sekarang, tetapi tidak")
    return base.now


def moment(value: object) -> datetime:
    """A day with or without a time, as written: 2026-11-02 08:00; raises Unreadable."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, 8)  # noqa: DTZ001 - local time, the office adds its zone
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError as fault:
        raise Unreadable(f"Seharusnya waktu seperti 2026-11-02 08:00, tetapi {value}") from fault


def plain(value: object) -> object:
    """YAML values as a form posts them: dates become ISO text, the rest stays."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return texts(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def texts(values: Mapping[Any, object]) -> dict[str, object]:
    """The members of a YAML mapping, each as a form posts it."""
    return {str(key): plain(item) for key, item in values.items()}
