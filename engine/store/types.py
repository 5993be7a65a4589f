"""Column types that keep money exact, moments aware and values typed on both databases."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator, Uuid

#: UUID version 7: native on PostgreSQL, 32 hexadecimal characters on SQLite.
IdType = Uuid


class Moment(TypeDecorator[datetime]):
    """An aware moment as integer milliseconds UTC; a naive one is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To milliseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Expected an aware moment, but the datetime has no zone")
        return round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """To an aware UTC datetime."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)


class Day(TypeDecorator[date]):
    """A calendar day as the integer yyyymmdd, so that it sorts and reads alike on both databases."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        """To yyyymmdd."""
        return None if value is None else value.year * 10000 + value.month * 100 + value.day

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        """To a date."""
        return None if value is None else date(value // 10000, value // 100 % 100, value % 100)


class Rupiah(TypeDecorator[Decimal]):
    """Money as integer sen; more than two decimals is a mistake of the caller, never rounded away here."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To sen."""
        if value is None:
            return None
        sen = value * 100
        if sen != sen.to_integral_value():
            raise ValueError("Expected at most two decimals of rupiah, but the amount has more")
        return int(sen)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """To rupiah with two decimals kept exact."""
        return None if value is None else Decimal(value) / 100


class Json(TypeDecorator[Any]):
    """Small plain JSON of our own making (never FEEL values): compact text, keys in the order given."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401 - any JSON
        """To text."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 - any JSON
        """From text."""
        return None if value is None else json.loads(value)
