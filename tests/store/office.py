"""A small office for the tests of the store: one pack, its registers, steps written by hand."""

from decimal import Decimal
from typing import Any

from engine.model.definition import Definition
from engine.model.facts import Fact
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.register import Invariant, RegisterField, RegisterSpec
from engine.model.state import Scope, Token
from engine.model.step import OpenTask, Step
from engine.store import apply, instances, packs
from engine.store.instances import InstanceRow
from engine.store.unit import Unit
from tests.conftest import ReleasedPacks

DEFINITION = Definition("pengadaan_langsung", "Pengadaan langsung", {}, {}, properties={"caseNumber": "PGD"})


def money(name: str) -> RegisterField:
    return RegisterField(name, "rupiah", name)


LINE = RegisterSpec(
    key="penganggaran.dpa_line",
    title_id="Baris DPA",
    title_en="DPA line",
    key_field="code",
    fields={
        "code": RegisterField("code", "text", "Kode"),
        "name": RegisterField("name", "text", "Uraian"),
        "ceiling": RegisterField("ceiling", "rupiah", "Pagu", required=True),
    },
    states=("active", "frozen", "cancelled"),
    transitions=(("active", "frozen"), ("frozen", "active"), ("active", "cancelled")),
    invariants=(
        Invariant("balance", "reserved + settled <= ceiling", "DPA_BALANCE", "Sisa pagu tidak cukup"),
        Invariant("packages", "children.package.ceiling <= ceiling", "PACKAGE_OVER_CEILING", "Paket melebihi pagu"),
    ),
    label_fields=("name",),
)
PACKAGE = RegisterSpec(
    key="pengadaan.package",
    title_id="Paket",
    title_en="Package",
    key_field="number",
    fields={
        "number": RegisterField("number", "text", "Nomor"),
        "ceiling": money("ceiling"),
        "due": RegisterField("due", "date", "Tenggat"),
    },
    parent="penganggaran.dpa_line",
    amounts=("ceiling",),
    states=("active", "done", "cancelled"),
)


def release(unit: Unit, pack: str, *specs: RegisterSpec, hash: str = "0" * 64) -> PackVersion:
    row = packs.release(
        unit, pack=pack, hash=hash, title_id=pack.title(), title_en="", files={"pack.toml": b"x"}, origin="shipped"
    )
    version = PackVersion(
        id=row.id,
        pack=pack,
        number=row.number,
        hash=hash,
        title_id=row.title_id,
        title_en="",
        files={"pack.toml": b"x"},
        definitions={"pengadaan_langsung": DEFINITION},
        registers={spec.key.partition(".")[2]: spec for spec in specs},
    )
    released = unit.world.packs
    assert isinstance(released, ReleasedPacks)
    released.versions[version.id] = version
    return version


def released(unit: Unit) -> PackVersion:
    """Release both packs; returns the one of procurement."""
    release(unit, "penganggaran", LINE)
    return release(unit, "pengadaan", PACKAGE)


def case(unit: Unit, version: PackVersion, *, tasks: int = 1, address: str = "position:DKOM.PPK") -> InstanceRow:
    """Start a case that waits in `tasks` human tasks and holds one variable."""
    instance = instances.create(unit, version, DEFINITION, "Laptop untuk DKOM", "DKOM")
    step = Step(next_no=tasks + 1, facts=[Fact("case.started", "Start")])
    step.scopes[0] = Scope(0, None, None, "pengadaan_langsung", live=tasks)
    step.variables[0, "harga"] = Decimal("185000000.00")
    for no in range(1, tasks + 1):
        step.tokens[no] = Token(no, "Susun_HPS", 0, 16)
        step.opened.append(OpenTask(no, "Susun_HPS", "Susun HPS", "hps", address))
    return apply.apply(unit, instance, step).instance


def completed(instance: InstanceRow, token: int, **variables: Any) -> Step:
    """One human task is done and the next one opens, as the runtime would say it."""
    no = instance.next_no
    return Step(
        tokens={token: None, no: Token(no, "Tetapkan", 0, 16)},
        variables={(0, name): value for name, value in variables.items()},
        opened=[OpenTask(no, "Tetapkan", "Tetapkan HPS", "penetapan", "position:DKOM.PA")],
        closed={token: "completed"},
        facts=[
            Fact("task.completed", "Susun_HPS", token, {"fields": sorted(variables)}),
            Fact("task.opened", "Tetapkan", no, {"address": "position:DKOM.PA"}),
        ],
        next_no=no + 1,
    )


def person(unit: Unit, name: str = "Siti") -> Id:
    from engine.store import people

    return people.add_person(unit, name=name)
