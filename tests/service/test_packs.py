"""An analyst drafts, checks and releases; a running case keeps the version it began with."""

from decimal import Decimal

import pytest

from engine.bpmn.spell import spell
from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden, Invalid, NotFound
from engine.runtime.compile import _COMPILED
from engine.service.assemble import assemble, content_hash, pack_files
from engine.service.execute import execute
from engine.service.packs import Broken, DeployPack, DiscardFileDraft, ReleaseDrafts, RestoreVersion, SaveFileDraft
from engine.service.versions import VersionCache
from engine.service.views import library
from tests.office import PACK, Office

FILES = pack_files(PACK)
DIAGRAM = "permintaan_alat.bpmn"
RENAMED = FILES[DIAGRAM].replace(b'name="Periksa permintaan"', b'name="Teliti permintaan"')
#: The pack of these tests has no scenarios; the gate has tests of its own.
NONE = "Paket uji tanpa skenario"
BROKEN = FILES[DIAGRAM].replace(b'formId="pemeriksaan"', b'formId="tidak_ada"')


def test_the_small_pack_has_no_errors() -> None:
    assembled = assemble(FILES)
    assert [finding for finding in assembled.findings if finding.severity == "error"] == []
    assert assembled.version is not None
    assert set(assembled.version.definitions) == {"permintaan_alat"}


def test_the_hash_depends_on_paths_and_contents_only() -> None:
    assert content_hash({"a": b"bc"}) != content_hash({"ab": b"c"})
    assert content_hash({"a": b"1", "b": b"2"}) == content_hash({"b": b"2", "a": b"1"})


def test_a_pack_that_was_deployed_before_changes_nothing(office: Office) -> None:
    done = execute(DeployPack(FILES), world=office.world, actor=ENGINE)
    assert (done.number, done.added, done.current) == (1, False, True)


def test_a_release_is_live_at_once_and_running_cases_keep_their_version(office: Office) -> None:
    analyst, staff, checker = (office.as_(f"DKOM.{one}") for one in ("ADMIN", "STAF", "PERIKSA"))
    staff.starts(alat="Laptop", harga=Decimal(1))
    saved = analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    assert [finding for finding in saved.findings if finding.severity == "error"] == []
    released = analyst.does(ReleaseDrafts("alat", (), "Nama tugas diperjelas", NONE))
    assert released.number == 2
    staff.starts(alat="Meja", harga=Decimal(1))
    for _ in range(2):
        staff.completes("Lengkapi permintaan", alat="x", harga=Decimal(1))
    assert sorted(checker.inbox()) == ["Periksa permintaan", "Teliti permintaan"]


def test_what_was_released_in_the_browser_is_not_replaced_by_shipped_files(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    shipped = {**FILES, "SOP.md": b"# Prosedur"}
    done = execute(DeployPack(shipped), world=office.world, actor=ENGINE)
    assert (done.number, done.added, done.current) == (3, True, False)
    assert library.pack(office.world, analyst.actor, "alat").row.version == 2


def test_a_broken_draft_is_kept_but_never_released_and_blocks_no_other_file(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    saved = analyst.does(SaveFileDraft("alat", DIAGRAM, BROKEN, 0))
    assert [(finding.element, finding.severity.value) for finding in saved.findings if finding.code == "ref.form"] == [
        ("Periksa", "error")
    ]
    with pytest.raises(Broken) as refused:
        analyst.does(ReleaseDrafts("alat", (DIAGRAM,)))
    assert refused.value.findings
    analyst.does(SaveFileDraft("alat", "SOP.md", b"# Prosedur", 0))
    assert analyst.does(ReleaseDrafts("alat", ("SOP.md",), without_scenarios=NONE)).number == 2
    page = library.pack(office.world, analyst.actor, "alat")
    assert {row.path: row.draft_version for row in page.files if row.draft_version} == {DIAGRAM: 1}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (DIAGRAM, b"<!DOCTYPE x [<!ENTITY a 'b'>]><bpmn:definitions/>"),
        (DIAGRAM, b"not xml at all"),
        ("forms/permintaan.form.json", b"{"),
        ("registers.toml", b"[[register]]\nname = 1"),
        ("letters/persetujuan.html.j2", b"{{ nomor "),
        ("pack.toml", b"key = 'Bukan Kunci'"),
    ],
)
def test_unreadable_files_are_refused_with_a_reason_and_the_old_version_stays(
    office: Office, path: str, content: bytes
) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", path, content, 0))
    with pytest.raises(Broken) as refused:
        analyst.does(ReleaseDrafts("alat", (path,)))
    assert {finding.file for finding in refused.value.findings} == {path}
    assert library.pack(office.world, analyst.actor, "alat").row.version == 1


