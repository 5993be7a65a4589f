"""The citizens' proposals of the demo city: some twenty, on every rung between the neighbourhood and the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.cli.city_affairs import Action, Affair, Step, task

WARD, DISTRICT, SURVEY, AGENCY, BOARD, PLAN = range(1, 7)
#: Working days every rung takes.
PACE = (2, 2, 4, 2, 3)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a neighbourhood wants: `kind` is a key of the dictionary, `reached` the rungs it has climbed."""

    ward: str
    title: str
    kind: str
    place: str
    volume: int
    reached: int
    #: none, incomplete, returned, refused (by the ward), foreign (not the city's), deferred.
    fate: str = "none"
    starter: str = "RW001"


PROPOSALS = (
    Proposal("12.72.03.1001", "Drainase Jalan Ahmad Yani", "DRAIN-01", "Jalan Ahmad Yani", 120, 0),
    Proposal("12.72.03.1001", "Saluran Jalan Ahmad Yani", "DRAIN-01", "Jalan Ahmad Yani", 90, 0, starter="OPERATOR"),
    Proposal("12.72.03.1001", "Lampu jalan Gang Mawar", "LAMPU-01", "Gang Mawar", 8, 0, "incomplete"),
    Proposal("12.72.03.1001", "Komputer layanan kelurahan", "WARGA-01", "Kantor lurah", 4, PLAN),
    Proposal("12.72.03.1002", "Paving Gang Melati", "JALAN-01", "Gang Melati", 400, WARD),
    Proposal("12.72.03.1003", "Bak sampah Pasar Baru", "SAMPAH-01", "Pasar Baru", 6, WARD),
    Proposal("12.72.03.1004", "Alat permainan PAUD Kasih", "PAUD-01", "PAUD Kasih", 3, WARD, "returned"),
    Proposal("12.72.03.1005", "Drainase Jalan Sisingamangaraja", "DRAIN-02", "Jalan Sisingamangaraja", 300, DISTRICT),
    Proposal("12.72.03.1007", "Lampu jalan Jalan Viyata Yudha", "LAMPU-01", "Jalan Viyata Yudha", 12, SURVEY),
    Proposal("12.72.01.1002", "Drainase Jalan Tomuan", "DRAIN-01", "Jalan Tomuan", 200, 0),
    Proposal("12.72.01.1003", "Renovasi Posyandu Anggrek", "POS-01", "Posyandu Anggrek", 1, DISTRICT),
    Proposal("12.72.01.1005", "Pelatihan menjahit", "LATIH-01", "Balai kelurahan", 20, AGENCY),
    Proposal("12.72.02.1001", "Sambungan air Gang Kamboja", "AIR-01", "Gang Kamboja", 15, AGENCY),
    Proposal("12.72.02.1003", "Tembok penahan Sungai Bah Bolon", "TALUD-01", "Tepi Bah Bolon", 40, AGENCY, "foreign"),
    Proposal("12.72.02.1005", "Bak sampah Simarito", "SAMPAH-01", "Simpang Simarito", 4, WARD, "refused"),
    Proposal("12.72.04.1002", "Paving Jalan Karo", "JALAN-01", "Jalan Karo", 600, BOARD),
    Proposal("12.72.04.1005", "Lampu jalan Jalan Gereja", "LAMPU-01", "Jalan Gereja", 10, BOARD, "deferred"),
    Proposal("12.72.06.1003", "Drainase Tambun Nabolon", "DRAIN-02", "Jalan Tambun", 250, PLAN),
    Proposal("12.72.07.1002", "Gerobak motor sampah", "SAMPAH-02", "Bah Kapul", 2, SURVEY),
    Proposal("12.72.08.1001", "Komputer layanan Simarimbun", "WARGA-01", "Kantor lurah", 3, DISTRICT),
)
#: Which item of the plan a kind of proposal belongs to, by the end of its key.
ITEMS = {"DRAIN-01": "DRAIN", "DRAIN-02": "REHAB", "AIR-01": "SPAM", "PAUD-01": "PAUD", "LATIH-01": "LATIH"}


def plans(year: int, dictionary: Mapping[str, Mapping[str, str]]) -> Iterator[Affair]:
    """Every proposal as an affair, for the plan of a year."""
    for number, one in enumerate(PROPOSALS):
        kind = dictionary[one.kind]
        steps = tuple(zip(PACE, _steps(one, kind, year), strict=False))
        age = 1 + sum(days for days, _ in steps) + number % 5
        yield Affair(400 + number, age, _begin(one, kind, year), steps)


