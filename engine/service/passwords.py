"""Passwords with Argon2id (RFC 9106), a few at a time: each check holds 64 MiB and a tenth of a second."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 200

#: Letters and digits nobody mistakes for one another, in print or on the phone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_turn = BoundedSemaphore(4)
#: Checked where no account exists, so that the answer takes as long.
_nobody = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQxMjM0NTY3OA$3mEPL3YPYc2SuUjYdvGNvZbLzQ8pMbRxKs2iZ5bRmZM"


def hashed(password: str) -> str:
    """The stored form of a password."""
    with _turn:
        return _hasher.hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """True where the password is the stored one; takes the same time where nothing is stored."""
    if len(password) > LONGEST:
        return False
    try:
        with _turn:
            return _hasher.verify(stored or _nobody, password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def one_time(chance: bytes) -> str:
    """A password to hand out, from twelve random octets or more: `k7mh-2qpd-x9rt`."""
    signs = "".join(ALPHABET[octet % len(ALPHABET)] for octet in chance[:12])
    return "-".join(signs[start : start + 4] for start in (0, 4, 8))
