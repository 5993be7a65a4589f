"""bind(raw(values)) is values, and so is what the browser would post of the rendered page."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from engine.feel.values import Date
from tests.forms.office import a_form, bind, one, render

CHOICES = [{"value": "a", "label": "A"}, {"value": "b c", "label": "B"}]
ROW = [one("textfield", "nama"), one("rupiah", "harga"), one("date", "kapan"), one("checkbox", "ada")]
FORM = a_form(
    one("textfield", "nama"),
    one("textarea", "uraian"),
    one("number", "volume"),
    one("rupiah", "harga"),
    one("date", "kapan"),
    one("select", "jenis", values=CHOICES),
    one("radio", "cara", values=CHOICES),
    one("checklist", "sumber", values=CHOICES),
    one("checkbox", "mendesak"),
    one("dynamiclist", "rincian", components=ROW),
)

LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40).map(
    lambda text: " ".join(text.split()) or None
)
RUPIAH = st.none() | st.integers(-(10**17) + 1, 10**17 - 1).map(lambda sen: Decimal(sen) / 100)
NUMBER = st.none() | st.decimals(-(10**9), 10**9, places=4).map(lambda number: number + 0)
DAY = st.none() | st.dates(date(1900, 1, 1)).map(Date.from_python)
CHOICE = st.sampled_from([None, "a", "b c"])
CELLS = st.fixed_dictionaries({"nama": LINE, "harga": RUPIAH, "kapan": DAY, "ada": st.booleans()})
ANSWERS = st.fixed_dictionaries(
    {
        "nama": LINE,
        "uraian": LINE,
        "volume": NUMBER,
        "harga": RUPIAH,
        "kapan": DAY,
        "jenis": CHOICE,
        "cara": CHOICE,
        "sumber": st.lists(st.sampled_from(["a", "b c"]), unique=True).map(sorted),
        "mendesak": st.booleans(),
        "rincian": st.lists(CELLS.filter(lambda row: any(row.values())), max_size=4),
    }
)


def posted(page: str) -> dict[str, list[str]]:
    """What a browser would send of this page without touching it."""
    raw: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        given = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if given.get("type") != "file" and (given.get("type") not in ("radio", "checkbox") or " checked" in tag):
            raw.setdefault(given["name"], []).append(given["value"])
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page):
        chosen = re.findall(r'<option value="([^"]*)" selected>', options)
        raw[name] = [unescape(chosen[0])] if chosen else [""]
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S):
        raw[name] = [unescape(text)]
    return raw


@settings(max_examples=80, deadline=None)
@given(ANSWERS)
def test_answers_survive_being_shown_and_sent_again(answers: dict[str, Any]) -> None:
    raw = forms.raw(FORM, answers)
    assert bind(FORM, raw).values == answers
    again = bind(FORM, posted(render(FORM, raw)))
    assert again.accepted
    assert again.values == answers


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["nama", "harga", "kapan.bulan", "rincian.#", "rincian.0.harga", "sumber", "jenis"]),
        st.lists(st.text(max_size=30), max_size=3),
    )
)
def test_whatever_is_posted_is_answered_and_shown_again(raw: dict[str, list[str]]) -> None:
    bound = bind(FORM, raw)
    page = render(FORM, raw, bound.problems)
    assert page
    assert forms.summary(FORM, bound.problems) or bound.accepted