def _begin(one: Proposal, kind: Mapping[str, str], year: int) -> Action:
    papers = ["foto"] if one.fate == "incomplete" else ["foto", "surat_pengantar", "berita_acara", "rab"]
    answers: dict[str, Any] = {
        "nama_usulan": one.title,
        "kamus": one.kind,
        "tahun_rencana": year,
        "masalah": f"{kind['name']} di {one.place} belum memadai menurut rembuk warga",
        "rw": "001",
        "alamat": one.place,
        "lintang": "2,96",
        "bujur": "99,06",
        "volume": one.volume,
        "perkiraan_biaya": _cost(one, kind),
        "penerima_manfaat": 40 + one.volume % 90,
        "urutan_rw": 1,
        "kemendesakan": ("tinggi", "sedang", "rendah")[len(one.title) % 3],
        "kawasan_miskin": one.volume % 2 == 0,
        "status_lahan": "pemda",
        "kelengkapan": papers,
        "nama_pengusul": "Warga RW 001",
    }
    step: Step = {"mulai": "usulan_warga", "oleh": f"{one.ward}.{one.starter}", "isian": answers}
    return lambda _: step


def _steps(one: Proposal, kind: Mapping[str, str], year: int) -> Iterator[Action]:
    district, agency = one.ward.rpartition(".")[0], kind["unit"]
    rungs = (
        ("Rekomendasi lurah", f"{one.ward}.LURAH"),
        ("Rekomendasi camat", f"{district}.CAMAT"),
        ("", f"{agency}.SURVEI"),
        ("Rekomendasi perangkat daerah", f"{agency}.PROGRAM"),
        ("Rekomendasi mitra Bappeda", "BAPPEDA.MITRA"),
    )
    climbed = min(one.reached, len(rungs))
    for rung, (name, position) in enumerate(rungs[:climbed], WARD):
        last = rung == climbed
        if rung == SURVEY:
            yield _survey(one, kind, position)
        elif last and one.fate in VERDICTS:
            yield task(name, position, **VERDICTS[one.fate])
        else:
            item = {"rencana": item_of(one.kind, agency, year)} if rung == BOARD else {}
            yield task(name, position, **_passed(one, kind, rung), **item)


#: How a rung ends a proposal.
VERDICTS: Mapping[str, Mapping[str, str]] = {
    "returned": {"hasil": "kembalikan", "alasan": "R07", "catatan_rekomendasi": "Gambar letak belum dilampirkan"},
    "refused": {"hasil": "tolak", "alasan": "R10", "catatan_rekomendasi": "Dikerjakan dengan dana kelurahan"},
    "foreign": {"hasil": "tolak", "alasan": "R01", "catatan_rekomendasi": "Tepi sungai wewenang balai wilayah sungai"},
    "deferred": {"hasil": "tangguhkan", "alasan": "R06", "catatan_rekomendasi": "Pagu penerangan jalan sudah habis"},
}


def item_of(kind: str, agency: str, year: int) -> str:
    """The key of the plan item that a kind of proposal goes to."""
    return f"RKPD-{year}-{agency}-{ITEMS.get(kind, kind.partition('-')[0])}"


def _cost(one: Proposal, kind: Mapping[str, str]) -> int:
    return one.volume * int(kind["price"])


def _passed(one: Proposal, kind: Mapping[str, str], rung: int) -> Mapping[str, Any]:
    # From the survey on a tenth less is asked for.
    volume = one.volume if rung < SURVEY or one.volume < 10 else one.volume * 9 // 10
    answers: dict[str, Any] = {
        "hasil": "teruskan",
        "volume_rekomendasi": volume,
        "biaya_rekomendasi": volume * int(kind["price"]),
        "catatan_rekomendasi": "Sesuai hasil musyawarah" if rung < SURVEY else "Sesuai hasil ukur",
    }
    return answers


def _survey(one: Proposal, kind: Mapping[str, str], position: str) -> Action:
    answers = {
        "volume_ukur": one.volume if one.volume < 10 else one.volume * 9 // 10,
        "harga_ukur": kind["price"],
        "kewenangan_kota": one.fate != "foreign",
        "sesuai_rtrw": True,
        "lahan_siap": True,
        "rincian_teknis": one.volume % 3 == 0,
        "temuan_lapangan": "Diukur bersama Ketua RW; kondisi sesuai foto",
    }

    def on(day: date) -> Step:
        return {
            "tugas": "Verifikasi lapangan",
            "oleh": position,
            "isian": {"tanggal_survei": day.isoformat(), **answers},
        }

    return on
