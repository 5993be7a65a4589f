"""Whatever is posted, a form answers with values it can keep or with problems, and draws itself again."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import forms
from engine.api.values import exact
from engine.feel import codec
from engine.feel.values import of_python
from engine.model.errors import Invalid
from tests.forms.office import a_form, bind, one, render

CHOICES = [{"value": "a", "label": "A"}]
CELLS = [one("textfield", "nama"), one("rupiah", "harga"), one("date", "kapan"), one("checkbox", "ada")]
FORM = a_form(
    one("textfield", "nama", validate={"pattern": "(a+)+"}),
    one("number", "volume", validate={"min": 1}),
    one("rupiah", "harga"),
    one("date", "kapan"),
    one("select", "jenis", values=CHOICES),
    one("checklist", "sumber", values=CHOICES),
    one("rujukan", "paket", properties={"register": "pengadaan.package"}),
    one("filepicker", "surat"),
    one("dynamiclist", "rincian", components=CELLS),
)

HOSTILE = st.sampled_from(
    [
        "",
        "\x00",
        "\ud800",
        "1e999999",
        "-0",
        "NaN",
        "Infinity",
        "9" * 60,
        "1.2.3,4",
        "Rp 1.000,0.0",
        "\u0663",
        "31",
        "2",
        "99999",
        "-1",
        "<script>alert(1)</script>",
        "a" * 60 + "!",
        "berkas-1",
        "PKT-1",
        '"><img src=x onerror=alert(1)>',
    ]
) | st.text(max_size=20)
KEYS = ["nama", "volume", "harga", "kapan", "jenis", "sumber", "paket", "surat", "rincian"]
ROWS = st.sampled_from(["0", "1", "7", "-1", "999999", "\u00b2", "", "1.0"])
NAMES = st.one_of(
    st.sampled_from([*KEYS, "rincian.#", "kapan.tanggal", "kapan.bulan", "kapan.tahun", "paket.pilih", "paket.cari"]),
    st.tuples(ROWS, st.sampled_from(["nama", "harga", "kapan.tanggal", "kapan.tahun", "x"])).map(
        lambda pair: f"rincian.{pair[0]}.{pair[1]}"
    ),
    st.sampled_from(["_tambah:", "_hapus:", "_cari:", "_lepas:", "_unggah:"]).flatmap(
        lambda button: st.sampled_from(["", "rincian", "rincian:0", "rincian:999999", "rincian:\u00b2", "x:y"]).map(
            lambda rest: button + rest
        )
    ),
    st.text(max_size=10),
)
POSTS = st.dictionaries(NAMES, st.lists(HOSTILE, max_size=3), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5) | st.just("@"), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=120, deadline=2000)
@given(POSTS)
def test_any_post_is_bound_or_refused_and_drawn_again_without_what_it_smuggles(raw: dict[str, list[str]]) -> None:
    bound = bind(FORM, raw)
    if bound.accepted:
        codec.encode(dict(bound.values)).encode()
    shown = render(FORM, forms.edit(FORM, raw), bound.problems)
    assert "<script>alert" not in shown
    assert "<img" not in shown


@settings(max_examples=80, deadline=2000)
@given(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5))
def test_any_body_of_the_api_is_bound_or_refused(answers: dict[str, Any]) -> None:
    try:
        typed = exact(answers)
    except Invalid:
        return
    bind(FORM, forms.raw(FORM, typed))


@settings(max_examples=80, deadline=2000)
@given(JSON)
def test_any_payload_that_is_taken_is_read_back_as_it_was(payload: Any) -> None:
    try:
        value = of_python(exact(payload))
    except Invalid:
        return
    assert codec.decode(codec.encode(value)) == value
