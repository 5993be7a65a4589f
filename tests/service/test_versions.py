"""Which version a case runs on: the newest for a new one, its own for a running one, what is asked for by a call."""

from engine.service.moves.plans import ends
from engine.service.views.moves import asking, old_versions
from engine.store import instances
from tests.jobs.drawn import STAFF, drawing, of, release
from tests.office import Office
from tests.runtime.drawing import Drawing
from tests.service.test_moves import line, moved, started


def test_new_cases_take_the_newest_version_and_old_ones_keep_theirs(office: Office) -> None:
    release(office, "uji", line("uji", "a", "b"))
    started(office, "uji", 1)
    release(office, "uji", line("uji", "a", "c"))
    started(office, "uji", 1)
    siti, admin = office.as_("DKOM.STAF"), office.as_("DKOM.ADMIN").actor
    siti.completes("A")
    siti.completes("A")
    assert sorted(siti.inbox()) == ["B", "C"]
    (old,) = old_versions(office.world, admin)
    assert (old.number, old.current, old.running) == (1, 2, 1)
    asked = asking(office.world, admin, "uji", "uji")
    assert (asked.source, asked.target, asked.running) == (1, 2, 1)
    assert [(one.element, one.standing, one.choices) for one in asked.gone] == [("b", 1, (("c", "C"),))]


def test_a_version_is_found_by_number_by_tag_or_as_the_one_in_force(office: Office) -> None:
    def tagged(tag: str, *names: str) -> Drawing:
        drawn = Drawing("uji", tag=tag, startGroups="requester", caseNumber="UJI").start()
        for one in names:
            drawn.user(one, STAFF)
        return drawn.end().flow(" ".join(("s", *names, "e")))

    release(office, "uji", tagged("satu", "a"))
    release(office, "uji", tagged("dua", "a", "b"))
    release(office, "uji", tagged("tiga", "a", "b", "c"))
    with office.store.reading() as db:
        between = ends(db, office.world, "uji@satu", "uji@2")
        assert (between.source.number, between.target.number) == (1, 2)
        assert ends(db, office.world, "uji@dua", "uji").target.number == 3


def test_a_called_process_is_bound_when_the_call_is_made(office: Office) -> None:
    def caller(tag: str = "") -> Drawing:
        drawn = drawing("induk").start().user("a", STAFF).call("k", "anak", tag=tag).end()
        return drawn.flow("s a k e")

    def called(name: str, tag: str = "") -> Drawing:
        drawn = Drawing("anak", tag=tag, startGroups="requester", caseNumber="ANK").start().user(name, STAFF).end()
        return drawn.flow(f"s {name} e")

    siti = office.as_("DKOM.STAF")
    release(office, "anak", called("lama", "v1"))
    release(office, "induk", caller())
    started(office, "induk", 1)
    release(office, "anak", called("baru", "v2"))
    siti.completes("A")
    office.settle()
    assert siti.inbox() == ["BARU"]
    release(office, "induk", caller("v1"))
    started(office, "induk", 1)
    siti.completes("A")
    office.settle()
    assert sorted(siti.inbox()) == ["BARU", "LAMA"]
    # A case that waits for the one it called is moved, and takes it back.
    assert moved(office, "induk", "induk").moved == 1
    siti.completes("BARU")
    office.settle()
    assert [one.state for one in of(office, "induk")] == ["completed", "active"]


def test_an_instance_is_still_found_by_its_row(office: Office) -> None:
    release(office, "uji", line("uji", "a"))
    (case,) = started(office, "uji", 1)
    release(office, "uji", line("uji", "a", "b"))
    moved(office, "uji", "uji")
    with office.store.reading() as db:
        row = instances.instance(db, case.instance_id)
    assert row is not None
    assert office.world.packs.version(row.version_id).number == 2
