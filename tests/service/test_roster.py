"""People, positions and holdings change by rows: one on a page or hundreds in a file, all of them or none."""

from datetime import date

import pytest

from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden, Invalid
from engine.service import roster
from engine.service.execute import execute
from engine.service.office import PutParameters
from engine.service.posts import ChangePerson, ClosePosition, EndHolding
from engine.service.roster import WriteRows, written
from engine.service.sessions import holder_of
from engine.service.views import audit
from engine.store import people, remarks
from tests.office import Office

PLT = {
    "key": "acting.plt.max",
    "value": "3",
    "unit": "month",
    "legal_basis": "SE BKN 1/SE/I/2021",
    "article": "3",
    "valid_from": "2021-01-14",
}
SITI, BUDI = "198001012005011002", "198001012005011003"
KADIS = "198001012005011001"


def sheet(name: str, text: str, **more: object) -> WriteRows:
    """The command of a file, as the page makes it."""
    table = roster.read(text.encode())
    rows, problems = roster.SHEETS[name].rows(table)
    assert not problems, problems
    return WriteRows(name, tuple(rows), **more)  # type: ignore[arg-type]


def row(name: str, mode: str = "add", /, **cells: str) -> WriteRows:
    return WriteRows(name, ((1, cells),), mode)


def kinds(office: Office) -> list[str]:
    return [fact.kind for fact in audit.office(office.world, ENGINE, limit=500)]


