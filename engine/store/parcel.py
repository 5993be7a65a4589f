"""Prepared statements travel together: PostgreSQL then waits for its driver where it is asked, not at each of them.

The driver's pipeline is opened by the first of them and closed before a statement that SQLAlchemy runs itself, and
before the commit; SQLite needs none of it. What goes wrong on the way is raised by the next question or the commit.
"""

from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

_OPEN = "parcel"


def cursor(db: Connection) -> Any:  # noqa: ANN401 - the driver's cursor
    """A cursor of the driver whose statements travel with what comes after them."""
    if db.dialect.name == "postgresql" and _OPEN not in db.info:
        driver: Any = db.connection.dbapi_connection
        if not driver.autocommit:
            pipeline = driver.pipeline()
            pipeline.__enter__()
            db.info[_OPEN] = pipeline
    return db.connection.cursor()


def deliver(db: Connection) -> None:
    """Wait for what was sent; raises DBAPIError as the statements would have."""
    pipeline = db.info.pop(_OPEN, None)
    if pipeline is None:
        return
    try:
        pipeline.__exit__(None, None, None)
    except db.dialect.loaded_dbapi.Error as error:
        fail(db, "", None, error)


def watch(engine: Engine) -> None:
    """Deliver before what SQLAlchemy runs itself and before the commit; forget with a rollback."""

    @event.listens_for(engine, "before_cursor_execute")
    def _before(db: Connection, *_: object) -> None:
        deliver(db)

    event.listen(engine, "commit", _deliver_last)
    event.listen(engine, "rollback", _forget)


def fail(db: Connection, text: str, cursor: Any, error: Exception) -> NoReturn:  # noqa: ANN401 - the driver's cursor
    """Raise what the driver raised as SQLAlchemy would, and give a lost connection up."""
    kind: Any = db.dialect.loaded_dbapi.Error
    lost = db.dialect.is_disconnect(error, db.connection.dbapi_connection, cursor)  # type: ignore[arg-type]
    if lost:
        db.invalidate(error)
    raise DBAPIError.instance(
        text, None, error, kind, hide_parameters=True, connection_invalidated=lost, dialect=db.dialect
    ) from error


def _deliver_last(db: Connection) -> None:
    try:
        deliver(db)
    except DBAPIError:
        # SQLAlchemy takes a transaction for ended once its commit began, and would hand the connection on as it is.
        if not db.invalidated:
            db.dialect.do_rollback(db.connection)
        raise


def _forget(db: Connection) -> None:
    pipeline = db.info.pop(_OPEN, None)
    if pipeline is not None:
        try:
            pipeline.__exit__(None, None, None)
        except db.dialect.loaded_dbapi.Error:
            # The transaction is given up because of this, or of something else.
            return
