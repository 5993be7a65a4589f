"""A form that is still being written, as an official would meet it: same reading, same rendering, same checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

import forms
from engine.feel import Env
from engine.model.actor import Actor
from engine.model.errors import Invalid
from engine.model.world import World
from engine.service import rights
from engine.service.env import standing_env
from engine.service.formscope import names_read
from engine.service.lookups import standing_lookups
from engine.service.typedtext import typed

#: Names the engine itself provides.
PROVIDED = frozenset({"case", "item", "partial", "?"})
#: A number no case has.
CASE: Mapping[str, Any] = {"number": "CONTOH-0001", "unit": ""}
SUBJECT = "pratinjau"
MOST_SAMPLES = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """The page's parts; `problems` is empty where nothing was sent or everything was accepted."""

    title: str
    fields: Markup
    problems: tuple[forms.Problem, ...]
    #: Variables of the case the form reads and does not itself ask for.
    outside: tuple[str, ...]


def preview(
    world: World,
    actor: Actor,
    content: bytes,
    raw: forms.Raw | None,
    sample: Mapping[str, str],
    *,
    sent: bool = False,
    language: str = "id",
) -> Preview:
    """Render a form: fresh where `raw` is None, else as filled in; `sent` judges it. Raises Invalid `form.*`."""
    rights.may_design(actor)
    form = forms.read(content)
    env, lookups = standing_env(world), standing_lookups(world, actor, SUBJECT)
    scope = {**_sample(sample, env), "case": CASE}
    typed_in = forms.prefill(form, scope, env) if raw is None else _pressed(form, raw)
    problems: dict[str, list[str]] = {}
    if sent and raw is not None:
        problems = forms.bind(form, typed_in, scope, env, lookups, language=language).problems
    title = form.title_en if language == "en" and form.title_en else form.title or form.id
    return Preview(
        title,
        forms.render(form, typed_in, problems, scope, env, lookups, language=language),
        tuple(forms.summary(form, problems, language=language)),
        outside(form, content),
    )


def outside(form: forms.Form, content: bytes) -> tuple[str, ...]:
    """The variables a form reads from its case."""
    own = {one.key for one in form.walk()} | {column.key for one in form.walk() for column in one.components}
    return tuple(sorted(names_read(content) - own - PROVIDED))


def _pressed(form: forms.Form, raw: forms.Raw) -> forms.Raw:
    return forms.edit(form, raw) if forms.is_edit(raw) else raw


def _sample(sample: Mapping[str, str], env: Env) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in list(sample.items())[:MOST_SAMPLES]:
        try:
            found[name] = typed(text, "", env)
        except Invalid:
            found[name] = text
    return found
