"""What a diagram from elsewhere holds is shown where it can be, and kept where it cannot."""

import pytest
from playwright.sync_api import Page, expect

from engine.bpmn.layout import lay_out
from tests.conformance.table.sheet import Sheet
from tests.editor.desk import Desk

pytestmark = pytest.mark.browser

POOLS = '<bpmn:participant id="pool" name="A" processRef="p"/>'
SHOWN = "id => Boolean(tata.modeler.get('elementRegistry').get(id))"


def opened(tab: Page, desk: Desk, diagram: bytes) -> Page:
    desk.diagram = diagram.decode()
    tab.goto(f"{desk.url}/page.html")
    tab.wait_for_selector("html[data-ready]", timeout=30_000)
    return tab


def saved(page: Page, desk: Desk) -> str:
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    return desk.diagram


def test_a_drawing_made_for_a_diagram_is_shown_whole(tab: Page, desk: Desk) -> None:
    inside = Sheet().nodes("start ss, user a, end se").flows("ss a se")
    sheet = (
        Sheet()
        .nodes("start s, xor g")
        .sub("sp", inside)
        .boundary("late", "sp", timer=("duration", "PT1H"))
        .nodes("user x, end e")
        .flows("s g; g sp {true}; g x *; sp e; x e; late x")
    )
    page = opened(tab, desk, lay_out(sheet.xml()))
    for name in ("s", "g", "sp", "ss", "a", "se", "late", "x", "e"):
        assert page.evaluate(SHOWN, name), name


def test_pools_are_drawn_below_one_another(tab: Page, desk: Desk) -> None:
    other = Sheet("q").nodes("start qs, end qe").flows("qs qe")
    pools = f'{POOLS}<bpmn:participant id="other" name="B" processRef="q"/>'
    sheet = Sheet().nodes("start s, user a, end e").flows("s a e").beside(other).pools(pools)
    page = opened(tab, desk, lay_out(sheet.xml()))
    for name in ("pool", "other", "a", "qs", "qe"):
        assert page.evaluate(SHOWN, name), name


def test_what_the_editor_does_not_show_is_saved_all_the_same(tab: Page, desk: Desk) -> None:
    hidden = Sheet("q").nodes("start qs, end qe").flows("qs qe")
    diagram = lay_out(Sheet().nodes("start s, end e").flows("s e").beside(hidden).pools(POOLS).xml())
    box = b'<dc:Bounds x="9" y="9" width="36" height="36"/>'
    shape = b'<bpmndi:BPMNShape id="qs_di" bpmnElement="qs">%s</bpmndi:BPMNShape></bpmndi:BPMNPlane>' % box
    page = opened(tab, desk, diagram.replace(b"</bpmndi:BPMNPlane>", shape))
    assert not page.evaluate(SHOWN, "qs")
    assert 'bpmnElement="qs"' in saved(page, desk)


def test_a_line_break_in_a_name_stays_what_it_is(tab: Page, desk: Desk) -> None:
    diagram = lay_out(Sheet().nodes("start s, end e").flows("s e").xml()).replace(b'name="E"', b'name="E&#13;&#10;F"')
    assert 'name="E&#13;&#10;F"' in saved(opened(tab, desk, diagram), desk)
