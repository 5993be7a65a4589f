"""What a scenario expects at the end (`maka`) or on the way (`periksa`): one line per expectation."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine import feel
from engine.feel import ops
from engine.feel.text import to_text
from engine.jobs.scenario_cases import listed, states, typed
from engine.jobs.scenario_file import Unreadable
from engine.jobs.scenario_steps import PORTS, Line, Play
from engine.service.env import env_for
from engine.store import attempts, audit, cases, incidents, instances, letters, notices, registers

STATES = {"active": "berjalan", "completed": "selesai", "withdrawn": "ditarik", "failed": "gagal"}
ROW = ("state", "reserved", "settled", "unit")


def checks(play: Play, wanted: Mapping[str, Any]) -> Iterator[Line]:
    """Every expectation as a line; raises Unreadable for one nobody knows."""
    for name, value in wanted.items():
        if name not in KINDS:
            raise Unreadable(f"Seharusnya maka salah satu dari {', '.join(KINDS)}, tetapi {name}")
        yield from KINDS[name](play, value)


def unbroken(play: Play) -> Line:
    """Whatever happened, the chain of facts must verify."""
    with play.office.store.reading() as connection:
        broken = audit.verify(connection)
    return Line("jejak utuh", not broken, "; ".join(f"{one.chain} {one.seq}: {one.reason}" for one in broken))


def _same(text: str, wanted: object, found: object) -> Line:
    why = "" if wanted == found else f"Seharusnya {wanted}, tetapi {found}"
    return Line(f"{text}: {wanted}", wanted == found, why)


def _state(play: Play, wanted: str) -> Iterator[Line]:
    with play.office.store.reading() as connection:
        row = instances.instance(connection, play.case)
    yield _same("berkas", wanted, STATES[row.state] if row else "tidak ada")


def _other_states(play: Play, wanted: Mapping[str, Any]) -> Iterator[Line]:
    for process, told in wanted.items():
        found = [STATES[state] for state in states(play, process)]
        yield _same(f"berkas_lain {process}", listed(told), found)


def _tasks(play: Play, wanted: list[str]) -> Iterator[Line]:
    yield _same("tugas", sorted(wanted), sorted(row.name for row in play.open_tasks()))


def _content(play: Play, wanted: Mapping[str, Any]) -> Iterator[Line]:
    with play.office.store.reading() as connection:
        scope = cases.variables(connection, play.case)
        env = env_for(connection, play.office.world)
    for path, value in wanted.items():
        found = feel.compile(path.removeprefix("=")).run(scope, env).value
        expected = typed(value)
        same = ops.equal(found, expected) is True
        shown = f"Seharusnya {to_text(expected)}, tetapi {to_text(found)}"
        yield Line(f"isi {path}: {value}", same, "" if same else shown)


def _books(play: Play, wanted: Mapping[str, Any]) -> Iterator[Line]:
    for register, rows in wanted.items():
        with play.office.store.reading() as connection:
            if not rows:
                keys = [row.key for row in registers.rows(connection, register, limit=5)]
                yield _same(f"buku {register}", [], keys)
            for row in rows:
                yield from _row(registers.row(connection, register, str(row["key"])), register, row)


def _row(found: registers.RegisterRow | None, register: str, wanted: Mapping[str, Any]) -> Iterator[Line]:
    name = f"buku {register} {wanted['key']}"
    if found is None:
        yield Line(name, False, "Seharusnya ada, tetapi tidak ada")
        return
    for column, value in wanted.items():
        if column == "key":
            continue
        real = getattr(found, column) if column in ROW else found.data.get(column)
        same = ops.equal(real, typed(value)) is True
        why = f"Seharusnya {value}, tetapi {to_text(real)}"
        yield Line(f"{name}, {column}: {value}", same, "" if same else why)


def _partner(play: Play, wanted: Mapping[str, Mapping[str, int]]) -> Iterator[Line]:
    for port, counts in wanted.items():
        entries = len(play.office.desk.ledger.entries(PORTS[port]))
        for name, count in counts.items():
            yield _same(f"mitra {port}, {name}", count, entries)


def _incidents(play: Play, wanted: list[str]) -> Iterator[Line]:
    with play.office.store.reading() as connection:
        found = [row.code for case in play.cases for row in incidents.open_incidents(connection, case)]
    yield _same("gangguan", sorted(wanted), sorted(found))


def _facts(play: Play, wanted: list[str]) -> Iterator[Line]:
    with play.office.store.reading() as connection:
        kinds = [row.kind for row in cases.history(connection, play.case, limit=10_000)]
    rest = iter(kinds)
    missing = [kind for kind in wanted if kind not in rest]
    why = f"Seharusnya {', '.join(missing)} terjadi menurut urutan, tetapi tidak" if missing else ""
    yield Line(f"jejak {', '.join(wanted)}", not missing, why)


def _attempts(play: Play, wanted: list[str]) -> Iterator[Line]:
    with play.office.store.reading() as connection:
        found = [row.code for row in attempts.attempts(connection)]
    yield _same("percobaan", sorted(wanted), sorted(found))


def _letters(play: Play, wanted: list[str]) -> Iterator[Line]:
    with play.office.store.reading() as connection:
        found = [row.template for case in play.cases for row in letters.letters(connection, case)]
    yield _same("surat", sorted(wanted), sorted(found))


def _notices(play: Play, wanted: Mapping[str, int]) -> Iterator[Line]:
    for position, count in wanted.items():
        addresses = play.actor(position).addresses()
        with play.office.store.reading() as connection:
            found = len(notices.unseen(connection, addresses))
        yield _same(f"pemberitahuan {position}", count, found)


KINDS: Mapping[str, Callable[[Play, Any], Iterator[Line]]] = {
    "berkas": _state,
    "berkas_lain": _other_states,
    "tugas": _tasks,
    "isi": _content,
    "buku": _books,
    "mitra": _partner,
    "gangguan": _incidents,
    "jejak": _facts,
    "percobaan": _attempts,
    "surat": _letters,
    "pemberitahuan": _notices,
}
