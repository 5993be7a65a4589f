"""One sentence carried over a redirect: what was just sent, and who has it now."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request, Response

COOKIE = "kabar"


def sent_notice(answer: Response, task_name: str, number: str, done: bool, holders: Sequence[str]) -> None:
    """Tell the next page what was sent."""
    told = {"task_name": task_name, "number": number, "done": done, "holders": list(holders)}
    answer.set_cookie(COOKIE, quote(json.dumps(told)), max_age=60, httponly=True, samesite="lax")


def said(request: Request) -> dict[str, Any] | None:
    """Read what was just sent; a cookie somebody meddled with says nothing."""
    try:
        told = json.loads(unquote(request.cookies.get(COOKIE, "")))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) and _is_ours(told) else None


def _is_ours(told: dict[str, Any]) -> bool:
    kinds = {"task_name": str, "number": str, "done": bool, "holders": list}
    return told.keys() == kinds.keys() and all(isinstance(told[name], kind) for name, kind in kinds.items())
