"""The way out of findings whose checker does not give one: every finding says what to do, in both languages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engine.model.findings import Finding

#: Code, or the first part of one with its dot, -> (Indonesian, English).
HINTS = {
    "pack.manifest": (
        "Perbaiki pack.toml; contohnya ada di docs/reference/packs.md.",
        "Mend pack.toml; docs/reference/packs.md shows one.",
    ),
    "pack.register": (
        "Perbaiki registers.toml pada buku dan kolom yang disebut.",
        "Mend registers.toml at the register and field that are named.",
    ),
    "pack.doubled": ("Ganti id salah satu proses.", "Change the id of one of the processes."),
    "feel.": (
        "Perbaiki kunci parameternya, atau minta admin menambahkannya beserta dasar hukumnya.",
        "Correct the key of the parameter, or ask an admin to add it with its legal basis.",
    ),
    "letter.": ("Perbaiki naskah surat pada baris itu.", "Mend the letter's template at that line."),
    "form.": (
        "Buka formulirnya dan perbaiki isian yang disebut.",
        "Open the form and mend the field that is named.",
    ),
    "bpmn.": (
        "Simpan ulang diagramnya sebagai BPMN 2.0 dari penyunting.",
        "Save the diagram again as BPMN 2.0 from an editor.",
    ),
    "dmn.": (
        "Simpan ulang tabelnya sebagai DMN dari penyunting.",
        "Save the table again as DMN from an editor.",
    ),
}
ELSE = ("Perbaiki berkas itu lalu periksa lagi.", "Mend that file and check again.")


def hinted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each with a hint."""
    for finding in findings:
        if finding.hint_id and finding.hint_en:
            yield finding
        else:
            hint_id, hint_en = HINTS.get(finding.code) or HINTS.get(f"{finding.code.partition('.')[0]}.") or ELSE
            yield replace(finding, hint_id=finding.hint_id or hint_id, hint_en=finding.hint_en or hint_en)
