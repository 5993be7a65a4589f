"""Which purchases the demo city has made and is making: drawn once from a seed, the same every time."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from engine.cli.city_affairs import Action, Affair, Step

HPS, OFFER, AWARD, CONTRACT, HANDOVER = range(1, 6)
DONE = HANDOVER + 1


@dataclass(frozen=True, slots=True)
class Goods:
    """Something offices buy: `line` picks the budget line by the end of its code."""

    name: str
    kind: str
    line: str
    unit: str
    code: str
    #: Lowest and highest price of one, in rupiah before VAT.
    price: tuple[int, int]
    #: Fewest and most of it in one package.
    count: tuple[int, int]


COMPUTERS, SUPPLIES, UPKEEP = "20210010002", "10201010024", "10203030001"
GOODS = (
    Goods("Komputer meja", "barang", COMPUTERS, "unit", "1.3.2.10.01.02.001", (9_000_000, 14_000_000), (2, 5)),
    Goods("Laptop 14 inci", "barang", COMPUTERS, "unit", "1.3.2.10.01.02.001", (12_000_000, 17_000_000), (2, 4)),
    Goods("Proyektor ruang rapat", "barang", COMPUTERS, "unit", "1.3.2.05.01.05.043", (7_000_000, 11_000_000), (1, 3)),
    Goods("Lemari arsip besi", "barang", COMPUTERS, "buah", "1.3.2.05.01.04.005", (3_000_000, 4_500_000), (3, 8)),
    Goods("Jasa kebersihan gedung", "jasa_lainnya", UPKEEP, "bulan", "", (6_000_000, 9_000_000), (2, 4)),
    Goods("Pengecatan gedung kantor", "jasa_lainnya", UPKEEP, "paket", "", (20_000_000, 45_000_000), (1, 1)),
)
DRAINAGE = Goods(
    "Saluran drainase", "konstruksi", UPKEEP, "paket", "1.3.4.02.01.01.001", (150_000_000, 330_000_000), (1, 1)
)
VENDORS = (
    ("CV Contoh Makmur", "Jalan Contoh 12, Pematangsiantar", "0011111111111000"),
    ("CV Contoh Sejahtera", "Jalan Contoh 45, Pematangsiantar", "0022222222222000"),
    ("UD Contoh Jaya", "Jalan Contoh 7, Simalungun", "0033333333333000"),
    ("PT Contoh Abadi", "Jalan Contoh 101, Medan", "0044444444444000"),
)


@dataclass(frozen=True, slots=True)
class Purchase:
    """One package, how far it has come, and what befell it."""

    number: int
    unit: str
    goods: Goods
    count: int
    price: int
    vendor: int
    #: The last stage that was finished; DONE for a paid one.
    reached: int
    #: Working days before today on which it began.
    age: int
    #: none, down (the asset system fails), late, partial, draft, stuck, withdrawn, tender.
    fate: str = "none"

    @property
    def base(self) -> int:
        """Value before VAT."""
        return self.count * self.price

    @property
    def ceiling(self) -> int:
        """The package's ceiling, a little above the price with VAT."""
        return -(-self.base * 120 // 100_000_000) * 1_000_000 if self.fate != "tender" else 250_000_000

    @property
    def title(self) -> str:
        """What the case is called."""
        return f"Pengadaan {self.goods.name.lower()}"


def purchases(units: Sequence[str], count: int, budgets: Mapping[str, int]) -> Iterator[Purchase]:
    """Draw `count` purchases that stay within the budget lines (code -> ceiling)."""
    chance = random.Random(1272)  # noqa: S311 - repeatable demo data, guards no secret
    left = dict(budgets)
    for number in range(count):
        for _ in range(20):
            one = _drawn(chance, number, units)
            line = line_of(one)
            if left.get(line, 0) >= one.ceiling:
                left[line] -= one.ceiling
                yield one
                break


def line_of(one: Purchase) -> str:
    """The budget line a purchase is paid from."""
    return f"DPA-2026-{one.unit}-{one.goods.line}"


def _drawn(chance: random.Random, number: int, units: Sequence[str]) -> Purchase:
    unit = "DKOM" if number % 6 == 0 else "PUTR" if number % 17 == 5 else chance.choice(units)
    goods = DRAINAGE if unit == "PUTR" and chance.random() < 0.7 else chance.choice(GOODS)
    fate = FATES.get(number % 25, "none")
    reached = DONE if fate in ("partial",) else HANDOVER if fate == "down" else chance.choice(STAGES)
    if fate == "late":
        reached = CONTRACT
    if fate in ("draft", "stuck", "tender"):
        reached = 0
    if fate == "withdrawn":
        reached = chance.choice((0, HPS))
    age = TAKES[reached] + chance.randint(*WAITS[reached])
    if fate == "stuck":
        age = chance.randint(6, 12)
    return Purchase(
        number,
        unit,
        goods,
        chance.randint(*goods.count),
        chance.randrange(*goods.price, 50_000),
        chance.randrange(len(VENDORS)),
        reached,
        age,
        fate,
    )


#: How far purchases have come: most are paid, the rest are somewhere on the way.
STAGES = (0, HPS, HPS, OFFER, AWARD, AWARD, CONTRACT, CONTRACT, CONTRACT, *[DONE] * 7)
#: Working days until a stage is finished, and how long (from, to) the next task may have been waiting since.
TAKES = (0, 2, 5, 6, 8, 17, 17)
WAITS = ((1, 3), (1, 6), (1, 3), (1, 6), (2, 12), (1, 3), (1, 25))
FATES = {
    3: "draft",
    7: "late",
    9: "partial",
    5: "stuck",
    12: "draft",
    14: "down",
    16: "stuck",
    18: "withdrawn",
    21: "tender",
    23: "late",
}


def affair(one: Purchase) -> Affair:
    """A purchase as the history lives it."""
    return Affair(one.number, one.age, partial(start, one), tuple(actions(one)), one.fate, f"{one.unit}.PPK")


def start(one: Purchase, day: date) -> Step:
    """The start of a case on a day."""
    answers: dict[str, Any] = {
        "nama_paket": f"{one.title} {one.number + 1:03}",
        "jenis": one.goods.kind,
        "baris_dpa": line_of(one),
        "pagu": one.ceiling,
        "tanggal_rup": (day - timedelta(days=30)).isoformat(),
        "nama_barang": one.goods.name,
        "jumlah_barang": one.count,
        "satuan": one.goods.unit,
    }
    if one.goods.code:
        answers |= {"kode_barang": one.goods.code, "lokasi": "Gudang perangkat daerah"}
    return {"mulai": "pengadaan_langsung", "oleh": f"{one.unit}.PPK", "isian": answers}


def actions(one: Purchase) -> list[tuple[int, Action]]:
    """What is done after the start: working days to wait before each, and the step."""
    steps: list[tuple[int, Action]] = [
        (1 + one.number % 2, lambda _: _estimate(one)),
        (1 + one.number % 3, lambda _: _offer(one)),
        (1, lambda day: _award(one, day)),
        (2, lambda day: _contract(one, day)),
    ]
    done = steps[: min(one.reached, CONTRACT)]
    if one.reached >= HANDOVER:
        halves = (
            (one.count // 2, one.count - one.count // 2) if one.fate == "partial" and one.count > 1 else (one.count,)
        )
        done += [(8, _handover(one, half)) for half in halves]
    return done


def _step(one: Purchase, task: str, position: str, **answers: Any) -> Step:  # noqa: ANN401 - form answers
    return {"tugas": task, "oleh": f"{one.unit}.{position}", "isian": answers}


def _estimate(one: Purchase) -> Step:
    day = "2026-01-15"
    references = [
        {"sumber": "Katalog elektronik", "tanggal": day, "harga": one.price * 112 // 100},
        {"sumber": "Toko di Pematangsiantar", "tanggal": day, "harga": one.price * 115 // 100},
    ]
    return _step(
        one,
        "Susun HPS",
        "PPK",
        spesifikasi=f"{one.goods.name} sesuai kebutuhan pelayanan, bergaransi satu tahun",
        pembanding=references,
        hps=one.base * 115 // 100,
    )


def _offer(one: Purchase) -> Step:
    name, address, tax_number = VENDORS[one.vendor]
    return _step(
        one,
        "Evaluasi penawaran",
        "PP",
        hasil_penawaran="ada",
        penyedia_nama=name,
        penyedia_alamat=address,
        penyedia_npwp=tax_number,
        penyedia_bank="Bank Sumut",
        penyedia_rekening=f"1000{one.vendor}23456{one.number:03}",
        harga_penawaran=one.base * 114 // 100,
        harga_negosiasi=one.base * 112 // 100,
        pakta_integritas=True,
    )


def _award(one: Purchase, day: date) -> Step:
    return _step(one, "Tetapkan penyedia", "PPK", keputusan="setuju", tanggal_sppbj=day.isoformat())


def _contract(one: Purchase, day: date) -> Step:
    days = 3 if one.fate == "late" else 21
    return _step(
        one,
        "Susun kontrak",
        "PPK",
        nomor_kontrak=f"000.3.3/{one.number + 1:03}/SPK/{one.unit}/{day.year}",
        tanggal_kontrak=day.isoformat(),
        nilai_dasar=one.base,
        tanggal_mulai=day.isoformat(),
        tanggal_selesai=(day + timedelta(days=days)).isoformat(),
        dasar_denda="bagian",
    )


def _handover(one: Purchase, count: int) -> Action:
    return lambda day: _step(
        one,
        "Periksa dan terima barang",
        "PPK",
        tanggal_bast=day.isoformat(),
        jumlah_diterima=count,
        catatan_periksa="Lengkap dan berfungsi",
    )
