"""One spelling for every DMN file: a rule's cell is a line, so a changed cell is a changed line in Git."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from lxml.etree import _Element as Xml

from engine.xml import parse

#: Elements written on one line with everything inside them.
_LINES = frozenset({"input", "output", "inputEntry", "outputEntry", "annotationEntry", "variable", "DMNDI"})
#: The order of attributes; those not named follow, by name.
_FIRST = (
    "id",
    "label",
    "name",
    "hitPolicy",
    "aggregation",
    "typeRef",
    "namespace",
    "dmnElementRef",
    "x",
    "y",
    "width",
    "height",
)
#: The prefixes our own files use come first, as they stand there.
_PREFIXES = ("", "dmndi", "dc", "di")
_RANK = {name: place for place, name in enumerate(_FIRST)}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: What an editor adds to say that nothing was said.
_EMPTY = frozenset({"description", "extensionElements", "inputValues", "outputValues", "defaultOutputEntry"})


def spell(data: bytes) -> bytes:
    """The file as we write it; raises Invalid `dmn.*` for what is unsafe or no XML."""
    root = parse(data, "dmn")
    return (_HEAD + "".join(_element(root, 0, None))).encode()


def same(one: bytes, other: bytes) -> bool:
    """True where two files say the same, however they are laid out; raises Invalid like `spell`."""
    return one == other or spell(one) == spell(other)


def _element(element: Xml, depth: int, parent: Xml | None) -> Iterator[str]:
    name, pad = _name(element), "  " * depth
    head = f"{pad}<{name}{_attributes(element, parent)}"
    if _local(element) in _LINES:
        yield f"{pad}{_inline(element, parent)}\n"
        return
    children = _children(element)
    if not children:
        yield f"{head}{_closed(_text(element), name)}\n"
    elif all(_local(child) == "text" for child in children):
        yield f"{pad}{_inline(element, parent)}\n"
    else:
        yield f"{head}>\n"
        for child in children:
            yield from _element(child, depth + 1, element)
        yield f"{pad}</{name}>\n"


def _inline(element: Xml, parent: Xml | None) -> str:
    name, children = _name(element), _children(element)
    inside = "".join(_inline(child, element) for child in children)
    head = f"<{name}{_attributes(element, parent)}"
    if _local(element) == "text":
        return f"{head}>{_escaped(element.text or '')}</{name}>"
    return f"{head}>{inside}</{name}>" if children else f"{head}{_closed(_text(element), name)}"


def _children(element: Xml) -> list[Xml]:
    return [child for child in element if not _says_nothing(child)]


def _says_nothing(element: Xml) -> bool:
    return (
        _local(element) in _EMPTY
        and not "".join(str(part) for part in element.itertext()).strip()
        and not any(grandchild.attrib for grandchild in element.iter() if grandchild is not element)
    )


def _closed(text: str, name: str) -> str:
    return f">{text}</{name}>" if text else " />"


def _text(element: Xml) -> str:
    return _escaped((element.text or "").strip())


def _escaped(text: str) -> str:
    return escape(text.replace("\r\n", "\n").replace("\r", "\n"), quote=False)


def _attributes(element: Xml, parent: Xml | None) -> str:
    around: Mapping[Any, Any] = {} if parent is None else parent.nsmap
    fresh = {prefix or "": uri for prefix, uri in element.nsmap.items() if around.get(prefix) != uri}
    declared = [prefix for prefix in _PREFIXES if prefix in fresh] + sorted(fresh.keys() - set(_PREFIXES))
    written = [f' xmlns{":" if prefix else ""}{prefix}="{_quoted(fresh[prefix])}"' for prefix in declared]
    named = sorted(
        ((_attribute(element, str(name)), str(value)) for name, value in element.attrib.items()),
        key=lambda pair: (_RANK.get(pair[0], len(_RANK)), pair[0]),
    )
    return "".join([*written, *(f' {name}="{_quoted(value)}"' for name, value in named)])


def _quoted(text: str) -> str:
    return escape(text).replace("&#x27;", "'").replace("\n", "&#10;").replace("\t", "&#9;")


def _attribute(element: Xml, name: str) -> str:
    uri, _, local = name.rpartition("}")
    prefix = next((short for short, known in element.nsmap.items() if short and known == uri[1:]), "")
    if uri == "{http://www.w3.org/XML/1998/namespace":
        prefix = "xml"
    return f"{prefix}:{local}" if prefix else local


def _name(element: Xml) -> str:
    return f"{element.prefix}:{_local(element)}" if element.prefix else _local(element)


def _local(element: Xml) -> str:
    return str(element.tag).rpartition("}")[2]
