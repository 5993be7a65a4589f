"""How the command line speaks: findings and refusals in one form."""

import sys
from collections.abc import Iterable
from typing import NoReturn

import typer

from engine.model.errors import Refused
from engine.model.findings import Finding, Severity


def say(text: str) -> None:
    """Print one line."""
    typer.echo(text)


def stop(text: str, code: int = 1) -> NoReturn:
    """Print to standard error and end."""
    typer.echo(text, err=True)
    sys.exit(code)


def told(refused: Refused) -> str:
    """A refusal with its fields, one per line."""
    lines = [f"{refused.message} [{refused.code}]"]
    lines += [f"  {field}: {problem}" for field, problems in refused.problems.items() for problem in problems]
    return "\n".join(lines)


def list_findings(findings: Iterable[Finding], *, file: str = "") -> int:
    """Print findings, Indonesian first; return how many are errors."""
    errors = 0
    for finding in findings:
        errors += finding.severity is Severity.ERROR
        where = ":".join(filter(None, (finding.file or file, str(finding.line or ""), finding.element)))
        say(f"{finding.severity.value.upper():7} {where} [{finding.code}]\n        {finding.message_id}")
        if finding.hint_id:
            say(f"        → {finding.hint_id}")
        say(f"        {finding.message_en}")
    return errors
