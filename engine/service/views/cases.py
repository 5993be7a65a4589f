"""One case: its state in words, who holds it, what happened, and the diagram with its tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

import forms
from engine import runtime
from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.world import World
from engine.service import rights
from engine.service.comments import may_comment
from engine.service.directory import unit_name
from engine.service.env import env_for
from engine.service.secrecy import Sight, sight, unnamed_starter
from engine.service.versions import form_of
from engine.service.views import desk
from engine.service.views.casedetail import attachment_rows, history_rows, letter_rows
from engine.service.views.comments import CommentRow, comment_rows
from engine.service.views.earlier import remembering
from engine.service.views.find import CaseRow, find, mine
from engine.service.views.incidents import IncidentRow, incident_rows
from engine.service.views.kin import Kin, kin
from engine.service.views.rows import AttachmentRow, HistoryRow, LetterRow, process_name
from engine.store import answers, cases, instances, letters, people, tasks
from engine.store.instances import InstanceRow

__all__ = [
    "CasePage",
    "CaseRow",
    "LetterText",
    "Receipt",
    "case",
    "case_by_id",
    "diagram",
    "find",
    "letter",
    "mine",
    "receipt",
]

#: Facts one page shows; a loop of thousands of rounds has more.
MOST_FACTS = 500


@dataclass(frozen=True, slots=True)
class AnsweredForm:
    """One form as it was signed."""

    task_name: str
    form_id: str
    form: forms.Form | None
    values: Mapping[str, Value]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The diagram's path, and the elements with a token, with a fault, and behind us."""

    path: str
    active: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything a participant may know of one case."""

    instance_id: Id
    number: str
    title: str
    pack: str
    process_id: str
    process_name: str
    version_number: int
    version_id: Id
    secret: bool
    state: str
    failed: bool
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    unit_name: str
    holders: tuple[desk.Holder, ...]
    waiting: tuple[desk.Waiting, ...]
    history: tuple[HistoryRow, ...]
    letters: tuple[LetterRow, ...]
    attachments: tuple[AttachmentRow, ...]
    answers: tuple[AnsweredForm, ...]
    diagram: DiagramView
    may_withdraw: bool
    incidents: tuple[IncidentRow, ...]
    #: Since when and by whom it is held still.
    suspended_at: datetime | None
    suspended_by: str
    may_suspend: bool
    comments: tuple[CommentRow, ...]
    may_comment: bool
    #: The case that called this one, and those it called.
    kin: Kin
    #: IANA zone of the unit it is worked on in.
    zone: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a report arrived, and whether it is still worked on."""

    number: str
    process_name: str
    state: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter as it was printed."""

    number: str
    title: str
    html: str
    at: datetime


def case(world: World, actor: Actor, number: str) -> CasePage:
    """One case by its number; NotFound for who has no part in it."""
    with world.database.reading() as db:
        return _page(db, world, actor, rights.may_see_case(db, actor, instances.by_number(db, number)))


def case_by_id(world: World, actor: Actor, instance_id: Id) -> CasePage:
    """One case by its identifier; NotFound for who has no part in it."""
    with world.database.reading() as db:
        return _page(db, world, actor, rights.may_see_case(db, actor, instances.instance(db, instance_id)))


def receipt(world: World, actor: Actor, number: str) -> Receipt | None:
    """What the starter of a secret case may know of it; None for everybody else and for every other case."""
    with world.database.reading() as db:
        found = instances.by_number(db, number)
        if found is None or sight(db, actor, found) is not Sight.RECEIPT:
            return None
    name = process_name(world, found.version_id, found.process_id)
    return Receipt(found.number, name, found.state, found.started_at, found.ended_at)


def diagram(world: World, actor: Actor, number: str) -> bytes:
    """The BPMN of the version a case runs on."""
    with world.database.reading() as db:
        found = rights.may_see_case(db, actor, instances.by_number(db, number))
    version = world.packs.version(found.version_id)
    return version.files[version.diagrams[found.process_id]]


def letter(world: World, actor: Actor, letter_id: Id) -> LetterText:
    """One letter; NotFound letter.unknown for who has no part in its case."""
    with world.database.reading() as db:
        row = letters.letter(db, letter_id)
        if row is None:
            raise NotFound("letter.unknown", "Expected a letter, but there is none by that name")
        rights.may_see_case(db, actor, instances.instance(db, row.instance_id))
        return LetterText(row.number, row.title, row.html, row.at)


def _page(db: Connection, world: World, actor: Actor, found: InstanceRow) -> CasePage:
    version = world.packs.version(found.version_id)
    definition = version.definitions[found.process_id]
    env = env_for(db, world, found.unit)
    incidents = incident_rows(db, found, definition)
    facts = cases.history(db, found.id, limit=MOST_FACTS)
    unnamed, starter = unnamed_starter(db, found, actor.person), found.started_by
    facing = desk.Facing(db, world, actor, found, definition, env, incidents)
    return CasePage(
        instance_id=found.id,
        number=found.number,
        title=found.title,
        pack=found.pack,
        process_id=found.process_id,
        process_name=definition.name or found.process_id,
        version_number=version.number,
        version_id=version.id,
        secret=found.secret,
        state=found.state,
        failed=found.incidents > 0,
        started_at=found.started_at,
        started_by=people.names(db, [starter]).get(starter, "") if starter and starter != unnamed else "",
        ended_at=found.ended_at,
        unit_name=unit_name(db, found.unit) if found.unit else "",
        holders=desk.holders(facing),
        waiting=desk.waiting(facing),
        history=history_rows(facts, remembering(db, world, definition, facts), unnamed),
        letters=letter_rows(db, found.id),
        attachments=attachment_rows(db, found.id),
        answers=_answers(db, found, version, unnamed),
        diagram=_diagram(db, found, version, facts, incidents),
        may_withdraw=found.state == "active" and rights.may_withdraw(actor, found),
        incidents=incidents,
        suspended_at=found.suspended_at,
        suspended_by=people.names(db, [found.suspended_by]).get(found.suspended_by, "") if found.suspended_by else "",
        may_suspend=found.state == "active" and rights.may_repair(actor),
        comments=comment_rows(db, actor, found.id),
        may_comment=may_comment(db, actor, found),
        kin=kin(db, world, actor, found),
        zone=env.zone,
    )


def _answers(db: Connection, found: InstanceRow, version: PackVersion, unnamed: Id | None) -> tuple[AnsweredForm, ...]:
    rows = answers.answers(db, found.id)
    done = {row.id: row for row in (tasks.task(db, one.task_id) for one in rows if one.task_id) if row}
    signed = {row.closed_by for row in done.values()} | {row.person_id for row in rows} | {found.started_by}
    named = people.names(db, [one for one in signed if one and one != unnamed])
    made = []
    for row in rows:
        task = done.get(row.task_id) if row.task_id else None
        who = task.closed_by if task else row.person_id or found.started_by
        by = named.get(who, "") if who else ""
        made.append(
            AnsweredForm(task.name if task else "", row.form, form_of(version, row.form), row.value, row.at, by)
        )
    return tuple(made)


def _diagram(
    db: Connection,
    found: InstanceRow,
    version: PackVersion,
    facts: list[cases.HistoryRow],
    incidents: tuple[IncidentRow, ...],
) -> DiagramView:
    failed = tuple(dict.fromkeys(incident.element for incident in incidents))
    elements = version.definitions[found.process_id].elements
    active = tuple(node for node in cases.tokens(db, found.id) if node in elements and node not in failed)
    done = dict.fromkeys(fact.element for fact in facts if fact.kind in runtime.COMPLETIONS and fact.element)
    return DiagramView(version.diagrams[found.process_id], active, tuple(done), failed)
