"""What a database holds before anybody writes into it: ours, somebody else's, or nothing."""

from dataclasses import dataclass

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from engine.model.errors import Invalid
from engine.store import migrate, people, settings
from engine.store.database import Store


@dataclass(frozen=True, slots=True)
class Found:
    """The tables there are, whether they are ours, and whether an office lives in them."""

    tables: tuple[str, ...]
    is_ours: bool
    #: The setting asked for is there.
    is_founded: bool
    has_units: bool


def look(store: Store, setting: str) -> Found:
    """Look, and write nothing; raises Invalid database.unreadable."""
    try:
        with store.reading() as connection:
            names = tuple(sorted(inspect(connection).get_table_names()))
        revision = migrate.current(store)
        if revision is None or not migrate.is_known(revision) or "setting" not in names:
            return Found(names, revision is not None and migrate.is_known(revision), False, False)
        with store.reading() as connection:
            founded = settings.setting(connection, setting) is not None
            return Found(names, True, founded, bool(people.units(connection)))
    except SQLAlchemyError as fault:
        told = f"Expected a database that can be read, but it answers {type(fault).__name__}"
        raise Invalid("database.unreadable", told) from fault


def hidden(url: str) -> str:
    """The address of a database without its password; raises Invalid database.address."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError as fault:
        told = "Expected a database address such as sqlite:///file or postgresql+psycopg://user@host/name"
        raise Invalid("database.address", f"{told}, but it is none") from fault
