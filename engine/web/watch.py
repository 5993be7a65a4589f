"""The monitor (pantau) page by page: what stands, as a file too, and one act on many rows."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Response

from engine.locale import mark as _mark
from engine.locale.refusals import sentence
from engine.model.errors import Invalid, NotFound
from engine.model.ids import Id
from engine.service import bulk
from engine.service.bulk import Picked, Wish
from engine.service.failing import failing_starts
from engine.service.views import counts
from engine.service.views import watch as views
from engine.store.watch import Chosen
from engine.web.filling import Problem
from engine.web.pages import new_key, page
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/pantau")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the monitor: its address, its heading and what an admin may do to its rows."""

    slug: str
    heading: str
    lead: str
    acts: tuple[str, ...]


PARTS = {
    "failed": Part("tertahan", _mark("Held up"), _mark("A step failed and waits for a repair."), ("retry", "withdraw")),
    "overdue": Part("terlambat", _mark("Overdue"), _mark("The date has passed."), ("reassign", "suspend", "withdraw")),
    "silent": Part(
        "sunyi",
        _mark("Silent"),
        _mark("Nothing has happened for longer than the step allows, although no date has passed perhaps."),
        ("reassign", "suspend", "withdraw"),
    ),
    "vacant": Part("kosong", _mark("Without a holder"), _mark("Nobody holds the position today."), ("reassign",)),
    "suspended": Part(
        "ditangguhkan", _mark("Suspended"), _mark("An administrator holds the case still."), ("resume", "withdraw")
    ),
    "waiting": Part("antrean", _mark("Work for other systems"), _mark("Calls that are tried again by themselves."), ()),
    "standing": Part("langkah", _mark("Cases at a step"), "", ("suspend", "withdraw")),
}
BY_SLUG = {part.slug: name for name, part in PARTS.items()}
ACTS = {
    "retry": _mark("Try again as it is"),
    "reassign": _mark("Hand over to another position"),
    "suspend": _mark("Suspend the case"),
    "resume": _mark("Let the case go on"),
    "withdraw": _mark("Withdraw the case"),
}
#: Rows of a page where an admin wants to choose many.
WIDE = 100


@router.get("")
def overview(visit: Official) -> Response:
    """Show the first of everything that stands, and how much there is."""
    found = views.overview(visit.world, visit.actor)
    return page(
        visit,
        "monitor.html",
        sections=found.sections,
        parts=PARTS,
        failing=len(failing_starts(visit.world, visit.actor)),
        running=counts.running(visit.world, visit.actor),
    )


@router.get("/{slug}")
def section(visit: Official, slug: str, sesudah: str = "", baris: int = views.PAGE) -> Response:
    """Show one section, filtered and paged."""
    return _section(visit, slug, sesudah, WIDE if baris >= WIDE else views.PAGE)


@router.get("/{slug}/tabel.csv")
def table(visit: Official, slug: str) -> Response:
    """Send a section as a file for a spreadsheet."""
    name = _named(slug)
    rows = views.everything(visit.world, visit.actor, name, _chosen(visit))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([visit.say(head) for head in COLUMNS])
    for row in rows:
        writer.writerow([plain(value) for value in _values(visit, row)])
    headers = {"Content-Disposition": f'attachment; filename="pantau-{slug}.csv"'}
    # A spreadsheet takes the file for UTF-8 by its mark only.
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/{slug}")
def act(visit: Writer, slug: str, sent: Sent) -> Response:
    """Show what is about to be done to the chosen rows; once that is confirmed, do it and say how each ended."""
    part, chosen = PARTS[_named(slug)], sent.fields.get("pilih", [])
    wish = Wish(sent.first("tindakan"), sent.first("alasan").strip(), sent.first("ke").strip())
    try:
        bulk.check(visit.actor, wish, _picked(chosen))
    except Invalid as error:
        problems = [Problem("tindakan", "", sentence(error, visit.language))]
        return _section(visit, slug, "", WIDE, problems=problems, wish=wish, picked=chosen)
    if not sent.pressed("_setuju"):
        return _asked(visit, part, wish, chosen, None)
    ended = bulk.carry_out(visit.world, visit.actor, wish, _picked(chosen), sent.first("_kunci"))
    told = [(one, sentence(one.refusal, visit.language) if one.refusal else "") for one in ended]
    return _asked(visit, part, wish, chosen, told)


