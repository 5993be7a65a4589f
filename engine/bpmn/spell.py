"""One spelling of a diagram: the same drawing is the same bytes, whichever editor saved it, so that Git stays quiet.

What a diagram says never changes: elements keep their order where order has meaning. Only attributes, white space,
prefixes, the order of the drawing's shapes and the order of incoming and outgoing references are ours.
"""

from collections.abc import Iterator

from lxml.etree import _Element as Xml

from engine.bpmn.names import BPMN, CAMUNDA, DI, SPIFF, XSI, ZEEBE, kind, ref, split
from engine.bpmn.reader import read

#: The prefixes a file gets, whatever it called these namespaces.
PREFIXES = {
    BPMN: "bpmn",
    DI[0]: "bpmndi",
    DI[1]: "dc",
    DI[2]: "di",
    XSI: "xsi",
    ZEEBE: "zeebe",
    CAMUNDA: "camunda",
    SPIFF: "spiffworkflow",
    "http://camunda.org/schema/modeler/1.0": "modeler",
    "http://bpmn.io/schema/bpmn/biocolor/1.0": "bioc",
    "http://www.omg.org/spec/BPMN/non-normative/color/1.0": "color",
}
#: What is read first of an element; the rest follows by name.
FIRST = ("id", "name", "bpmnElement", "sourceRef", "targetRef", "attachedToRef", "key", "source", "x", "y", "width")
#: Who made the file says nothing about it.
IGNORED = ("exporter", "exporterVersion")
WIDTH = 2


def spell(data: bytes) -> bytes:
    """The same diagram in our spelling; raises Invalid `bpmn.*` for what cannot be read."""
    root = read(data).root
    ranks = {element.get("id", ""): number for number, element in enumerate(root.iter()) if element.get("id")}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    names = _prefixes(root)
    lines += _element(root, 0, names, ranks, declared=True)
    return ("\n".join(lines) + "\n").encode()


def _prefixes(root: Xml) -> dict[str, str]:
    """Namespace -> prefix of every namespace that is used, by tag, attribute or type."""
    used: dict[str, str] = {}
    for element in root.iter():
        for tag in (element.tag, *element.attrib):
            namespace = split(str(tag))[0]
            if namespace:
                used.setdefault(namespace, element.prefix or "")
        for prefix, namespace in element.nsmap.items():
            if prefix and any(str(value).startswith(f"{prefix}:") for value in element.attrib.values()):
                used.setdefault(namespace, prefix)
    taken = set(PREFIXES.values())
    named: dict[str, str] = {}
    for number, namespace in enumerate(used):
        known = PREFIXES.get(namespace) or next((p for p, n in root.nsmap.items() if n == namespace and p), "")
        prefix = known if known and (known not in taken or namespace in PREFIXES) else f"ns{number}"
        taken.add(prefix)
        named[namespace] = prefix
    return named


def _element(
    element: Xml, depth: int, names: dict[str, str], ranks: dict[str, int], *, declared: bool = False
) -> Iterator[str]:
    indent = " " * (WIDTH * depth)
    head = f"{indent}<{_name(str(element.tag), names)}{_attributes(element, names, declared=declared)}"
    tail = f"</{_name(str(element.tag), names)}>"
    children = _ordered(element, ranks)
    text = element.text or ""
    if not children:
        yield f"{head} />" if not text.strip() else f"{head}>{_text(text)}{tail}"
    elif text.strip() or any((child.tail or "").strip() for child in element):
        # Mixed content: white space may mean something.
        yield f"{head}>{_mixed(element, names)}{tail}"
    else:
        yield f"{head}>"
        for child in children:
            yield from _element(child, depth + 1, names, ranks)
        yield f"{indent}{tail}"


def _mixed(element: Xml, names: dict[str, str]) -> str:
    parts = [_text(element.text or "")]
    for child in element:
        name = _name(str(child.tag), names)
        inner = _mixed(child, names)
        attributes = _attributes(child, names)
        parts.append(f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes} />")
        parts.append(_text(child.tail or ""))
    return "".join(parts)


def _ordered(element: Xml, ranks: dict[str, int]) -> list[Xml]:
    children = [child for child in element if isinstance(child.tag, str)]
    name = split(str(element.tag))[1]
    if name == "BPMNPlane":
        return sorted(children, key=lambda child: _rank(child.get("bpmnElement", ""), ranks))
    if name == "lane":
        return _sorted(children, {"flowNodeRef"}, ranks)
    return _sorted(children, {"incoming", "outgoing"}, ranks)


def _sorted(children: list[Xml], kinds: set[str], ranks: dict[str, int]) -> list[Xml]:
    """The children of some kinds ordered as what they name; all others where they stand."""
    places = [number for number, child in enumerate(children) if kind(child) in kinds]
    moved = sorted((children[n] for n in places), key=lambda c: (kind(c), _rank((c.text or "").strip(), ranks)))
    result = list(children)
    for place, child in zip(places, moved, strict=True):
        result[place] = child
    return result


def _rank(name: str, ranks: dict[str, int]) -> tuple[int, str]:
    return ranks.get(ref(name), len(ranks)), name


def _attributes(element: Xml, names: dict[str, str], *, declared: bool = False) -> str:
    given = []
    if declared:
        known = list(PREFIXES.values())
        ordered = sorted(names.items(), key=lambda one: (known.index(one[1]) if one[1] in known else 99, one[1]))
        given = [f'xmlns:{prefix}="{_quoted(namespace)}"' for namespace, prefix in ordered]
    pairs = [(split(str(name)), str(value)) for name, value in element.attrib.items()]
    pairs.sort(key=lambda one: _place(*one[0]))
    for (namespace, local), value in pairs:
        if declared and not namespace and local in IGNORED:
            continue
        shown = f"{names[namespace]}:{local}" if namespace else local
        given.append(f'{shown}="{_quoted(_value(element, namespace, local, value, names))}"')
    return "".join(f" {one}" for one in given)


def _place(namespace: str, local: str) -> tuple[int, int, str, str]:
    first = FIRST.index(local) if not namespace and local in FIRST else len(FIRST)
    return (1 if namespace else 0), first, namespace, local


def _value(element: Xml, namespace: str, local: str, value: str, names: dict[str, str]) -> str:
    """A type is a name with a prefix, a coordinate a number: both have one spelling."""
    if namespace == XSI and local == "type" and ":" in value:
        prefix, _, name = value.partition(":")
        return f"{names.get(element.nsmap.get(prefix, ''), prefix)}:{name}"
    if local in ("x", "y", "width", "height") and split(str(element.tag))[0] in DI:
        return _number(value)
    return value


def _number(text: str) -> str:
    whole, dot, fraction = text.partition(".")
    return whole if dot and not fraction.strip("0") and whole.lstrip("-").isdigit() else text


def _name(tag: str, names: dict[str, str]) -> str:
    namespace, local = split(tag)
    return f"{names[namespace]}:{local}" if namespace else local


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    escaped = _text(text).replace('"', "&#34;")
    return escaped.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
