"""Time-ordered identifiers (UUID version 7, RFC 9562 §5.7)."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from uuid import UUID

Id = UUID

#: Makes one new identifier; the clock and the randomness are passed in when it is built.
Ids = Callable[[], Id]


def uuid7(now: datetime, random_bits: int) -> Id:
    """Build a version 7 UUID from an aware moment and 74 random bits."""
    return _uuid7(int(now.timestamp() * 1000), random_bits)


def ids(clock: Callable[[], datetime], bits: Callable[[int], int]) -> Ids:
    """Return a maker of identifiers over `clock` and `bits` (`random.getrandbits`-like).

    Each is greater than the one before it, also within a millisecond and where the clock stands still or goes back
    (RFC 9562 §6.2, method 2): what was made first sorts first.
    """
    lock = Lock()
    last = (0, 0)

    def make() -> Id:
        nonlocal last
        moment = int(clock().timestamp() * 1000)
        with lock:
            last = (moment, bits(74)) if moment > last[0] else _after(last, bits(32))
            return _uuid7(*last)

    return make


def _after(last: tuple[int, int], step: int) -> tuple[int, int]:
    moment, random_bits = last[0], last[1] + step + 1
    return (moment + 1, random_bits >> 1) if random_bits >> 74 else (moment, random_bits)


def _uuid7(milliseconds: int, random_bits: int) -> Id:
    high = (random_bits >> 62) & 0xFFF
    low = random_bits & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
