"""Test rows of a decision table on its page: kept as a file of the pack, decided on the table as it is being drawn."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from engine import dmn
from engine.dmn import DecisionFailed
from engine.dmn.model import Model
from engine.locale.refusals import sentence
from engine.model.errors import Invalid, NotFound
from engine.service import tablefile, tabletests
from engine.service.packs import SaveFileDraft
from engine.service.tablefile import TestRow
from engine.service.tabletests import Column, Tested
from engine.service.views import library as views
from engine.web.design import Analyst, Designer
from engine.web.visit import Visit

router = APIRouter(include_in_schema=False, prefix="/desain/{pack}")

LARGEST = 1024 * 1024
#: How long the rows of one request may be decided.
SECONDS = 10.0

Plain = dict[str, list[dict[str, Any]]]


class Rows(BaseModel):
    """The test rows as they stand on the page."""

    tests: Plain = Field(default_factory=dict)


class Trial(Rows):
    """The table as it stands on the page, with the rows to decide."""

    xml: str = Field(max_length=LARGEST)


@router.get("/uji-tabel/{path:path}")
def kept(visit: Analyst, pack: str, path: str) -> Response:
    """Send the kept rows, the draft's if there is one; none yet is no error."""
    try:
        file = views.file(visit.world, visit.actor, pack, _tests(path))
        tests = tablefile.read(file.content)
    except NotFound:
        return JSONResponse({"version": 0, "tests": {}})
    except Invalid as refusal:
        told = sentence(refusal, visit.language)
        return JSONResponse({"version": file.draft_version, "tests": {}, "detail": told})
    return JSONResponse({"version": file.draft_version, "tests": _plain(tests)})


@router.put("/uji-tabel/{path:path}")
def keep(visit: Designer, pack: str, path: str, sent: Annotated[Rows, Body()]) -> Response:
    """Save the rows as a draft of their own file; a stale save is a conflict."""
    content = tablefile.write(tablefile.rows(sent.tests))
    text = visit.request.headers.get("if-match", "0").strip('"')
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    saved = visit.execute(SaveFileDraft(pack, _tests(path), content, version))
    return JSONResponse({"version": saved.version})


@router.post("/uji-tabel/{path:path}")
def decide(visit: Designer, path: str, sent: Annotated[Trial, Body()]) -> Response:
    """Decide the rows by the real engine, with the office's calendar and legal parameters."""
    try:
        model = dmn.read(sent.xml.encode())
    except Invalid as refusal:
        told = str(refusal.details.get("message_id", "")) or sentence(refusal, visit.language)
        raise Invalid("table.unread", refusal.message, details={"why": told}) from None
    rows = tablefile.rows(sent.tests)
    return JSONResponse({"decisions": [_decided(visit, model, name, rows.get(name, [])) for name in model.decisions]})


def _decided(visit: Visit, model: Model, name: str, rows: list[TestRow]) -> Mapping[str, Any]:
    decision = model.decisions[name]
    try:
        variables = tabletests.variables(model, name)
    except DecisionFailed as failed:
        return {
            "id": name,
            "name": decision.name,
            "trouble": failed.message_id,
            "inputs": [],
            "outputs": [],
            "rows": [],
        }
    found = tabletests.decide(model, name, rows, tabletests.env_on(visit.world), seconds=SECONDS)
    return {
        "id": name,
        "name": decision.name or name,
        "trouble": "",
        "inputs": [_column(one) for one in variables],
        "outputs": [_column(one) for one in tabletests.outputs(decision)],
        "rows": [_row(one) for one in found],
    }


def _column(column: Column) -> Mapping[str, str]:
    return {"name": column.name, "label": column.label, "type": column.type}


def _row(tested: Tested) -> Mapping[str, Any]:
    cells = [
        {"name": one.name, "shown": one.shown, "expected": one.expected, "matched": one.matched} for one in tested.cells
    ]
    told = {"cells": cells, "rules": list(tested.rules), "warnings": list(tested.warnings)}
    return {"name": tested.name, "passed": tested.passed, "trouble": tested.trouble, **told}


def _plain(tests: tablefile.TestRows) -> Plain:
    return {
        decision: [
            {
                "nama": row.name,
                "tanggal": row.day.isoformat() if row.day else "",
                "masukan": dict(row.given),
                "hasil": dict(row.expected),
            }
            for row in rows
        ]
        for decision, rows in tests.items()
    }


def _tests(path: str) -> str:
    if not path.endswith(".dmn"):
        raise NotFound("pack.file", f"Expected a decision table, but {path[:80]} is none", details={"path": path})
    return tablefile.path_of(path)
