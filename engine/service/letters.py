"""Printing a letter: rendered outside the transaction with a mark for its number, numbered inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from engine import runtime
from engine.letters import LetterFailed, render
from engine.model.actor import ENGINE, Capacity, Right
from engine.model.connectors import Permanent
from engine.model.ids import Id
from engine.model.state import Value
from engine.model.step import Step
from engine.model.world import World
from engine.service.command import Command
from engine.service.directory import in_capacity, unit_name
from engine.service.env import env_for
from engine.service.execute import execute
from engine.service.reading import LETTER
from engine.service.running import Running
from engine.service.work import Lease, move
from engine.store import instances, letters, people, settings, tasks
from engine.store.jobs import JobRow
from engine.store.unit import Unit

#: How an office numbers its letters, unless setting `letter_number` says otherwise.
NUMBERING = "{number}/{register}/{unit}/{year}"


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter before it has its number: `mark` stands in the page where the number belongs."""

    template: str
    title: str
    register: str
    html: str
    mark: str


@dataclass(frozen=True, slots=True)
class PrintLetter(Command[str]):
    """Give a proof the next number of its register and year, keep it, and go on with the case."""

    needs: ClassVar[Right] = Right.SYSTEM
    lease: Lease
    proof: Proof

    def run(self, unit: Unit) -> str:
        """Answer the number; raise Conflict job.lease_lost. Numbers have no gap: a refusal takes none."""
        printed: list[str] = []

        def onward(case: Running, job: JobRow) -> Step:
            result = self._print(unit, case)
            printed.append(result["number"])
            return runtime.finish(case.compiled, case.state, job.token, result, case.env)

        move(unit, self.lease, onward)
        return printed[0]

    def _print(self, unit: Unit, case: Running) -> dict[str, str]:
        proof, year = self.proof, case.env.calendar.day_of(unit.now).year
        sequence = letters.number(unit, f"{proof.register}/{case.instance.unit}", year=year)
        form = settings.setting(unit.db, "letter_number", NUMBERING)
        number = numbered(form, sequence, proof.register, case.instance.unit, year)
        html = proof.html.replace(proof.mark, number)
        row = letters.save(unit, case.instance.id, proof.template, number, proof.title, html)
        return {"letter": str(row.id), "number": number}


def numbered(form: str, sequence: int, register: str, unit: str, year: int) -> str:
    """The number of a letter by the office's pattern, e.g. 007/SPPBJ/DKOM/2026."""
    parts = {"number": f"{sequence:03d}", "register": register, "unit": unit, "year": str(year)}
    for name, value in parts.items():
        form = form.replace(f"{{{name}}}", value)
    return form


def print_letter(world: World, job: JobRow, lease: Lease) -> str:
    """Render and print the letter a job asks for; raises Permanent where its template cannot be rendered."""
    return execute(PrintLetter(lease, proof_of(world, job)), world=world, actor=ENGINE)


def proof_of(world: World, job: JobRow) -> Proof:
    """The page of a job's letter with a mark for its number."""
    name = job.headers.get("template", "")
    with world.database.reading() as db:
        instance = instances.instance(db, job.instance_id) if job.instance_id else None
        if instance is None:
            raise Permanent("letter.case", "Expected a case behind the letter, but there is none")
        version = world.packs.version(instance.version_id)
        env = env_for(db, world, instance.unit)
        head = _letterhead(settings.setting(db, "letterhead", {}), unit_name(db, instance.unit))
        signer = _signer(db, instance.id, job.headers.get("signer", ""))
    source = version.files.get(f"letters/{name}{LETTER}")
    if source is None:
        raise Permanent("letter.unknown", f"Expected a template {name}, but the version has none")
    mark = f"nomor-{world.secret(16).hex()}"
    given: Mapping[str, Value] = job.payload if isinstance(job.payload, dict) else {}
    context = {"penanda_tangan": signer, **given}
    title = job.headers.get("title") or name
    try:
        html = render(
            source.decode(), context, title=title, letterhead=head, number=mark, on=env.calendar.day_of(env.now)
        )
    except LetterFailed as fault:
        raise Permanent(fault.code, fault.message) from fault
    return Proof(name, title, job.headers.get("register") or name.upper(), html, mark)


def _signer(db: Connection, instance_id: Id, elements: str) -> Value:
    """Who decided last at one of `elements` (ids by comma): name, NIP, position with its capacity; null for nobody."""
    named = [name for part in elements.split(",") if (name := part.strip())]
    every = [done for name in named if (done := tasks.last_done(db, instance_id, name)) and done.closed_at]
    done = max(every, key=lambda one: one.closed_at or one.opened_at, default=None)
    if done is None or done.closed_by is None:
        return None
    person = people.person(db, done.closed_by)
    code, _, capacity = (done.closed_as or "").partition("/")
    title = in_capacity(people.title(db, code), capacity or Capacity.DEFINITIF)
    return {"nama": person.name if person else "", "nip": (person.nip if person else None) or "", "jabatan": title}


def _letterhead(setting: Mapping[str, str], unit: str) -> dict[str, str]:
    return {"unit": unit, **{key: str(value) for key, value in setting.items()}}
