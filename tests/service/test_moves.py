"""Running cases go on under another version of their procedure, whole or not at all, on both databases."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from engine.jobs import moving
from engine.model.actor import ENGINE
from engine.model.errors import Conflict, Forbidden, Invalid
from engine.model.ids import Id
from engine.service import moves as package
from engine.service.assemble import pack_files
from engine.service.comments import AddComment
from engine.service.drafts import SaveDraft
from engine.service.execute import execute
from engine.service.moves import carrying, preview
from engine.service.moves.carrying import BeginMove, MoveBegun, MoveCase
from engine.service.moves.plans import ends, read_mapping
from engine.service.packs import DeployPack
from engine.service.suspension import ResumeCase, SuspendCase
from engine.service.tasks import ClaimTask
from engine.service.views.moves import run_page
from engine.store import cases, drafts, move_runs, tables, tasks
from engine.store.move_runs import MoveRow
from tests.jobs.drawn import STAFF, drawing, of, release, the
from tests.office import PACK, Office
from tests.runtime.drawing import Drawing

assert package.__doc__


def renamed(swap: dict[str, str], *, without: str = "") -> dict[str, bytes]:
    """The pack of the office with words of its diagram changed, and a field of its second form gone."""
    files = dict(pack_files(PACK))
    text = files["permintaan_alat.bpmn"].decode()
    for old, new in swap.items():
        text = text.replace(old, new)
    files["permintaan_alat.bpmn"] = text.encode()
    if without:
        form = json.loads(files["forms/pemeriksaan.form.json"])
        form["components"] = [one for one in form["components"] if one.get("key") != without]
        files["forms/pemeriksaan.form.json"] = json.dumps(form).encode()
    return files


def deploy(office: Office, files: dict[str, bytes]) -> None:
    execute(DeployPack(files, replace=True), world=office.world, actor=ENGINE)


def begin(office: Office, process: str = "permintaan_alat", pack: str = "alat", **said: Any) -> MoveBegun:
    asked: dict[str, Any] = {"source": 1, "target": 2, "reason": "Prosedur baru berlaku"} | said
    begun: MoveBegun = office.as_("DKOM.ADMIN").does(BeginMove(pack, process, **asked))
    return begun


def moved(office: Office, process: str = "permintaan_alat", pack: str = "alat", **said: Any) -> MoveRow:
    row = moving.drive(office.world, begin(office, process, pack, **said).run_id)
    assert row is not None
    assert row.state == "done"
    return row


def stored(office: Office, instance_id: Id) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that belongs to a case."""
    found = {}
    with office.store.reading() as db:
        for name, table in tables.metadata.tables.items():
            column = table.c.get("instance_id", table.c.get("chain"))
            if column is not None and name != "move_outcome":
                found[name] = sorted(map(tuple, db.execute(select(table).where(column == instance_id))), key=str)
        found["instance"] = [
            tuple(db.execute(select(tables.instance).where(tables.instance.c.id == instance_id)).one())
        ]
    return found


def test_an_open_task_keeps_who_holds_it_its_words_its_draft_and_its_date(office: Office) -> None:
    siti, budi = office.as_("DKOM.STAF"), office.as_("DKOM.PERIKSA")
    case = siti.starts(alat="Palu", harga=5000, keperluan="Kantor")
    siti.completes("Lengkapi permintaan", alat="Palu", harga=5000, keperluan="Kantor")
    row = budi.task("Periksa permintaan")
    budi.does(ClaimTask(row.task_id, row.version))
    budi.does(SaveDraft(f"task:{row.task_id}", {"keputusan": ["setuju"], "catatan": ["Sudah sesuai"]}))
    budi.does(AddComment(case.instance_id, "Menunggu harga pembanding", row.task_id))
    with office.store.reading() as db:
        before = tasks.task(db, row.task_id)
        timers = db.execute(select(tables.subscription.c.due).where(tables.subscription.c.due.is_not(None))).all()
    assert before is not None
    office.clock.move(hours=30)
    deploy(office, renamed({'"Periksa"': '"Telaah"', "Periksa permintaan": "Telaah permintaan"}, without="catatan"))

    row_of = moved(office, elements=(("Periksa", "Telaah"),))
    assert (row_of.moved, row_of.refused, row_of.total) == (1, 0, 1)
    with office.store.reading() as db:
        after = tasks.task(db, row.task_id)
        assert after is not None
        assert (
            db.execute(select(tables.subscription.c.due).where(tables.subscription.c.due.is_not(None))).all() == timers
        )
        draft = drafts.draft(db, budi.actor.person, f"task:{row.task_id}")  # type: ignore[arg-type]
        told = move_runs.outcomes(db, row_of.id, "moved")
    assert after == replace(before, element="Telaah", name="Telaah permintaan", version=before.version + 1)
    assert draft is not None
    assert draft.fields["catatan"] == ["Sudah sesuai"]
    assert {"move.renamed", "move.form", "move.draft_fields"} <= {one["code"] for one in told[0].findings}
    assert any("Catatan" in one["message_id"] for one in told[0].findings if one["code"] == "move.draft_fields")
    assert office.trail(case.instance_id)[-1] == "case.moved"
    # What happened before keeps the names of its time.
    told_of = {row.element: row.element_name for row in budi.sees(case.number).history if row.element}
    assert told_of["Periksa"] == "Periksa permintaan"

    budi.completes("Telaah permintaan", keputusan="setuju")
    office.settle()
    assert the(office, "permintaan_alat").state == "completed"


