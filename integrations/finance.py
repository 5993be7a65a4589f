"""The regional finance system (SIPKD): payment requests SPP-LS (Permendagri 77/2020)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from integrations.connector import Payload, Port, Reply

Money = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=2)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Payee(Payload):
    """Who is paid."""

    name: Text
    tax_number: Annotated[str, Field(pattern=r"^\d{15,16}$")]
    bank: Text
    bank_account: Annotated[str, Field(pattern=r"^[0-9 .-]{5,34}$")]


class PaymentRequest(Payload):
    """A direct payment request (SPP-LS) for one accepted handover."""

    case_number: Text
    contract_number: Text
    handover_number: Text
    budget_line: Text
    agency: Text
    description: Text
    gross: Money
    vat: Money = Decimal(0)
    income_tax: Money = Decimal(0)
    penalty: Money = Decimal(0)
    net: Money
    payee: Payee
    requested_on: Day


class Disbursement(Reply):
    """The disbursement order (SP2D) the finance system issued."""

    payment_number: str
    disbursement_number: str
    disbursed_on: str
    net: Decimal


PORTS = (
    Port(
        type="finance:payment.request",
        title_id="Permintaan pembayaran (SPP-LS) ke SIPKD",
        title_en="Payment request to the finance system",
        path="/finance/payment-requests",
        input=PaymentRequest,
        output=Disbursement,
        errors=("PAYMENT_REFUSED",),
    ),
)
