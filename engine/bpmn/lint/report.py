"""Collecting findings: a code, where it is, and the words that fill its sentence."""

from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element as Xml

from engine.bpmn.expand import drawn
from engine.bpmn.lint.sentences import SENTENCES
from engine.model.findings import Finding, Severity


@dataclass(slots=True)
class Report:
    """The findings of one diagram; `lines` maps an element id to its line in the file."""

    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def error(self, code: str, where: Xml | str, **words: object) -> None:
        """Add a finding that blocks a release."""
        self._add(Severity.ERROR, code, where, words)

    def warning(self, code: str, where: Xml | str, **words: object) -> None:
        """Add a finding that does not block."""
        self._add(Severity.WARNING, code, where, words)

    def take(self, finding: Finding) -> None:
        """Add a finding somebody else worded."""
        self.findings.append(finding)

    def line(self, element: str) -> int:
        """The line an element begins on; 0 where it is not known."""
        return self.lines.get(element, 0)

    def _add(self, severity: Severity, code: str, where: Xml | str, words: dict[str, object]) -> None:
        element = drawn(where if isinstance(where, str) else owner(where))
        line = (0 if isinstance(where, str) else line_of(where)) or self.line(element)
        words.setdefault("node", element)
        message_id, message_en, hint_id, hint_en = (part.format(**words) for part in SENTENCES[code])
        row, column = _number(words, "row"), _number(words, "column")
        told = (message_id, message_en, hint_id, hint_en)
        self.take(Finding(code, severity, element, *told, line=int(line), text_line=row, text_column=column))

    def sorted(self) -> list[Finding]:
        """Every finding once, in document order."""
        return sorted(dict.fromkeys(self.findings), key=lambda finding: finding.line)


def _number(words: dict[str, object], name: str) -> int:
    found = words.get(name)
    return found if isinstance(found, int) else 0


def line_of(element: Xml) -> int:
    """The line an element begins on; 0 where the parser did not count."""
    line: Any = element.sourceline
    return int(line or 0)


def owner(element: Xml) -> str:
    """Id of the element, or of the nearest one around it that has an id."""
    found: Xml | None = element
    while found is not None and not found.get("id"):
        found = found.getparent()
    return "" if found is None else str(found.get("id", ""))
