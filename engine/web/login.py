"""Log in, log out, choose a language."""

from itertools import groupby

from fastapi import APIRouter, Response

from engine.locale import LANGUAGES
from engine.locale.refusals import sentence
from engine.model.errors import Forbidden, Refused
from engine.service.accounts import LogOut
from engine.service.sessions import NewSession, Official, enter, log_in, officials
from engine.web.filling import Problem
from engine.web.pages import page, see
from engine.web.visit import LANGUAGE_COOKIE, NAME_COOKIE, SESSION_COOKIE, Anyone, Sent, Visit, Writer

router = APIRouter(include_in_schema=False)


@router.get("/masuk")
def ask(visit: Anyone, lanjut: str = "/tugas", sesi: str = "") -> Response:
    """Show the log-in page."""
    if visit.signed is not None:
        return see(safe(lanjut))
    return _page(visit, onward=safe(lanjut), expired=bool(sesi))


@router.post("/masuk")
def with_password(visit: Anyone, sent: Sent) -> Response:
    """Log in with name and password."""
    username, onward = sent.first("username").strip(), safe(sent.first("lanjut"))
    try:
        session = log_in(visit.world, username, sent.first("password"))
    except Refused as error:
        problem = Problem("username", "", sentence(error, visit.language))
        return _page(visit, onward=onward, username=username, problems=[problem], status=error.status)
    return _enter(visit, session, onward)


@router.post("/masuk/demo")
def as_official(visit: Anyone, sent: Sent) -> Response:
    """Log in as an official of the demonstration city."""
    if not visit.site.demo:
        raise Forbidden("demo.only", "Expected a demonstration, but this office asks for passwords.")
    return _enter(visit, enter(visit.world, sent.first("username")), safe(sent.first("lanjut")))


@router.post("/keluar")
def leave(visit: Writer) -> Response:
    """Log out."""
    visit.execute(LogOut(visit.request.cookies.get(SESSION_COOKIE, "")))
    answer = see("/masuk")
    answer.delete_cookie(SESSION_COOKIE)
    answer.delete_cookie(NAME_COOKIE)
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@router.post("/bahasa")
def choose_language(visit: Anyone, sent: Sent) -> Response:
    """Choose the language of the pages for this browser."""
    answer = see(safe(sent.first("kembali")))
    chosen = sent.first("bahasa")
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31536000, httponly=True, samesite="lax")
    return answer


def safe(onward: str) -> str:
    """Keep an address inside this site; anything else leads to the inbox."""
    inside = onward.startswith("/") and not onward.startswith(("//", "/\\")) and onward.isprintable()
    return onward if inside else "/tugas"


def _enter(visit: Visit, session: NewSession, onward: str) -> Response:
    answer = see(onward)
    secure = visit.site.secure
    age = int((session.expires_at - visit.now).total_seconds())
    answer.set_cookie(SESSION_COOKIE, session.token, max_age=age, httponly=True, samesite="lax", secure=secure)
    answer.set_cookie(NAME_COOKIE, str(session.account_id), httponly=True, samesite="lax", secure=secure)
    return answer


def _page(
    visit: Visit,
    *,
    onward: str,
    username: str = "",
    problems: list[Problem] | None = None,
    expired: bool = False,
    status: int = 200,
) -> Response:
    people = _by_unit(officials(visit.world)) if visit.site.demo else []
    context = {"onward": onward, "username": username, "problems": problems or [], "expired": expired}
    return page(visit, "login.html", status=status, officials=people, **context)


def _by_unit(people: tuple[Official, ...]) -> list[tuple[str, list[Official]]]:
    """Group by unit; the unit that administers the demonstration comes first."""
    first = {person.unit for person in people if "administer" in person.rights}
    ordered = sorted(people, key=lambda person: (person.unit not in first, person.unit_name))
    return [(unit, list(group)) for unit, group in groupby(ordered, key=lambda person: person.unit_name)]
