"""Built-ins over numbers (DMN 1.5 §10.3.4.5); rounding keeps 34 digits."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.builtins.registry import builtin
from engine.feel.durations import DaysTime, YearsMonths
from engine.feel.number import CONTEXT, EXPONENT, WIDE
from engine.feel.run import Run
from engine.feel.values import Value

MIN_SCALE = -6111


def _rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    places = int(scale)
    if not MIN_SCALE <= places <= EXPONENT + 32:
        return None
    exponent = Decimal((0, (1,), -places))
    return CONTEXT.plus(number.quantize(exponent, rounding, WIDE)) + 0


def _rounding(name: str, rounding: str, *, optional: bool = False) -> None:
    scale = "scale?: number" if optional else "scale: number"

    @builtin(f"{name}(n: number, {scale})")
    def _(_: Run, number: Decimal, places: Decimal | None = None) -> Value:
        return _rounded(number, places if places is not None else Decimal(0), rounding)


_rounding("decimal", ROUND_HALF_EVEN)
_rounding("floor", ROUND_FLOOR, optional=True)
_rounding("ceiling", ROUND_CEILING, optional=True)
_rounding("round up", ROUND_UP)
_rounding("round down", ROUND_DOWN)
_rounding("round half up", ROUND_HALF_UP)
_rounding("round half down", ROUND_HALF_DOWN)
_rounding("round half even", ROUND_HALF_EVEN)


@builtin("abs(n: number)")
def _abs(_: Run, number: Decimal) -> Value:
    return abs(number)


@builtin("abs(n: duration)")
def _abs_duration(_: Run, length: DaysTime) -> Value:
    return DaysTime(abs(length.nanos))


@builtin("abs(n: months)")
def _abs_months(_: Run, length: YearsMonths) -> Value:
    return YearsMonths(abs(length.months))


@builtin("modulo(dividend: number, divisor: number)")
def _modulo(_: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """The remainder with the sign of the divisor."""
    if divisor == 0:
        return None
    rest = WIDE.remainder(dividend, divisor)
    return CONTEXT.plus(rest + divisor if rest and (rest < 0) != (divisor < 0) else rest)


def _of_one(name: str, compute: Callable[[Decimal], Decimal]) -> None:
    @builtin(f"{name}(number: number)")
    def _(_: Run, number: Decimal) -> Value:
        return compute(number)


_of_one("sqrt", lambda number: number.sqrt())
_of_one("exp", lambda number: number.exp())


@builtin("log(number: number)")
def _log(_: Run, number: Decimal) -> Value:
    return number.ln() if number > 0 else None


@builtin("odd(number: number)")
def _odd(_: Run, number: Decimal) -> Value:
    return bool(abs(WIDE.remainder(number, Decimal(2))) == 1)


@builtin("even(number: number)")
def _even(_: Run, number: Decimal) -> Value:
    return bool(WIDE.remainder(number, Decimal(2)) == 0)
