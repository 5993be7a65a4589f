"""Rupiah as officials read and type it."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
SCALES = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun", "kuintiliun")
SEN = Decimal("0.01")
WIDE = Context(prec=50)
#: Optional Rp, digits plain or grouped by dots, optional sen after a comma; `,-` is the written form of whole rupiah.
TYPED = re.compile(
    r"(?P<sign>-?)\s*(?:Rp\.?\s*)?(?P<minus>-?)(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<sen>[0-9]{1,2}|-))?",
    re.I,
)


def terbilang(amount: Decimal) -> str:
    """Spell the number in Indonesian words; digits after the comma are read one by one."""
    if not amount.is_finite() or abs(amount) >= Decimal(1000) ** len(SCALES):
        raise ValueError("Expected an amount below 10^21, but it is larger")
    sign = "minus " if amount < 0 else ""
    whole, _, fraction = format(abs(amount), "f").partition(".")
    fraction = fraction.rstrip("0")
    tail = " koma " + " ".join(DIGITS[int(digit)] for digit in fraction) if fraction else ""
    return sign + _whole(int(whole)) + tail


def rupiah(amount: Decimal) -> str:
    """Write Rp1.234.567,50; whole rupiah without sen, fractions of a sen rounded half even."""
    if not amount.is_finite() or amount.adjusted() > WIDE.prec - 4:
        raise ValueError("Expected an amount of rupiah, but it is beyond all money")
    rounded = abs(amount).quantize(SEN, ROUND_HALF_EVEN, WIDE)
    whole, _, sen = format(rounded, ",.2f").partition(".")
    sign = "-" if amount < 0 and rounded else ""
    return f"{sign}Rp{whole.replace(',', '.')}" + ("" if sen == "00" else f",{sen}")


def parse_rupiah(text: str) -> Decimal | None:
    """Read a typed amount ("25.000.000", "Rp 385.000,50", "1.234" is a thousand); None where it is not one."""
    found = TYPED.fullmatch(text.replace("\u00a0", " ").strip())
    if found is None or (found["sign"] and found["minus"]):
        return None
    sen = f".{found['sen']}" if found["sen"] not in (None, "-") else ""
    amount = Decimal(found["whole"].replace(".", "") + sen)
    return -amount if found["sign"] or found["minus"] else amount


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    words: list[str] = []
    for scale in range(len(SCALES) - 1, -1, -1):
        group = number // 1000**scale % 1000
        if group:
            words += _group(group, SCALES[scale])
    return " ".join(words)


def _group(group: int, scale: str) -> list[str]:
    if group == 1 and scale == "ribu":
        return ["seribu"]
    return [*_hundreds(group), *([scale] if scale else [])]


def _hundreds(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    head = [] if not hundreds else ["seratus"] if hundreds == 1 else [DIGITS[hundreds], "ratus"]
    return head + (_tens(rest) if rest else [])


def _tens(number: int) -> list[str]:
    if number < len(DIGITS):
        return [DIGITS[number]]
    if number < 20:
        return [DIGITS[number - 10], "belas"]
    tens, ones = divmod(number, 10)
    return [DIGITS[tens], "puluh", *([DIGITS[ones]] if ones else [])]
