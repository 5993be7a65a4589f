"""What is said about a case that is to be moved to another version: code -> sentence and way out, Indonesian first.

Names in braces are filled in; every sentence of a refusal names the element as people call it.
"""

from engine.model.definition import Definition
from engine.model.findings import Finding, Severity

#: code -> (Indonesian, English, way out in Indonesian, way out in English).
_Words = tuple[str, str, str, str]

_WAIT_ID = "Selesaikan langkah ini pada versi lama, lalu pindahkan."
_WAIT_EN = "Finish this step on the old version, then move the case."

REFUSALS: dict[str, _Words] = {
    "move.gone": (
        "Seharusnya «{name}» ada di versi baru, tetapi tidak ada.",
        "Expected {name} in the new version, but it is gone.",
        "Sebutkan unsur penggantinya di pemetaan: {element}: <unsur baru>.",
        "Name the element that takes its place in the mapping: {element}: <new element>.",
    ),
    "move.kind": (
        "Seharusnya «{name}» sejenis di kedua versi, tetapi dari {old} menjadi {new}.",
        "Expected {name} to be of one kind in both versions, but {old} became {new}.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.scope": (
        "Seharusnya «{name}» tetap di subproses yang sama, tetapi dipindahkan ke dalam atau ke luar.",
        "Expected {name} in the same subprocess, but it was moved into or out of one.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.loop": (
        "Seharusnya pengulangan «{name}» sama di kedua versi, tetapi berubah saat berkas ada di dalamnya.",
        "Expected the loop of {name} to be the same in both versions, but it changed while the case is inside.",
        "Biarkan semua putaran selesai pada versi lama, lalu pindahkan.",
        "Let all rounds end on the old version, then move the case.",
    ),
    "move.join_lost": (
        "Seharusnya setiap jalur yang sudah tiba di «{name}» ada di versi baru, tetapi jalur {flow} hilang: "
        "yang sudah dikerjakan akan hilang.",
        "Expected every path that has arrived at {name} in the new version, but flow {flow} is gone: its work would be "
        "lost.",
        "Pertahankan jalur itu di versi baru, atau biarkan gerbang ini terlewati pada versi lama.",
        "Keep that path in the new version, or let the case pass this gateway on the old one.",
    ),
    "move.join_ripe": (
        "Seharusnya «{name}» masih menunggu, tetapi di versi baru semua jalurnya sudah tiba dan tidak ada yang "
        "menggerakkannya lagi.",
        "Expected {name} to wait still, but in the new version every path has arrived and nothing would set it off.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.deadlock": (
        "Seharusnya berkas dapat selesai di versi baru, tetapi «{name}» akan menunggu jalur yang tidak pernah dimulai.",
        "Expected the case to come to its end in the new version, but {name} would wait for a path that never began.",
        "Biarkan gerbang ini terlewati pada versi lama, atau pertahankan jalurnya.",
        "Let the case pass this gateway on the old version, or keep its paths.",
    ),
    "move.together": (
        "Seharusnya versi baru dapat membuka langkah-langkah ini bersamaan ({name}), tetapi tidak: pekerjaan akan "
        "terulang atau menggantung.",
        "Expected the new version to have these steps open together ({name}), but it never has: work would be done "
        "twice or hang.",
        "Selesaikan salah satu langkah pada versi lama, lalu pindahkan.",
        "Finish one of the steps on the old version, then move the case.",
    ),
    "move.unproven": (
        "Seharusnya terbukti bahwa berkas dapat berlanjut dari «{name}», tetapi diagramnya terlalu rumit untuk "
        "diperiksa dalam batas.",
        "Expected a proof that the case can go on from {name}, but the diagram is too intricate to search within "
        "bounds.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.message": (
        "Seharusnya «{name}» menunggu pesan yang sama, tetapi nama atau kuncinya berubah: pesan yang sedang di jalan "
        "akan hilang.",
        "Expected {name} to wait for the same message, but its name or key changed: one on its way would be lost.",
        "Tambahkan {element} ke «baru» di pemetaan agar menunggu yang baru, bila pihak pengirim sudah berganti.",
        "Add {element} to «renew» in the mapping to wait for the new one, once the sender has changed.",
    ),
    "move.event": (
        "Seharusnya yang ditunggu «{name}» dapat dihitung, tetapi gagal: {why}",
        "Expected to find what {name} waits for, but it failed: {why}",
        "Perbaiki nilainya di berkas, atau ungkapannya di versi baru.",
        "Correct the value in the case, or the expression in the new version.",
    ),
    "move.job": (
        "Seharusnya panggilan «{name}» yang sedang berjalan sama di versi baru, tetapi dari {old} menjadi {new}.",
        "Expected the call of {name} that is under way to be the same in the new version, but {old} became {new}.",
        "Tunggu jawabannya atau selesaikan gangguannya, lalu pindahkan.",
        "Wait for its answer or resolve its incident, then move the case.",
    ),
    "move.undo": (
        "Seharusnya yang dapat dibatalkan («{name}») sama di kedua versi, tetapi penanganannya berubah atau hilang.",
        "Expected what may be undone ({name}) to be the same in both versions, but its handler changed or is gone.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.unknown": (
        "Seharusnya «{name}» dan sekitarnya sama di kedua versi karena menyimpan {what}, tetapi berubah.",
        "Expected {name} and what is around it to be the same in both versions because it keeps {what}, but it "
        "changed.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.handler": (
        "Seharusnya penanganan «{name}» yang sedang berjalan tetap ada dan menghentikan yang lain seperti semula, "
        "tetapi berubah.",
        "Expected the handler {name} that is running to be there and to interrupt as before, but it changed.",
        _WAIT_ID,
        _WAIT_EN,
    ),
    "move.fault": (
        "Seharusnya berkas ini dapat diperiksa, tetapi pemeriksaannya gagal: {why}",
        "Expected to judge this case, but judging it failed: {why}",
        "Laporkan kesalahan ini; berkas tidak disentuh.",
        "Report this fault; the case was not touched.",
    ),
    "move.secret": (
        "Seharusnya berkas ini boleh Anda baca, tetapi berkas ini rahasia.",
        "Expected a case you may read, but this one is secret.",
        "Mintalah yang berwenang atas berkas ini memindahkannya.",
        "Ask who may read the case to move it.",
    ),
}

NOTES: dict[str, _Words] = {
    "move.renamed": ("«{name}» menjadi «{new}».", "{name} becomes {new}.", "", ""),
    "move.timer_kept": (
        "Batas waktu «{name}» diubah di versi baru; yang sudah berjalan tetap jatuh pada {when}.",
        "The timer {name} says otherwise in the new version; the one running keeps its moment, {when}.",
        "Tambahkan {element} ke «baru» di pemetaan agar dihitung ulang.",
        "Add {element} to «renew» in the mapping to count it anew.",
    ),
    "move.event_added": (
        "«{name}» mulai ditunggu sejak pemindahan.",
        "{name} is waited for from the move on.",
        "",
        "",
    ),
    "move.event_removed": (
        "«{name}» tidak ditunggu lagi.",
        "{name} is no longer waited for.",
        "",
        "",
    ),
    "move.event_renewed": (
        "«{name}» ditunggu menurut versi baru, dihitung sejak pemindahan.",
        "{name} is waited for as the new version says, counted from the move.",
        "",
        "",
    ),
    "move.inputs": (
        "Masukan «{name}» dihitung ulang menurut versi baru.",
        "The inputs of {name} are found anew as the new version says.",
        "",
        "",
    ),
    "move.form": (
        "Formulir «{name}» berubah; draf dan catatan tetap.",
        "The form of {name} changed; draft and comments stay.",
        "",
        "",
    ),
    "move.draft_fields": (
        "Draf «{name}» memuat isian yang tidak ada lagi di formulir baru: {fields}. Isian lain tetap.",
        "The draft of {name} holds fields the new form lacks: {fields}. The others stay.",
        "",
        "",
    ),
    "move.address": (
        "Alamat tugas «{name}» berubah di versi baru; tugas yang terbuka tetap pada {owner}.",
        "The new version addresses {name} otherwise; the open task stays with {owner}.",
        "Alihkan tugasnya bila perlu.",
        "Hand it over where needed.",
    ),
    "move.due": (
        "Tenggat «{name}» berubah di versi baru; tugas yang terbuka tetap jatuh tempo seperti semula.",
        "The new version dates {name} otherwise; the open task keeps its due date.",
        "",
        "",
    ),
    "move.job_under_way": (
        "Panggilan «{name}» sedang berjalan; jawabannya masuk menurut versi baru.",
        "The call of {name} is under way; its answer is taken in as the new version says.",
        "",
        "",
    ),
    "move.call": (
        "Berkas yang dipanggil «{name}» tetap berjalan pada versinya dan kembali ke sini.",
        "The case called by {name} stays on its version and returns here.",
        "",
        "",
    ),
    "move.incident": (
        "«{name}» tertahan; percobaan berikutnya memakai versi baru.",
        "{name} is held up; the next try runs the new version.",
        "",
        "",
    ),
}


def named(definition: Definition, element: str) -> str:
    """What people call an element."""
    found = definition.elements.get(element)
    return found.name if found and found.name else element


def refusal(code: str, element: str, **filled: str) -> Finding:
    """Why a case cannot be moved."""
    return _made(REFUSALS[code], Severity.ERROR, code, element, filled)


def note(code: str, element: str, **filled: str) -> Finding:
    """What changes for a case that is moved."""
    return _made(NOTES[code], Severity.WARNING, code, element, filled)


def _made(words: _Words, severity: Severity, code: str, element: str, filled: dict[str, str]) -> Finding:
    named = {"name": element or "?", "element": element, **filled}
    said = [text.format(**named) for text in words]
    return Finding(code, severity, element, said[0], said[1], said[2], said[3])
