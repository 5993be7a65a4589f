"""What people say about a case: kept apart from the trail, told to whoever holds it, erasable."""

from decimal import Decimal

import pytest

from engine.model.actor import ENGINE
from engine.model.errors import Forbidden, Invalid, NotFound
from engine.model.ids import Id
from engine.service.comments import AddComment, EraseComment
from engine.service.execute import execute
from engine.service.office import PutHoldings, PutPeople, PutPositions
from engine.service.views.inbox import inbox
from engine.store import audit
from tests.office import Office

SAID = "Kuitansi asli ada di meja saya"


def submitted(office: Office) -> Id:
    staff = office.as_("DKOM.STAF")
    case = staff.starts(alat="Laptop", harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    return case.instance_id


def test_a_comment_is_read_by_who_takes_part_and_told_to_who_holds_the_case(office: Office) -> None:
    case = submitted(office)
    office.as_("DKOM.STAF").does(AddComment(case, SAID))
    checker = office.as_("DKOM.PERIKSA")
    assert [(row.who, row.text, row.acted_as) for row in checker.sees("ALT-2026-00001").comments] == [
        ("Siti Staf", SAID, "DKOM.STAF/definitif")
    ]
    assert [one.text for one in inbox(office.world, checker.actor).notices] == ["Komentar baru dari Siti Staf"]
    assert inbox(office.world, office.as_("DKOM.STAF").actor).notices == ()


def test_the_trail_says_only_that_there_was_one(office: Office) -> None:
    case = submitted(office)
    made = office.as_("DKOM.PERIKSA").does(AddComment(case, SAID))
    fact = office.as_("DKOM.STAF").sees("ALT-2026-00001").history[-1]
    assert (fact.kind, fact.data) == ("comment.added", {"comment": str(made)})


def test_an_erased_comment_leaves_its_place_and_the_chain_whole(office: Office) -> None:
    case = submitted(office)
    staff = office.as_("DKOM.STAF")
    made = staff.does(AddComment(case, SAID))
    staff.does(EraseComment(made))
    row = staff.sees("ALT-2026-00001").comments[0]
    assert (row.text, row.erased, row.may_erase) == ("", True, False)
    with office.store.reading() as db:
        assert audit.verify(db) == []


def test_somebody_elses_comment_is_erased_by_an_admin_with_a_reason(office: Office) -> None:
    case = submitted(office)
    made = office.as_("DKOM.STAF").does(AddComment(case, SAID))
    with pytest.raises(Forbidden):
        office.as_("DKOM.PERIKSA").does(EraseComment(made, "tidak suka"))
    admin = office.as_("DKOM.ADMIN")
    with pytest.raises(Invalid):
        admin.does(EraseComment(made))
    admin.does(EraseComment(made, "Memuat data pribadi"))
    assert office.trail(case)[-1] == "comment.erased"


def test_an_outsider_neither_reads_nor_says_anything(office: Office) -> None:
    case = submitted(office)
    outsider = office.as_("DKOM.LUAR")
    with pytest.raises(NotFound):
        outsider.does(AddComment(case, SAID))
    made = office.as_("DKOM.STAF").does(AddComment(case, SAID))
    with pytest.raises(NotFound):
        outsider.does(EraseComment(made))


@pytest.mark.parametrize("text", ["", "   \n", "x" * 2001])
def test_a_comment_says_something_and_not_everything(office: Office, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        office.as_("DKOM.STAF").does(AddComment(submitted(office), text))
    assert refused.value.code == "comment.text"


def test_an_inspector_only_reads(office: Office) -> None:
    case = submitted(office)
    position = {"code": "INSP", "title": "Inspektur", "unit": "DKOM", "roles": "", "superior": "", "rights": "audit"}
    person = {"nip": "198001012005011009", "name": "Ira Inspektur", "username": "ira", "password": "tata-laksana-2026"}
    held = {"nip": "198001012005011009", "position": "INSP", "from_on": "2026-01-01"}
    for command in (PutPositions((position,)), PutPeople((person,)), PutHoldings((held,))):
        execute(command, world=office.world, actor=ENGINE)
    inspector = office.as_("INSP")
    assert inspector.sees("ALT-2026-00001").may_comment is False
    with pytest.raises(Forbidden) as refused:
        inspector.does(AddComment(case, SAID))
    assert refused.value.code == "comment.observer"
