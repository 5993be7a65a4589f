"""A pack may say who gets the tasks that name nobody; without its word each task must."""

import pytest

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.releases import Broken
from tests.office import Office
from tests.service.test_hostile_diagrams import TASK, around
from tests.service.test_packs import DIAGRAM, FILES

BARE = around(TASK.format(""))


def pack(line: str) -> dict[str, bytes]:
    return {**FILES, "pack.toml": line.encode() + b"\n" + FILES["pack.toml"], DIAGRAM: BARE}


def test_a_task_that_names_nobody_goes_to_whom_its_pack_names(office: Office) -> None:
    execute(DeployPack(pack('unaddressed = "position:DKOM.STAF"')), world=office.world, actor=ENGINE)
    started = office.as_("DKOM.STAF").starts("uji")
    assert started.next_task is not None


@pytest.mark.parametrize("line", ["", 'unaddressed = "siapa saja"'])
def test_without_an_address_it_is_refused(sqlite_office: Office, line: str) -> None:
    with pytest.raises(Broken) as refused:
        execute(DeployPack(pack(line)), world=sqlite_office.world, actor=ENGINE)
    assert {f.code for f in refused.value.findings} & {"ref.no_address", "pack.manifest"}
