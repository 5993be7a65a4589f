"""Pages from templates: autoescaped, in the visitor's language, with the frame every page shares."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from engine.locale import catalogue
from engine.web import flash
from engine.web.sections import help_for
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
    frame = _frame(visit)
    text = environment(visit.language).get_template(template).render({**frame, **context})
    answer = HTMLResponse(text, status)
    if frame["sent"]:
        answer.delete_cookie(flash.COOKIE)
    return answer


def stream(visit: Visit, template: str, **context: object) -> Iterator[str]:
    """Render one page as it comes to be, for what takes a while."""
    return environment(visit.language).get_template(template).generate({**_frame(visit), **context})


def _frame(visit: Visit) -> Mapping[str, Any]:
    return {
        "visit": visit,
        "words": visit.words,
        "now": visit.now,
        "language": visit.language,
        "path": visit.request.url.path,
        "sent": flash.said(visit.request),
        "problems": [],
        "help_url": help_for(visit.request.url.path),
    }


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
