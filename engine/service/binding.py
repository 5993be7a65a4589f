"""From what was typed to values of a case, refused per field; and how they are remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import forms
from engine.feel import Env
from engine.model.errors import Invalid
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.state import Value
from engine.model.step import Step
from engine.service.lookups import lookups_in
from engine.service.versions import form_of
from engine.store import answers, attachments, drafts
from engine.store.unit import Unit

Raw = Mapping[str, Sequence[str]]

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Typed:
    """What a program sends: typed values by key, spelt as a browser would once the form is known."""

    values: Mapping[str, Any]


def bind(
    unit: Unit, version: PackVersion, form: str, raw: Raw | Typed, scope: Mapping[str, Value], env: Env, subject: str
) -> dict[str, Value]:
    """The values of a form; a task without a form has none. Raises Invalid with a problem per field."""
    described = form_of(version, form)
    if described is None:
        return {}
    posted = forms.raw(described, raw.values) if isinstance(raw, Typed) else raw
    bound = forms.bind(described, posted, scope, env, lookups_in(unit, subject))
    if bound.problems:
        count = len(bound.problems)
        raise Invalid(
            "form.invalid", f"Expected a complete form, but {count} fields are not right", problems=bound.problems
        )
    return bound.values


def remember(
    unit: Unit, instance_id: Id, form: str, values: Mapping[str, Value], *, task_id: Id | None, subject: str
) -> Mapping[str, str]:
    """Store the answers as signed, keep their files with the case, drop the draft; give the salted hash per field."""
    salt = unit.world.secret(SALT_BYTES)
    if values:
        answers.save(unit, instance_id, form, values, task_id=task_id, salt=salt)
    if any(isinstance(value, list) for value in values.values()):
        attachments.adopt(unit, subject, instance_id)
    drafts.discard(unit, subject)
    return {name: answers.salted(salt, value) for name, value in values.items()}


def sealed(step: Step, kind: str, element: str, hashes: Mapping[str, str]) -> Step:
    """The step whose fact of this act names the fields and their salted hashes, never the values."""
    step.facts = [_seal(fact, hashes) if (fact.kind, fact.element) == (kind, element) else fact for fact in step.facts]
    return step


def _seal(fact: Fact, hashes: Mapping[str, str]) -> Fact:
    data: dict[str, Any] = {**fact.data, "fields": dict(hashes)}
    return replace(fact, data=data)
