"""The verdict on one case: its rows, its tasks with their drafts, its jobs and called cases."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine import runtime
from engine.feel import Env
from engine.model.definition import Element
from engine.model.findings import Finding
from engine.runtime.move_words import note, refusal
from engine.service.moves.plans import Ends
from engine.service.secrecy import Sight, sight
from engine.service.versions import form_of
from engine.store import moves
from engine.store.instances import InstanceRow
from engine.store.moves import Wording, Work
from engine.store.rows import RowState
from engine.store.unit import Unit
from forms.schema import Form, Kind


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a case can be moved, what is to be told of it, and the rows that would change."""

    move: runtime.Move
    findings: tuple[Finding, ...]
    wordings: tuple[Wording, ...] = ()

    @property
    def word(self) -> str:
        """moved (it can be) or refused."""
        return "refused" if self.move.refused else "moved"

    def spelled(self) -> list[dict[str, str]]:
        """The findings as they are stored and sent."""
        return [
            {
                "code": one.code,
                "element": one.element,
                "severity": one.severity.value,
                "message_id": one.message_id,
                "message_en": one.message_en,
                "hint_id": one.hint_id,
                "hint_en": one.hint_en,
            }
            for one in self.findings
        ]


def failed(why: str) -> Verdict:
    """A case that could not be judged: it stays as it is."""
    found = refusal("move.fault", "", why=why)
    return Verdict(runtime.Move((found,)), (found,))


def judge(unit: Unit, case: InstanceRow, between: Ends, plan: runtime.Plan, env: Env, *, dry: bool = True) -> Verdict:
    """Look at everything of one case that lives; nothing is written."""
    if sight(unit.db, unit.actor, case) is not Sight.FULL:
        secret = refusal("move.secret", "")
        return Verdict(runtime.Move((secret,)), (secret,))
    before = moves.snapshot(unit.db, case.id)
    found = runtime.move(plan, before, RowState(unit, case), env, dry=dry)
    if found.refused:
        return Verdict(found, found.findings)
    tasks = [one for one in moves.work(unit.db, case.id) if plan.element(one.element)]
    told = [*found.findings, *_under_way(plan, before), *_tasks(plan, between, tasks)]
    return Verdict(found, tuple(told), tuple(_wordings(plan, between, tasks)))


def _under_way(plan: runtime.Plan, before: runtime.Snapshot) -> Iterator[Finding]:
    """Jobs and called cases that were asked for in the words of the old version."""
    for token in before.tokens:
        old, new = plan.old.elements[token.node], plan.new.elements[plan.element(token.node)]
        if (
            old.kind == "callActivity"
            and "child" in token.data
            and (old.calls, old.calls_version)
            != (
                new.calls,
                new.calls_version,
            )
        ):
            yield note("move.call", old.id, name=_called(old))
        elif runtime.is_outside(token) and old.job_type and _said(old) != _said(new):
            yield note("move.job_under_way", old.id, name=_called(old))


def _said(element: Element) -> object:
    return element.job_type, dict(element.headers), element.inputs, element.outputs, element.result_variable


def _tasks(plan: runtime.Plan, between: Ends, tasks: Sequence[Work]) -> Iterator[Finding]:
    for task in tasks:
        old, new = plan.old.elements.get(task.element), plan.new.elements[plan.element(task.element)]
        if old is None:
            continue
        if _has_other_form(between, old, new):
            yield note("move.form", old.id, name=_called(old))
            lost = sorted(_lost(between, old, new, task.drafts))
            if lost:
                yield note("move.draft_fields", old.id, name=_called(old), fields=", ".join(lost))
        if old.candidate_groups != new.candidate_groups:
            yield note("move.address", old.id, name=_called(old), owner=task.owner)
        if old.due != new.due:
            yield note("move.due", old.id, name=_called(old))


def _wordings(plan: runtime.Plan, between: Ends, tasks: Sequence[Work]) -> Iterator[Wording]:
    for task in tasks:
        old, new = plan.old.elements.get(task.element), plan.new.elements[plan.element(task.element)]
        if old is None or old.kind != "userTask":
            continue
        fresh = _has_other_form(between, old, new)
        if fresh or old.name != new.name or old.form != new.form:
            yield Wording(task.token, new.name or new.id, new.form, fresh)


def _has_other_form(between: Ends, old: Element, new: Element) -> bool:
    was, now = form_of(between.source, old.form), form_of(between.target, new.form)
    return was != now


def _lost(between: Ends, old: Element, new: Element, drafts: Sequence[Mapping[str, Sequence[str]]]) -> set[str]:
    """What people typed into fields the new form lacks, by the labels they know; the draft itself is kept."""
    was, now = form_of(between.source, old.form), form_of(between.target, new.form)
    there, labels = _fields(now), _labels(was)
    typed = {_field(name) for draft in drafts for name, values in draft.items() if any(v.strip() for v in values)}
    return {labels.get(one, one) for one in typed if one in labels and one not in there}


def _field(posted: str) -> str:
    """The field a posted name belongs to: `rincian.0.harga` is `rincian.harga`, `tanggal.bulan` is `tanggal`."""
    table, _, rest = posted.partition(".")
    row, _, column = rest.partition(".")
    return f"{table}.{column}" if row.isdigit() and column else table


def _fields(form: Form | None) -> Collection[str]:
    return _labels(form).keys()


def _labels(form: Form | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in form.walk() if form else ():
        if not one.key:
            continue
        found[one.key] = one.label or one.key
        for cell in one.components if one.kind is Kind.TABLE else ():
            found[f"{one.key}.{cell.key}"] = f"{one.label or one.key}: {cell.label or cell.key}"
    return found


def _called(element: Element) -> str:
    return element.name or element.id
