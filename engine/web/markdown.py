"""The few forms of Markdown the manuals use, as HTML that carries nothing but its own text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

#: Turns the address of a link or a picture into one of ours; "" refuses it.
Resolve = Callable[[str], str]

_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"(#{1,4})\s+(.+)")
_NUMBERED = re.compile(r"\d+\.\s+")
_SIZES = {1: "l", 2: "m", 3: "s", 4: "s"}


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading with the anchor it is found by."""

    level: int
    text: str
    anchor: str


def headings(source: str) -> tuple[Heading, ...]:
    """The headings of a text in their order."""
    found = (_HEADING.fullmatch(line) for line in _outside_code(source))
    return tuple(Heading(len(one[1]), one[2].strip(), slug(one[2])) for one in found if one)


def slug(text: str) -> str:
    """The anchor of a heading: small letters and digits with dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def rendered(source: str, resolve: Resolve) -> Markup:
    """The text as HTML: everything is escaped, and only what this module knows becomes a tag."""
    return Markup("\n").join(_block(block, resolve) for block in _blocks(source))


def _blocks(source: str) -> Iterator[list[str]]:
    """Lines that belong together: a paragraph, a list, a table, a piece of code."""
    block: list[str] = []
    fenced = False
    for line in [*source.splitlines(), ""]:
        if line.startswith("```"):
            fenced = not fenced
        alone = not fenced and _HEADING.fullmatch(line) is not None
        if block and (alone or (not line.strip() and not fenced)):
            yield block
            block = []
        if alone:
            yield [line]
        elif line.strip() or fenced:
            block.append(line)


def _block(lines: list[str], resolve: Resolve) -> Markup:
    first = lines[0]
    heading, picture = _HEADING.fullmatch(first), _PICTURE.fullmatch(first.strip())
    if heading:
        return _heading(heading)
    if picture:
        return _picture(picture, resolve)
    if first.startswith("```"):
        return Markup('<pre class="tata-code"><code>{}</code></pre>').format("\n".join(lines[1:-1]))
    if first.startswith("|"):
        return _table(lines, resolve)
    if first.startswith("- "):
        return _list("ul", "bullet", [line.removeprefix("- ") for line in _items(lines, "- ")], resolve)
    if _NUMBERED.match(first):
        return _list("ol", "number", [_NUMBERED.sub("", line, count=1) for line in _items(lines, "")], resolve)
    if first.startswith("> "):
        text = " ".join(line.removeprefix(">").strip() for line in lines)
        return Markup('<div class="govuk-inset-text">{}</div>').format(_inline(text, resolve))
    return Markup('<p class="govuk-body">{}</p>').format(_inline(" ".join(lines), resolve))


def _heading(found: re.Match[str]) -> Markup:
    level, text = len(found[1]), found[2].strip()
    anchor = "" if level == 1 else Markup(' id="{}"').format(slug(text))
    made = Markup('<h{0} class="govuk-heading-{1}"{2}>{3}</h{0}>')
    return made.format(level, _SIZES[level], anchor, text)


def _picture(found: re.Match[str], resolve: Resolve) -> Markup:
    address = resolve(found[2])
    if not address:
        return Markup('<p class="govuk-body">{}</p>').format(found[1])
    return Markup('<p class="tata-picture"><img src="{}" alt="{}" loading="lazy"></p>').format(address, found[1])


def _items(lines: list[str], mark: str) -> list[str]:
    """The items of a list; a line that begins with a space goes on with the item before it."""
    items: list[str] = []
    for line in lines:
        begins = line.startswith(mark) if mark else _NUMBERED.match(line) is not None
        if begins or not items:
            items.append(line)
        else:
            items[-1] += " " + line.strip()
    return items


def _list(tag: str, kind: str, items: list[str], resolve: Resolve) -> Markup:
    inside = Markup("").join(Markup("<li>{}</li>").format(_inline(item, resolve)) for item in items)
    return Markup('<{0} class="govuk-list govuk-list--{1}">{2}</{0}>').format(tag, kind, inside)


def _table(lines: list[str], resolve: Resolve) -> Markup:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, body = rows[0], rows[2:]
    top = Markup("").join(
        Markup('<th class="govuk-table__header" scope="col">{}</th>').format(_inline(cell, resolve)) for cell in head
    )
    below = Markup("").join(
        Markup('<tr class="govuk-table__row">{}</tr>').format(
            Markup("").join(Markup('<td class="govuk-table__cell">{}</td>').format(_inline(c, resolve)) for c in row)
        )
        for row in body
    )
    made = Markup('<div class="tata-scroll" tabindex="0"><table class="govuk-table"><thead><tr>{}</tr></thead>')
    return made.format(top) + Markup("<tbody>{}</tbody></table></div>").format(below)


def _inline(text: str, resolve: Resolve) -> Markup:
    made, end = Markup(""), 0
    for found in _INLINE.finditer(text):
        made += escape(text[end : found.start()]) + _piece(found, resolve)
        end = found.end()
    return made + escape(text[end:])


def _piece(found: re.Match[str], resolve: Resolve) -> Markup:
    code, bold, name, address = found.groups()
    if code is not None:
        return Markup("<code>{}</code>").format(code)
    if bold is not None:
        return Markup("<strong>{}</strong>").format(bold)
    target = resolve(address)
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(target, name) if target else escape(name)


def _outside_code(source: str) -> Iterator[str]:
    fenced = False
    for line in source.splitlines():
        fenced ^= line.startswith("```")
        if not fenced:
            yield line
