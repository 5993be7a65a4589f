"""The sentences of warnings, Indonesian and English; {0}, {1} … take the details."""

SENTENCES: dict[str, tuple[str, str]] = {
    "feel.unknown_name": (
        'Seharusnya ada nilai bernama "{0}", tetapi tidak ada',
        'Expected a value named "{0}", but there is none',
    ),
    "feel.unknown_member": (
        'Seharusnya ada anggota "{0}", tetapi {1} tidak memilikinya',
        'Expected a member "{0}", but the {1} has none',
    ),
    "feel.operands": (
        'Seharusnya operand cocok untuk "{0}", tetapi {1} dan {2}',
        'Expected operands that fit "{0}", but got {1} and {2}',
    ),
    "feel.arithmetic": (
        'Seharusnya "{0}" menghasilkan angka, tetapi hasilnya tidak ada',
        'Expected "{0}" to give a number, but it has no result',
    ),
    "feel.compare": (
        "Seharusnya dua nilai sejenis untuk dibandingkan, tetapi {0} dan {1}",
        "Expected two values of one kind to compare, but got {0} and {1}",
    ),
    "feel.logic": (
        'Seharusnya benar atau salah untuk "{0}", tetapi {1}',
        'Expected true or false for "{0}", but got {1}',
    ),
    "feel.index": (
        "Seharusnya urutan dari 1 sampai {1}, tetapi {0}",
        "Expected a position from 1 to {1}, but got {0}",
    ),
    "feel.filter": (
        "Seharusnya syarat atau urutan, tetapi {0}",
        "Expected a condition or a position, but got {0}",
    ),
    "feel.not_a_function": (
        "Seharusnya sebuah fungsi, tetapi {0}",
        "Expected a function, but got {0}",
    ),
    "feel.arguments": (
        'Seharusnya argumen yang cocok untuk "{0}", tetapi diberi ({1})',
        'Expected arguments that fit "{0}", but got ({1})',
    ),
    "feel.result": (
        'Seharusnya "{0}" dapat dihitung dengan argumen ini, tetapi tidak',
        'Expected "{0}" to have a result for these arguments, but it has none',
    ),
    "feel.external": (
        "Seharusnya fungsi ditulis dalam FEEL, tetapi ini fungsi luar",
        "Expected a function written in FEEL, but it is external",
    ),
    "feel.range": (
        "Seharusnya ujung rentang sejenis dan berurutan, tetapi {0} dan {1}",
        "Expected ends of one kind in order, but got {0} and {1}",
    ),
    "feel.duplicate_key": (
        'Seharusnya setiap kunci hanya sekali, tetapi "{0}" dua kali',
        'Expected every key once, but "{0}" comes twice',
    ),
    "feel.literal": (
        'Seharusnya tanggal, waktu, atau durasi, tetapi "{0}"',
        'Expected a date, time or duration, but got "{0}"',
    ),
    "feel.iteration": (
        "Seharusnya daftar atau rentang untuk diulang, tetapi {0}",
        "Expected a list or range to go through, but got {0}",
    ),
    "feel.unknown_type": (
        'Seharusnya tipe yang dikenal, tetapi "{0}"',
        'Expected a known type, but got "{0}"',
    ),
    "feel.parameter": (
        'Seharusnya ada parameter "{0}" yang berlaku, tetapi tidak ada',
        'Expected a parameter "{0}" in force, but there is none',
    ),
}


def sentences(code: str, details: tuple[str, ...]) -> tuple[str, str]:
    """Indonesian and English sentence of a warning."""
    indonesian, english = SENTENCES[code]
    return indonesian.format(*details), english.format(*details)
