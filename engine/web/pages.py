"""Pages from templates: autoescaped, in the visitor's language, with the frame every page shares."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.locale import catalogue
from engine.web import flash
from engine.web.statics import link
from engine.web.visit import Visit


@cache
def environment(language: str) -> Environment:
    """Build the templates' environment for one language, once."""
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    found.globals["static"] = link
    return found


def page(visit: Visit, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Render one page for one visitor."""
    frame: Mapping[str, Any] = {
        "visit": visit,
        "words": visit.words,
        "now": visit.now,
        "language": visit.language,
        "path": visit.request.url.path,
        "sent": (sent := flash.said(visit.request)),
        "problems": [],
    }
    text = environment(visit.language).get_template(template).render({**frame, **context})
    answer = HTMLResponse(text, status)
    if sent:
        answer.delete_cookie(flash.COOKIE)
    return answer


def see(url: str) -> RedirectResponse:
    """Send the browser on after a write, so that reloading repeats nothing."""
    return RedirectResponse(url, 303)


def new_key(visit: Visit) -> str:
    """A one-time key for one rendered form: the same form sent twice acts once."""
    return visit.world.ids().hex


def moment(text: str) -> datetime | None:
    """Read an ISO moment out of the details of a refusal."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
