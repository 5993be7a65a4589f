"""Small reading acts over DMN XML, whatever its version."""

from typing import Any

from lxml.etree import _Element as Xml

from engine.dmn.model import Needed

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)


def kind(element: Xml) -> str:
    """The DMN local name; "" for what is not DMN."""
    namespace, _, name = str(element.tag).rpartition("}")
    return name if namespace[1:] in NAMESPACES else ""


def children(element: Xml, *kinds: str) -> list[Xml]:
    """The children of some kinds, in document order."""
    return [one for one in element if kind(one) in kinds]


def child(element: Xml, name: str) -> Xml | None:
    """The first child of a kind."""
    return next(iter(children(element, name)), None)


def text(element: Xml | None) -> str:
    """The text of an expression: DMN writes it in a `text` child."""
    if element is None:
        return ""
    inner = child(element, "text")
    return "".join(str(part) for part in (element if inner is None else inner).itertext()).strip()


def line(element: Xml) -> int:
    """The line an element begins on; 0 where the parser did not count."""
    found: Any = element.sourceline
    return int(found or 0)


def needed(element: Xml) -> Needed:
    """What an href points to."""
    namespace, _, name = str(element.get("href", "")).rpartition("#")
    return Needed(name, namespace)


def variable(element: Xml) -> tuple[str, str]:
    """The name and type of an element's variable; its own name where it has none."""
    found = child(element, "variable")
    if found is None:
        return element.get("name", ""), ""
    return found.get("name", "") or element.get("name", ""), found.get("typeRef", "")
