"""Refusals and lost sessions as pages; for our own scripts, as problem+json."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from engine.locale import mark as _mark
from engine.locale.refusals import sentence
from engine.model.errors import Conflict, Forbidden, NotFound, Refused
from engine.service.accounts import NOBODY, KeepForm
from engine.service.execute import execute
from engine.web.pages import moment, page, see
from engine.web.visit import NAME_COOKIE, RESCUE_COOKIE, PasswordDue, SignInNeeded, StaleForm, Visit, visitor

HEADINGS = {
    403: _mark("You may not do this"),
    404: _mark("Not found"),
    409: _mark("Somebody was first"),
    422: _mark("This needs a correction"),
}


def install(app: FastAPI) -> None:
    """Answer refusals, lost sessions and unknown addresses."""
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(SignInNeeded, sign_in)
    app.add_exception_handler(StaleForm, give_back)
    app.add_exception_handler(PasswordDue, choose_password)
    app.add_exception_handler(HTTPException, unknown)
    app.add_exception_handler(RequestValidationError, misnamed)


def refused(request: Request, error: Exception) -> Response:
    """Say a refusal on a page of its own, or to the page's script."""
    assert isinstance(error, Refused)  # noqa: S101 - registered for this family only
    visit = visitor(request)
    text = sentence(error, visit.language)
    if _is_scripted(request):
        return JSONResponse({"code": error.code, "detail": text, "findings": []}, error.status)
    return refusal_page(visit, error, text)


def refusal_page(visit: Visit, error: Refused, text: str) -> Response:
    """Show what was expected, and the way back."""
    if isinstance(error, Conflict):
        return conflict(visit, error, {})
    told = [f"{name}: {', '.join(lines)}" for name, lines in error.problems.items()]
    heading = visit.say(HEADINGS.get(error.status, HEADINGS[422]))
    return page(visit, "refused.html", status=error.status, heading=heading, sentence=text, problems_list=told)


def conflict(visit: Visit, error: Refused, kept: Mapping[str, list[str]]) -> Response:
    """Say who was first, since when, and keep the visitor's own words."""
    since = moment(str(error.details.get("at", "")))
    text = sentence(error, visit.language)
    return page(visit, "conflict.html", status=error.status, sentence=text, since=since, kept=kept)


def sign_in(request: Request, error: Exception) -> Response:
    """Send to the log-in page and keep what was typed for the same person only."""
    if _is_scripted(request):
        return JSONResponse({"masuk": "/masuk"}, 401)
    path = request.url.path
    fields = error.fields if isinstance(error, SignInNeeded) and _is_form(path) else None
    onward = path if request.method == "GET" or fields else "/tugas"
    answer = see(f"/masuk?{urlencode({'lanjut': onward} | ({'sesi': 'berakhir'} if fields else {}))}")
    if fields:
        keep(request, answer, path, fields)
    return answer


def give_back(request: Request, error: Exception) -> Response:
    """Show a form of an earlier session again, with what was typed; anything else is refused."""
    path = request.url.path
    if not isinstance(error, StaleForm) or _is_scripted(request) or not _is_form(path):
        message = "Expected a form of this session, but its proof is missing or old."
        return refused(request, Forbidden("csrf", message))
    answer = see(path)
    keep(request, answer, path, error.fields)
    return answer


def choose_password(request: Request, error: Exception) -> Response:
    """Send who has a one-time password to choose another."""
    return JSONResponse({"masuk": "/sandi"}, 401) if _is_scripted(request) else see("/sandi")


def keep(request: Request, answer: Response, path: str, fields: dict[str, list[str]]) -> None:
    """Put what was typed aside for the account this browser last logged in with."""
    site = request.app.state.site
    account = request.cookies.get(NAME_COOKIE, "")
    if not account:
        return
    typed = {key: values for key, values in fields.items() if not key.startswith("_")}
    token = execute(KeepForm(path, typed, account), world=site.world, actor=NOBODY)
    answer.set_cookie(RESCUE_COOKIE, token, max_age=86400, httponly=True, samesite="lax", secure=site.secure)


def unknown(request: Request, error: Exception) -> Response:
    """Answer an address nobody has."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if _is_scripted(request) or status != 404:
        return JSONResponse({"code": f"http.{status}"}, status)
    lost = NotFound("page.unknown", "Expected an existing page, but there is none at this address.")
    return refused(request, lost)


def misnamed(request: Request, error: Exception) -> Response:
    """Answer an address whose identifier or number is none: to a reader it is a page that does not exist."""
    if _is_scripted(request):
        return JSONResponse({"code": "request.malformed", "detail": "", "findings": []}, 422)
    return unknown(request, HTTPException(404))


def _is_form(path: str) -> bool:
    """True for the addresses that show the form they are posted to."""
    return path.startswith(("/tugas/", "/mulai/")) and not path.endswith("/draf")


def _is_scripted(request: Request) -> bool:
    headers = request.headers
    return "x-csrf" in headers or request.url.path.endswith("/draf") or headers.get("accept") == "application/json"
