"""A new decision table or form inside a pack, from blank: a draft like any other."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from fastapi import APIRouter, Response

from engine.locale import mark as _mark
from engine.locale.refusals import sentence
from engine.model.errors import Invalid, NotFound
from engine.service.packs import SaveFileDraft
from engine.service.views import library as views
from engine.web.design import Analyst
from engine.web.pages import page, see
from engine.web.visit import Sent, Visit, Writer

router = APIRouter(include_in_schema=False, prefix="/desain/{pack}")

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Tabel_{name}" name="{title}" namespace="https://tatalaksana.example/{pack}">
  <decision id="{name}" name="{title}">
    <decisionTable id="{name}_tabel" hitPolicy="UNIQUE">
      <input id="{name}_masukan_1" label="Masukan"><inputExpression id="{name}_ekspresi_1" typeRef="string"><text>masukan</text></inputExpression></input>
      <output id="{name}_hasil_1" label="Hasil" name="hasil" typeRef="string" />
      <rule id="{name}_1">
        <inputEntry id="{name}_1_m1"><text>-</text></inputEntry>
        <outputEntry id="{name}_1_h1"><text>null</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""  # noqa: E501 - a file's own lines


def _table(pack: str, name: str, title: str) -> bytes:
    return TABLE.format(pack=pack, name=name, title=escape(title)).encode()


def _form(_: str, name: str, title: str) -> bytes:
    form = {"id": name, "type": "default", "schemaVersion": 16, "properties": {"title_id": title}, "components": []}
    return (json.dumps(form, indent=2, ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Blank:
    """One kind of file to begin."""

    heading: str
    path: str
    made: Callable[[str, str, str], bytes]


BLANKS: Mapping[str, Blank] = {
    "tabel-baru": Blank(_mark("New decision table"), "{}.dmn", _table),
    "formulir-baru": Blank(_mark("New form"), "forms/{}.form.json", _form),
}


@router.get("/tabel-baru")
@router.get("/formulir-baru")
def ask(visit: Analyst, pack: str) -> Response:
    """Ask for the name."""
    return _page(visit, pack)


@router.post("/tabel-baru")
@router.post("/formulir-baru")
def begin(visit: Writer, pack: str, sent: Sent) -> Response:
    """Save the blank file as a draft and open it."""
    blank = _blank(visit)
    name, title = sent.first("nama").strip(), sent.first("judul").strip()[:200]
    path = blank.path.format(name)
    try:
        if not NAME.fullmatch(name) or not title:
            raise Invalid(
                "file.name",
                f"Expected a name in lower case and a title, but got {name[:60]}",
                details={"typed": name[:60]},
            )
        if _exists(visit, pack, path):
            raise Invalid("file.exists", f"Expected a new name, but {path} exists", details={"path": path})
        visit.execute(SaveFileDraft(pack, path, blank.made(pack, name, title), 0))
    except Invalid as refusal:
        return _page(visit, pack, name, title, sentence(refusal, visit.language))
    return see(f"/desain/{pack}/ubah/{path}")


def _exists(visit: Visit, pack: str, path: str) -> bool:
    try:
        views.file(visit.world, visit.actor, pack, path)
    except NotFound:
        return False
    return True


def _blank(visit: Visit) -> Blank:
    return BLANKS[visit.request.url.path.rsplit("/", 1)[1]]


def _page(visit: Visit, pack: str, name: str = "", title: str = "", told: str = "") -> Response:
    shown = {"pack": pack, "heading": visit.say(_blank(visit).heading), "name": name, "title": title, "told": told}
    return page(visit, "new_file.html", status=422 if told else 200, **shown)
