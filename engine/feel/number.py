"""FEEL numbers: decimal128, 34 digits, half even (DMN 1.5 §10.3.2.3.1)."""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

DIGITS = 34
EXPONENT = 6144
#: Set for the length of a run; its traps make an impossible result an exception, which becomes null.
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=EXPONENT,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
#: Wide enough for any two decimal128 numbers written out.
WIDE = Context(prec=13_000, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=[InvalidOperation])


def number(text: str) -> Decimal | None:
    """The literal as decimal128; None where it is beyond the largest, or no number."""
    try:
        value = CONTEXT.create_decimal(text)
    except ArithmeticError:
        return None
    return value if value.is_finite() else None


def is_bounded(value: Decimal) -> bool:
    """True for a number that can be written out: one from outside may have an exponent of millions."""
    return value.is_finite() and abs(value.adjusted()) <= EXPONENT + DIGITS


def plain(value: Decimal) -> str:
    """Digits only: no exponent, no trailing zeros, no minus zero."""
    if not is_bounded(value):
        return str(value)
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
