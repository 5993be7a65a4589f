"""The modeler offers only what runs, fills in the newer elements, and shows the law behind a deadline."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.editor.desk import Desk
from tests.editor.test_modeler import opened

pytestmark = pytest.mark.browser

DRAW = """([attrs, loop]) => {
  const m = tata.modeler, root = m.get('canvas').getRootElement();
  const made = m.get('modeling').createShape(m.get('elementFactory').createShape(attrs), { x: 500, y: 400 }, root);
  if (loop) {
    m.get('modeling').updateProperties(made, { loopCharacteristics: m.get('bpmnFactory').create(loop) });
  }
  m.get('selection').select(made);
  return made.id;
}"""
OPEN = """id => {
  const m = tata.modeler;
  m.get('popupMenu').open(m.get('elementRegistry').get(id), 'bpmn-replace', { x: 9, y: 9 });
}"""
XML = "() => tata.modeler.saveXML({ format: true }).then(saved => saved.xml)"


def draws(page: Page, loop: str = "", **attrs: Any) -> str:
    """A new element, chosen; its id."""
    return str(page.evaluate(DRAW, [attrs, loop]))


def menu(page: Page, element: str) -> set[str]:
    """What an element may become."""
    page.evaluate(OPEN, element)
    return set(page.locator(".djs-popup [data-id]").evaluate_all("all => all.map(one => one.dataset.id)"))


def types(page: Page, entry: str, text: str) -> None:
    field = page.locator(f"#bio-properties-panel-tata-{entry}")
    field.fill(text)
    field.press("Tab")


def test_nothing_is_offered_that_the_lint_refuses(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    offered = menu(page, draws(page, type="bpmn:Task"))
    assert {"replace-with-user-task", "replace-with-call-activity", "toggle-parallel-mi"} <= offered
    assert not offered & {"toggle-participant-multiplicity", "toggle-is-collection"}
    gateways = menu(page, draws(page, type="bpmn:ExclusiveGateway"))
    assert gateways == {
        "replace-with-parallel-gateway",
        "replace-with-inclusive-gateway",
        "replace-with-event-based-gateway",
        "replace-with-complex-gateway",
    }
    starts = menu(page, draws(page, type="bpmn:StartEvent"))
    assert {"replace-with-timer-start", "replace-with-signal-start", "replace-with-conditional-start"} <= starts
    assert "replace-with-compensation-end" in menu(page, draws(page, type="bpmn:EndEvent"))


def test_a_call_names_a_process_and_what_comes_back(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    draws(page, type="bpmn:CallActivity")
    page.locator("#bio-properties-panel-tata-called").select_option("pembayaran")
    whole = page.get_by_label("Kirim semua variabel")
    # The panel draws itself anew after each change, also after this one: it says the new state a moment later.
    whole.click(force=True)
    expect(whole).not_to_be_checked()
    assert 'processId="pembayaran"' in page.evaluate(XML)
    assert 'propagateAllParentVariables="false"' in page.evaluate(XML)


def test_a_thrown_message_is_named_once(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    for _ in range(2):
        draws(page, type="bpmn:EndEvent", eventDefinitionType="bpmn:MessageEventDefinition")
        types(page, "message", "usulan.ditolak")
    xml = str(page.evaluate(XML))
    assert xml.count('name="usulan.ditolak"') == 1
    assert xml.count("messageEventDefinition id=") == xml.count('messageRef="Message_') == 2


def test_a_loop_says_how_long_it_goes_on(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    draws(page, "bpmn:StandardLoopCharacteristics", type="bpmn:UserTask")
    types(page, "loop-condition", "=lengkap = false")
    types(page, "loop-maximum", "3")
    xml = str(page.evaluate(XML))
    assert '<bpmn:standardLoopCharacteristics loopMaximum="3">' in xml
    assert ">=lengkap = false</bpmn:loopCondition>" in xml


def test_a_legal_number_stands_beside_the_deadline_that_names_it(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    page.locator("summary", has_text="Langkah sebagai daftar").click()
    page.locator("#steps").get_by_role("button", name="Susun HPS").click()
    types(page, "due", '=workdays(parameter("proc.quote.days"))')
    law = page.locator('[data-group-id="group-tata-law"]')
    expect(law).to_contain_text("5 hari kerja")
    expect(law).to_contain_text("Perpres 16/2018, Pasal 9 (contoh, belum ditetapkan)")


def test_a_task_leads_to_its_form(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    page.locator("summary", has_text="Langkah sebagai daftar").click()
    page.locator("#steps").get_by_role("button", name="Susun HPS").click()
    expect(page.get_by_role("link", name="Sunting formulir")).to_have_attribute("href", "/ubah/forms/hps.form.json")
    page.locator("#bio-properties-panel-tata-form").select_option("persetujuan")
    expect(page.locator("#properties")).to_contain_text("Formulir bersama dari pustaka")


def test_ad_hoc_work_is_drawn_with_who_chooses_and_in_which_order(tab: Page, desk: Desk) -> None:
    page = opened(tab, desk)
    offered = menu(page, draws(page, type="bpmn:SubProcess", isExpanded=True))
    assert "replace-with-ad-hoc-subprocess" in offered
    page.keyboard.press("Escape")
    draws(page, type="bpmn:AdHocSubProcess", isExpanded=True)
    types(page, "choosing", '="position:DKOM.PPK"')
    page.get_by_label("Satu per satu").check(force=True)
    saved = page.evaluate(XML)
    assert 'ordering="Sequential"' in saved
    assert '<zeebe:property name="candidateGroups" value="=&#34;position:DKOM.PPK&#34;" />' in saved.replace(
        "&quot;", "&#34;"
    )