def test_two_analysts_do_not_overwrite_each_other(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    first = analyst.does(SaveFileDraft("alat", "SOP.md", b"satu", 0))
    analyst.does(SaveFileDraft("alat", "SOP.md", b"dua", first.version))
    with pytest.raises(Conflict) as refused:
        analyst.does(SaveFileDraft("alat", "SOP.md", b"tiga", first.version))
    assert refused.value.code == "draft.stale"
    analyst.does(DiscardFileDraft("alat", "SOP.md"))
    with pytest.raises(NotFound):
        library.file(office.world, analyst.actor, "alat", "SOP.md")


@pytest.mark.parametrize("path", ["../x.bpmn", "/etc/passwd", "forms/../pack.toml", "x.py", "data/x.csv", ""])
def test_only_files_of_a_pack_are_drafted(sqlite_office: Office, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        sqlite_office.as_("DKOM.ADMIN").does(SaveFileDraft("alat", path, b"x", 0))
    assert refused.value.code == "pack.path"


def test_an_older_version_comes_back_under_a_number_of_its_own(office: Office) -> None:
    analyst, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    assert analyst.does(RestoreVersion("alat", 1)).number == 3
    versions = library.pack(office.world, analyst.actor, "alat").versions
    assert [(row.number, row.current, row.note) for row in versions] == [
        (3, True, "= 1."),
        (2, False, ""),
        (1, False, ""),
    ]
    with pytest.raises(Invalid):
        analyst.does(RestoreVersion("alat", 1))
    staff.starts(alat="Meja", harga=Decimal(1))
    staff.completes("Lengkapi permintaan", alat="x", harga=Decimal(1))
    assert office.as_("DKOM.PERIKSA").inbox() == ["Periksa permintaan"]


def test_officials_neither_see_drafts_nor_release(office: Office) -> None:
    staff = office.as_("DKOM.STAF")
    with pytest.raises(Forbidden):
        staff.does(ReleaseDrafts("alat", without_scenarios=NONE))
    with pytest.raises(Forbidden):
        library.library(office.world, staff.actor)


def test_a_form_of_the_library_is_copied_into_the_version_that_uses_it(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    using = FILES[DIAGRAM].replace(b'formId="pemeriksaan"', b'formId="catatan"')
    analyst.does(SaveFileDraft("alat", DIAGRAM, using, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    assert "forms/catatan.form.json" in [row.path for row in library.pack(office.world, analyst.actor, "alat").files]
    choices = library.options(office.world, analyst.actor, "alat")
    assert {"permintaan", "pemeriksaan", "catatan"} <= {choice.id for choice in choices.forms}
    assert [choice.id for choice in choices.operations] == ["asset:register"]
    assert [choice.id for choice in choices.roles] == ["checker", "requester"]


def test_shipped_files_win_where_the_admin_says_so(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    shipped = {**FILES, "SOP.md": b"# Prosedur"}
    done = execute(DeployPack(shipped, replace=True), world=office.world, actor=ENGINE)
    assert (done.number, done.added, done.current) == (3, True, True)


def test_deploying_what_the_browser_released_changes_nothing(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    done = execute(DeployPack({**FILES, DIAGRAM: spell(RENAMED)}), world=office.world, actor=ENGINE)
    assert (done.number, done.added, done.current) == (2, False, True)


def test_a_release_after_an_older_version_came_back_takes_the_next_number(office: Office) -> None:
    analyst = office.as_("DKOM.ADMIN")
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    analyst.does(RestoreVersion("alat", 1))
    analyst.does(SaveFileDraft("alat", "SOP.md", b"# Prosedur", 0))
    released = analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    assert released.number == 4
    files = library.file(office.world, analyst.actor, "alat", DIAGRAM)
    assert files.content == FILES[DIAGRAM]


def test_after_a_restart_an_old_case_goes_on_by_its_own_version(office: Office) -> None:
    analyst, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF")
    staff.starts(alat="Laptop", harga=Decimal(1))
    analyst.does(SaveFileDraft("alat", DIAGRAM, RENAMED, 0))
    analyst.does(ReleaseDrafts("alat", without_scenarios=NONE))
    object.__setattr__(office.world, "packs", VersionCache(office.store))
    _COMPILED.clear()
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    assert office.as_("DKOM.PERIKSA").inbox() == ["Periksa permintaan"]
