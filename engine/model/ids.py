"""Time-ordered identifiers (UUID version 7, RFC 9562 §5.7)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

Id = UUID

#: Makes one new identifier; the clock and the randomness are passed in when it is built.
Ids = Callable[[], Id]


def uuid7(now: datetime, random_bits: int) -> Id:
    """Build a version 7 UUID from an aware moment and 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    high = (random_bits >> 62) & 0xFFF
    low = random_bits & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def ids(clock: Callable[[], datetime], bits: Callable[[int], int]) -> Ids:
    """Return a maker of identifiers over `clock` and `bits` (`random.getrandbits`-like)."""
    return lambda: uuid7(clock(), bits(74))