def test_who_did_a_step_under_its_old_name_may_not_do_the_one_that_is_separate_from_it(office: Office) -> None:
    rina = office.as_("DKOM.RANGKAP")
    rina.starts(alat="Palu", harga=5000, keperluan="Kantor")
    rina.completes("Lengkapi permintaan", alat="Palu", harga=5000, keperluan="Kantor")
    assert "Periksa permintaan" not in rina.inbox()
    deploy(office, renamed({'"Susun"': '"Isi"'}))
    moved(office, elements=(("Susun", "Isi"),))
    assert "Periksa permintaan" not in rina.inbox()
    budi = office.as_("DKOM.PERIKSA")
    row = budi.task("Periksa permintaan")
    with pytest.raises(Forbidden) as refused:
        rina.does(ClaimTask(row.task_id, row.version))
    assert refused.value.code == "task.separation"


def test_the_history_of_a_case_says_that_it_was_moved_and_by_whom(office: Office) -> None:
    case = office.as_("DKOM.STAF").starts(alat="Palu", harga=5000, keperluan="Kantor")
    deploy(office, renamed({"Alat diminta": "Permintaan masuk"}))
    run = moved(office)
    with office.store.reading() as db:
        fact = cases.history(db, case.instance_id)[-1]
    assert fact.person_name == "Adi Admin"
    assert fact.data is not None
    assert (fact.data["from"], fact.data["to"], fact.data["run"]) == (1, 2, str(run.id))
    assert "Prosedur baru" not in json.dumps(fact.data)
    assert office.office_trail()[-2:] == ["move.begun", "move.ended"]


# verdicts


def line(process: str, *names: str) -> Drawing:
    drawn = drawing(process).start()
    for name in names:
        drawn.user(name, STAFF)
    return drawn.end().flow(" ".join(("s", *names, "e")))


def started(office: Office, process: str, count: int) -> list[Any]:
    siti = office.as_("DKOM.STAF")
    return [siti.starts(process, pack=process) for _ in range(count)]


def test_a_refused_case_is_not_touched_in_any_row(office: Office) -> None:
    release(office, "uji", line("uji", "a", "b"))
    (case,) = started(office, "uji", 1)
    release(office, "uji", line("uji", "x", "b"))
    before = stored(office, case.instance_id)
    for said in ({"dry": True}, {}):
        row = moved(office, "uji", "uji", **said)
        assert (row.moved, row.refused) == (0, 1)
        assert stored(office, case.instance_id) == before
    page = run_page(office.world, office.as_("DKOM.ADMIN").actor, row.id)
    assert page.refused[0].number == case.number
    assert page.reasons[0][0].startswith("Seharusnya «A» ada di versi baru")
    assert page.reasons[0][4] == 1


