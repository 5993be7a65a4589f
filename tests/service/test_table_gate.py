"""A red test row of a decision table keeps the old version in force; its file is a draft like any other."""

import pytest

from engine.model.errors import Conflict, Invalid
from engine.service import tablefile
from engine.service.packs import Broken, ReleaseDrafts, SaveFileDraft
from engine.service.tablefile import TestRow
from engine.service.views import library
from tests.office import Office
from tests.service.test_table_tests import FIRST

REASON = "Paket uji tanpa skenario"
TABLE, TESTS = "metode.dmn", "metode.test.yaml"
#: The table reads a parameter this office has not set.
XML = FIRST.replace(b'parameter("batas")', b"100")


def rows(expected: str) -> bytes:
    """One row: a small purchase, and what should come of it."""
    return tablefile.write({"metode": [TestRow("Kecil", {"jenis": "barang", "pagu": "1"}, {"metode": expected})]})


def test_a_red_row_blocks_the_release_and_a_green_one_does_not(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", TABLE, XML, 0))
    analyst.does(SaveFileDraft("alat", TESTS, rows("tender"), 0))
    with pytest.raises(Invalid) as refused:
        analyst.does(ReleaseDrafts("alat", without_scenarios=REASON))
    assert refused.value.code == "release.red"
    assert "langsung" in str(refused.value.details)
    analyst.does(SaveFileDraft("alat", TESTS, rows("langsung"), 1))
    assert analyst.does(ReleaseDrafts("alat", without_scenarios=REASON)).number == 2


def test_a_file_of_rows_that_cannot_be_read_blocks_the_release(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    saved = analyst.does(SaveFileDraft("alat", TESTS, b"uji: 3", 0))
    assert [finding.code for finding in saved.findings] == ["table.tests"]
    with pytest.raises(Broken):
        analyst.does(ReleaseDrafts("alat", without_scenarios=REASON))


def test_rows_of_somebody_else_are_not_overwritten(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", TESTS, rows("tender"), 0))
    with pytest.raises(Conflict):
        analyst.does(SaveFileDraft("alat", TESTS, rows("langsung"), 0))
    (file,) = (one for one in library.pack(office.world, analyst.actor, "alat").files if one.path == TESTS)
    assert (file.kind, file.draft_version) == ("test", 1)
