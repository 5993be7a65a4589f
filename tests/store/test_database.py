"""Both databases keep the same promises."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.store import audit, database, migrate, settings
from engine.store.database import Store
from engine.store.lock import FairLock
from tests.conftest import Writing


def count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"select count(*) from {table}")).scalar_one())


def test_what_is_not_committed_is_gone(database: Store) -> None:
    with database.writing() as connection:
        connection.execute(text("insert into setting (key, value) values ('a', '1')"))
    with database.reading() as connection:
        assert count(connection, "setting") == 0


def test_what_is_committed_is_read(writing: Writing, database: Store) -> None:
    with writing() as unit:
        settings.put(unit, "letterhead", {"name": "Pemerintah Kota Pematangsiantar"})
    with database.reading() as connection:
        assert settings.setting(connection, "letterhead")["name"] == "Pemerintah Kota Pematangsiantar"


def test_readers_never_wait_for_the_writer(database: Store) -> None:
    with database.writing() as writer:
        writer.execute(text("insert into setting (key, value) values ('a', '1')"))
        with database.reading() as reader:
            assert count(reader, "setting") == 0


def test_a_reading_sees_one_moment_however_long_it_takes(database: Store, writing: Writing) -> None:
    with writing() as unit:
        settings.put(unit, "kop", "lama")
    with database.reading() as connection:
        assert settings.setting(connection, "kop") == "lama"
        with writing() as unit:
            settings.put(unit, "kop", "baru")
        assert settings.setting(connection, "kop") == "lama"
    with database.reading() as connection:
        assert settings.setting(connection, "kop") == "baru"


def test_a_reader_cannot_write_on_postgresql(postgres_database: Store) -> None:
    with pytest.raises(DBAPIError, match="read-only"), postgres_database.reading() as connection:
        connection.execute(text("insert into setting (key, value) values ('a', '1')"))


def test_an_acknowledged_commit_survives_a_power_cut_on_sqlite(sqlite_database: Store) -> None:
    for opened in (sqlite_database.writing, sqlite_database.reading):
        with opened() as connection:
            assert connection.exec_driver_sql("pragma journal_mode").scalar_one() == "wal"
            assert connection.exec_driver_sql("pragma synchronous").scalar_one() == 2
            assert connection.exec_driver_sql("pragma foreign_keys").scalar_one() == 1


def test_the_tables_are_those_of_the_last_revision(database: Store) -> None:
    assert migrate.is_current(database)
    assert migrate.differences(database) == []
    migrate.upgrade(database)
    assert migrate.is_current(database)


def test_partial_indexes_are_alike_in_tables_and_revisions(sqlite_database: Store, tmp_path: Path) -> None:
    from engine.store.tables import metadata

    declared = database.open(f"sqlite:///{tmp_path / 'declared.db'}")
    metadata.create_all(declared.engine)
    query = text("select name, sql from sqlite_master where type = 'index' and sql is not null order by name")
    with declared.reading() as left, sqlite_database.reading() as right:
        assert left.execute(query).all() == right.execute(query).all()
    declared.close()


@pytest.mark.parametrize("table", ["fact", "attempt"])
@pytest.mark.parametrize("act", ["update {} set kind = 'x'", "delete from {}"])
def test_the_audit_only_grows(database: Store, writing: Writing, table: str, act: str) -> None:
    from engine.model.facts import Fact
    from engine.store import attempts

    with writing() as unit:
        unit.record(Fact("parameter.confirmed"))
        attempts.record(unit, "task.separation", "CompleteTask")
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as connection:
        connection.execute(text(act.format(table).replace("kind", "kind" if table == "fact" else "code")))
    with database.reading() as connection:
        assert audit.verify(connection) == []


def test_a_row_must_point_at_what_exists(database: Store) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text("insert into pack_file (version_id, path, hash) values (null, 'a', 'b')"))


def test_the_write_lock_is_handed_over_in_the_order_of_arrival() -> None:
    lock, order, threads = FairLock(), [], []

    def take(name: int) -> None:
        with lock:
            order.append(name)
            time.sleep(0.002)

    with lock:
        for name in range(12):
            thread = threading.Thread(target=take, args=(name,))
            thread.start()
            threads.append(thread)
            while len(lock._queue) <= name:
                time.sleep(0.0005)
    for thread in threads:
        thread.join()
    assert order == list(range(12))


def test_a_thread_that_writes_may_not_open_a_second_transaction(sqlite_database: Store) -> None:
    with sqlite_database.writing(), pytest.raises(RuntimeError, match="already writes"), sqlite_database.writing():
        pass


def test_a_database_in_memory_lends_the_open_transaction_to_its_reader() -> None:
    store = database.open("sqlite://")
    migrate.upgrade(store)
    with store.writing() as writer:
        writer.execute(text("insert into setting (key, value) values ('a', '1')"))
        with store.reading() as reader:
            assert count(reader, "setting") == 1
    with store.reading() as reader:
        assert count(reader, "setting") == 0


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="sqlite or postgresql"):
        database.open("mysql://localhost/x")
