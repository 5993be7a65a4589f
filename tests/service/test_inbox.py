"""The inbox offers filters over all of a person's work, not only over the page on the screen."""

from decimal import Decimal

from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.packs import DeployPack
from engine.service.views.inbox import InboxFilter, inbox
from tests.jobs.test_messages import DIAGRAM, PACK
from tests.office import Office


def two_processes(office: Office) -> Office:
    execute(DeployPack({"pack.toml": PACK, "surat.bpmn": DIAGRAM}), world=office.world, actor=ENGINE)
    staff = office.as_("DKOM.STAF")
    for _ in range(3):
        staff.starts(alat="Laptop", harga=Decimal(1))
    staff.starts("pengirim", "surat")
    return office


BOTH = {("permintaan_alat", "Permintaan alat"), ("pengirim", "Pengirim")}


def test_the_filters_name_every_process_of_the_open_work_on_each_page(office: Office) -> None:
    actor = two_processes(office).as_("DKOM.STAF").actor
    first = inbox(office.world, actor, limit=2)
    assert set(first.processes) == BOTH
    second = inbox(office.world, actor, cursor=first.next, limit=2)
    assert set(second.processes) == BOTH
    assert set(inbox(office.world, actor, limit=50).processes) == BOTH


def test_a_chosen_filter_leaves_the_others_to_choose(office: Office) -> None:
    actor = two_processes(office).as_("DKOM.STAF").actor
    page = inbox(office.world, actor, InboxFilter(process="pengirim"))
    assert [row.process_id for group in page.groups for row in group.rows] == ["pengirim"]
    assert set(page.processes) == BOTH
    assert page.count == 4


def test_work_of_others_is_never_named_in_the_filters(office: Office) -> None:
    stranger = two_processes(office).as_("DKOM.LUAR").actor
    page = inbox(office.world, stranger, InboxFilter(text="x"))
    assert (page.processes, page.count) == ((), 0)
