"""The office of tests/office.py for every test of this folder."""

from tests.office import office, sqlite_office

__all__ = ["office", "sqlite_office"]
