"""One case: its state in words, who holds it, what happened, and the diagram with its tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

import forms
from engine import runtime
from engine.feel import Env
from engine.model.actor import Actor
from engine.model.definition import Definition
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.world import World
from engine.service import rights
from engine.service.directory import address_names, holder_names, unit_name
from engine.service.env import env_for
from engine.service.versions import form_of
from engine.service.views.casedetail import attachment_rows, history_rows, letter_rows
from engine.service.views.find import CaseRow, find, mine
from engine.service.views.incidents import IncidentRow, incident_rows
from engine.service.views.rows import AttachmentRow, HistoryRow, LetterRow, awaited, urgency
from engine.store import answers, cases, instances, letters, people, tables, tasks
from engine.store.instances import InstanceRow

__all__ = ["CasePage", "CaseRow", "LetterText", "case", "case_by_id", "diagram", "find", "letter", "mine"]

#: Facts one page shows; a loop of thousands of rounds has more.
MOST_FACTS = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """One open task: who may do it today, and who took it."""

    task_id: Id
    task_name: str
    element: str
    owner_name: str
    holders: tuple[str, ...]
    claimed_by: str
    since: datetime
    due: datetime | None
    urgency: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is no person: a timer, a message, a job or an incident."""

    element: str
    name: str
    kind: str
    due: datetime | None


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
    state: str
    failed: bool
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    unit_name: str
    holders: tuple[Holder, ...]
    waiting: tuple[Waiting, ...]
    history: tuple[HistoryRow, ...]
    letters: tuple[LetterRow, ...]
    attachments: tuple[AttachmentRow, ...]
    answers: tuple[AnsweredForm, ...]
    diagram: DiagramView
    may_withdraw: bool
    incidents: tuple[IncidentRow, ...]


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
    return CasePage(
        instance_id=found.id,
        number=found.number,
        title=found.title,
        pack=found.pack,
        process_id=found.process_id,
        process_name=definition.name or found.process_id,
        version_number=version.number,
        version_id=version.id,
        state=found.state,
        failed=found.incidents > 0,
        started_at=found.started_at,
        started_by=people.names(db, [found.started_by]).get(found.started_by, "") if found.started_by else "",
        ended_at=found.ended_at,
        unit_name=unit_name(db, found.unit) if found.unit else "",
        holders=_holders(db, actor, found, env),
        waiting=_waiting(db, found, definition, incidents),
        history=history_rows(facts, definition),
        letters=letter_rows(db, found.id),
        attachments=attachment_rows(db, found.id),
        answers=_answers(db, found, version),
        diagram=_diagram(db, found, version, facts, incidents),
        may_withdraw=found.state == "active" and rights.may_withdraw(actor, found),
        incidents=incidents,
    )


def _holders(db: Connection, actor: Actor, found: InstanceRow, env: Env) -> tuple[Holder, ...]:
    rows = tasks.open_tasks(db, found.id)
    titles = address_names(db, [row.owner for row in rows], env.calendar.day_of(env.now))
    claimed = people.names(db, [row.claimed_by for row in rows if row.claimed_by])
    return tuple(
        Holder(
            task_id=row.id,
            task_name=row.name,
            element=row.element,
            owner_name=titles[row.owner],
            holders=holder_names(db, [row.owner], env.calendar.day_of(env.now)),
            claimed_by=claimed.get(row.claimed_by, "") if row.claimed_by else "",
            since=row.opened_at,
            due=row.due,
            urgency=urgency(row.due, env),
            may_open=actor.holding_for(row.owner) is not None,
        )
        for row in rows
    )


def _waiting(
    db: Connection, found: InstanceRow, definition: Definition, incidents: tuple[IncidentRow, ...]
) -> tuple[Waiting, ...]:
    subscription, job, token = tables.subscription, tables.job, tables.token
    on = (token.c.instance_id == subscription.c.instance_id) & (token.c.no == subscription.c.token)
    waits = (
        select(token.c.node, subscription.c.kind, subscription.c.due, subscription.c.data)
        .join(token, on)
        .where(subscription.c.instance_id == found.id)
        .order_by(subscription.c.no)
    )
    calls = select(job.c.element, job.c.run_at).where(
        job.c.instance_id == found.id, job.c.state.in_(("ready", "leased")), job.c.kind != "deliver"
    )
    rows = [((data or {}).get("element") or node, kind, due) for node, kind, due, data in db.execute(waits)]
    rows += [(element, "job", run_at) for element, run_at in db.execute(calls)]
    rows += [(incident.element, "incident", None) for incident in incidents]
    return tuple(Waiting(element, awaited(definition, element), kind, due) for element, kind, due in rows)


def _answers(db: Connection, found: InstanceRow, version: PackVersion) -> tuple[AnsweredForm, ...]:
    rows = answers.answers(db, found.id)
    done = {row.id: row for row in (tasks.task(db, one.task_id) for one in rows if one.task_id) if row}
    signed = {row.closed_by for row in done.values() if row.closed_by} | ({found.started_by} - {None})
    named = people.names(db, [one for one in signed if one])
    made = []
    for row in rows:
        task = done.get(row.task_id) if row.task_id else None
        who = task.closed_by if task else found.started_by
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
