"""The asset system (SIMBADA / e-BMD): registration in the inventory cards (Permendagri 108/2016, 47/2021)."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from integrations.connector import Payload, Port, Reply
from integrations.finance import Day, Money, Text


class AssetItem(Payload):
    """One accepted kind of goods."""

    goods_code: Annotated[str, Field(pattern=r"^\d(\.\d{1,3}){4,7}$")]
    name: Text
    brand_type: Annotated[str, Field(max_length=200)] = ""
    quantity: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    unit: Text
    unit_cost: Money
    serial_numbers: Annotated[list[Text], Field(default_factory=list)]
    condition: Literal["B", "KB", "RB"] = "B"
    location: Annotated[str, Field(max_length=200)] = ""


class AssetRegistration(Payload):
    """Everything one handover adds to the inventory."""

    case_number: Text
    agency: Text
    contract_number: Text
    handover_number: Text
    acquired_on: Day
    items: Annotated[list[AssetItem], Field(min_length=1, max_length=500)]


class RegisteredAssets(Reply):
    """The register numbers the asset system gave, one per item of the request in its order."""

    register_numbers: list[str]
    registered_on: str


PORTS = (
    Port(
        type="asset:register",
        title_id="Pencatatan aset (KIB) ke SIMBADA",
        title_en="Asset registration",
        path="/assets/registrations",
        input=AssetRegistration,
        output=RegisteredAssets,
        errors=("ASSET_REJECTED",),
    ),
)
