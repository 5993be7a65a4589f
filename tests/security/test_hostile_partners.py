"""Whatever a partner answers, the worker lives on and the case ends in an incident an admin can see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from engine.model.connectors import BpmnFault, Permanent
from engine.service.views.monitor import monitor
from engine.store import audit
from integrations.http import understand
from integrations.registry import over
from tests.office import Office, office, sqlite_office

__all__ = ["office", "sqlite_office"]


@dataclass
class Hostile:
    """A partner that answers every request in one hostile way."""

    answer: Callable[[], Mapping[str, Any]]

    def send(self, path: str, body: Mapping[str, Any], *, key: str, deadline: float) -> Mapping[str, Any]:
        """Answer as told."""
        return understand(200, {"registered_on": "2026-11-02", **self.answer()})


def _raise(fault: Exception) -> Mapping[str, Any]:
    raise fault


def _deep() -> Any:
    value: Any = "x"
    for _ in range(900):
        value = [value]
    return value


ANSWERS: dict[str, Callable[[], Mapping[str, Any]]] = {
    "nothing": dict,
    "null": lambda: {"register_numbers": None},
    "wrong type": lambda: {"register_numbers": {"a": 1}},
    "a text": lambda: {"answer": "<html>Bad gateway</html>"},
    "half a character": lambda: {"register_numbers": ["\ud800"]},
    "deep": lambda: {"register_numbers": _deep()},
    "no number": lambda: {"register_numbers": [float("nan")]},
    "refused with NUL": lambda: _raise(Permanent("partner.400", "a\x00b")),
    "an error with NUL": lambda: _raise(BpmnFault("X\x00", "a\x00b")),
    "a code without end": lambda: _raise(Permanent("c" * 5000, "m" * 100_000)),
    "a fault of ours": lambda: _raise(RecursionError("deep")),
}


def _approved(office: Office) -> str:
    staff = office.as_("DKOM.STAF")
    number = staff.starts(alat="Laptop", harga=Decimal(18_500_000)).number
    staff.completes("Lengkapi permintaan", alat="Laptop", harga=Decimal(18_500_000))
    office.as_("DKOM.PERIKSA").completes("Periksa permintaan", keputusan="setuju")
    return number


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_hostile_answer_is_an_incident_and_no_lost_or_endless_job(office: Office, kind: str) -> None:
    office.connectors = over(Hostile(ANSWERS[kind]))
    number = _approved(office)
    office.settle()
    for _ in range(4):
        office.later(minutes=10)
    overview = monitor(office.world, office.as_("DKOM.ADMIN").actor)
    assert [row.number for row in overview.failed] == [number]
    assert {row.state for row in overview.jobs} <= {"failed"}
    with office.world.database.reading() as db:
        assert audit.verify(db) == []


def test_a_huge_answer_is_kept_or_refused_but_never_stops_the_office(sqlite_office: Office) -> None:
    sqlite_office.connectors = over(Hostile(lambda: {"register_numbers": ["x" * 1000] * 20_000}))
    number = _approved(sqlite_office)
    sqlite_office.settle()
    page = sqlite_office.as_("DKOM.STAF").sees(number)
    assert page.state == "completed" or page.failed


def test_a_nul_in_an_answer_ends_well_or_as_an_incident(office: Office) -> None:
    office.connectors = over(Hostile(lambda: {"register_numbers": ["a\x00b"]}))
    number = _approved(office)
    office.settle()
    page = office.as_("DKOM.STAF").sees(number)
    assert page.state == "completed" or page.failed
