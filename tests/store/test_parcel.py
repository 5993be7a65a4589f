"""Statements without an answer travel together; what goes wrong with one is never lost on the way."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from engine.store.database import Store
from engine.store.prepared import Prepared
from engine.store.tables import setting

_PUT = Prepared(insert(setting))
_CHANGE = Prepared(update(setting).where(setting.c.key == bindparam("of")).values(value=bindparam("to")))
_READ = Prepared(select(setting.c.value).where(setting.c.key == bindparam("of")))


def test_a_question_sees_what_was_written_before_it(database: Store) -> None:
    with database.writing() as db:
        _PUT.run(db, {"key": "a", "value": 1})
        _PUT.each(db, [{"key": "b", "value": 2}, {"key": "c", "value": 3}])
        _CHANGE.run(db, {"of": "a", "to": 4})
        assert _READ.one(db, {"of": "a"}) == (4,)
        assert db.execute(text("select count(*) from setting")).scalar_one() == 3
        _CHANGE.run(db, {"of": "b", "to": 5})
        db.commit()
    with database.asking() as db:
        assert _READ.all(db, {"of": "b"}) == [(5,)]


def twice(database: Store, then: Callable[[Connection], object]) -> None:
    with database.writing() as db:
        _PUT.run(db, {"key": "a", "value": 1})
        _PUT.run(db, {"key": "a", "value": 2})
        then(db)


def test_a_write_that_breaks_a_rule_is_told_at_the_latest_by_the_commit(database: Store) -> None:
    with pytest.raises(IntegrityError):
        twice(database, Connection.commit)
    with database.reading() as db:
        assert _READ.one(db, {"of": "a"}) is None


@pytest.mark.parametrize("asked", [lambda db: _READ.one(db, {"of": "a"}), lambda db: db.execute(select(setting)).all()])
def test_a_write_that_breaks_a_rule_is_told_by_the_next_question(
    database: Store, asked: Callable[[Connection], object]
) -> None:
    with pytest.raises(IntegrityError):
        twice(database, asked)


def given_up(database: Store, number: int) -> None:
    with database.writing() as db:
        _PUT.run(db, {"key": "b", "value": number})
        raise RuntimeError("given up")


def test_what_was_sent_and_given_up_leaves_the_connection_whole(database: Store) -> None:
    for number in range(20):
        with database.writing() as db:
            _PUT.run(db, {"key": "a", "value": number})
        with pytest.raises(RuntimeError):
            given_up(database, number)
    with database.writing() as db:
        _PUT.run(db, {"key": "a", "value": 7})
        db.commit()
    with database.reading() as db:
        assert db.execute(select(setting.c.key)).scalars().all() == ["a"]
