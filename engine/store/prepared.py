"""Statements compiled once and handed to the driver, for those every completion runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Executable, bindparam
from sqlalchemy.sql.expression import ClauseElement, ColumnElement, Select
from sqlalchemy.types import TypeEngine

from engine.store import parcel

Values = Mapping[str, Any]
Converter = Callable[[Any], Any]


class Prepared:
    """Run one statement without the objects built around each execution, which cost more than a small statement.

    Types are converted and errors raised as by `Connection.execute`; IN lists have a fixed length, rows are tuples.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._calls: dict[tuple[str, ...], _Call] = {}

    def run(self, db: Connection, values: Values) -> None:
        """Run it for its effect, which travels with what follows; a fault may show only where that is answered."""
        call = self._call(db, values)
        call.do(db, "execute", call.bound(values))

    def each(self, db: Connection, rows: Sequence[Values]) -> None:
        """Run it once per row, all with the same keys; nothing for no rows."""
        if len(rows) == 1:
            self.run(db, rows[0])
        elif rows:
            call = self._call(db, rows[0])
            call.do(db, "executemany", [call.bound(values) for values in rows])

    def all(self, db: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Every row it finds."""
        call = self._call(db, values)
        return [call.read(row) for row in call.ask(db, values, "fetchall")]

    def one(self, db: Connection, values: Values) -> tuple[Any, ...] | None:
        """The first row it finds."""
        call = self._call(db, values)
        row = call.ask(db, values, "fetchone")
        return None if row is None else call.read(row)

    def _call(self, db: Connection, values: Values) -> "_Call":
        key = (db.dialect.name, *values)
        found = self._calls.get(key)
        if found is None:
            found = self._calls[key] = _Call(self._statement, db.dialect, list(values))
        return found


def places(name: str, count: int) -> list[BindParameter[Any]]:
    """Places of an IN list of fixed length; `listed` fills them."""
    return [bindparam(f"{name}{number}") for number in range(count)]


def listed(name: str, values: Iterable[Any]) -> dict[str, Any]:
    """The values of an IN list made by `places`."""
    return {f"{name}{number}": value for number, value in enumerate(values)}


@lru_cache(maxsize=256)
def prepared(statement: Executable) -> Prepared:
    """Prepare a statement that is made once and kept."""
    return Prepared(statement)


class _Call:
    """The text for one database and one set of keys, with the conversions of its types."""

    def __init__(self, statement: Executable, dialect: Dialect, keys: list[str]) -> None:
        assert isinstance(statement, ClauseElement)  # noqa: S101 - what can be executed can be compiled
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        if compiled.post_compile_params:
            raise ValueError("Expected a statement of fixed length, but it has an IN list")
        self.text = str(compiled)
        defaults = compiled.construct_params(_check=False)
        names = compiled.positiontup if compiled.positional else list(defaults)
        self._positional = bool(compiled.positional)
        self._binds = [(name, defaults[name], _to(compiled.binds[name].type, dialect)) for name in names]
        columns: Iterable[ColumnElement[Any]] = statement.selected_columns if isinstance(statement, Select) else ()
        self._readers = [_from(column.type, dialect) for column in columns]

    def bound(self, values: Values) -> Any:  # noqa: ANN401 - what the driver takes
        """The parameters as the driver takes them."""
        found = []
        for name, default, convert in self._binds:
            value = values.get(name, default)
            found.append(convert(value) if convert else value)
        return found if self._positional else dict(zip((name for name, _, _ in self._binds), found, strict=True))

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """One row with its types."""
        pairs = zip(row, self._readers, strict=True)
        return tuple([convert(value) if convert else value for value, convert in pairs])

    def do(self, db: Connection, how: str, parameters: Any) -> None:  # noqa: ANN401 - the driver's parameters
        """Let the driver run it; raises DBAPIError as SQLAlchemy does."""
        cursor = parcel.cursor(db)
        try:
            getattr(cursor, how)(self.text, parameters)
        except db.dialect.loaded_dbapi.Error as error:
            parcel.fail(db, self.text, cursor, error)

    def ask(self, db: Connection, values: Values, fetch: str) -> Any:  # noqa: ANN401 - the driver's rows
        """Let the driver run it and give what it found; raises DBAPIError as SQLAlchemy does."""
        cursor = parcel.cursor(db)
        try:
            cursor.execute(self.text, self.bound(values))
            return getattr(cursor, fetch)()
        except db.dialect.loaded_dbapi.Error as error:
            parcel.fail(db, self.text, cursor, error)


def _to(kind: TypeEngine[Any], dialect: Dialect) -> Converter | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from(kind: TypeEngine[Any], dialect: Dialect) -> Converter | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