def test_an_organisation_comes_from_a_file_in_any_order(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    text = "code;name;kind;parent\nKEL.A;Kelurahan A;ward_office;KEC.A\nKEC.A;Kecamatan A;district_office;\n"
    assert admin.does(sheet("units", text)) == 2
    text = (
        "kode;jabatan;unit kerja;peran;atasan\nKEL.A.STAF;Staf;KEL.A;requester;KEL.A.LURAH\nKEL.A.LURAH;Lurah;KEL.A;;\n"
    )
    assert admin.does(sheet("positions", text)) == 2
    with office.store.reading() as db:
        units = {one.code: one.parent for one in people.units(db)}
        positions = {one.code: one.superior for one in people.positions(db)}
    assert (units["KEL.A"], positions["KEL.A.STAF"]) == ("KEC.A", "KEL.A.LURAH")
    assert kinds(office)[-4:] == ["unit.added"] * 2 + ["position.added"] * 2


def test_every_sheet_leaves_and_comes_back_without_a_change(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN").actor
    for name, one in roster.SHEETS.items():
        with office.store.reading() as db:
            rows = one.current(db)
        table = roster.read(written([column.name for column in one.columns], rows.values()))
        plan, _ = roster.preview(office.world, admin, name, table)
        assert (plan.problems, plan.warnings) == ([], []), name
        assert len(plan.of("same")) == len(rows), name


def test_one_wrong_line_keeps_the_whole_file_out_and_says_where(office: Office) -> None:
    text = "code,title,unit,superior\nDKOM.BARU,Jabatan Baru,DKOM,\nDKOM.LAIN,,TIDAKADA,SIAPA\n"
    admin = office.as_("DKOM.ADMIN")
    plan, rows = roster.preview(office.world, admin.actor, "positions", roster.read(text.encode()))
    assert [(p.line, p.column, p.error.code) for p in plan.problems] == [(3, "title", "cell.required")]
    text = text.replace("DKOM.LAIN,,", "DKOM.LAIN,Jabatan Lain,")
    plan, rows = roster.preview(office.world, admin.actor, "positions", roster.read(text.encode()))
    assert [(p.line, p.column, p.error.code) for p in plan.problems] == [
        (3, "unit", "sheet.unit"),
        (3, "superior", "sheet.position"),
    ]
    with pytest.raises(Invalid):
        admin.does(WriteRows("positions", rows))
    with office.store.reading() as db:
        assert "DKOM.BARU" not in {one.code for one in people.positions(db)}


def test_what_is_written_is_what_was_previewed(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    table = roster.read(b"code,name\nDKOM,Dinas Kominfo\n")
    plan, rows = roster.preview(office.world, admin.actor, "units", table)
    assert [(c.how, c.fields) for c in plan.changes] == [("changed", ("name", "kind", "zone"))]
    admin.does(sheet("units", "code,name,kind\nDKOM,Nama Lain,dinas\n"))
    with pytest.raises(Conflict) as refused:
        admin.does(WriteRows("units", rows, seal=plan.seal))
    assert refused.value.code == "sheet.changed"


@pytest.mark.parametrize(
    "content",
    [
        "code;name\r\nDÉSA;Désa Baru\r\n".encode("cp1252"),
        "\ufeffcode;name\r\nDÉSA;Désa Baru\r\n".encode(),
        "code\tname\r\nDÉSA\tDésa Baru\r\n".encode("utf-16"),
        'sep=;\r\ncode;name\r\n"DÉSA";"Désa Baru"\r\n'.encode(),
    ],
)
def test_files_as_spreadsheets_save_them_are_read(content: bytes) -> None:
    table = roster.read(content)
    assert table.head == ("code", "name")
    assert [cells for _, cells in table.rows] == [("DÉSA", "Désa Baru")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 isi", "sheet.workbook"),
        (b"", "sheet.empty"),
        (b"code,name\n" + b"A,B\n" * 5001, "sheet.long"),
        (b"code\x00,name\n", "sheet.csv"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        roster.read(content)
    assert refused.value.code == code


def test_a_number_the_spreadsheet_rounded_is_no_nip(sqlite_office: Office) -> None:
    admin = sqlite_office.as_("DKOM.ADMIN")
    table = roster.read(b"nip;name;tidak ada\n1,98001E+17;Siti;x\n")
    plan, _ = roster.preview(sqlite_office.world, admin.actor, "people", table)
    assert [(p.line, p.error.code) for p in plan.problems] == [(1, "sheet.column")]
    plan, _ = roster.preview(sqlite_office.world, admin.actor, "people", roster.read(b"nip;name\n1,98001E+17;Siti\n"))
    assert [(p.line, p.column, p.error.code) for p in plan.problems] == [(2, "nip", "cell.nip_rounded")]


def test_a_formula_in_a_name_stays_a_name(sqlite_office: Office) -> None:
    sqlite_office.as_("DKOM.ADMIN").does(row("units", code="A1", name="=1+1"))
    with sqlite_office.store.reading() as db:
        rows = roster.SHEETS["units"].current(db)
    content = written(["code", "name"], rows.values())
    assert b"'=1+1" in content
    assert [cells[1] for _, cells in roster.read(content).rows if cells[0] == "A1"] == ["=1+1"]


def test_one_chair_has_one_definitive_holder_at_a_time(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    for since, until in (("2026-11-02", ""), ("2025-01-01", "2026-01-01"), ("2025-06-01", "2027-01-01")):
        with pytest.raises(Invalid) as refused:
            admin.does(row("holdings", nip=BUDI, position="DKOM.STAF", from_on=since, until_on=until))
        assert refused.value.code == "holding.overlap"
    admin.does(row("holdings", nip=BUDI, position="DKOM.STAF", from_on="2025-01-01", until_on="2025-12-31"))
    acting = {"position": "DKOM.STAF", "capacity": "plh", "warrant": "800/1", "until_on": "2026-11-20"}
    admin.does(row("holdings", nip=BUDI, from_on="2026-11-02", **acting))


def test_who_acts_has_a_warrant_and_a_last_day(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    with pytest.raises(Invalid) as refused:
        admin.does(row("holdings", nip=BUDI, position="DKOM.KADIS", capacity="plt", from_on="2026-11-02"))
    assert set(refused.value.problems) == {"warrant", "until_on"}


def test_a_plt_beyond_the_legal_months_is_warned_of_with_the_article(office: Office) -> None:
    execute(PutParameters((PLT,)), world=office.world, actor=ENGINE)
    admin = office.as_("DKOM.ADMIN")
    plt = {"nip": BUDI, "position": "DKOM.KADIS", "capacity": "plt", "warrant": "800/2"}
    admin.does(row("holdings", **plt, from_on="2026-08-01", until_on="2026-10-31"))
    again = {**plt, "from_on": "2026-11-01", "until_on": "2026-11-30"}
    with pytest.raises(Invalid) as refused:
        admin.does(row("holdings", **again))
    assert refused.value.code == "holding.plt_long"
    assert refused.value.details == {"months": "3", "basis": "SE BKN 1/SE/I/2021", "article": "3"}
    admin.does(WriteRows("holdings", ((1, again),), "add", "Perpanjangan", warned=True))


def test_a_holding_that_ends_today_hands_its_tasks_on_tomorrow(office: Office) -> None:
    admin, staff = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF").actor
    with office.store.reading() as db:
        held = next(key for key, one in roster.SHEETS["holdings"].current(db).items() if one["position"] == "DKOM.STAF")
        holding_id = people.held(db, staff.person)[0].id
    assert held[0] == SITI
    with pytest.raises(Invalid):
        admin.does(EndHolding(holding_id, date(2026, 11, 2), " "))
    with pytest.raises(Invalid) as refused:
        admin.does(EndHolding(holding_id, date(2026, 10, 1), "Mutasi"))
    assert refused.value.code == "holding.past"
    admin.does(EndHolding(holding_id, date(2026, 11, 2), "SK 821/99 mutasi"))
    assert holder_of(office.world, "DKOM.STAF") is not None, "until the end of the day"
    office.clock.move(days=1)
    assert holder_of(office.world, "DKOM.STAF") is None
    with pytest.raises(Conflict):
        admin.does(EndHolding(holding_id, date(2026, 11, 4), "lagi"))
    last = audit.office(office.world, ENGINE, limit=500)[-1]
    with office.store.reading() as db:
        kept = remarks.remarks(db, [last.seq])[last.seq]
    assert kept == ("SK 821/99 mutasi", last.data["remark"]) if last.data else False


def test_a_position_closes_once_nobody_holds_it(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    with pytest.raises(Conflict) as refused:
        admin.does(ClosePosition("DKOM.LUAR", date(2026, 11, 2), "Perda SOTK"))
    assert refused.value.code == "position.held"
    admin.does(row("positions", code="DKOM.LAMA", title="Jabatan Lama", unit="DKOM"))
    admin.does(ClosePosition("DKOM.LAMA", date(2026, 11, 30), "Perda SOTK"))
    with pytest.raises(Invalid) as late:
        admin.does(row("holdings", nip=BUDI, position="DKOM.LAMA", from_on="2026-11-02"))
    assert late.value.code == "holding.closed"
    with pytest.raises(Invalid) as last:
        admin.does(row("positions", "change", code="DKOM.ADMIN", title="Admin", unit="DKOM", rights=""))
    assert last.value.code == "sheet.no_admin"


def test_a_name_is_corrected_with_a_fact_that_holds_no_name(office: Office) -> None:
    admin, person = office.as_("DKOM.ADMIN"), office.as_("DKOM.STAF").actor.person
    assert person is not None
    with pytest.raises(Invalid) as refused:
        admin.does(ChangePerson(person, "Siti", BUDI, ""))
    assert refused.value.code == "person.nip"
    with pytest.raises(Invalid) as wrong:
        admin.does(ChangePerson(person, " ", "12", "x"))
    assert set(wrong.value.problems) == {"name", "nip", "email"}
    admin.does(ChangePerson(person, "Siti Rahmawati", SITI, "siti@kota.invalid", reason="KTP baru"))
    last = audit.office(office.world, ENGINE, limit=500)[-1]
    assert (last.kind, (last.data or {})["fields"]) == ("person.changed", ["email", "name"])
    assert "Siti" not in str(last.data)


def test_only_an_admin_changes_the_office(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.as_("DKOM.STAF").does(row("units", code="X", name="X"))
    with pytest.raises(Forbidden):
        roster.preview(office.world, office.as_("DKOM.STAF").actor, "units", roster.read(b"code,name\nA,B\n"))


def test_a_legal_number_is_followed_never_overwritten(office: Office) -> None:
    admin = office.as_("DKOM.ADMIN")
    execute(PutParameters((PLT,)), world=office.world, actor=ENGINE)
    with pytest.raises(Invalid) as refused:
        admin.does(row("parameters", "both", **{**PLT, "value": "6"}))
    assert refused.value.code == "parameter.history"
    new = {**PLT, "value": "6", "valid_from": "2027-01-01", "status": "verified"}
    admin.does(row("parameters", "add", **new))
    with pytest.raises(Invalid) as bad:
        admin.does(row("parameters", "add", **{**PLT, "value": "tiga bulan", "valid_from": "2028-01-01"}))
    assert bad.value.code == "cell.literal"
