"""The reference partner keeps one effect per key, whatever happens on the way."""

import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import httpx2
import pytest
import uvicorn

from engine.model.connectors import BpmnFault, CallFailed, Permanent, Retryable, UnknownOutcome
from integrations.partner.app import partner
from integrations.partner.desk import Desk, DeskTransport
from integrations.partner.faults import Fault, Kind
from integrations.partner.ledger import Ledger
from integrations.registry import Endpoint, Registry, over, registry

PAYMENT: dict[str, Any] = {
    "case_number": "PGD-2026-00001",
    "contract_number": "027/1/SPK/2026",
    "handover_number": "BAST-1",
    "budget_line": "2.16.01.5.2.02.10.01.0002",
    "agency": "2.16",
    "description": "Laptop",
    "gross": Decimal("185000000"),
    "penalty": Decimal("185000.50"),
    "net": Decimal("184814999.50"),
    "payee": {
        "name": "CV Contoh",
        "tax_number": "0123456789012345",
        "bank": "Bank Sumut",
        "bank_account": "1234567890",
    },
    "requested_on": "2026-11-20",
}


def desk() -> Desk:
    return Desk(Ledger(":memory:"), lambda: date(2026, 11, 21), lambda _: None)


def free_port_server(at: Desk) -> tuple[uvicorn.Server, str]:
    server = uvicorn.Server(uvicorn.Config(partner(at), host="127.0.0.1", port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return server, f"http://127.0.0.1:{port}"


@pytest.fixture(params=["in process", "over HTTP"])
def office(request: pytest.FixtureRequest) -> Iterator[tuple[Desk, Registry]]:
    """The same rules hold in this process and over a real socket."""
    at = desk()
    if request.param == "in process":
        yield at, over(DeskTransport(at))
        return
    # What does the work and never answers holds the socket until the caller's deadline.
    at.sleep = lambda seconds: threading.Event().wait(min(seconds, 1.0)) and None
    server, url = free_port_server(at)
    yield at, registry({name: Endpoint(url) for name in ("finance", "asset", "personnel")})
    server.should_exit = True


def test_a_payment_is_made_once_however_often_it_is_asked(office: tuple[Desk, Registry]) -> None:
    at, connectors = office
    first = connectors.call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    again = connectors.call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    assert first == again
    assert first["net"] == Decimal("184814999.50")
    assert len(at.ledger.entries("finance")) == 1
    assert [c["outcome"] for c in at.ledger.calls("finance")] == ["done", "repeat"]


def test_a_key_used_for_another_request_is_refused(office: tuple[Desk, Registry]) -> None:
    _, connectors = office
    connectors.call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    with pytest.raises(Permanent) as refused:
        connectors.call("finance:payment.request", {**PAYMENT, "description": "Lain"}, key="k1", deadline=2)
    assert refused.value.code == "partner.409"


@pytest.mark.parametrize(
    ("fault", "raised", "effects"),
    [
        (Kind.ERROR, Retryable, 0),
        (Kind.DOWN, Retryable, 0),
        (Kind.REFUSE, BpmnFault, 0),
        (Kind.TIMEOUT_AFTER, UnknownOutcome, 1),
    ],
)
def test_each_fault_has_its_meaning_and_a_repeat_ends_with_one_payment(
    office: tuple[Desk, Registry], fault: Kind, raised: type[CallFailed], effects: int
) -> None:
    at, connectors = office
    at.faults.switch("finance", Fault(fault, times=1))
    with pytest.raises(raised):
        connectors.call("finance:payment.request", PAYMENT, key="k1", deadline=0.5)
    assert len(at.ledger.entries("finance")) == effects
    connectors.call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    assert len(at.ledger.entries("finance")) == 1


def test_a_net_amount_that_does_not_add_up_is_refused_by_finance(office: tuple[Desk, Registry]) -> None:
    _, connectors = office
    with pytest.raises(BpmnFault) as refused:
        connectors.call("finance:payment.request", {**PAYMENT, "net": Decimal(1)}, key="k", deadline=2)
    assert refused.value.code == "PAYMENT_REFUSED"


def test_a_wrong_field_is_named_before_anything_leaves_the_office(office: tuple[Desk, Registry]) -> None:
    at, connectors = office
    with pytest.raises(Permanent, match=r"payee\.tax_number"):
        connectors.call(
            "finance:payment.request",
            {**PAYMENT, "payee": {**PAYMENT["payee"], "tax_number": "12"}},
            key="k",
            deadline=2,
        )
    assert at.ledger.calls("finance") == []


def test_assets_get_one_number_each_and_wrong_serials_are_rejected(office: tuple[Desk, Registry]) -> None:
    _, connectors = office
    item = {
        "goods_code": "1.3.2.10.01.02.001",
        "name": "Laptop",
        "quantity": Decimal(2),
        "unit": "unit",
        "unit_cost": Decimal(1),
    }
    request = {
        "case_number": "PGD-1",
        "agency": "2.16",
        "contract_number": "1",
        "handover_number": "B1",
        "acquired_on": "2026-11-20",
        "items": [item, {**item, "name": "Monitor"}],
    }
    answer = connectors.call("asset:register", request, key="a1", deadline=2)
    assert len(answer["register_numbers"]) == 2
    with pytest.raises(BpmnFault) as refused:
        connectors.call(
            "asset:register", {**request, "items": [{**item, "serial_numbers": ["x"]}]}, key="a2", deadline=2
        )
    assert refused.value.code == "ASSET_REJECTED"


def test_a_system_without_an_address_refuses_instead_of_guessing() -> None:
    with pytest.raises(Permanent) as refused:
        registry({}).call("finance:payment.request", PAYMENT, key="k", deadline=1)
    assert refused.value.code == "connector.not_set"


def test_the_books_survive_a_restart_of_the_partner(tmp_path: Any) -> None:
    path = str(tmp_path / "partner.sqlite")
    first = Desk(Ledger(path), lambda: date(2026, 11, 21), lambda _: None)
    over(DeskTransport(first)).call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    first.ledger.close()
    second = Desk(Ledger(path), lambda: date(2026, 11, 22), lambda _: None)
    answer = over(DeskTransport(second)).call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    assert answer["disbursed_on"] == "2026-11-21"
    assert len(second.ledger.entries("finance")) == 1


def test_a_person_sees_the_books_and_makes_the_partner_fail() -> None:
    at = desk()
    over(DeskTransport(at)).call("finance:payment.request", PAYMENT, key="k1", deadline=2)
    server, url = free_port_server(at)
    with httpx2.Client(base_url=url, follow_redirects=True, trust_env=False) as browser:
        shown = browser.get("/").text
        assert "PGD-2026-00001" in shown
        assert "<script" not in shown
        assert '<option value="down" selected>' in browser.post("/switch/finance", data={"kind": "down"}).text
    server.should_exit = True
    with pytest.raises(Retryable):
        over(DeskTransport(at)).call("finance:payment.request", PAYMENT, key="k2", deadline=2)
