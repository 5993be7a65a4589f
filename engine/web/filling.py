"""A form being filled in: what to show, what a button does to it, which files came along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

import forms
from engine.feel.env import Env
from engine.service.accounts import TakeForm
from engine.service.drafts import SaveDraft
from engine.service.files import AttachFile
from engine.web.posted import Posted
from engine.web.visit import RESCUE_COOKIE, Visit

Raw = Mapping[str, Sequence[str]]


class Problem(NamedTuple):
    """One line of the error summary."""

    anchor: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Filling:
    """One form over the variables of one task or start."""

    visit: Visit
    subject: str
    form: forms.Form | None
    scope: Mapping[str, Any]
    env: Env
    lookups: forms.Lookups
    draft: Raw | None = None
    saved_at: datetime | None = None

    def fresh(self) -> Raw:
        """What the form shows when it is opened: the draft, else what the case already knows."""
        if self.draft is not None or self.form is None:
            return self.draft or {}
        return forms.prefill(self.form, self.scope, self.env)

    def fields(self, raw: Raw, problems: Mapping[str, Sequence[str]] | None = None) -> Markup:
        """The fields as HTML."""
        if self.form is None:
            return Markup()
        given = {name: list(lines) for name, lines in (problems or {}).items()}
        return forms.render(self.form, raw, given, self.scope, self.env, self.lookups, language=self.visit.language)

    def summary(self, problems: Mapping[str, Sequence[str]]) -> list[Problem]:
        """The lines of the error summary, each leading to its field."""
        given = {name: list(lines) for name, lines in problems.items()}
        if self.form is None:
            return [Problem("", name, line) for name, lines in given.items() for line in lines]
        found = forms.summary(self.form, given, language=self.visit.language)
        return [Problem(line.anchor, line.label, line.message) for line in found]

    def spoken(self, answers: Raw) -> dict[str, list[str]]:
        """The answers under the labels their author knows them by."""
        fields = self.form.walk() if self.form else ()
        told = {field.named(self.visit.language): _values(answers, field.key) for field in fields if field.key}
        return {label: values for label, values in told.items() if values}

    def received(self, sent: Posted) -> dict[str, list[str]]:
        """What was posted, with the files that came along stored and named."""
        raw = {name: list(values) for name, values in sent.fields.items()}
        for file in sent.files:
            kept = self.visit.execute(AttachFile(self.subject, file.field, file.name, file.content))
            raw.setdefault(file.field, []).append(str(kept.id))
        return raw

    def edited(self, raw: Raw) -> Raw | None:
        """The form after a button inside it was pressed; None where none was."""
        if self.form is None or not forms.is_edit(raw):
            return None
        return forms.edit(self.form, raw)

    def save(self, raw: Raw) -> None:
        """Keep the draft as typed, unvalidated."""
        typed = {name: list(values) for name, values in raw.items() if not name.startswith("_")}
        self.visit.execute(SaveDraft(self.subject, typed))

    def rescued(self) -> Raw | None:
        """What the same person typed before the session ended, now kept as the draft."""
        token = self.visit.request.cookies.get(RESCUE_COOKIE)
        owner = str(self.visit.signed.account_id) if self.visit.signed else ""
        fields = self.visit.execute(TakeForm(token, self.visit.request.url.path, owner)) if token else None
        if fields is not None:
            self.save(fields)
        return fields


def _values(answers: Raw, key: str) -> list[str]:
    mine = (name for name in answers if name == key or name.startswith(f"{key}."))
    return [value for name in mine if not name.endswith("#") for value in answers[name] if value.strip()]
