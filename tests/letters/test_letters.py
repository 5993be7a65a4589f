"""Letters as an office sends them, and templates that try to get out."""

from datetime import date
from decimal import Decimal

import pytest

from engine.feel.values import Date
from engine.letters import LetterFailed, Press, check_template, render

ON = date(2026, 11, 30)


def body(template: str, **context: object) -> str:
    press = Press()
    try:
        return press.body(template, context)
    finally:
        press.close()


def test_a_letter_shows_amounts_in_figures_and_in_words() -> None:
    text = body("{{ harga | rupiah }} ({{ harga | terbilang }})", harga=Decimal(185_000_000))
    assert text == "Rp185.000.000 (seratus delapan puluh lima juta)"


def test_a_date_is_written_as_in_an_indonesian_letter() -> None:
    assert body("{{ hari | tanggal }}, {{ hari }}", hari=Date(2026, 11, 30)) == "30 November 2026, 30 November 2026"


def test_what_an_official_typed_is_never_markup() -> None:
    assert body("{{ nama }}", nama="<b>PT & Co</b>") == "&lt;b&gt;PT &amp; Co&lt;/b&gt;"


def test_a_missing_value_leaves_a_gap_not_the_word_none() -> None:
    assert body("[{{ kosong }}{{ tidak_ada }}]", kosong=None) == "[]"


def test_the_page_carries_letterhead_number_and_title() -> None:
    page = render(
        "<p>Nomor {{ nomor }}</p>",
        {},
        title="Surat <Penunjukan>",
        letterhead={"office": "Pemerintah Kota Pematangsiantar", "unit": "Dinas Komunikasi"},
        number="001/SPPBJ/DKOM/2026",
        on=ON,
    )
    assert "Pemerintah Kota Pematangsiantar" in page
    assert "<p>Nomor 001/SPPBJ/DKOM/2026</p>" in page
    assert "<title>Surat &lt;Penunjukan&gt;</title>" in page


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ daftar.append(1) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% for i in range(10) %}x{% endfor %}",
    ],
)
def test_a_template_cannot_leave_its_sandbox(template: str) -> None:
    with pytest.raises(LetterFailed) as refused:
        body(template, daftar=[Decimal(1)])
    assert refused.value.code == "letter.template"


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' * 3000000 }}",
        "{{ 'x' * 2000000000 }}",
        "{% for a in n %}" * 4 + "{% endfor %}" * 4,
    ],
)
def test_a_template_that_runs_away_is_stopped_and_the_next_letter_is_printed(template: str) -> None:
    press = Press(patience=8)
    numbers = [Decimal(n) for n in range(200)]
    with pytest.raises(LetterFailed) as refused:
        press.body(template, {"n": numbers})
    assert refused.value.code in {"letter.too_long", "letter.too_much"}
    assert press.body("baik", {}) == "baik"
    press.close()


def test_a_broken_template_is_found_before_anybody_prints_it() -> None:
    assert [finding.line for finding in check_template(b"baris\n{{ nomor ")] == [2]
    assert check_template(b"{% include 'lain' %}")[0].code == "letter.template"
    assert "kilat" in check_template(b"{{ nomor | kilat }}")[0].message_en
    assert check_template(b"<p>{{ harga | rupiah }}</p>") == []
