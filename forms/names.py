"""Names in a post, and the ids on the page that go with them."""

from collections.abc import Mapping, Sequence

from forms.schema import Field, Kind

#: Everything a browser posted, as typed.
Raw = Mapping[str, Sequence[str]]

DAY, MONTH, YEAR = ".tanggal", ".bulan", ".tahun"
ROWS = ".#"
PICKED = ".pilih"
SEARCHED = ".cari"
ADD, REMOVE, RECALCULATE, SEARCH, DETACH, UPLOAD = "_tambah:", "_hapus:", "_hitung", "_cari:", "_lepas:", "_unggah:"
FILE = "_berkas:"


def cell(table: Field, row: int, column: Field) -> str:
    """The name of one cell: `rincian.0.harga`."""
    return f"{table.key}.{row}.{column.key}"


def first(raw: Raw, name: str) -> str:
    """The text posted under `name`, "" for none; of several the last, as a browser's later field wins."""
    found = raw.get(name, ())
    return found[-1] if found else ""


def anchor(name: str, kind: Kind) -> str:
    """The id an error summary links to: the first box of a date, the field itself otherwise."""
    return "isian-" + (name + DAY if kind is Kind.DATE else name).replace(".", "-")


def posted_rows(raw: Raw, table: Field) -> int:
    """How many rows were posted: the hidden count, or the highest row named; never more than one above the limit."""
    most = table.most_rows + 1
    count = first(raw, table.key + ROWS)
    if count.isascii() and count.isdigit():
        return min(int(count[:6]), most)
    prefix = table.key + "."
    rows = (name[len(prefix) :].partition(".")[0] for name in raw if name.startswith(prefix))
    return min(max((int(row[:6]) + 1 for row in rows if row.isascii() and row.isdigit()), default=0), most)
