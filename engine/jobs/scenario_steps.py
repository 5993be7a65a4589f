"""What can happen in a scenario: each step is a command of the real engine, and everything due runs after it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import forms
from engine.feel import values
from engine.feel.values import DaysTime
from engine.jobs import scenario_cases, scenario_choices
from engine.jobs.scenario_attach import attached
from engine.jobs.scenario_file import Step, Unreadable, moment, plain, texts
from engine.jobs.scenario_office import Office
from engine.model.actor import ENGINE, Actor, Right
from engine.model.errors import Invalid, Refused
from engine.model.ids import Id
from engine.model.state import RegisterCall, Value
from engine.service.cases import StartCase, WithdrawCase
from engine.service.command import Command
from engine.service.execute import execute
from engine.service.office import PutRegisterRows
from engine.service.reading import form
from engine.service.repair import CorrectAndRetry, RetryIncident
from engine.service.sessions import holder_of
from engine.service.tasks import CompleteTask
from engine.store import incidents, instances, packs, registers, tasks
from engine.store.tasks import TaskRow
from engine.store.unit import Unit
from integrations.partner.faults import Fault, Kind

PORTS = {"keuangan": "finance", "aset": "asset", "kepegawaian": "personnel"}
FAULTS = {
    "normal": Kind.NORMAL,
    "galat500": Kind.ERROR,
    "lambat": Kind.SLOW,
    "batas_waktu": Kind.TIMEOUT_AFTER,
    "mati": Kind.DOWN,
    "tolak": Kind.REFUSE,
}
ADMIN = "DKOM.ADMIN"
_LAPSE = re.compile(r"(\d+)\s+(menit|jam|hari|hari kerja)")
_UNITS = {"menit": timedelta(minutes=1), "jam": timedelta(hours=1), "hari": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was expected, and whether it is so."""

    text: str
    passed: bool
    #: Why not, in a sentence.
    why: str = ""


@dataclass(slots=True)
class Play:
    """Work being done in an office by its officials: the cases it started and what was found."""

    office: Office
    #: Task steps `ulangi` may repeat, by the name of their task.
    known: Mapping[str, Step] = field(default_factory=dict)
    #: Who holds a position, where that does not change while the work is done; None looks it up each time.
    actors: dict[str, Actor] | None = None
    #: Every case it started, and those they led to; in an office of its own every case there.
    cases: list[Id] = field(default_factory=list)
    #: True where nobody else works in the office.
    alone: bool = False
    #: The case it speaks of: the last one it started, unless `berkas` chose another.
    selected: Id | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def case(self) -> Id:
        """The case it speaks of; raises Unreadable before there is one."""
        if self.selected is None:
            raise Unreadable("Seharusnya sudah ada berkas, tetapi belum ada yang dimulai")
        return self.selected

    def actor(self, position: str) -> Actor:
        """Who holds a position now; raises Unreadable where nobody does."""
        found = (self.actors or {}).get(position) or holder_of(self.office.world, position)
        if found is None:
            raise Unreadable(f"Seharusnya {position} ada pemangkunya, tetapi tidak ada")
        if self.actors is not None:
            self.actors[position] = found
        return found

    def open_tasks(self) -> list[TaskRow]:
        """The open tasks of every case of this scenario, oldest case first."""
        with self.office.store.reading() as connection:
            return [row for case in self.cases for row in tasks.open_tasks(connection, case)]

    def do(self, command: Command[Any], actor: Actor) -> Any:  # noqa: ANN401 - each command has its own answer
        """Execute one command and everything that is due after it."""
        answer = execute(command, world=self.office.world, actor=actor)
        self.office.settle()
        scenario_cases.discover(self)
        return answer


@dataclass(frozen=True, slots=True)
class Reserve(Command[None]):
    """Reserve an amount of a register row for somebody outside the scenario's cases."""

    needs: ClassVar[Right] = Right.SYSTEM
    # Command is abstract: without field() the metaclass's own `register` is taken for a default.
    register: str = field()
    arguments: Mapping[str, Value] = field()

    def run(self, unit: Unit) -> None:
        """Raise Invalid with the broken invariant's code."""
        answer = registers.act(unit, RegisterCall("reserve", self.register, self.arguments, ""))
        if not answer.accepted:
            raise Invalid(answer.error_code, answer.error_message)


