"""The few marks an analyst may use in a text: paragraphs, lists, bold, links to https; all else is shown as written."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from engine.feel import Env
from engine.model.state import Value
from forms.expressions import evaluate
from forms.spelling import shown

INSERT = re.compile(r"\{\{\s*(=[^{}]{1,500}?)\s*\}\}")
BOLD = re.compile(r"\*\*([^*\n]{1,500})\*\*")
#: Where a value stands while the marks are read: characters no text needs (private use), taken out of the text first.
HOLDER = re.compile("[\ue000\ue001]")
HOLD = re.compile("\ue000([0-9]+)\ue001")
# Applied after escaping: no quote, bracket or tag can come out of the address.
LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https://[^\s()<>&\"']{1,500})\)")


def render(text: str, scope: Mapping[str, Value], env: Env) -> Markup:
    """The text as HTML, with `{{ =FEEL }}` replaced by its value."""
    return Markup("").join(_block(block, scope, env) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(block: str, scope: Mapping[str, Value], env: Env) -> Markup:
    lines = [line.strip() for line in block.strip().splitlines()]
    if all(line.startswith("- ") for line in lines):
        items = Markup("").join(Markup("<li>{}</li>").format(_inline(line[2:], scope, env)) for line in lines)
        return Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(items)
    heading = re.match(r"#{1,3} +(.*)", lines[0]) if len(lines) == 1 else None
    if heading:
        return Markup('<h3 class="govuk-heading-m">{}</h3>').format(_inline(heading[1], scope, env))
    return Markup('<p class="govuk-body">{}</p>').format(_inline(" ".join(lines), scope, env))


def _inline(text: str, scope: Mapping[str, Value], env: Env) -> Markup:
    # Values go in last and escaped, so nothing in a value is ever read as a mark; a mark may stand around a value.
    values = [escape(shown(evaluate(insert[1], scope, env), "text")) for insert in INSERT.finditer(text)]
    numbers = iter(range(len(values)))
    held = INSERT.sub(lambda _: f"\ue000{next(numbers)}\ue001", HOLDER.sub("", text))
    return Markup(HOLD.sub(lambda found: str(values[int(found[1])]), _marks(held)))  # noqa: S704 - all parts escaped


def _marks(text: str) -> str:
    linked = LINK.sub(r'<a class="govuk-link" href="\2" rel="noopener noreferrer">\1</a>', str(escape(text)))
    return BOLD.sub(r"<strong>\1</strong>", linked)
