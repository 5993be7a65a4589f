"""What an answer must satisfy, and the sentence where it does not."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import regex

from engine.feel import Env
from engine.feel.values import Date
from engine.model.state import Value
from forms.choices import choices
from forms.expressions import evaluate
from forms.messages import say
from forms.parsing import Typed
from forms.schema import CHOOSING, NUMERIC, Field, Kind
from forms.spelling import shown

#: A pattern is bounded in time, so a costly one refuses an answer instead of stopping the office.
PATTERN_SECONDS = 0.2
LONGEST = {Kind.TEXTFIELD: 1_000, Kind.TEXTAREA: 20_000}

Scope = Mapping[str, Value]


class Judge:
    """Judges single answers in one language; `scope` holds the names the answer's rules may use."""

    def __init__(self, env: Env, language: str) -> None:
        self.env = env
        self.language = language

    def problems(self, one: Field, typed: Typed, scope: Scope, label: str) -> list[str]:
        """The sentences against one answer, the first that matters."""
        found = self._typed(one, typed, label) or self._missing(one, typed.value, label)
        if not found and not is_blank(typed.value):
            found = self._choice(one, typed.value, scope, label) or self._bounds(one, typed.value, scope, label)
        return [found] if found else self.check(one, typed.value, scope, label)

    def check(self, one: Field, value: Value, scope: Scope, label: str) -> list[str]:
        """The analyst's own rule; an optional answer left empty breaks none."""
        rule = one.properties.get("check", "")
        if not rule or (value is None and one.kind is not Kind.COMPUTED) or evaluate(rule, scope, self.env) is True:
            return []
        english = one.properties.get("checkMessage_en", "") if self.language == "en" else ""
        return [english or one.properties.get("checkMessage", "") or self.say("check", label=label)]

    def say(self, code: str, **words: object) -> str:
        """A sentence in the judge's language."""
        return say(code, self.language, **words)

    def _typed(self, one: Field, typed: Typed, label: str) -> str:
        return self.say(typed.problem, **{"label": label, **typed.words}) if typed.problem else ""

    def _missing(self, one: Field, value: Value, label: str) -> str:
        if not one.bounds.required or not (is_blank(value) or value is False):
            return ""
        if one.kind in (*CHOOSING, Kind.REFERENCE):
            return self.say("choose", label=label)
        words = {Kind.CHECKBOX: "tick", Kind.FILES: "attach"}
        return self.say(words.get(one.kind, "required"), label=label)

    def _choice(self, one: Field, value: Value, scope: Scope, label: str) -> str:
        if one.kind not in CHOOSING:
            return ""
        allowed = {choice.value for choice in choices(one, scope, self.env)}
        wrong = [item for item in (value if isinstance(value, list) else [value]) if item not in allowed]
        return self.say("not_choice", label=label, typed=str(wrong[0])[:60]) if wrong else ""

    def _bounds(self, one: Field, value: Value, scope: Scope, label: str) -> str:
        if one.kind in NUMERIC:
            return self._range(one, value, scope, label, ("low", "high"))
        if one.kind is Kind.DATE:
            return self._range(one, value, scope, label, ("early", "late"))
        if one.kind in LONGEST:
            return self._length(one, value, label) or self._pattern(one, value, label)
        return ""

    def _range(self, one: Field, value: Value, scope: Scope, label: str, codes: tuple[str, str]) -> str:
        how = "rupiah" if one.kind is Kind.RUPIAH else "number"
        low, high = (bound(text, scope, self.env) for text in (one.bounds.low, one.bounds.high))
        for code, limit, broken in ((codes[0], low, below), (codes[1], high, lambda a, b: below(b, a))):
            if limit is not None and broken(value, limit):
                return self.say(code, label=label, n=shown(limit, how), typed=shown(value, how))
        return ""

    def _length(self, one: Field, value: str, label: str) -> str:
        longest = one.bounds.longest or LONGEST[one.kind]
        if len(value) > longest:
            return self.say("long", label=label, n=longest, typed=len(value))
        if len(value) < one.bounds.shortest:
            return self.say("short", label=label, n=one.bounds.shortest, typed=len(value))
        return ""

    def _pattern(self, one: Field, value: str, label: str) -> str:
        if not one.bounds.pattern or matches(one.bounds.pattern, value):
            return ""
        own = one.properties.get("patternMessage_en", "") if self.language == "en" else ""
        return own or one.properties.get("patternMessage", "") or self.say("pattern", label=label, typed=value[:60])


def is_blank(value: Value) -> bool:
    """True for an answer not given; an unticked box is an answer."""
    return value is None or value == []


def bound(text: str, scope: Scope, env: Env) -> Value:
    """A bound as a value: FEEL after `=`, a number, or an ISO date; null where there is none."""
    if text.startswith("="):
        return evaluate(text, scope, env)
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return Date.parse(text)


def below(value: Value, limit: Value) -> bool:
    """True where value < limit; values of different kinds have no order."""
    if isinstance(value, Decimal) and isinstance(limit, Decimal):
        return value < limit
    if isinstance(value, Date) and isinstance(limit, Date):
        return value.to_python() < limit.to_python()
    return False


def matches(pattern: str, text: str) -> bool:
    """True where the whole text fits the pattern in time; a pattern that cannot be read fits nothing."""
    try:
        return regex.fullmatch(pattern, text, timeout=PATTERN_SECONDS) is not None
    except (regex.error, TimeoutError):
        return False
