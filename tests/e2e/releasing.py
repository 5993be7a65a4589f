"""What an analyst does between a draft and a release: adapt scenarios, wait for them, put in force."""

from typing import Any

import yaml
from playwright.sync_api import expect

from engine.cli import places
from tests.e2e.town import Official

#: Seconds a run of twenty scenarios may take on a busy machine.
RUN = 180_000
SCENARIOS = places.packs() / "pengadaan" / "scenarios"


def adapts_scenarios(analyst: Official, after: str, step: str, answers: dict[str, Any]) -> None:
    """Write a new step behind another into every scenario that has it, in the text of the page."""
    for file in sorted(SCENARIOS.glob("*.yaml")):
        if after not in file.read_text():
            continue
        analyst.goes(f"/desain/pengadaan/ubah/scenarios/{file.name}")
        box = analyst.page.get_by_label("Isi", exact=True)
        box.fill(adapted(box.input_value(), after, step, answers))
        analyst.page.get_by_role("button", name="Simpan draf").click()
        expect(analyst.page.get_by_role("heading", level=1)).to_have_text(f"scenarios/{file.name}")


def adapted(text: str, after: str, step: str, answers: dict[str, Any]) -> str:
    document = yaml.safe_load(text)
    steps: list[dict[str, Any]] = []
    for one in document.get("ketika") or []:
        again = [two for name in one.get("ulangi", ()) for two in ([name, step] if name == after else [name])]
        steps.append({**one, "ulangi": again} if again else one)
        if one.get("tugas") == after and "ditolak" not in one:
            steps.append({"tugas": step, "oleh": one["oleh"], "isian": answers})
    document["ketika"] = steps
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def waits_for_the_run(analyst: Official) -> None:
    """The page of a run asks again by itself until it is over."""
    expect(analyst.page.locator(".tata-progress")).to_have_count(0, timeout=RUN)
