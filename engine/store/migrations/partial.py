"""Partial indexes spelt once for both databases."""

from typing import Any

from sqlalchemy import text


def where(condition: str) -> dict[str, Any]:
    """Return the arguments of an index that holds only the rows of `condition`."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
