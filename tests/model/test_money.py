"""Rupiah as officials write, read and say it."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.money import parse_rupiah, rupiah, terbilang

SEN = st.decimals(-(10**14), 10**14, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "nol"),
        ("11", "sebelas"),
        ("19", "sembilan belas"),
        ("100", "seratus"),
        ("110", "seratus sepuluh"),
        ("1000", "seribu"),
        ("1001", "seribu satu"),
        ("11000", "sebelas ribu"),
        ("101000", "seratus satu ribu"),
        ("1000000", "satu juta"),
        ("2001000", "dua juta seribu"),
        ("185000000", "seratus delapan puluh lima juta"),
        ("1000000000", "satu miliar"),
        ("1000000000000", "satu triliun"),
        ("385000.50", "tiga ratus delapan puluh lima ribu koma lima"),
        ("1.05", "satu koma nol lima"),
        ("-21", "minus dua puluh satu"),
    ],
)
def test_an_amount_in_words(amount: str, words: str) -> None:
    assert terbilang(Decimal(amount)) == words


def test_words_end_at_kuintiliun() -> None:
    with pytest.raises(ValueError, match="below"):
        terbilang(Decimal(10) ** 21)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("185000000", "Rp185.000.000"),
        ("1234567.5", "Rp1.234.567,50"),
        ("0", "Rp0"),
        ("-5000", "-Rp5.000"),
        ("-0.001", "Rp0"),
        ("0.125", "Rp0,12"),
    ],
)
def test_an_amount_in_figures(amount: str, text: str) -> None:
    assert rupiah(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("25.000.000", "25000000"),
        ("25000000", "25000000"),
        ("Rp 385.000,50", "385000.50"),
        ("rp385.000", "385000"),
        ("Rp. 5.000,-", "5000"),
        ("1.234", "1234"),
        ("-5.000", "-5000"),
        ("0,5", "0.5"),
        (" 7 ", "7"),
    ],
)
def test_a_typed_amount_is_read(typed: str, amount: str) -> None:
    assert parse_rupiah(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "abc", "12.34", "1,234,567", "1.2345", "5,123", "--5", "1e9", "٣", "1.234.56"])
def test_what_could_mean_two_amounts_is_not_read(typed: str) -> None:
    assert parse_rupiah(typed) is None


@given(SEN)
@settings(max_examples=150)
def test_what_is_written_can_be_read_back(amount: Decimal) -> None:
    assert parse_rupiah(rupiah(amount)) == amount
