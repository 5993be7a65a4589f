"""The office (kantor): what runs out, its people, their accounts and what they hold."""

from uuid import UUID

from fastapi import APIRouter, Response

from engine.model.errors import Invalid, NotFound
from engine.service import access
from engine.service.access import DisableAccount, EnableAccount, OpenAccount, RenameAccount
from engine.service.posts import ChangePerson, EndHolding
from engine.service.roster import WriteRows
from engine.service.views import staffing as views
from engine.web.filling import Problem
from engine.web.login import safe
from engine.web.office_forms import attempted, day, office_page, problems_of
from engine.web.pages import new_key, see
from engine.web.posted import Posted
from engine.web.visit import Official, Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/kantor")

PERSON = ("nip", "name", "email", "username", "language")
HOLDING = ("nip", "username", "position", "capacity", "warrant", "warrant_on", "from_on", "until_on")


@router.get("")
def overview(visit: Official) -> Response:
    """Show what an admin should look at first."""
    return office_page(visit, "office.html", office=views.overview(visit.world, visit.actor))


@router.get("/orang")
def people(visit: Official, q: str = "", mulai: int = 0) -> Response:
    """List people, found by name, NIP or log-in name."""
    return _people(visit, q.strip(), max(0, mulai), {}, [], 200)


@router.post("/orang")
def add_person(visit: Writer, sent: Sent) -> Response:
    """Add one person."""
    typed = {name: sent.first(name).strip() for name in PERSON}
    try:
        visit.execute(WriteRows("people", ((1, typed),), "add"), sent.first("_kunci"))
    except Invalid as error:
        return _people(visit, "", 0, typed, problems_of(visit, error), 422)
    rows, _ = views.staff(visit.world, visit.actor, typed["nip"] or typed["username"])
    return see(f"/kantor/orang/{rows[0].row.id}?tersimpan=1" if rows else "/kantor/orang")


@router.get("/orang/{person_id}")
def person(visit: Official, person_id: UUID) -> Response:
    """Show one person: name, account, what is held."""
    return _person(visit, person_id, {}, [], 200)


@router.post("/orang/{person_id}")
def change_person(visit: Writer, person_id: UUID, sent: Sent) -> Response:
    """Correct name, NIP, address, language, or that somebody left."""
    typed = {name: sent.first(name).strip() for name in (*PERSON, "alasan")}
    command = ChangePerson(
        person_id,
        typed["name"],
        typed["nip"],
        typed["email"],
        typed["language"] or "id",
        not sent.pressed("keluar"),
        typed["alasan"],
    )
    return _act(visit, person_id, sent, typed, lambda: visit.execute(command, sent.first("_kunci")))


@router.post("/orang/{person_id}/akun")
def account(visit: Writer, person_id: UUID, sent: Sent) -> Response:
    """Open, rename, close or reopen the account, as the button says."""
    row = views.person(visit.world, visit.actor, person_id).row
    name, reason = sent.first("username").strip(), sent.first("alasan")

    def act() -> None:
        if row.account_id is None:
            visit.execute(OpenAccount(person_id, name), sent.first("_kunci"))
        elif sent.pressed("_tutup"):
            visit.execute(DisableAccount(row.account_id, reason), sent.first("_kunci"))
        elif sent.pressed("_buka"):
            visit.execute(EnableAccount(row.account_id, reason), sent.first("_kunci"))
        else:
            visit.execute(RenameAccount(row.account_id, name), sent.first("_kunci"))

    return _act(visit, person_id, sent, {"username": name}, act)


@router.post("/orang/{person_id}/sandi")
def password(visit: Writer, person_id: UUID) -> Response:
    """Set a one-time password and show it once."""
    row = views.person(visit.world, visit.actor, person_id).row
    if row.account_id is None:
        raise NotFound("account.unknown", "Expected an account, but there is none by that name")
    slips = access.hand_out(visit.world, visit.actor, [row.account_id])
    return office_page(visit, "slips.html", slips=slips, back=f"/kantor/orang/{person_id}")


@router.post("/orang/{person_id}/jabatan")
def begin_holding(visit: Writer, person_id: UUID, sent: Sent) -> Response:
    """Let the person hold a position."""
    row = views.person(visit.world, visit.actor, person_id).row
    typed = holding_of(sent) | {"nip": row.nip or "", "username": "" if row.nip else row.username or ""}
    return _act(visit, person_id, sent, typed, lambda: begin(visit, sent, typed))


@router.post("/masa/{holding_id}")
def end_holding(visit: Writer, holding_id: UUID, sent: Sent) -> Response:
    """Let a holding end."""
    back = safe(sent.first("kembali"))
    try:
        visit.execute(EndHolding(holding_id, day(sent.first("on"), "on"), sent.first("alasan")), sent.first("_kunci"))
    except Invalid as error:
        return office_page(visit, "office_again.html", status=422, problems=problems_of(visit, error), back=back)
    return see(f"{back}?tersimpan=1")


@router.get("/akun")
def accounts(visit: Official, unit: str = "") -> Response:
    """Show who may what, and who has no password yet."""
    world, actor = visit.world, visit.actor
    seats = [seat for seat in views.seats(world, actor) if seat.row.rights]
    waiting = {one.code: len(access.without_password(world, actor, one.code)) for one in views.units(world, actor)}
    named = [(one, waiting[one.code]) for one in views.units(world, actor) if waiting[one.code]]
    return office_page(visit, "office_accounts.html", seats=seats, waiting=named, unit=unit)


@router.post("/akun/bagikan")
def hand_out(visit: Writer, sent: Sent) -> Response:
    """Hand out one-time passwords to everybody of a unit who has none, at most fifty at once."""
    waiting = access.without_password(visit.world, visit.actor, sent.first("unit"))
    slips = access.hand_out(visit.world, visit.actor, waiting[: views.PAGE])
    return office_page(visit, "slips.html", slips=slips, back="/kantor/akun")


def holding_of(sent: Posted) -> dict[str, str]:
    """The fields of a holding as typed."""
    return {name: sent.first(name).strip() for name in HOLDING}


def begin(visit: Visit, sent: Posted, typed: dict[str, str]) -> None:
    """Write one holding; a warning counts as read where the box is ticked."""
    reason, warned = sent.first("alasan"), sent.pressed("tetap")
    visit.execute(WriteRows("holdings", ((1, typed),), "add", reason, warned=warned), sent.first("_kunci"))


def _act(visit: Visit, person_id: UUID, sent: Posted, typed: dict[str, str], act: object) -> Response:
    assert callable(act)  # noqa: S101 - every caller passes a function
    return attempted(
        act,
        visit,
        lambda problems, status: _person(visit, person_id, typed, problems, status),
        f"/kantor/orang/{person_id}",
    )


def _people(
    visit: Visit, text: str, offset: int, typed: dict[str, str], problems: list[Problem], status: int
) -> Response:
    rows, onward = views.staff(visit.world, visit.actor, text, offset)
    context = {
        "rows": rows,
        "text": text,
        "onward": onward,
        "typed": typed,
        "problems": problems,
        "key": new_key(visit),
    }
    return office_page(visit, "office_people.html", status=status, **context)


def _person(visit: Visit, person_id: UUID, typed: dict[str, str], problems: list[Problem], status: int) -> Response:
    found = views.person(visit.world, visit.actor, person_id)
    seats = views.seats(visit.world, visit.actor)
    context = {"found": found, "seats": seats, "typed": typed, "problems": problems, "key": new_key(visit)}
    return office_page(visit, "office_person.html", status=status, **context)
