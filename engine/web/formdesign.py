"""The form editor's other half: our own page of the form being written, and what a form may lean on."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

import forms
from engine.model.errors import Invalid
from engine.service.formpreview import preview
from engine.service.surroundings import library
from engine.web.design import Analyst, Designer
from engine.web.pages import environment

router = APIRouter(include_in_schema=False, prefix="/desain/{pack}")


class Draft(BaseModel):
    """A form as it stands in the editor, and what was typed into its preview."""

    form: str = Field(max_length=1024 * 1024)
    #: As a browser posts it; None shows the form fresh.
    raw: dict[str, list[str]] | None = None
    sample: dict[str, str] = Field(default_factory=dict)
    #: True judges the answers as a send would.
    sent: bool = False


@router.post("/pratinjau")
def show(visit: Designer, draft: Annotated[Draft, Body()]) -> Response:
    """Render the form as an official meets it; a form that cannot be read says why."""
    content = draft.form.encode()
    try:
        shown = preview(
            visit.world,
            visit.actor,
            content,
            draft.raw,
            draft.sample,
            sent=draft.sent,
            language=visit.language,
        )
    except Invalid:
        told = [one.message_en if visit.language == "en" else one.message_id for one in forms.lint_file(content)]
        return JSONResponse({"html": "", "outside": [], "detail": " ".join(told)}, 422)
    context = {"shown": shown, "language": visit.language, "sent": draft.sent}
    html = environment(visit.language).get_template("preview.html").render(context)
    return JSONResponse({"html": html, "outside": list(shown.outside), "problems": len(shown.problems)})


@router.get("/blok")
def blocks(_: Analyst) -> Response:
    """Send the shared forms, whose fields may be copied into this one."""
    found = [(name, json.loads(content)) for name, content in library().items()]
    return JSONResponse([{"id": name, "title": _title(form, name), "form": form} for name, form in found])


def _title(form: Any, name: str) -> str:  # noqa: ANN401 - any JSON
    return str(form.get("properties", {}).get("title_id") or form.get("title") or name)
