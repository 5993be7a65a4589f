"""What was going on in the stored databases when they were stored, and how it goes on.

Read by the code of the release that stored it as well (record.py): only what every release of the tests' office knows.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

DIAGRAMS = Path(__file__).parent / "diagrams"

#: An act on the office: done A, later days, message name, signal name, suspend, resume, retry name=value.
Act = tuple[str, str]

#: Process -> what was done before it was stored, and what is done afterwards.
Stories = Mapping[str, tuple[tuple[Act, ...], tuple[Act, ...]]]

FIRST: Stories = {
    "gabung": ((("done", "A"),), (("done", "B"), ("done", "Z"))),
    "pesan": ((), (("message", "barang.datang"), ("done", "Z"))),
    "jam": ((), (("wait", ""), ("done", "Z"))),
    "tenggat": ((), (("wait", ""), ("done", "R"), ("done", "R"), ("done", "X"))),
    "rusak": ((("done", "A"),), (("retry", "pilihan=2"), ("done", "C"))),
    "tanya": ((), (("settle", ""), ("done", "Z"))),
}
SECOND: Stories = {
    "dalam": (
        (("message", "catatan"),),
        (("message", "catatan"), ("done", "C"), ("done", "H"), ("done", "H"), ("done", "Z")),
    ),
    "banyak": ((("done", "A"),), (("done", "A"), ("done", "A"), ("done", "Z"))),
    "urut": ((("done", "A"),), (("done", "A"), ("done", "A"), ("done", "Z"))),
    "ulang": ((("done", "A"),), (("done", "A"), ("done", "A"), ("done", "Z"))),
    "induk": ((("settle", ""),), (("done", "N"), ("settle", ""), ("done", "Z"))),
    "atau": ((("done", "A"),), (("done", "B"), ("done", "Z"))),
    "pilih": ((), (("wait", ""), ("done", "Y"))),
    "isyarat": ((("suspend", ""),), (("resume", ""), ("signal", "tutup.buku"), ("done", "Z"))),
    "syarat": ((), (("done", "A"), ("done", "Z"))),
}
#: The last migration of a release -> its stories; the second release ran all that the first did.
STORIES: Mapping[str, Stories] = {"0003_work": FIRST, "0008_design": {**FIRST, **SECOND}}


def files(state: str) -> dict[str, bytes]:
    """The pack of the stories of one release; a process another calls has no story of its own."""
    names = [*STORIES[state], *(("anak",) if "induk" in STORIES[state] else ())]
    manifest = 'key = "kisah"\ntitle_id = "Kisah"\n[roles]\nrequester = "Pemohon"\n'
    return {"pack.toml": manifest.encode(), **{f"{one}.bpmn": (DIAGRAMS / f"{one}.bpmn").read_bytes() for one in names}}


class Player:
    """Does the acts of a story in an office."""

    def __init__(self, office: Any, find: Callable[[str], Any]) -> None:
        self.office = office
        #: The only case of a process, as its row.
        self.find = find

    def play(self, process: str, acts: tuple[Act, ...]) -> None:
        """One act after the other; waiting is for the end of all stories."""
        for act, what in acts:
            getattr(self, f"_{act}")(process, what)

    def _done(self, process: str, name: str) -> None:
        # The case the story called has a process of its own.
        siti = self.office.as_("DKOM.STAF")
        wanted = "anak" if name == "N" else process
        row = next(one for one in siti.rows() if one.name == name and one.process_id == wanted)
        from engine.service.execute import execute
        from engine.service.tasks import CompleteTask

        execute(CompleteTask(row.task_id, row.version, {}), world=self.office.world, actor=siti.actor)

    def _settle(self, process: str, _: str) -> None:
        self.office.settle()

    def _wait(self, process: str, _: str) -> None:
        raise AssertionError("waiting is done for all stories at once")

    def _message(self, process: str, name: str) -> None:
        from engine.service.messages import PublishMessage

        self._admin(PublishMessage(name, self.find(process).number, {}))
        self.office.settle()

    def _signal(self, process: str, name: str) -> None:
        from engine.service.signals import BroadcastSignal

        self._admin(BroadcastSignal(name, {}))
        self.office.settle()

    def _suspend(self, process: str, _: str) -> None:
        from engine.service.suspension import SuspendCase

        self._admin(SuspendCase(self.find(process).id, "Ditahan"))

    def _resume(self, process: str, _: str) -> None:
        from engine.service.suspension import ResumeCase

        self._admin(ResumeCase(self.find(process).id, "Dilanjutkan"))

    def _retry(self, process: str, correction: str) -> None:
        from engine.service.repair import CorrectAndRetry
        from engine.store import incidents

        name, _, value = correction.partition("=")
        with self.office.store.reading() as db:
            found = incidents.open_incidents(db, self.find(process).id)[0]
        self._admin(CorrectAndRetry(found.id, {name: f"={value}"}, "Diperbaiki"))

    def _admin(self, command: Any) -> None:
        from engine.service.execute import execute

        execute(command, world=self.office.world, actor=self.office.as_("DKOM.ADMIN").actor)


def split(acts: tuple[Act, ...]) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """What is done before time passes, and what afterwards."""
    waits = [number for number, (act, _) in enumerate(acts) if act == "wait"]
    return (acts[: waits[0]], acts[waits[0] + 1 :]) if waits else (acts, ())
