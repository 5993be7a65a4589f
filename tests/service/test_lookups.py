"""What a form may look up: rows of registers, but a person's own data only for the unit that keeps it."""

from engine.model.actor import ENGINE, Actor
from engine.service.assemble import assemble
from engine.service.execute import execute
from engine.service.lookups import standing_lookups
from engine.service.office import PutHoldings, PutPeople, PutPositions, PutRegisterRows, PutUnits
from engine.service.packs import DeployPack
from engine.service.sessions import holder_of
from tests.office import PASSWORD, Office

REGISTERS = b"""
[[register]]
name = "pegawai"
title_id = "Pegawai"
key_field = "nip"
[[register.field]]
name = "nip"
type = "text"
[[register.field]]
name = "golongan"
type = "text"
[[register.field]]
name = "nama"
type = "text"
personal = true
[[register.field]]
name = "alamat"
type = "text"
personal = true
"""
ROW = {"key": "1980", "golongan": "III/c", "nama": "Ani", "alamat": "Jalan Merdeka 1", "unit": "DKOM"}


def stranger(office: Office) -> Actor:
    """Somebody of another agency."""
    commands = (
        PutUnits(({"code": "DDIK", "name": "Dinas Pendidikan", "kind": "dinas"},)),
        PutPositions(({"code": "DDIK.STAF", "title": "Staf", "unit": "DDIK", "roles": "", "rights": ""},)),
        PutPeople(({"nip": "198001012005011099", "name": "Tono", "username": "tono", "password": PASSWORD},)),
        PutHoldings(({"nip": "198001012005011099", "position": "DDIK.STAF", "from_on": "2026-01-01"},)),
    )
    for command in commands:
        execute(command, world=office.world, actor=ENGINE)
    found = holder_of(office.world, "DDIK.STAF")
    assert found is not None
    return found


def test_personal_fields_are_shown_in_the_unit_that_keeps_them_and_nowhere_else(office: Office) -> None:
    pack = {"pack.toml": b'key = "kepegawaian"\ntitle_id = "Kepegawaian"\n', "registers.toml": REGISTERS}
    execute(DeployPack(pack), world=office.world, actor=ENGINE)
    execute(PutRegisterRows("kepegawaian.pegawai", (ROW,)), world=office.world, actor=ENGINE)
    own = standing_lookups(office.world, office.as_("DKOM.STAF").actor, "").find("kepegawaian.pegawai", "1980")
    assert own is not None
    assert (own.label, own.row["alamat"], own.row["golongan"]) == ("1980", "Jalan Merdeka 1", "III/c")
    others = standing_lookups(office.world, stranger(office), "")
    found = others.find("kepegawaian.pegawai", "1980")
    assert found is not None
    assert (found.label, found.row) == ("1980", {"nip": "1980", "golongan": "III/c", "key": "1980", "state": "active"})
    assert [option.label for option in others.search("kepegawaian.pegawai", "198", 5)] == ["1980"]


def test_rows_without_personal_fields_are_shown_to_all(office: Office) -> None:
    found = standing_lookups(office.world, stranger(office), "").find("alat.budget", "A1")
    assert found is not None
    assert found.row["name"] == "Peralatan"


def test_a_personal_field_cannot_name_a_row() -> None:
    named = REGISTERS.replace(b'key_field = "nip"', b'key_field = "nip"\nlabel_fields = ["nama"]')
    found = assemble(
        {"pack.toml": b'key = "kepegawaian"\ntitle_id = "Kepegawaian"\n', "registers.toml": named}
    ).findings
    assert [(one.code, one.element) for one in found] == [("pack.register", "kepegawaian.pegawai")]
