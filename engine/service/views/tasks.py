"""One task with everything its page shows, and the form that starts a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

import forms
from engine import runtime
from engine.feel import Env
from engine.model.actor import Actor, Holding
from engine.model.definition import Definition, Element
from engine.model.errors import Refused
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.world import World
from engine.service import rights
from engine.service.cases import case_variable, startable
from engine.service.directory import address_names
from engine.service.env import env_for, standing_env
from engine.service.formscope import reads_of
from engine.service.lookups import OfficeLookups, standing_lookups
from engine.service.running import suspended
from engine.service.secrecy import unnamed_starter
from engine.service.versions import current, form_of
from engine.service.views.ahead import NextStep, next_steps
from engine.service.views.casedetail import attachment_rows, history_rows, letter_rows
from engine.service.views.choosing import Choosing, choosing
from engine.service.views.earlier import remembering
from engine.service.views.handling import Handling, handling
from engine.service.views.parameters import in_force_for
from engine.service.views.rows import AttachmentRow, HistoryRow, LetterRow, ParameterRow, urgency
from engine.store import answers, cases, drafts, instances, people, tasks
from engine.store.instances import InstanceRow
from engine.store.rows import RowState
from engine.store.tasks import TaskRow
from engine.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside a form: the case so far and who goes on."""

    next_steps: tuple[NextStep, ...]
    parameters: tuple[ParameterRow, ...]
    attachments: tuple[AttachmentRow, ...] = ()
    letters: tuple[LetterRow, ...] = ()
    history: tuple[HistoryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task, open or closed; `refusal` says why the actor may not complete it, if so."""

    task_id: Id
    version: int
    element: str
    name: str
    documentation: str
    open: bool
    outcome: str
    closed_by: str
    closed_at: datetime | None
    due: datetime | None
    urgency: str
    owner: str
    owner_name: str
    claimed_by: str
    mine: bool
    may_complete: bool
    may_claim: bool
    refusal: Refused | None
    instance_id: Id
    number: str
    title: str
    process_name: str
    form: forms.Form | None
    scope: Mapping[str, Value]
    values: Mapping[str, Value]
    draft: Mapping[str, list[str]] | None
    draft_saved_at: datetime | None
    env: Env
    lookups: OfficeLookups
    origin: str
    next_steps: tuple[NextStep, ...]
    parameters: tuple[ParameterRow, ...]
    attachments: tuple[AttachmentRow, ...]
    letters: tuple[LetterRow, ...]
    history: tuple[HistoryRow, ...]
    subject: str
    handling: Handling
    secret: bool = False
    #: Where people choose what is done, in place of a form.
    choosing: Choosing | None = None


@dataclass(frozen=True, slots=True)
class StartPage:
    """The form that starts a case, and the positions it may be started in."""

    pack: str
    process_id: str
    name: str
    documentation: str
    form: forms.Form | None
    scope: Mapping[str, Value]
    draft: Mapping[str, list[str]] | None
    draft_saved_at: datetime | None
    env: Env
    lookups: OfficeLookups
    positions: tuple[Holding, ...]
    next_steps: tuple[NextStep, ...]
    parameters: tuple[ParameterRow, ...]
    subject: str


def task(world: World, actor: Actor, task_id: Id) -> TaskPage:
    """The page of one task; NotFound for who has no part in it."""
    with world.database.reading() as db:
        row = tasks.task(db, task_id)
        instance = instances.instance(db, row.instance_id) if row else None
        row = rights.may_see_task(db, actor, row, instance)
        instance = instances.instance(db, row.instance_id)
        assert instance is not None  # noqa: S101 - just seen in the same read
        return _page(db, world, actor, row, instance)


def start_page(world: World, actor: Actor, pack: str, process_id: str) -> StartPage:
    """The page that starts a case; NotFound process.unknown, Forbidden process.may_not_start."""
    with world.database.reading() as db:
        version = current(db, world, pack)
        definition, start = startable(version, process_id)
        holding = rights.may_start(actor, definition)
        subject = f"start:{pack}/{process_id}"
        saved = drafts.draft(db, actor.person, subject) if actor.person else None
        panel = _panel(db, world, version, definition, start)
    env = standing_env(world, holding.unit)
    return StartPage(
        pack=pack,
        process_id=process_id,
        name=definition.name or process_id,
        documentation=start.documentation or definition.documentation,
        form=form_of(version, start.form),
        scope={"case": case_variable(holding, env)},
        draft=saved.fields if saved else None,
        draft_saved_at=saved.saved_at if saved else None,
        env=env,
        lookups=standing_lookups(world, actor, subject),
        positions=rights.starting_positions(actor, definition),
        next_steps=panel.next_steps,
        parameters=panel.parameters,
        subject=subject,
    )


def _page(db: Connection, world: World, actor: Actor, row: TaskRow, instance: InstanceRow) -> TaskPage:
    version = world.packs.version(instance.version_id)
    definition = version.definitions[instance.process_id]
    element = definition.elements.get(row.element) or Element(row.element, "userTask", name=row.name)
    env, subject = standing_env(world, instance.unit), f"task:{row.id}"
    scope = _scope(db, world, actor, row, instance, version)
    saved = drafts.draft(db, actor.person, subject) if actor.person else None
    named = people.names(db, [one for one in (row.claimed_by, row.closed_by) if one])
    refusal = _refusal(db, actor, row, instance, element)
    panel = _panel(db, world, version, definition, element, instance)
    form = form_of(version, row.form)
    return TaskPage(
        task_id=row.id,
        version=row.version,
        element=row.element,
        name=row.name,
        documentation=element.documentation,
        open=row.open,
        outcome=row.outcome,
        closed_by=named.get(row.closed_by, "") if row.closed_by else "",
        closed_at=row.closed_at,
        due=row.due,
        urgency=urgency(row.due, env),
        owner=row.owner,
        owner_name=address_names(db, [row.owner], env.calendar.day_of(env.now))[row.owner],
        claimed_by=named.get(row.claimed_by, "") if row.claimed_by else "",
        mine=row.claimed_by is not None and row.claimed_by == actor.person,
        may_complete=refusal is None,
        may_claim=refusal is None and row.claimed_by is None,
        refusal=refusal,
        instance_id=instance.id,
        number=instance.number,
        title=instance.title,
        process_name=definition.name or instance.process_id,
        form=form,
        scope=scope,
        values=_values(db, row, form, scope),
        draft=saved.fields if saved and row.open else None,
        draft_saved_at=saved.saved_at if saved else None,
        env=env,
        lookups=standing_lookups(world, actor, subject),
        origin=row.origin,
        next_steps=panel.next_steps,
        parameters=panel.parameters,
        attachments=panel.attachments,
        letters=panel.letters,
        history=panel.history,
        subject=subject,
        handling=handling(db, actor, row, instance, element, env),
        secret=instance.secret,
        choosing=_choosing(db, world, actor, row, instance, version, element),
    )


def _choosing(
    db: Connection,
    world: World,
    actor: Actor,
    row: TaskRow,
    instance: InstanceRow,
    version: PackVersion,
    element: Element,
) -> Choosing | None:
    if element.ad_hoc is None:
        return None
    compiled = runtime.compile(version, instance.process_id)
    state = RowState(Unit(db, actor, world.clock(), world), instance)
    return choosing(db, compiled, state, row, element, env_for(db, world, instance.unit))


def _scope(
    db: Connection, world: World, actor: Actor, row: TaskRow, instance: InstanceRow, version: PackVersion
) -> Mapping[str, Value]:
    names = reads_of(version, row.form)
    state = RowState(Unit(db, actor, world.clock(), world), instance)
    if not row.open:
        return state.variables(0, names)
    return runtime.visible(runtime.compile(version, instance.process_id), state, row.token, names)


def _values(db: Connection, row: TaskRow, form: forms.Form | None, scope: Mapping[str, Value]) -> Mapping[str, Value]:
    signed = answers.of_task(db, row.instance_id, row.id) if not row.open else None
    if signed is not None:
        return signed.value
    return {key: scope[key] for key in (forms.keys(form) if form else ()) if key in scope}


def _refusal(db: Connection, actor: Actor, row: TaskRow, instance: InstanceRow, element: Element) -> Refused | None:
    try:
        rights.may_complete(db, actor, row, instance, element, row.version)
    except Refused as refusal:
        return refusal
    return suspended(instance) if instance.suspended_at is not None and row.open else None


def _panel(
    db: Connection,
    world: World,
    version: PackVersion,
    definition: Definition,
    element: Element,
    instance: InstanceRow | None = None,
) -> Panel:
    env = env_for(db, world)
    steps = next_steps(db, world, version, definition, element, instance)
    parameters = in_force_for(db, version, definition, element, env)
    if instance is None:
        return Panel(steps, parameters)
    facts = cases.latest(db, instance.id, limit=10)
    known = remembering(db, world, definition, facts)
    history = history_rows(facts, known, unnamed_starter(db, instance))
    return Panel(steps, parameters, attachment_rows(db, instance.id), letter_rows(db, instance.id), history)
