"""The one way XML enters: bounded, without DOCTYPE, entities or network, parsed once."""

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Xml

from engine.model.errors import Invalid


@dataclass(frozen=True, slots=True)
class Limits:
    """What a diagram or table may cost before a line of it is understood."""

    #: Bytes.
    size: int = 5 * 1024 * 1024
    #: Nested elements; a city's deepest diagrams stay below 30.
    depth: int = 100
    elements: int = 50_000
    attributes: int = 250_000


def parse(data: bytes, code: str, limits: Limits | None = None) -> Xml:
    """Parse untrusted XML; raise Invalid `<code>.too_large|doctype|not_xml|too_deep|too_many`."""
    limits = limits or Limits()
    if len(data) > limits.size:
        raise refusal(
            f"{code}.too_large",
            f"Expected at most {limits.size:,} bytes, but the file has {len(data):,} bytes.",
            f"Seharusnya paling banyak {_dotted(limits.size)} byte, tetapi berkas ini {_dotted(len(data))} byte.",
        )
    _refuse_doctype(data, code)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(error, code) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(code)
    _measure(root, code, limits)
    return root


def refusal(code: str, message_en: str, message_id: str) -> Invalid:
    """Build a refusal of a file; its Indonesian sentence stands in `details` as `message_id`."""
    return Invalid(code, message_en, details={"message_id": message_id})


def _refuse_doctype(data: bytes, code: str) -> None:
    # Zero bytes go first, so that the UTF-16 and UTF-32 spellings are seen too.
    if b"<!DOCTYPE" in data or b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise _doctype(code)


def _doctype(code: str) -> Invalid:
    return refusal(
        f"{code}.doctype",
        "Expected XML without a DOCTYPE, but the file declares one.",
        "Seharusnya XML tanpa DOCTYPE, tetapi berkas ini memuatnya.",
    )


def _unreadable(error: etree.XMLSyntaxError, code: str) -> Invalid:
    text = str(error.msg or error)
    if "depth" in text.lower():
        return _too_deep(code, 256, 0)
    return refusal(
        f"{code}.not_xml",
        f"Expected well-formed XML, but {text}.",
        f"Seharusnya XML yang benar bentuknya, tetapi pengurai menolak: {text}.",
    )


def _too_deep(code: str, depth: int, line: int) -> Invalid:
    return refusal(
        f"{code}.too_deep",
        f"Expected elements nested at most {depth} deep, but the file nests deeper (line {line}).",
        f"Seharusnya unsur bersarang paling dalam {depth} tingkat, tetapi berkas ini lebih dalam (baris {line}).",
    )


def _measure(root: Xml, code: str, limits: Limits) -> None:
    depth = elements = attributes = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        attributes += len(element.attrib)
        if depth > limits.depth:
            raise _too_deep(code, limits.depth, element.sourceline)
        if elements > limits.elements or attributes > limits.attributes:
            raise refusal(
                f"{code}.too_many",
                f"Expected at most {limits.elements:,} elements and {limits.attributes:,} attributes, "
                "but the file has more.",
                f"Seharusnya paling banyak {limits.elements:,} unsur dan {limits.attributes:,} atribut, "
                "tetapi berkas ini lebih.",
            )


def _dotted(number: int) -> str:
    """A whole number as Indonesian writes it: 5.242.880."""
    return f"{number:,}".replace(",", ".")
