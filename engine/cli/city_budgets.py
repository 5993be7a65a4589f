"""The budget lines the demo city prepares for next year: at every desk, one returned, one refused by the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.cli.city_affairs import Action, Affair, task

OWNER, TEAM, VERIFIED = 1, 2, 3
#: Who looks at what for the budget team; the last only at capital spending.
TEAM_OF = ("BAPPEDA.TAPD", "BPKPD.TAPD", "SETDA.PEMB", "BPKPD.ASET")
HEAD = "KADIS"


@dataclass(frozen=True, slots=True)
class Line:
    """One line an agency plans: `item` is the end of its plan item's key, empty for one that is in no plan."""

    agency: str
    item: str
    title: str
    account: str
    standard: str
    volume: int
    measure: str
    price: int
    months: int
    reached: int
    #: none, returned (by one of the team).
    fate: str = "none"

    @property
    def capital(self) -> bool:
        """True for capital spending."""
        return self.account.startswith("5.2")


COMPUTER, DRAIN, ROAD = "5.2.02.10.01.0002", "5.2.04.02.01.0001", "5.2.04.01.01.0001"
LINES = (
    Line("DKOM", "WARGA", "Komputer layanan kelurahan", COMPUTER, "SSH-2027-KOMP-01", 8, "unit", 14_000_000, 48, 0),
    Line("DKOM", "WARGA", "Laptop petugas lapangan", COMPUTER, "SSH-2027-LAPTOP-01", 6, "unit", 16_500_000, 48, TEAM),
    Line("DKOM", "", "Videotron alun-alun", COMPUTER, "SSH-2027-LAPTOP-01", 5, "unit", 17_000_000, 60, 0),
    Line("PUTR", "DRAIN", "Drainase Jalan Sutomo", DRAIN, "HSPK-2027-DRAIN-01", 700, "m", 815_000, 120, VERIFIED),
    Line("PUTR", "REHAB", "Rehabilitasi saluran Pahlawan", DRAIN, "HSPK-2027-DRAIN-02", 900, "m", 425_000, 120, TEAM),
    Line(
        "PUTR", "JALAN", "Paving Kelurahan Baru", ROAD, "HSPK-2027-JALAN-01", 4000, "m2", 265_000, 120, TEAM, "returned"
    ),
    Line("DLH", "SAMPAH", "Bak sampah komunal", "5.2.02.05.03.0003", "SSH-2027-BAK-01", 200, "unit", 4_700_000, 36, 0),
    Line(
        "DISHUB",
        "LAMPU",
        "Lampu jalan LED",
        "5.2.02.05.02.0004",
        "SSH-2027-LAMPU-01",
        60,
        "titik",
        6_800_000,
        60,
        OWNER,
    ),
    Line(
        "DINSOS",
        "LATIH",
        "Pelatihan menjahit",
        "5.1.02.02.12.0003",
        "SBU-2027-LATIH-01",
        200,
        "orang hari",
        440_000,
        1,
        0,
    ),
)


def budgets(year: int) -> Iterator[Affair]:
    """Every line as an affair, for a fiscal year."""
    for number, one in enumerate(LINES):
        steps = tuple((2, step) for step in _steps(one))
        yield Affair(600 + number, 2 + 2 * len(steps) + number % 4, _begin(one, year), steps)


def _begin(one: Line, year: int) -> Action:
    answers: dict[str, Any] = {
        "tahun_anggaran": year,
        "uraian": one.title,
        "rekening": one.account,
        "sumber_dana": "Dana alokasi umum",
        "standar": one.standard,
        "volume_belanja": one.volume,
        "satuan_belanja": one.measure,
        "harga_satuan": one.price,
        "ppn": 0,
        "masa_manfaat": one.months,
        "lokasi_belanja": "Sesuai lampiran RKA",
    }
    if one.item:
        answers["rencana"] = f"RKPD-{year}-{one.agency}-{one.item}"
    return lambda _: {"mulai": "penyusunan_rka", "oleh": f"{one.agency}.PPTK", "isian": answers}


def _steps(one: Line) -> Iterator[Action]:
    if one.reached >= OWNER:
        yield task("Setujui baris RKA", f"{one.agency}.{HEAD}", keputusan_pa="setuju")
    if one.reached < TEAM:
        return
    team = TEAM_OF if one.capital else TEAM_OF[:-1]
    # A line still with the team waits for its last member.
    for position in team if one.reached >= VERIFIED or one.fate == "returned" else team[:-1]:
        if one.fate == "returned" and position == "SETDA.PEMB":
            yield task("Verifikasi TAPD", position, **RETURNED)
        else:
            yield task("Verifikasi TAPD", position, hasil_verifikasi="terima", catatan_verifikasi="Sesuai")


RETURNED = {
    "hasil_verifikasi": "kembalikan",
    "catatan_verifikasi": "Volume melebihi gambar rencana",
    "perubahan_diminta": "Kurangi menjadi 3.600 meter persegi",
}
