"""Refusals as problem+json (RFC 9457)."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from engine.api.caller import Unauthenticated, admit, language_of
from engine.locale.refusals import sentence
from engine.model.errors import Refused
from engine.model.findings import Finding


class ProblemBody(BaseModel):
    """One refusal."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "task.closed",
                "status": 409,
                "detail": "Seharusnya tugas ini masih terbuka, tetapi sudah diselesaikan oleh Rina Simanjuntak.",
                "code": "task.closed",
                "problems": {},
                "details": {"by": "Rina Simanjuntak"},
            }
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What was expected and what was met, in the caller's language.")
    code: str = Field(description="For machines; never changes its meaning.")
    problems: dict[str, list[str]] = Field(default_factory=dict, description="Per field of a form.")
    details: dict[str, str] = Field(default_factory=dict)
    findings: list[dict[str, Any]] = Field(default_factory=list, description="What a check found, where one ran.")


def install(api: FastAPI) -> None:
    """Answer every refusal of the API in one shape."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(RequestValidationError, _malformed)
    api.add_exception_handler(HTTPException, _http)


def spelled(finding: Finding, language: str) -> dict[str, Any]:
    """One finding in the caller's language."""
    english = language == "en"
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "element": finding.element,
        "line": finding.line,
        "message": finding.message_en if english else finding.message_id,
        "hint": finding.hint_en if english else finding.hint_id,
    }


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101 - registered for this family only
    language = language_of(request)
    problem = ProblemBody(
        title=error.code,
        status=error.status,
        detail=sentence(error, language),
        code=error.code,
        problems={name: list(lines) for name, lines in error.problems.items()},
        details={name: str(value) for name, value in error.details.items()},
        findings=[spelled(one, language) for one in getattr(error, "findings", ())],
    )
    return _answer(problem)


def _malformed(request: Request, error: Exception) -> JSONResponse:
    try:
        admit(request)
    except Unauthenticated as refusal:
        return _refused(request, refusal)
    problems: dict[str, list[str]] = {}
    for one in error.errors() if isinstance(error, RequestValidationError) else ():
        problems.setdefault(".".join(str(part) for part in one["loc"][1:]), []).append(one["msg"])
    detail = "Expected a request as the description says, but some members differ."
    return _answer(
        ProblemBody(title="request.malformed", status=422, detail=detail, code="request.malformed", problems=problems)
    )


def _http(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    return _answer(ProblemBody(title=f"http.{status}", status=status, detail=detail, code=f"http.{status}"))


def _answer(problem: ProblemBody) -> JSONResponse:
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else None
    return JSONResponse(problem.model_dump(), problem.status, headers, media_type="application/problem+json")
