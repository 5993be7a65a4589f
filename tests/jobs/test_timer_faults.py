"""A timer that cannot be carried out stops with an incident: nobody tries for ever, and a repair goes on from there."""

import pytest
from sqlalchemy import update

from engine.jobs.run import Hand, fire_due
from engine.service.repair import RetryIncident
from engine.store import incidents, timers
from engine.store.tables import variable
from tests.jobs.drawn import STAFF, drawing, release, stopped, the
from tests.office import Office
from tests.runtime.drawing import Drawing


def after(drawn: Drawing, node: str) -> Drawing:
    """A script that reads a variable, then a task, after a node."""
    return drawn.script("n", "=nilai", "n").user("z", STAFF).end("ez").flow(f"{node} n z ez")


def damage(office: Office, text: str) -> None:
    """What a row of a variable holds, past the engine: a damaged disk, or a hand in the database."""
    with office.store.writing() as db:
        db.execute(update(variable).where(variable.c.name == "nilai").values(value=text))
        db.commit()


def begun(office: Office, drawn: Drawing) -> None:
    release(office, "waktu", drawn)
    office.as_("DKOM.STAF").starts("tunggu", "waktu")
    damage(office, "{")
    office.later(days=1)


def repaired(office: Office) -> list[str]:
    damage(office, '"baik"')
    with office.store.reading() as db:
        (row,) = incidents.open_incidents(db, the(office, "tunggu").id)
    office.as_("DKOM.ADMIN").does(RetryIncident(row.id))
    office.settle()
    return sorted(office.as_("DKOM.STAF").inbox())


def base() -> Drawing:
    return drawing("tunggu").start().script("b", '="baik"', "nilai")


def test_a_waiting_event_stops_and_goes_on_without_waiting_again(office: Office) -> None:
    begun(office, after(base().catch("t", timer=("duration", "P1D")).flow("s b t"), "t"))
    assert stopped(office, "tunggu") == ["engine.fault"]
    office.clock.move(minutes=10)
    assert fire_due(Hand(office.world, office.connectors)) == 0
    with office.store.reading() as db:
        assert timers.next_due(db) is None
    assert repaired(office) == ["Z"]


@pytest.mark.parametrize(("interrupting", "open_tasks"), [(True, ["Z"]), (False, ["A", "Z"])])
def test_a_deadline_stops_at_what_follows_it(office: Office, interrupting: bool, open_tasks: list[str]) -> None:
    drawn = base().user("a", STAFF).end().flow("s b a e")
    drawn.boundary("t", "a", timer=("duration", "P1D"), interrupting=interrupting)
    begun(office, after(drawn, "t"))
    assert stopped(office, "tunggu") == ["engine.fault"]
    assert office.as_("DKOM.STAF").inbox() == ([] if interrupting else ["A"])
    assert repaired(office) == open_tasks


def test_a_choice_stops_at_the_deadline_it_took(office: Office) -> None:
    drawn = base().first("g").catch("t", timer=("duration", "P1D")).catch("m", message="kabar", key="=1").end()
    begun(office, after(drawn.flow("s b g t").flow("g m e"), "t"))
    assert stopped(office, "tunggu") == ["engine.fault"]
    assert repaired(office) == ["Z"]


def test_an_event_subprocess_stops_at_its_beginning(office: Office) -> None:
    handling = Drawing("h").start("hs", timer=("duration", "P1D")).script("n", "=nilai", "n").user("z", STAFF)
    drawn = base().user("a", STAFF).end().flow("s b a e").on("h", handling.end("he").flow("hs n z he"))
    begun(office, drawn)
    assert stopped(office, "tunggu") == ["engine.fault"]
    assert repaired(office) == ["Z"]
