"""Every sentence a form says, Indonesian first; refusals keep one grammar: «Expected … , but … »."""

from collections.abc import Mapping

#: code -> (Indonesian, English).
SENTENCES: Mapping[str, tuple[str, str]] = {
    # What an official reads at a field.
    "required": ("Isi {label}", "Enter {label}"),
    "choose": ("Pilih {label}", "Choose {label}"),
    "tick": ("Centang {label} untuk melanjutkan", "Tick {label} to go on"),
    "attach": ("Lampirkan {label}", "Attach {label}"),
    "rows": ("Isi paling sedikit {n} baris {label}", "Enter at least {n} rows of {label}"),
    "too_many_rows": (
        "Seharusnya {label} paling banyak {n} baris, tetapi lebih",
        "Expected at most {n} rows of {label}, but there are more",
    ),
    "not_number": (
        "Seharusnya {label} berupa angka, mis. 1.250 atau 12,5, tetapi tertulis “{typed}”",
        "Expected {label} to be a number such as 1.250 or 12,5, but it is “{typed}”",
    ),
    "digits": (
        "Seharusnya {label} paling banyak {n} angka di belakang koma, tetapi tertulis “{typed}”",
        "Expected {label} to have at most {n} digits after the comma, but it is “{typed}”",
    ),
    "not_rupiah": (
        "Seharusnya {label} berupa rupiah, mis. 25.000.000, tetapi tertulis “{typed}”",
        "Expected {label} to be an amount such as 25.000.000, but it is “{typed}”",
    ),
    "too_large": (
        "Seharusnya {label} di bawah seribu triliun, tetapi tertulis “{typed}”",
        "Expected {label} below 10^15, but it is “{typed}”",
    ),
    "not_date": (
        "Seharusnya {label} tanggal yang ada, mis. 27 11 2026, tetapi tertulis “{typed}”",
        "Expected {label} to be a real date such as 27 11 2026, but it is “{typed}”",
    ),
    "part_of_date": (
        "Lengkapi tanggal, bulan, dan tahun {label}",
        "Enter the day, the month and the year of {label}",
    ),
    "low": (
        "Seharusnya {label} paling sedikit {n}, tetapi tertulis {typed}",
        "Expected {label} of at least {n}, but it is {typed}",
    ),
    "high": (
        "Seharusnya {label} paling banyak {n}, tetapi tertulis {typed}",
        "Expected {label} of at most {n}, but it is {typed}",
    ),
    "early": (
        "Seharusnya {label} paling awal {n}, tetapi tertulis {typed}",
        "Expected {label} not before {n}, but it is {typed}",
    ),
    "late": (
        "Seharusnya {label} paling lambat {n}, tetapi tertulis {typed}",
        "Expected {label} not after {n}, but it is {typed}",
    ),
    "short": (
        "Seharusnya {label} paling sedikit {n} huruf, tetapi ada {typed}",
        "Expected {label} of at least {n} characters, but there are {typed}",
    ),
    "long": (
        "Seharusnya {label} paling banyak {n} huruf, tetapi ada {typed}",
        "Expected {label} of at most {n} characters, but there are {typed}",
    ),
    "pattern": (
        "Seharusnya {label} sesuai susunan yang diminta, tetapi tertulis “{typed}”",
        "Expected {label} in the form asked for, but it is “{typed}”",
    ),
    "characters": (
        "Seharusnya {label} berisi huruf yang dapat disimpan, tetapi ada huruf kendali",
        "Expected {label} to hold storable characters, but it has control characters",
    ),
    "not_choice": (
        "Seharusnya {label} salah satu pilihan, tetapi tertulis “{typed}”",
        "Expected {label} to be one of the choices, but it is “{typed}”",
    ),
    "not_found": (
        "Seharusnya {label} ada dalam buku, tetapi “{typed}” tidak ditemukan: pilih salah satu hasil",
        "Expected {label} to be in the register, but “{typed}” was not found: choose one of the results",
    ),
    "no_file": (
        "Seharusnya berkas {label} tersimpan, tetapi tidak ditemukan: unggah sekali lagi",
        "Expected the file of {label} to be stored, but it was not found: upload it once more",
    ),
    "one_file": ("Seharusnya {label} satu berkas, tetapi ada {n}", "Expected one file for {label}, but there are {n}"),
    "check": ("Periksa {label}: isiannya belum memenuhi syarat", "Check {label}: it does not meet the rule"),
    # Words on the page.
    "optional": ("(boleh kosong)", "(optional)"),
    "day": ("Tanggal", "Day"),
    "month": ("Bulan", "Month"),
    "year": ("Tahun", "Year"),
    "error": ("Galat:", "Error:"),
    "add_row": ("Tambah baris", "Add a row"),
    "remove": ("Hapus", "Remove"),
    "remove_row": ("baris {n} {label}", "row {n} of {label}"),
    "of_row": ("{label}, baris {n}", "{label}, row {n}"),
    "total": ("Jumlah", "Total"),
    "actions": ("Tindakan", "Actions"),
    "search": ("Cari", "Search"),
    "choose_one": ("Pilih satu", "Choose one"),
    "results": ("Hasil pencarian {label}", "Results for {label}"),
    "no_results": ("Tidak ada hasil untuk “{typed}”", "No results for “{typed}”"),
    "chosen": ("Terpilih: {label}", "Chosen: {label}"),
    "upload": ("Unggah", "Upload"),
    "choose_file": ("Pilih berkas", "Choose a file"),
    "then_upload": ("Pilih berkas, lalu tekan Unggah.", "Choose a file, then press Upload."),
    "work_out": ("Perbarui formulir", "Update the form"),
    "empty": ("Belum diisi", "Not filled in"),
    # What an analyst reads.
    "form.not_json": ("Seharusnya formulir berupa JSON, tetapi {why}", "Expected the form to be JSON, but {why}"),
    "form.too_large": (
        "Seharusnya formulir paling besar {n} bita, tetapi {typed}",
        "Expected a form of at most {n} bytes, but it has {typed}",
    ),
    "form.too_deep": (
        "Seharusnya isian bersarang paling dalam {n} tingkat, tetapi lebih",
        "Expected fields nested at most {n} levels, but they go deeper",
    ),
    "form.too_many": (
        "Seharusnya formulir paling banyak {n} isian, tetapi lebih",
        "Expected at most {n} fields, but there are more",
    ),
    "form.unknown_type": (
        "Seharusnya jenis isian yang dikenal, tetapi “{key}” berjenis “{typed}”",
        "Expected a known field type, but “{key}” is a “{typed}”",
    ),
    "form.schema": (
        "Seharusnya “{name}” pada “{key}” berupa {what}, tetapi bukan",
        "Expected “{name}” of “{key}” to be {what}, but it is not",
    ),
    "form.key": (
        "Seharusnya kunci isian berupa huruf, angka, dan garis bawah, tetapi tertulis “{typed}”",
        "Expected a key of letters, digits and underscores, but it is “{typed}”",
    ),
    "form.cell": (
        "Seharusnya kolom tabel berisi isian sederhana, tetapi “{key}” berjenis “{typed}”",
        "Expected a plain field as a column, but “{key}” is a “{typed}”",
    ),
    "form.duplicate_key": (
        "Seharusnya setiap kunci dipakai sekali, tetapi “{key}” dipakai lebih dari sekali",
        "Expected every key once, but “{key}” is used more than once",
    ),
    "form.reserved_key": (
        "Seharusnya kunci lain, tetapi “{key}” dipakai mesin",
        "Expected another key, but “{key}” belongs to the engine",
    ),
    "form.no_label": (
        "Seharusnya isian “{key}” punya label, tetapi kosong",
        "Expected field “{key}” to have a label, but it has none",
    ),
    "form.no_fields": (
        "Seharusnya formulir punya isian, tetapi kosong",
        "Expected the form to have fields, but it is empty",
    ),
    "form.no_choices": (
        "Seharusnya “{key}” punya pilihan, tetapi kosong",
        "Expected “{key}” to have choices, but it has none",
    ),
    "form.duplicate_choice": (
        "Seharusnya setiap pilihan “{key}” berbeda, tetapi “{typed}” ada dua",
        "Expected every choice of “{key}” to differ, but “{typed}” occurs twice",
    ),
    "form.no_register": (
        "Seharusnya rujukan “{key}” menunjuk buku yang ada, tetapi “{typed}” tidak dikenal",
        "Expected reference “{key}” to name a known register, but “{typed}” is not known",
    ),
    "form.pattern": (
        "Seharusnya pola “{key}” dapat dibaca, tetapi {why}",
        "Expected the pattern of “{key}” to be readable, but {why}",
    ),
    "form.bounds": (
        "Seharusnya batas “{key}” masuk akal, tetapi “{typed}” tidak terbaca",
        "Expected sensible bounds on “{key}”, but “{typed}” cannot be read",
    ),
    "form.bounds_order": (
        "Seharusnya batas bawah “{key}” tidak melebihi batas atas, tetapi melebihi",
        "Expected the lower bound of “{key}” not to exceed the upper, but it does",
    ),
    "form.total": (
        "Seharusnya jumlah “{key}” menunjuk kolom angka, tetapi “{typed}” bukan",
        "Expected a total of “{key}” to name a numeric column, but “{typed}” is not one",
    ),
    "form.no_rows": (
        "Seharusnya tabel “{key}” dengan kolom baca-saja punya properti rows, tetapi tidak ada",
        "Expected table “{key}” with read-only columns to have the property rows, but it has none",
    ),
    "form.no_columns": (
        "Seharusnya tabel “{key}” punya kolom, tetapi kosong",
        "Expected table “{key}” to have columns, but it has none",
    ),
    "form.no_equals": (
        "Seharusnya {name} pada “{key}” diawali “=”, tetapi tertulis “{typed}”",
        "Expected {name} of “{key}” to start with “=”, but it is “{typed}”",
    ),
    "form.no_message": (
        "Seharusnya pemeriksaan “{key}” punya checkMessage, tetapi tidak ada",
        "Expected the check of “{key}” to have a checkMessage, but it has none",
    ),
}


def say(code: str, language: str = "id", /, **words: object) -> str:
    """The sentence of `code` with its words filled in."""
    indonesian, english = SENTENCES[code]
    return (english if language == "en" else indonesian).format_map(words)