def start(play: Play, step: Step) -> None:
    """`mulai`: start a case of the current version as the holder of `oleh`."""
    process = str(step["mulai"])
    pack, start_form = _startable(play, process)
    position = str(step["oleh"])
    actor = play.actor(position)
    raw = _raw(play, actor, start_form, step, f"start:{pack}/{process}")
    begun = play.do(StartCase(pack, process, raw, position), actor)
    play.selected = begun.instance_id
    if play.selected not in play.cases:
        play.cases.append(play.selected)
        scenario_cases.discover(play)


def _startable(play: Play, process: str) -> tuple[str, forms.Form | None]:
    with play.office.store.reading() as connection:
        current = packs.currents(connection)
    for row in current:
        version = play.office.world.packs.version(row.id)
        definition = version.definitions.get(process)
        if definition is not None:
            begin = definition.none_start()
            return row.pack, _form(version.files, begin.form if begin else "")
    raise Unreadable(f"Seharusnya ada proses {process}, tetapi tidak ada dalam paket yang berlaku")


def _form(files: Mapping[str, bytes], name: str) -> forms.Form | None:
    return form(files[f"forms/{name}.form.json"]) if name else None


def _raw(play: Play, actor: Actor, of: forms.Form | None, step: Step, subject: str) -> forms.Raw:
    if of is None:
        return {}
    answers = texts(step.get("isian") or {})
    return forms.raw(of, {**answers, **attached(play.office.world, actor, of, answers, subject)})


def complete(play: Play, step: Step) -> None:
    """`tugas`: complete the first open task of that name (in the case `berkas` names) as the holder of `oleh`."""
    name = str(step["tugas"])
    within = scenario_cases.chosen(play, step["berkas"]) if "berkas" in step else None
    offered = [row for row in play.open_tasks() if within in (None, row.instance_id)]
    actor, named = play.actor(str(step["oleh"])), [row for row in offered if row.name == name]
    # Of several with one name (one for each member of a team) everybody does his own.
    row = next((row for row in named if actor.holding_for(row.owner)), named[0] if named else None)
    if row is None:
        opened = ", ".join(task.name for task in offered) or "tidak ada"
        raise Unreadable(f"Seharusnya tugas «{name}» terbuka, tetapi yang terbuka: {opened}")
    with play.office.store.reading() as connection:
        case = instances.instance(connection, row.instance_id)
    assert case is not None  # noqa: S101 - the task's own case, in the same office
    of = _form(play.office.world.packs.version(case.version_id).files, row.form)
    play.do(CompleteTask(row.id, row.version, _raw(play, actor, of, step, f"task:{row.id}")), actor)


def wait(play: Play, step: Step) -> None:
    """`tunggu`: let time pass; timers fire and failed calls are repeated on the way."""
    play.office.advance(_target(play.office, step["tunggu"]))
    scenario_cases.discover(play)


def _target(office: Office, text: object) -> datetime:
    words = str(text).strip()
    if words.startswith("sampai "):
        return office.local(moment(words.removeprefix("sampai ")))
    found = _LAPSE.fullmatch(words)
    if found and found[2] == "hari kerja":
        return office.after_working_days(int(found[1]))
    if found:
        return office.after(int(found[1]) * _UNITS[found[2]])
    lapse = values.parse_duration(words)
    if isinstance(lapse, DaysTime):
        return office.after(lapse.to_python())
    raise Unreadable(f"Seharusnya tunggu seperti «3 hari kerja» atau P2D, tetapi {words}")


def switch(play: Play, faults: Mapping[str, Any]) -> None:
    """Switch faults of the partner: a name, or {name: how many calls}."""
    for port, wanted in faults.items():
        name, times = next(iter(wanted.items())) if isinstance(wanted, dict) else (wanted, -1)
        if port not in PORTS or name not in FAULTS:
            raise Unreadable(f"Seharusnya mitra salah satu dari {', '.join(FAULTS)}, tetapi {port}: {name}")
        play.office.desk.faults.switch(PORTS[port], Fault(FAULTS[name], int(times)))


