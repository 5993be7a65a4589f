"""An analyst at the modeler: a finding is seen, mended with a shared form, kept and released."""

import pytest
from playwright.sync_api import Page, expect

from tests.editor.desk import Desk

pytestmark = pytest.mark.browser

SELECT = """id => {
  const m = tata.modeler;
  m.get('selection').select(m.get('elementRegistry').get(id) || m.get('canvas').getRootElement());
}"""
REPLACE = """type => {
  const m = tata.modeler;
  const made = m.get('bpmnReplace').replaceElement(m.get('elementRegistry').get('bayar'), { type });
  m.get('selection').select(made);
}"""
PLACE = """([type, eventDefinitionType]) => {
  const m = tata.modeler, host = m.get('elementRegistry').get('susun');
  const shape = m.get('elementFactory').createShape({ type, eventDefinitionType });
  const made = type === 'bpmn:BoundaryEvent'
    ? m.get('modeling').createShape(shape, { x: 290, y: 160 }, host, { attach: true })
    : m.get('modeling').createShape(shape, { x: 500, y: 300 }, m.get('canvas').getRootElement());
  m.get('selection').select(made);
}"""
MENU = """id => {
  const m = tata.modeler;
  m.get('popupMenu').open(m.get('elementRegistry').get(id), 'bpmn-replace', { x: 200, y: 200 });
}"""
EVENTS = [
    ("bpmn:IntermediateCatchEvent", "bpmn:TimerEventDefinition"),
    ("bpmn:IntermediateCatchEvent", "bpmn:MessageEventDefinition"),
    ("bpmn:IntermediateThrowEvent", "bpmn:MessageEventDefinition"),
    ("bpmn:BoundaryEvent", "bpmn:TimerEventDefinition"),
    ("bpmn:BoundaryEvent", "bpmn:ErrorEventDefinition"),
    ("bpmn:EndEvent", "bpmn:TerminateEventDefinition"),
    ("bpmn:EndEvent", "bpmn:ErrorEventDefinition"),
    ("bpmn:StartEvent", "bpmn:MessageEventDefinition"),
]


def opened(tab: Page, desk: Desk) -> Page:
    tab.goto(f"{desk.url}/page.html")
    tab.wait_for_selector("html[data-ready]", timeout=30_000)
    return tab


def test_a_finding_is_mended_with_a_shared_form_and_released(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    expect(page.locator("#findings li")).to_contain_text("Tugas belum punya formulir")
    expect(page.locator(".tata-badge--error")).to_have_text("1")

    page.get_by_role("button", name="Tunjukkan Periksa HPS").click()
    page.locator("#bio-properties-panel-tata-form").select_option("persetujuan")
    expect(page.locator("#findings li")).to_contain_text("Tidak ada temuan")
    expect(page.locator(".tata-badge--error")).to_have_count(0)

    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    assert 'formId="persetujuan"' in desk.diagram
    assert desk.version == 1

    page.locator("#release").click()
    page.get_by_label("Apa yang berubah?").fill("Pemeriksa memakai formulir persetujuan")
    page.get_by_role("button", name="Berlakukan sekarang").click()
    expect(page.locator("#status")).to_have_text("Versi 2 berlaku sekarang.")
    assert desk.released == [{"paths": ["pembelian.bpmn"], "note": "Pemeriksa memakai formulir persetujuan"}]


def test_a_newer_draft_is_not_overwritten(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    desk.version = 5
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf lain lebih baru")


def test_what_the_panel_writes_is_the_dialect_of_the_engine(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    page.locator("[data-element-id=susun] .djs-hit").click()
    page.locator("#bio-properties-panel-tata-role").select_option("ppk")
    page.locator("#bio-properties-panel-tata-due").fill("=workdays(3)")
    page.locator("#bio-properties-panel-tata-separate").fill("periksa")
    page.locator("[data-element-id=bayar] .djs-hit").click()
    page.locator("#bio-properties-panel-tata-operation").select_option("finance:payment.request")
    page.locator("#bio-properties-panel-tata-register").select_option("pengadaan.package")
    page.locator("#save").click()
    expect(page.locator("#status")).to_have_text("Draf tersimpan.")
    for written in (
        'candidateGroups="=&#34;role:ppk@&#34; + case.unit"',
        'dueDate="=workdays(3)"',
        '<zeebe:property name="separateFrom" value="periksa" />',
        '<zeebe:header key="register" value="pengadaan.package" />',
    ):
        assert written in desk.diagram


def test_every_word_an_analyst_meets_is_indonesian(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    for element in ("mulai", "susun", "periksa", "metode", "lolos", "bayar", "selesai", "f5", "the process"):
        page.evaluate(SELECT, element)
        page.wait_for_timeout(60)
    for element in ("mulai", "susun", "lolos", "selesai", "f5"):
        page.evaluate(MENU, element)
        page.wait_for_timeout(60)
        page.evaluate("() => tata.modeler.get('popupMenu').close()")
    for kind in ("bpmn:ReceiveTask", "bpmn:ScriptTask", "bpmn:SendTask", "bpmn:UserTask", "bpmn:BusinessRuleTask"):
        page.evaluate(REPLACE, kind)
        page.wait_for_timeout(60)
    for kind, definition in EVENTS:
        page.evaluate(PLACE, [kind, definition])
        page.wait_for_timeout(60)
    assert page.evaluate("[...tata.missing]") == []


def test_the_mark_of_the_library_stays_visible(tab: Page, desk: Desk) -> None:
    mark = opened(tab, desk).locator("a.bjs-powered-by")
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    assert box
    seen = "([x, y]) => document.elementFromPoint(x, y).closest('.bjs-powered-by') !== null"
    assert tab.evaluate(seen, [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])


def test_the_steps_are_also_a_list(tab: Page, desk: Desk) -> None:
    steps = opened(tab, desk).locator("#steps li")
    assert "Susun HPS (tugas)" in [text.strip() for text in steps.all_text_contents()]


def test_a_case_shows_where_it_is_with_more_than_colour(tab: Page, desk: Desk) -> None:
    tab.goto(f"{desk.url}/viewer.html")
    tab.wait_for_selector("#diagram[data-ready]")
    expect(tab.locator(".djs-element.tata-active")).to_have_attribute("data-element-id", "periksa")
    assert tab.locator(".tata-badge").all_text_contents() == ["✓", "✓", "●", "!"]
    expect(tab.locator("a.bjs-powered-by")).to_be_visible()
