"""The auditor's pages: trails, what was blocked, and the chains recomputed; nothing here writes."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response
from fastapi.responses import StreamingResponse

from engine.locale.refusals import sentence
from engine.model.errors import Invalid, Refused
from engine.service import rights
from engine.service.views import cases
from engine.service.views import trail as views
from engine.store.blocked import BlockedRow, Wanted
from engine.web.filling import Problem
from engine.web.happenings_office import GROUPS, changed, fact_in_words
from engine.web.office_forms import day
from engine.web.pages import page, stream
from engine.web.visit import Official, Visit

router = APIRouter(include_in_schema=False, prefix="/audit")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of blocked acts is narrowed to, as typed."""

    kode: str = ""
    rumpun: str = ""
    unit: str = ""
    orang: str = ""
    dari: str = ""
    sampai: str = ""


@router.get("")
def first(visit: Official, q: str = "", sesudah: str = "") -> Response:
    """Find a case, or go on to the rest."""
    rights.may_audit(visit.actor)
    text = q.strip()
    found = cases.find(visit.world, visit.actor, text, sesudah) if text else None
    onward = f"/audit?{urlencode({'q': text, 'sesudah': found.next})}" if found and found.next else ""
    return page(visit, "audit.html", text=text, rows=found.rows if found else None, next_url=onward)


@router.get("/berkas/{number}.json")
def as_json(visit: Official, number: str) -> Response:
    """Send a trail with its seals, as stored."""
    facts = views.exported(visit.world, visit.actor, number)
    return _file(json.dumps(facts, ensure_ascii=False, indent=1).encode(), f"{number}.json", "application/json")


@router.get("/berkas/{number}.csv")
def as_csv(visit: Official, number: str) -> Response:
    """Send a trail as a table, in words."""
    found = views.case(visit.world, visit.actor, number, limit=100_000)
    head = ("no", "waktu", "kejadian", "langkah", "oleh", "sebagai", "surat", "rincian", "sidik")
    rows = [
        (
            str(row.seq),
            row.at.astimezone(visit.words.zone).isoformat(timespec="milliseconds"),
            fact_in_words(row.kind, visit.language),
            row.element_name,
            row.who,
            row.capacity,
            row.warrant,
            changed(row, visit.words),
            row.hash,
        )
        for row in found.rows
    ]
    return _file(_table(head, rows), f"{number}.csv", "text/csv; charset=utf-8")


@router.get("/berkas/{number}")
def trail(visit: Official, number: str, sesudah: int = 0) -> Response:
    """Show the trail of a case, its chain recomputed."""
    found = views.case(visit.world, visit.actor, number, after=max(0, sesudah))
    return _trail(visit, "audit_case.html", found)


@router.get("/kantor")
def office(visit: Official, kelompok: str = "", sebelum: int = 0) -> Response:
    """Show the office's own trail, the latest first."""
    found = views.office(visit.world, visit.actor, group=kelompok, before=max(0, sebelum))
    return _trail(
        visit,
        "audit_office.html",
        found,
        group=kelompok,
        groups_of=[(key, visit.say(name)) for key, name in GROUPS.items()],
    )


@router.get("/percobaan.csv")
def blocked_csv(visit: Official, asked: Annotated[Asked, Depends()]) -> Response:
    """Send what was blocked as a table."""
    wanted, _ = _wanted(visit, asked)
    found = views.what_was_blocked(visit.world, visit.actor, wanted, limit=10_000)
    head = ("waktu", "kode", "yang terjadi", "berkas", "rumpun", "oleh", "sebagai")
    rows = [
        (
            row.at.astimezone(visit.words.zone).isoformat(timespec="seconds"),
            row.code,
            _said(visit, row, found.rules),
            row.number,
            row.pack,
            row.person_name,
            found.names.get(row.key, ""),
        )
        for row in found.rows
    ]
    return _file(_table(head, rows), "percobaan.csv", "text/csv; charset=utf-8")


@router.get("/percobaan")
def blocked(visit: Official, asked: Annotated[Asked, Depends()], sesudah: str = "") -> Response:
    """List what was blocked, by code, family, unit, person and time."""
    wanted, problems = _wanted(visit, asked)
    found = views.what_was_blocked(visit.world, visit.actor, wanted, sesudah)
    kept = urlencode({name: value for name, value in asdict(asked).items() if value})
    packs, units = [(key, key) for key in found.packs], [(row.code, row.name) for row in found.units]
    return page(
        visit,
        "audit_blocked.html",
        status=422 if problems else 200,
        found=found,
        asked=asked,
        kept=kept,
        said={row.key: _said(visit, row, found.rules) for row in found.rows},
        problems=problems,
        packs=packs,
        units=units,
    )


@router.get("/verifikasi")
def verify(visit: Official, mulai: int = 0) -> Response:
    """Recompute every chain, and say how far it has come while it does."""
    rights.may_audit(visit.actor)
    if not mulai:
        return page(visit, "audit_verify.html", progress=None)
    progress: Iterator[views.Progress] = views.verification(visit.world, visit.actor)
    answer = StreamingResponse(stream(visit, "audit_verify.html", progress=progress), media_type="text/html")
    # What is compressed is held back until there is enough of it: progress must be seen at once.
    answer.headers["Content-Encoding"] = "identity"
    return answer


def _trail(visit: Visit, template: str, found: views.Trail, **more: Any) -> Response:  # noqa: ANN401 - the context of a template
    told = [(fact_in_words(row.kind, visit.language), changed(row, visit.words), row) for row in found.rows]
    return page(visit, template, found=found, told=told, **more)


def _wanted(visit: Visit, asked: Asked) -> tuple[Wanted, list[Problem]]:
    try:
        since = _moment(visit, asked.dari, "dari")
        until = _moment(visit, asked.sampai, "sampai")
    except Invalid as error:
        field = next(iter(error.problems))
        return Wanted(), [Problem(field, "", sentence(error, visit.language))]
    end = until + timedelta(days=1) if until else None
    code, pack, unit, person = (text.strip() for text in (asked.kode, asked.rumpun, asked.unit, asked.orang))
    return Wanted(code, pack, unit, person, since, end), []


def _moment(visit: Visit, text: str, field: str) -> datetime | None:
    if not text.strip():
        return None
    return datetime.combine(day(text, field), time(), ZoneInfo(visit.world.zone)).astimezone(UTC)


def _said(visit: Visit, row: BlockedRow, rules: Mapping[str, str]) -> str:
    """What was refused, in words: the register's own rule, or the sentence of the code."""
    if not row.code:
        return ""
    told = Refused(row.code, row.code, details={name: str(value) for name, value in row.details.items()})
    said = rules.get(row.key) or (sentence(told, "id") if visit.language == "id" else row.code)
    if row.source != "register":
        return said
    named = " ".join(str(row.details.get(name, "")) for name in ("register", "key")).strip()
    return f"{visit.say('The register refused')}: {said} ({named})"


def _file(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, media_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows([[f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in row] for row in rows])
    return made.getvalue().encode("utf-8-sig")