def _asked(
    visit: Visit, part: Part, wish: Wish, chosen: Sequence[str], outcomes: list[tuple[bulk.Outcome, str]] | None
) -> Response:
    """What is about to be done; with outcomes, how it ended."""
    key = new_key(visit)
    return page(visit, "bulk.html", part=part, wish=wish, acts=ACTS, picked=chosen, key=key, outcomes=outcomes)


def _section(
    visit: Visit,
    slug: str,
    cursor: str,
    limit: int,
    *,
    problems: Sequence[Problem] = (),
    wish: Wish | None = None,
    picked: Sequence[str] = (),
) -> Response:
    name, chosen = _named(slug), _chosen(visit)
    found = views.section(visit.world, visit.actor, name, chosen, cursor, limit)
    asked = {key: value for key, value in visit.request.query_params.items() if key != "sesudah"}
    here = f"/pantau/{slug}"
    return page(
        visit,
        "watch.html",
        status=422 if problems else 200,
        part=PARTS[name],
        parts=PARTS,
        found=found,
        failing=len(failing_starts(visit.world, visit.actor)) if name == "failed" else 0,
        chosen=chosen,
        asked=asked,
        offered=views.offered(visit.world, visit.actor),
        next_url=f"{here}?{urlencode(asked | {'sesudah': found.next})}" if found.next else "",
        csv_url=f"{here}/tabel.csv?{urlencode(asked)}",
        wide_url=f"{here}?{urlencode(asked | {'baris': WIDE})}" if limit < WIDE else "",
        acts={key: ACTS[key] for key in PARTS[name].acts} if visit.may("administer") else {},
        problems=list(problems),
        wish=wish or Wish("", ""),
        picked=picked,
        key=new_key(visit),
    )


def _named(slug: str) -> str:
    if slug not in BY_SLUG:
        raise NotFound("page.unknown", f"Expected a part of the monitor, but {slug} is none")
    return BY_SLUG[slug]


def _chosen(visit: Visit) -> Chosen:
    asked = visit.request.query_params
    return Chosen(
        pack=asked.get("keluarga", ""),
        unit=asked.get("unit", ""),
        number=asked.get("q", "").strip().upper(),
        process_id=asked.get("proses", ""),
        version_id=_id(asked.get("versi", "")),
        element=asked.get("langkah", ""),
    )


def _picked(chosen: Sequence[str]) -> list[Picked]:
    parts = (value.split(".") for value in chosen)
    found = ((_id(one), _id(case), version) for one, case, version in (part for part in parts if len(part) == 3))
    return [Picked(one, case, _number(version)) for one, case, version in found if one and case]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _id(text: str) -> Id | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


COLUMNS = (
    _mark("Number"),
    _mark("Case"),
    _mark("Process"),
    _mark("Office"),
    _mark("Step"),
    _mark("Waits for"),
    _mark("Taken by"),
    _mark("Since"),
    _mark("Due"),
    _mark("What happened"),
)


def _values(visit: Visit, row: views.WatchRow) -> Sequence[str]:
    words = visit.words.in_zone(row.zone)
    moments = (words.sortable(moment) if moment else "" for moment in (row.at, row.due))
    people = ", ".join(row.holders) or row.owner_name
    named = (row.number, row.title, row.process_name, row.unit_name, row.element_name, people, row.claimed_by)
    return (*named, *moments, row.message)


def plain(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
