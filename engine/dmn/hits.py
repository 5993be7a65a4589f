"""What the hit policies make of the matching rules (DMN 1.5 §8.2.10)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from engine.dmn.errors import DecisionFailed
from engine.dmn.model import Aggregation, HitPolicy
from engine.feel import Env, compile
from engine.feel.ops import equal
from engine.model.state import Value


class Hit(NamedTuple):
    """One matching rule with its outputs in the order of the columns."""

    rule: str
    number: int
    values: tuple[Value, ...]


#: Per output column, its values from the most to the least important.
Priorities = Sequence[Sequence[Value]]

SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY, HitPolicy.PRIORITY})


def counted(policy: HitPolicy, table: str, hits: Sequence[Hit], priorities: Priorities) -> Sequence[Hit]:
    """The hits that count, in their order; DecisionFailed where UNIQUE or ANY is broken."""
    return _POLICIES.get(policy, _all)(table, hits, priorities)


def aggregate(aggregation: Aggregation, values: Sequence[Value], env: Env) -> Value:
    """COLLECT's sum, count, minimum or maximum, computed as FEEL does."""
    if aggregation is Aggregation.COUNT:
        return Decimal(len(values))
    program = compile(f"{aggregation.value.lower()}(values)")
    return program.run({"values": list(values)}, env).value


def _all(table: str, hits: Sequence[Hit], priorities: Priorities) -> Sequence[Hit]:
    return hits


def _unique(table: str, hits: Sequence[Hit], priorities: Priorities) -> Sequence[Hit]:
    if len(hits) > 1:
        raise DecisionFailed(
            "dmn.unique",
            f"Expected one matching rule in table {table}, but rules {_numbers(hits)} match.",
            f"Seharusnya satu aturan tabel {table} cocok, tetapi aturan {_numbers(hits)} cocok.",
        )
    return hits


def _any(table: str, hits: Sequence[Hit], priorities: Priorities) -> Sequence[Hit]:
    first = hits[0]
    for hit in hits[1:]:
        if any(
            one is not other and equal(one, other) is not True
            for one, other in zip(first.values, hit.values, strict=True)
        ):
            raise DecisionFailed(
                "dmn.any",
                f"Expected equal outputs of all matching rules in table {table}, "
                f"but rules {_numbers((first, hit))} differ.",
                f"Seharusnya aturan tabel {table} yang cocok memberi hasil yang sama, "
                f"tetapi aturan {_numbers((first, hit))} berbeda.",
            )
    return (first,)


def _by_priority(table: str, hits: Sequence[Hit], priorities: Priorities) -> Sequence[Hit]:
    return sorted(hits, key=lambda hit: tuple(map(_rank, hit.values, priorities)))


def _rank(value: Value, priority: Sequence[Value]) -> int:
    return next((place for place, known in enumerate(priority) if equal(value, known) is True), len(priority))


def _numbers(hits: Sequence[Hit]) -> str:
    return ", ".join(str(hit.number) for hit in hits)


_POLICIES: Mapping[HitPolicy, Callable[[str, Sequence[Hit], Priorities], Sequence[Hit]]] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _by_priority,
    HitPolicy.OUTPUT_ORDER: _by_priority,
}
