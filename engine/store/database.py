"""Opens SQLite or PostgreSQL so that both keep the same promises: durable commits, one writer or row locks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import DataError, SQLAlchemyError

from engine.model.errors import Invalid
from engine.store import parcel
from engine.store.lock import FairLock

#: Statements of one connection on SQLite: what is acknowledged survives a power cut (synchronous=FULL).
_PRAGMAS = (
    "pragma journal_mode=wal",
    "pragma synchronous=full",
    "pragma foreign_keys=on",
    "pragma busy_timeout=30000",
    "pragma temp_store=memory",
    "pragma cache_size=-16000",
)


class Store(Protocol):
    """An open database: implements engine.model.world.Database with SQLAlchemy Core connections."""

    #: sqlite | postgresql
    name: str
    #: The engine that may write; for migrations and tests.
    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that may write; leaving without `connection.commit()` rolls back."""
        ...

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a view of what is committed."""
        ...

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Ask single questions, each with a view of its own."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def _transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.begin()
        with _storable():
            yield connection


@contextmanager
def _storable() -> Iterator[None]:
    """Refuse what no column holds (NUL, half a surrogate pair, a number beyond 64 bits) instead of failing."""
    try:
        yield
    except (DataError, UnicodeEncodeError, OverflowError) as fault:
        raise Invalid(
            "value.unstorable", "Expected text and numbers a database can hold, but some cannot be kept"
        ) from fault


class SqliteStore:
    """One file, one writer in a fair queue, readers beside it (WAL)."""

    name = "sqlite"

    def __init__(self, url: str, readers: int) -> None:
        self.engine = _sqlite_engine(url, "begin immediate", size=1)
        self._readers = _sqlite_engine(url, "begin", size=readers)
        self._lock = FairLock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Queue for the one write transaction of this process."""
        with self._lock:
            yield from _transaction(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read a snapshot; never waits for the writer."""
        yield from _transaction(self._readers)

    asking = reading

    def close(self) -> None:
        """Close every connection."""
        self._readers.dispose()
        self.engine.dispose()


class MemoryStore:
    """SQLite in memory: one connection for everybody, so readers queue as well; a thread that writes reads its own."""

    name = "sqlite"

    def __init__(self) -> None:
        self.engine = _sqlite_engine("sqlite://", "begin immediate", size=0)
        self._lock = FairLock()
        self._open: Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Queue for the one connection."""
        with self._lock, self.engine.connect() as connection:
            connection.begin()
            self._open = connection
            try:
                with _storable():
                    yield connection
            finally:
                self._open = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Queue for the one connection, or lend the transaction this thread has open."""
        if self._lock.held() and self._open is not None:
            yield self._open
            return
        with self.writing() as connection:
            yield connection

    asking = reading

    def close(self) -> None:
        """Drop the database."""
        self.engine.dispose()


class PostgresStore:
    """Writers are READ COMMITTED with row locks, readers see one snapshot; any number of processes."""

    name = "postgresql"

    def __init__(self, url: str, readers: int) -> None:
        self.engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_size=readers,
            max_overflow=2 * readers,
            pool_pre_ping=False,
            connect_args={"options": "-c timezone=UTC -c lock_timeout=30s", "application_name": "tatalaksana"},
        )
        parcel.watch(self.engine)
        # One snapshot per reading: a page, and above all the check of the chains, must not see half of an act.
        self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._askers = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction whose row locks keep others out."""
        yield from _transaction(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a read-only transaction on one snapshot."""
        yield from _transaction(self._readers)

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Ask without a transaction: neither its begin nor its end is sent."""
        yield from _transaction(self._askers)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def is_of_database(fault: Exception) -> bool:
    """True for what the database or the way to it did: trying again may help, and no diagram is to blame."""
    return isinstance(fault, SQLAlchemyError)


def open(url: str, *, readers: int = 8) -> Store:
    """Open sqlite:///path, sqlite:// (in memory) or postgresql://…; raises ValueError for another kind."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return MemoryStore() if parsed.database in (None, "", ":memory:") else SqliteStore(url, readers)
    if backend == "postgresql":
        return PostgresStore(url, readers)
    raise ValueError(f"Expected a sqlite or postgresql URL, but it begins with {backend}")


def _sqlite_engine(url: str, begin: str, *, size: int) -> Engine:
    arguments: dict[str, Any] = {"connect_args": {"check_same_thread": False, "timeout": 30, "cached_statements": 512}}
    if size:
        arguments |= {"pool_size": size, "max_overflow": 2 * size if size > 1 else 0}
    else:
        arguments |= {"poolclass": StaticPool}
    engine = create_engine(url, **arguments)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.connection.dbapi_connection.execute(begin))
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    # The driver's own BEGIN is deferred and comes late; the engine's `begin` event says what kind it is.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)
