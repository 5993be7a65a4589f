"""The demo city: Pematangsiantar (12.72), founded through the engine's own commands; every person is fictional."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from engine.cli import places
from engine.cli.city_affairs import Affair
from engine.cli.city_budgets import budgets
from engine.cli.city_cases import affair, purchases
from engine.cli.city_discipline import affairs
from engine.cli.city_history import History
from engine.cli.city_plans import plans
from engine.jobs.scenario_data import OfficeData, rows
from engine.jobs.scenario_office import Office
from engine.jobs.scenario_people import official
from engine.model.actor import ENGINE
from engine.service.execute import execute
from engine.service.office import PutSettings
from engine.store import migrate

OFFICE = "Pemerintah Kota Pematangsiantar"
#: The same for every fictional official; the demo answers on loopback only.
PASSWORD = "pematangsiantar"  # noqa: S105 - a demo's password, printed when it starts
CASES = 110
#: How far back the city's history goes.
WEEKS = 12
#: The setting that says the city was built to its end.
READY = "demo.ready"
LETTERHEAD = {
    "office": OFFICE,
    "address": "Jalan Merdeka Nomor 6, Pematangsiantar 21117",
    "contact": "Kota contoh: semua orang dan angka fiktif",
}
#: Who a newcomer meets first: position and what it does in the purchase.
FIRST = (
    ("DKOM.PPK", "Pejabat Pembuat Komitmen: mulai pengadaan laptop di sini"),
    ("DKOM.PP", "Pejabat Pengadaan"),
    ("DKOM.BEND", "Bendahara Pengeluaran"),
    ("DKOM.PB", "Pengurus Barang"),
    ("12.72.03.1001.RW001", "Ketua RW: mengajukan usulan warga"),
    ("12.72.03.1001.LURAH", "Lurah Melayu"),
    ("12.72.03.CAMAT", "Camat Siantar Utara"),
    ("BAPPEDA.MITRA", "Mitra Bappeda"),
    ("DKOM.PPTK", "PPTK: menyusun RKA"),
    ("BPKPD.TAPD", "TAPD: memverifikasi RKA"),
    ("DKOM.SEKRETARIS", "Atasan langsung: dugaan pelanggaran disiplin, rahasia"),
    ("BKPSDM.DISIPLIN", "Analis Hukuman Disiplin BKPSDM"),
    ("SETDA.ORG.KABAG", "Analis proses: mengubah diagram"),
    ("DKOM.ADMIN", "Administrator: gangguan dan keterlambatan"),
    ("INSP.AUDITOR", "Auditor: hanya membaca"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the city has."""

    units: int
    positions: int
    cases: int

    def __str__(self) -> str:
        """One line for the person who waits."""
        return f"{self.units} unit, {self.positions} jabatan, {self.cases} berkas / cases"


def log_ins() -> list[str]:
    """Who may log in, by username, and the password of them all."""
    lines = [f"{position.lower():18} {official(position)['name']:24} {title}" for position, title in FIRST]
    return [*lines, f"kata sandi / password: {PASSWORD}"]


def found(
    url: str, partner: Path | None, *, root: Path, until: datetime, cases: int = CASES, passwords: bool = True
) -> Summary:
    """Build the city in an empty database; the partner's books hold what was paid and registered on the way."""
    data = OfficeData(root, places.library())
    office = Office(url, until - timedelta(weeks=WEEKS), seed="12.72", books=str(partner) if partner else ":memory:")
    try:
        migrate.upgrade(office.store)
        positions = data.office("positions")
        names = {official(row["code"])["username"]: PASSWORD for row in positions} if passwords else {}
        data.put_office(office.world, passwords=names)
        data.deploy(office.world)
        data.put_registers(office.world)
        _put(office, {"office": OFFICE, "letterhead": LETTERHEAD})
        history = History.of(office, until, _affairs(office, data, until, cases))
        begun = history.also(affairs(office, until)).live()
        _put(office, {READY: True})
        return Summary(len(data.office("units")), len(positions), begun)
    finally:
        office.close()


def _affairs(office: Office, data: OfficeData, until: datetime, cases: int) -> list[Affair]:
    bought = [affair(one) for one in purchases(_buyers(data), cases, _budgets(data))]
    day = until.astimezone(office.zone).date()
    dictionary = {row["key"]: row for row in rows(data.root / "perencanaan" / "data" / "proposal_dictionary.csv")}
    # The next plan is open to proposals until mid February; budgets are made for the year after this one.
    proposed = day.year + (1 if (day.month, day.day) <= (2, 14) else 2)
    return [*bought, *plans(proposed, dictionary), *budgets(day.year + 1)]


def _put(office: Office, values: dict[str, object]) -> None:
    execute(PutSettings(values), world=office.world, actor=ENGINE)


def _buyers(data: OfficeData) -> list[str]:
    """Every unit that has a commitment officer."""
    return [row["unit"] for row in data.office("positions") if "commitment_officer" in row["roles"].split(";")]


def _budgets(data: OfficeData) -> dict[str, int]:
    seeded = rows(data.root / "penganggaran" / "data" / "dpa_line.csv")
    return {row["key"]: int(row["ceiling"]) for row in seeded if row["state"] == "active"}