def test_a_dry_run_touches_nothing_and_says_the_same(office: Office) -> None:
    release(office, "uji", line("uji", "a", "b"))
    found = started(office, "uji", 3)
    office.as_("DKOM.STAF").completes("A")
    release(office, "uji", line("uji", "x", "b"))
    before = [stored(office, one.instance_id) for one in found]
    row = moved(office, "uji", "uji", dry=True)
    assert (row.moved, row.refused) == (1, 2)
    assert [stored(office, one.instance_id) for one in found] == before
    with office.store.reading() as db:
        between = ends(db, office.world, "uji@1", "uji")
    shown = list(preview.judged(office.world, ENGINE, between, read_mapping(b"")))
    assert sorted(one.verdict for one in shown) == ["moved", "refused", "refused"]
    again = list(preview.judged(office.world, ENGINE, between, read_mapping(b"a: x")))
    assert {one.verdict for one in again} == {"moved"}
    assert len(list(preview.judged(office.world, ENGINE, between, read_mapping(b"a: x"), limit=2))) == 2
    assert len(list(preview.judged(office.world, ENGINE, between, read_mapping(b"a: x"), only=found[0].number))) == 1


def test_a_run_that_was_killed_goes_on_where_it_was(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    release(office, "uji", line("uji", "a", "b"))
    found = started(office, "uji", 5)
    release(office, "uji", line("uji", "a", "m", "b"))
    begun = begin(office, "uji", "uji")
    real, seen = MoveCase.run, []

    def dies(self: MoveCase, unit: Any) -> str:
        seen.append(self.instance_id)
        answer = real(self, unit)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(MoveCase, "run", dies)
    with pytest.raises(KeyboardInterrupt):
        moving.drive(office.world, begun.run_id)
    with office.store.reading() as db:
        half = move_runs.run(db, begun.run_id)
    assert half is not None
    # The third was rolled back whole with what the run said of it.
    assert (half.moved, half.state) == (2, "running")
    assert [office.trail(one.instance_id)[-1] == "case.moved" for one in found] == [True, True, False, False, False]
    # Meanwhile one of them went on, and one ended.
    siti = office.as_("DKOM.STAF")
    rows = [row for row in siti.rows() if row.instance_id == found[4].instance_id]
    assert len(rows) == 1

    again = begin(office, "uji", "uji")
    assert again == MoveBegun(begun.run_id, fresh=False)
    row = moving.drive(office.world, again.run_id)
    assert row is not None
    assert (row.moved, row.refused, row.state) == (5, 0, "done")
    assert all(office.trail(one.instance_id).count("case.moved") == 1 for one in found)
    assert moved(office, "uji", "uji").moved == 0


def test_a_run_whose_server_went_away_is_taken_up_once(office: Office) -> None:
    release(office, "uji", line("uji", "a"))
    started(office, "uji", 2)
    release(office, "uji", line("uji", "a", "b"))
    begun = begin(office, "uji", "uji")
    assert not execute(carrying.TakeUpMove(begun.run_id), world=office.world, actor=ENGINE)
    office.clock.move(minutes=2)
    assert execute(carrying.TakeUpMove(begun.run_id), world=office.world, actor=ENGINE)
    assert not execute(carrying.TakeUpMove(begun.run_id), world=office.world, actor=ENGINE)
    row = moving.drive(office.world, begun.run_id)
    assert row is not None
    assert row.moved == 2
    with office.store.reading() as db:
        assert cases.history(db, of(office, "uji")[0].id)[-1].person_name == "Adi Admin"


def test_a_case_that_changed_after_the_dry_run_is_judged_again(office: Office) -> None:
    release(office, "uji", line("uji", "a", "b"))
    started(office, "uji", 1)
    release(office, "uji", line("uji", "x", "b"))
    assert moved(office, "uji", "uji", dry=True).refused == 1
    office.as_("DKOM.STAF").completes("A")
    assert moved(office, "uji", "uji").moved == 1


def test_one_case_or_some_may_be_moved(office: Office) -> None:
    release(office, "uji", line("uji", "a"))
    found = started(office, "uji", 3)
    release(office, "uji", line("uji", "a", "b"))
    assert moved(office, "uji", "uji", only=found[1].number).moved == 1
    assert moved(office, "uji", "uji", most=1).moved == 1
    trails = [office.trail(one.instance_id)[-1] == "case.moved" for one in found]
    assert trails == [True, True, False]


def test_a_move_needs_a_reason_an_admin_and_versions_that_fit(office: Office) -> None:
    release(office, "uji", line("uji", "a"))
    with pytest.raises(Invalid):
        begin(office, "uji", "uji", source=1, target=1)
    release(office, "uji", line("uji", "a", "b"))
    with pytest.raises(Invalid):
        begin(office, "uji", "uji", reason=" ")
    with pytest.raises(Invalid):
        begin(office, "uji", "uji", elements=(("q", "a"),))
    with pytest.raises(Forbidden):
        office.as_("DKOM.STAF").does(BeginMove("uji", "uji", 1, 2, reason="Ingin"))


def test_a_suspended_case_is_moved_and_stands_still(office: Office) -> None:
    def dated(text: str) -> Drawing:
        drawn = drawing("uji").start().user("a", STAFF).user("esc", STAFF).end().end("e2")
        return drawn.boundary("late", "a", timer=("duration", text)).flow("s a e").flow("late esc e2")

    release(office, "uji", dated("P1D"))
    (case,) = started(office, "uji", 1)
    admin = office.as_("DKOM.ADMIN")
    admin.does(SuspendCase(case.instance_id, "Menunggu keputusan"))
    release(office, "uji", dated("P2D"))
    assert moved(office, "uji", "uji", renew=("late",)).moved == 1
    office.later(days=5)
    assert [row.name for row in office.as_("DKOM.STAF").rows()] == ["A"]
    with pytest.raises(Conflict):
        office.as_("DKOM.STAF").completes("A")
    admin.does(ResumeCase(case.instance_id, "Lanjut"))
    office.settle()
    assert office.as_("DKOM.STAF").inbox() == ["ESC"]


def test_a_case_moved_goes_on_with_all_rows_of_both_databases(office: Office) -> None:
    """Joins, a deadline, a message, a handler and a subprocess under new names, then to the end."""

    def drawn(mark: str, *, more: bool = False) -> Drawing:
        def name(text: str) -> str:
            return f"{text}{mark}"

        inside = Drawing().start(name("s2")).user(name("c"), STAFF).end(name("e2"))
        inside.flow(f"{name('s2')} {name('c')} {name('e2')}")
        beside = Drawing().start(name("w"), message="catat", key="=case.number", interrupting=False)
        beside.user(name("h"), STAFF).end(name("e3")).flow(f"{name('w')} {name('h')} {name('e3')}")
        whole = drawing("uji").start().both(name("p")).both(name("j")).user(name("a"), STAFF).sub(name("k"), inside)
        whole.on(name("v"), beside).user(name("z"), STAFF).end().flow(f"s {name('p')}")
        for one in ("a", "k"):
            whole.flow(f"{name('p')} {name(one)} {name('j')}")
        if more:
            whole.user("q", STAFF).flow(f"{name('j')} {name('z')} q e")
        else:
            whole.flow(f"{name('j')} {name('z')} e")
        return whole

    release(office, "uji", drawn("1"))
    (case,) = started(office, "uji", 1)
    siti = office.as_("DKOM.STAF")
    siti.completes("A1")
    release(office, "uji", drawn("2", more=True))
    pairs = tuple((f"{one}1", f"{one}2") for one in ("p", "j", "a", "k", "s2", "c", "e2", "v", "w", "h", "e3", "z"))
    assert moved(office, "uji", "uji", elements=pairs).moved == 1
    assert siti.inbox() == ["C2"]
    siti.completes("C2")
    siti.completes("Z2")
    siti.completes("Q")
    assert the(office, "uji").state == "completed"
    left = stored(office, case.instance_id)
    assert all(not left[name] for name in ("token", "subscription", "counter"))


def test_judging_acts_on_no_register(office: Office) -> None:
    """A condition that holds in its new words acts at once, but not while cases are only judged."""

    def waits(condition: str) -> Drawing:
        headers: Any = {"register": "alat.budget"}
        given = {"key": "A1", "hold": "=case.number", "amount": "=1000"}
        drawn = drawing("uji").start().catch("c", condition=condition)
        return drawn.service("r", "register:reserve", inputs=given, **headers).user("z", STAFF).end().flow("s c r z e")

    release(office, "uji", waits('=case.unit = "LAIN"'))
    (case,) = started(office, "uji", 1)
    release(office, "uji", waits('=case.unit = "DKOM"'))
    before = stored(office, case.instance_id)
    assert moved(office, "uji", "uji", dry=True).moved == 1
    with office.store.reading() as db:
        assert db.execute(select(tables.register_hold)).all() == []
    assert stored(office, case.instance_id) == before
    assert moved(office, "uji", "uji").moved == 1
    assert office.as_("DKOM.STAF").inbox() == ["Z"]
    assert office.trail(case.instance_id)[-4:-1] == ["case.moved", "condition.met", "register.changed"]
