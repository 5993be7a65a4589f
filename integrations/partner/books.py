"""What each port of the reference partner does with a request that it accepts."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from integrations.asset import AssetRegistration
from integrations.connector import Payload, sentences
from integrations.finance import PaymentRequest
from integrations.partner.ledger import Answered, Ledger
from integrations.personnel import DisciplineRecord

Today = Callable[[], date]


def _refused(code: str, detail: str) -> Answered:
    return Answered(422, {"error_code": code, "detail": detail})


def _checked(model: type[Payload], body: Mapping[str, Any]) -> Payload | Answered:
    try:
        return model.model_validate(dict(body))
    except ValidationError as error:
        return Answered(400, {"detail": sentences(error)})


def pay(ledger: Ledger, today: Today, key: str, body: Mapping[str, Any]) -> Answered:
    """Issue a disbursement order; refuse one whose net is not gross less taxes and penalty."""
    request = _checked(PaymentRequest, body)
    if isinstance(request, Answered):
        return request
    assert isinstance(request, PaymentRequest)  # noqa: S101 - narrows the type after the check above
    due = request.gross - request.vat - request.income_tax - request.penalty
    if request.net != due:
        return _refused("PAYMENT_REFUSED", f"Nilai bersih {request.net} tidak sama dengan {due}")

    def write(number: str, _: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "payment_number": f"SPM-{number}",
            "disbursement_number": f"SP2D-{number}",
            "disbursed_on": today().isoformat(),
            "net": str(request.net),
        }

    return ledger.once("finance", key, body, "PAY", write)


def register_assets(ledger: Ledger, today: Today, key: str, body: Mapping[str, Any]) -> Answered:
    """Give one register number per item; refuse an item whose serial numbers do not match its quantity."""
    request = _checked(AssetRegistration, body)
    if isinstance(request, Answered):
        return request
    assert isinstance(request, AssetRegistration)  # noqa: S101 - narrows the type after the check above
    for item in request.items:
        if item.serial_numbers and Decimal(len(item.serial_numbers)) != item.quantity:
            return _refused("ASSET_REJECTED", f"{item.name}: jumlah nomor seri tidak sama dengan jumlah barang")

    def write(number: str, _: Mapping[str, Any]) -> Mapping[str, Any]:
        numbers = [f"{item.goods_code}.{number}.{i:04d}" for i, item in enumerate(request.items, 1)]
        return {"register_numbers": numbers, "registered_on": today().isoformat()}

    return ledger.once("asset", key, body, "KIB", write)


def record_discipline(ledger: Ledger, today: Today, key: str, body: Mapping[str, Any]) -> Answered:
    """Keep one disciplinary decision."""
    request = _checked(DisciplineRecord, body)
    if isinstance(request, Answered):
        return request

    def write(number: str, _: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"record_number": number, "recorded_on": today().isoformat()}

    return ledger.once("personnel", key, body, "DIS", write)


#: Path -> (port, handler).
HANDLERS: Mapping[str, tuple[str, Callable[[Ledger, Today, str, Mapping[str, Any]], Answered]]] = {
    "/finance/payment-requests": ("finance", pay),
    "/assets/registrations": ("asset", register_assets),
    "/personnel/discipline-records": ("personnel", record_discipline),
}