def repair(play: Play, step: Step) -> None:
    """`perbaiki`: an admin corrects values (`isian`) or just tries again what failed at an element."""
    told = step["perbaiki"]
    with play.office.store.reading() as connection:
        failed = [row for case in play.cases for row in incidents.open_incidents(connection, case)]
    row = next((row for row in failed if told["elemen"] in (row.element, _name_of(play, row.element))), None)
    if row is None:
        raise Unreadable(f"Seharusnya ada gangguan di «{told['elemen']}», tetapi tidak ada")
    reason, corrections = str(told.get("alasan", "")), told.get("isian")
    typed = {name: str(plain(value)) for name, value in (corrections or {}).items()}
    command = CorrectAndRetry(row.id, typed, reason) if typed else RetryIncident(row.id, reason)
    play.do(command, play.actor(str(step.get("oleh", ADMIN))))


def _name_of(play: Play, element: str) -> str:
    with play.office.store.reading() as connection:
        current = packs.currents(connection)
    for row in current:
        for definition in play.office.world.packs.version(row.id).definitions.values():
            if element in definition.elements:
                return definition.elements[element].name
    return ""


def put(play: Play, books: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """`buku`: write register rows, or reserve an amount of one (`cadangkan`) for another purpose (`untuk`)."""
    for register, rows in books.items():
        for row in rows:
            if "cadangkan" in row:
                arguments = {"key": row["key"], "hold": row["untuk"], "amount": Decimal(row["cadangkan"])}
                play.do(Reserve(register, arguments), ENGINE)
            else:
                cells = {str(name): str(plain(value)) for name, value in row.items()}
                play.do(PutRegisterRows(register, (cells,)), ENGINE)


def repeat(play: Play, step: Step) -> None:
    """`ulangi`: do tasks once more as the borrowed steps did them."""
    for name in step["ulangi"]:
        if name not in play.known:
            raise Unreadable(f"Seharusnya langkah «{name}» pernah disebut, tetapi tidak")
        complete(play, play.known[name])


def withdraw(play: Play, step: Step) -> None:
    """`tarik`: withdraw the case it speaks of with a reason."""
    play.do(WithdrawCase(play.case, str(step["tarik"])), play.actor(str(step["oleh"])))


KINDS: Mapping[str, Callable[[Play, Step], None]] = {
    "mulai": start,
    "tugas": complete,
    "pilih": scenario_choices.choose,
    "selesai": scenario_choices.declare,
    "tunggu": wait,
    "perbaiki": repair,
    "ulangi": repeat,
    "tarik": withdraw,
    "mitra": lambda play, step: switch(play, step["mitra"]),
    "buku": lambda play, step: put(play, step["buku"]),
    "sinyal": scenario_cases.signal,
    "pesan": scenario_cases.message,
    "berkas": lambda play, step: scenario_cases.select(play, step["berkas"]),
}


def take(play: Play, step: Step) -> bool:
    """Do one step; False where it did not go as the scenario says, with a line that says why."""
    kind = next((name for name in KINDS if name in step), None)
    if kind is None:
        raise Unreadable(f"Seharusnya langkah salah satu dari {', '.join(KINDS)}, tetapi {', '.join(step)}")
    told, expected = f"{kind} {step[kind]}"[:120], step.get("ditolak")
    try:
        KINDS[kind](play, step)
    except Refused as refusal:
        line = _refused(told, step, refusal)
    else:
        line = Line(told, not expected, f"Seharusnya ditolak ({expected}), tetapi diterima" if expected else "")
    if expected or not line.passed:
        play.lines.append(line)
    return line.passed


def _refused(told: str, step: Step, refusal: Refused) -> Line:
    fields = {name.split(".")[0] for name in refusal.problems}
    text = f"{told} ditolak: {step.get('ditolak', '')}"
    if refusal.code != step.get("ditolak"):
        problems = "; ".join(f"{name}: {' '.join(said)}" for name, said in refusal.problems.items())
        return Line(told, False, f"ditolak dengan {refusal.code}: {refusal.message} {problems}".strip())
    missing = set(step.get("pada", ())) - fields
    why = f"Seharusnya masalah pada {', '.join(sorted(missing))}, tetapi pada {', '.join(sorted(fields))}"
    return Line(text, not missing, why if missing else "")
