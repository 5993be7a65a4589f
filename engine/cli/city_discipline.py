"""A handful of discipline cases of the demo city, each at another place of the procedure; every person is fictional."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.jobs.scenario_office import ZONE, Office
from engine.jobs.scenario_people import official
from engine.jobs.scenario_steps import Play, complete
from engine.jobs.scenario_steps import start as begin
from engine.model.calendar import Calendar
from engine.store import calendar

#: Some of these are filled with days of the case's own time line: `+3` is the third working day from the act.
Step = Mapping[str, Any]
OFFICER = "BKPSDM.DISIPLIN"
DUTY = "PP 94/2021 Pasal 4 huruf f"
PLACE = {"jam_1": "09.00 WIB", "tempat_1": "Ruang rapat sekretariat"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One case: who is reported by whom, and what was done on which working day before today."""

    accused: str
    reporter: str
    kind: str
    days: int
    #: Working days before today on which it was reported.
    age: int
    #: (working days after the report, step); a date written `+n` is n working days after that day.
    acts: tuple[tuple[int, Step], ...] = ()


@dataclass(slots=True)
class Affair:
    """A matter on its way in the city's history."""

    office: Office
    matter: Matter
    number: int
    working: Calendar
    play: Play = field(init=False)

    def __post_init__(self) -> None:
        """Every case has its own list of tasks."""
        self.play = Play(self.office)

    def deeds(self, until: datetime) -> Iterator[tuple[datetime, "Deed"]]:
        """Each act with its moment: in office hours, a little apart from those of other cases."""
        today = until.astimezone(self.office.zone).date()
        first = self.working.add_working_days(today, -self.matter.age)
        yield self._at(first, 0), Deed(self, self._report(first), first)
        for order, (after, step) in enumerate(self.matter.acts, 1):
            day = self.working.add_working_days(first, after)
            yield self._at(day, order), Deed(self, step, day)

    def _at(self, day: date, order: int) -> datetime:
        minutes = (self.number * 11 + order * 23) % 400
        return self.office.local(datetime.combine(day, time(8, 15))) + timedelta(minutes=minutes, seconds=order)

    def _report(self, day: date) -> Step:
        absent = {"hari_mangkir": self.matter.days, "hari_berturut": min(self.matter.days, 4), "pengecualian": True}
        return {
            "mulai": "pelanggaran_disiplin",
            "oleh": self.matter.reporter,
            "isian": {
                "terlapor": official(self.matter.accused)["nip"],
                "sumber": "presensi" if self.matter.kind == "mangkir" else "masyarakat",
                "jenis": self.matter.kind,
                "tanggal_kejadian": self.working.add_working_days(day, -1),
                "kronologi": "Contoh: uraian kejadian dan waktunya menurut pelapor",
                **(absent if self.matter.kind == "mangkir" else {}),
            },
        }


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of one affair on its day."""

    affair: Affair
    step: Step
    day: date

    def __call__(self) -> None:
        """Do it; days written `+n` become dates."""
        typed = {name: self._dated(value) for name, value in self.step.get("isian", {}).items()}
        (begin if "mulai" in self.step else complete)(self.affair.play, {**self.step, "isian": typed})

    def _dated(self, value: object) -> object:
        if isinstance(value, str) and value.startswith("+"):
            return self.affair.working.add_working_days(self.day, int(value)) if value != "+0" else self.day
        return value


def affairs(office: Office, until: datetime) -> Iterator[tuple[datetime, Deed]]:
    """Every act of every discipline case of the city that lies before `until`."""
    with office.store.reading() as connection:
        working = calendar.working(connection, ZONE)
    for number, matter in enumerate(MATTERS):
        for moment, deed in Affair(office, matter, number, working).deeds(until):
            if moment < until:
                yield moment, deed


def _task(name: str, by: str, **answers: object) -> Step:
    return {"tugas": name, "oleh": by, "isian": answers}


def _verified(by: str, impact: str = "unit") -> Step:
    said = "Laporan dicocokkan dengan rekap presensi"
    return _task(
        "Verifikasi laporan", by, hasil_verifikasi="lanjut", dampak=impact, ketentuan=DUTY, catatan_verifikasi=said
    )


def _summoned(by: str) -> Step:
    return _task("Susun panggilan pertama", by, tanggal_periksa_1="+3", **PLACE)


def _examined(by: str) -> tuple[Step, ...]:
    asked = [{"tanya": "Mengapa hal itu terjadi?", "jawab": "Contoh jawaban terlapor"}]
    return (
        _task("Catat kehadiran pertama", by, hadir_1="hadir"),
        _task("Periksa dan susun BAP", by, tanggal_bap="+0", tanya_jawab=asked),
    )


def _concluded(by: str, level: str) -> tuple[Step, ...]:
    return (
        _task(
            "Beri pendapat sebagai pemeriksa", by, sependapat="terbukti", tingkat_usul=level, catatan_pendapat="Diakui"
        ),
        _task(
            "Susun laporan hasil pemeriksaan",
            by,
            terbukti="ya",
            pasal_dilanggar=DUTY,
            fakta="Contoh: terbukti menurut rekap presensi dan berita acara",
            dampak_akhir="unit",
            tingkat=level,
        ),
    )


def _drafted(penalty: str, capacity: str = "definitif") -> Step:
    return _task(
        "Telaah kewenangan dan siapkan keputusan",
        OFFICER,
        hukuman=penalty,
        jenis_pemangku=capacity,
        hukuman_sebelumnya=0,
    )


def _all(day: int, *steps: Step) -> tuple[tuple[int, Step], ...]:
    return tuple((day, step) for step in steps)


_TEAM = _task(
    "Bentuk tim pemeriksa",
    OFFICER,
    anggota=[
        {"pemeriksa": official("INSP.AUDITOR")["nip"], "unsur": "pengawasan"},
        {"pemeriksa": official("BKPSDM.SEKRETARIS")["nip"], "unsur": "kepegawaian"},
    ],
)
_DECIDED = _task(
    "Tetapkan hukuman ringan", "DISDIK.SEKRETARIS", keputusan="hukum", tanggal_sk="+0", alasan_keputusan="Terbukti sah"
)
_DELIVERED = _task(
    "Sampaikan keputusan", OFFICER, cara_penyampaian="langsung", tanggal_terima="+0", penerima="Yang bersangkutan"
)
MATTERS = (
    # In force and recorded.
    Matter(
        "DISDIK.VERIF",
        "DISDIK.PPTK",
        "mangkir",
        5,
        34,
        (
            *_all(1, _verified("DISDIK.SEKRETARIS"), _summoned("DISDIK.SEKRETARIS")),
            *_all(4, *_examined("DISDIK.SEKRETARIS"), *_concluded("DISDIK.SEKRETARIS", "ringan")),
            *_all(6, _drafted("R2"), _DECIDED),
            *_all(9, _DELIVERED),
        ),
    ),
    # Waits for the second-level superior, who is no Plt.
    Matter(
        "DINSOS.STAF",
        "DINSOS.VERIF",
        "lain",
        0,
        12,
        (
            *_all(1, _verified("DINSOS.SEKRETARIS", "instansi"), _summoned("DINSOS.SEKRETARIS")),
            *_all(4, *_examined("DINSOS.SEKRETARIS"), *_concluded("DINSOS.SEKRETARIS", "sedang")),
            *_all(7, _drafted("S1", "plt")),
        ),
    ),
    # A severe penalty threatens: the team gives its opinions.
    Matter(
        "SATPOLPP.ANGGOTA",
        "SATPOLPP.VERIF",
        "mangkir",
        30,
        9,
        (
            *_all(1, _verified("SATPOLPP.SEKRETARIS", "instansi")),
            *_all(2, _TEAM, _summoned("SATPOLPP.SEKRETARIS")),
            *_all(5, *_examined("SATPOLPP.SEKRETARIS")),
        ),
    ),
    # Summoned for a day to come.
    Matter(
        "DKOM.STAF",
        "DKOM.VERIF",
        "mangkir",
        12,
        3,
        _all(2, _verified("DKOM.SEKRETARIS", "instansi"), _summoned("DKOM.SEKRETARIS")),
    ),
    # Its superior did nothing: it went up.
    Matter("PUTR.BEND", "PUTR.VERIF", "mangkir", 4, 8),
    # Closed for want of grounds.
    Matter(
        "DLH.VERIF",
        "DLH.PPTK",
        "lain",
        0,
        20,
        _all(
            2,
            _task(
                "Verifikasi laporan",
                "DLH.SEKRETARIS",
                hasil_verifikasi="tidak_cukup",
                catatan_verifikasi="Bukti tidak menunjuk pada pelanggaran",
            ),
        ),
    ),
)
