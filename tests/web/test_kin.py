"""A called case and its caller each say where the other is."""

import pytest

from engine.jobs.run import drain
from engine.model.actor import ENGINE
from engine.model.world import World
from engine.service.cases import StartCase
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.sessions import holder_of
from integrations.registry import registry
from tests.runtime.drawing import Drawing
from tests.web.office import Browser

MANIFEST = 'key = "panggil"\ntitle_id = "Panggil"\ntitle_en = "Call"\n[roles]\nstaff = "Staf"\n'


@pytest.fixture
def numbers(office_world: World) -> tuple[str, str]:
    """A case of a caller, and the case it called."""
    caller = Drawing("induk", caseNumber="IND", startGroups="staff").start().call("c", "anak").end().flow("s c e")
    called = Drawing("anak", caseNumber="ANK").start().user("a", "position:DKOM.STAF").end().flow("s a e")
    files = {f"{one.process}.bpmn": one.xml() for one in (caller, called)}
    execute(DeployPack({"pack.toml": MANIFEST.encode(), **files}), world=office_world, actor=ENGINE)
    staff = holder_of(office_world, "DKOM.STAF")
    assert staff is not None
    begun = execute(StartCase("panggil", "induk", {}), world=office_world, actor=staff)
    drain(office_world, registry({}))
    return begun.number, "ANK-2026-00001"


def test_both_name_each_other_with_a_link(rina: Browser, numbers: tuple[str, str]) -> None:
    above, below = numbers
    page = rina.get(f"/berkas/{above}")
    assert "Berkas turunan" in page
    assert f'href="/berkas/{below}">{below}</a>' in page
    page = rina.get(f"/berkas/{below}")
    assert "Bagian dari berkas" in page
    assert f'href="/berkas/{above}">{above}</a>' in page
    assert "Dipanggil berkas lain" in page
