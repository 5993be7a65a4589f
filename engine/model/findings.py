"""What a check found in a diagram, form, table or pack."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Only errors block a release."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: where, what (Indonesian first) and the way out."""

    code: str
    severity: Severity
    #: Element id in the diagram (or field id, rule id); "" when it concerns the whole file.
    element: str
    message_id: str
    message_en: str
    hint_id: str = ""
    hint_en: str = ""
    #: Path inside the pack, set by whoever reads a pack.
    file: str = ""
    line: int = 0
    #: Line and column, from 1, in the FEEL text the sentence names; 0 where the finding is not about FEEL.
    text_line: int = 0
    text_column: int = 0


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Only the findings that block."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
