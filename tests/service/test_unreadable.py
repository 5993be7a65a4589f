"""A file that cannot be read at all is refused with the reason and the way out, in Indonesian."""

import pytest

from engine.service.views import library
from tests.office import Office


@pytest.mark.parametrize(
    ("content", "code", "reason", "hint"),
    [
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "bpmn.doctype", "tanpa DOCTYPE", "Hapus baris"),
        (b"bukan xml", "bpmn.not_xml", "pengurai menolak", "ekspor ulang"),
        (b"<a/>", "bpmn.not_bpmn", "diawali a", "Ekspor ulang"),
        (b"x" * 6_000_000, "bpmn.too_large", "6.000.000 byte", "Pecah proses"),
    ],
    ids=["doctype", "not_xml", "not_bpmn", "too_large"],
)
def test_the_check_of_a_draft_says_why_and_what_to_do(
    sqlite_office: Office, content: bytes, code: str, reason: str, hint: str
) -> None:
    analyst = sqlite_office.as_("DKOM.ADMIN")
    (finding,) = library.check(sqlite_office.world, analyst.actor, "alat", "permintaan_alat.bpmn", content)
    assert finding.code == code
    assert reason in finding.message_id
    assert hint in finding.hint_id
    assert finding.hint_en
