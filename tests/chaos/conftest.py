"""Both databases, by URL: a fault test opens them from several processes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database with every table."""
    if request.param == "sqlite":
        path = tmp_path / "tata.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template: Any = request.getfixturevalue("_postgres_template")
    with template.copy() as url:
        yield url.render_as_string(hide_password=False)
