"""A letter is signed by who decided, in the capacity he acted in (UU 30/2014 art. 14)."""

from decimal import Decimal

from engine.model.actor import ENGINE
from engine.service.assemble import pack_files
from engine.service.execute import execute
from engine.service.office import PutHoldings, PutPositions
from engine.service.packs import DeployPack
from engine.service.views.cases import letter
from tests.office import PACK, Office

TEMPLATE = b"<p>{{ penanda_tangan.jabatan }} / {{ penanda_tangan.nama }} / NIP {{ penanda_tangan.nip }}</p>"
HEADER = '<zeebe:header key="template" value="persetujuan" />'


def printed(office: Office, checker: str) -> str:
    """The letter of a request the checker agreed to."""
    files = pack_files(PACK)
    diagram = files["permintaan_alat.bpmn"].decode()
    assert HEADER in diagram
    files["permintaan_alat.bpmn"] = diagram.replace(
        HEADER, HEADER + '<zeebe:header key="signer" value="Periksa" />'
    ).encode()
    files["letters/persetujuan.html.j2"] = TEMPLATE
    execute(DeployPack(files), world=office.world, actor=ENGINE)
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop", harga=Decimal(1)).number
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(1))
    office.as_(checker).completes("Periksa permintaan", keputusan="setuju")
    office.settle()
    return letter(office.world, staff.actor, staff.sees(number).letters[0].id).html


def test_a_letter_names_who_decided(office: Office) -> None:
    assert "Pemeriksa / Budi Periksa / NIP 198001012005011003" in printed(office, "DKOM.PERIKSA")


def test_a_deputy_signs_as_one(office: Office) -> None:
    vacant = {"code": "DKOM.UTAMA", "title": "Pemeriksa Utama", "unit": "DKOM", "roles": "checker", "rights": ""}
    acting = {"nip": "198001012005011006", "position": "DKOM.UTAMA", "from_on": "2026-01-01", "capacity": "plt"}
    for command in (PutPositions((vacant,)), PutHoldings((acting,))):
        execute(command, world=office.world, actor=ENGINE)
    assert "Plt. Pemeriksa Utama / Luki Luar / NIP 198001012005011006" in printed(office, "DKOM.UTAMA")
