"""Sentences about undoing: compensation handlers, what asks for them, transactions."""

UNDO: dict[str, tuple[str, str, str, str]] = {
    "undo.flows": (
        "Seharusnya {node} berdiri di luar alur karena hanya untuk kompensasi, tetapi ada alur padanya.",
        "Expected {node} to stand beside the flows because it only undoes, but there is a flow at it.",
        "Hapus alurnya; asosiasi yang menghubungkan kejadian kompensasi dengan penanganannya.",
        "Remove the flow; an association joins the compensation event and its handler.",
    ),
    "undo.no_handler": (
        "Seharusnya kejadian kompensasi {node} berasosiasi dengan tepat satu kegiatan kompensasi di lingkup yang sama, "
        "tetapi ada {count}: {handler}.",
        "Expected compensation event {node} to have an association to exactly one compensation activity of the same "
        "scope, but there are {count}: {handler}.",
        "Gambar asosiasi dari kejadian ke satu kegiatan yang bertanda kompensasi (isForCompensation).",
        "Draw an association from the event to one activity marked for compensation (isForCompensation).",
    ),
    "undo.handler_twice": (
        "Seharusnya {host} mempunyai satu cara pembatalan, tetapi {node} bukan satu-satunya.",
        "Expected one way to undo {host}, but {node} is not the only one.",
        "Pakai satu kejadian batas kompensasi, atau satu subproses kejadian kompensasi di dalamnya.",
        "Keep one compensation boundary event, or one compensation event subprocess inside.",
    ),
    "undo.handler_edge": (
        "Seharusnya penanganan kompensasi {host} tanpa kejadian batas dan tidak dibatalkan sendiri, tetapi ada {node}.",
        "Expected compensation handler {host} to have no boundary events and not to be undone itself, but there is "
        "{node}.",
        "Jadikan penanganannya subproses dan tangani kesalahannya di dalam.",
        "Make the handler a subprocess and handle what goes wrong inside it.",
    ),
    "undo.not_undoing": (
        "Seharusnya subproses kejadian {node} yang bertanda kompensasi mulai dengan kejadian kompensasi, tetapi tidak.",
        "Expected event subprocess {node}, marked for compensation, to start with a compensation event, but it does "
        "not.",
        "Ganti kejadian mulainya, atau hapus tanda kompensasinya.",
        "Change its start event, or remove the mark.",
    ),
    "undo.orphan": (
        "Seharusnya kegiatan kompensasi {node} dituju asosiasi dari kejadian batas kompensasi, tetapi tidak; kegiatan "
        "ini tidak akan pernah berjalan.",
        "Expected an association from a compensation boundary event to compensation activity {node}, but there is "
        "none; it will never run.",
        "Gambar kejadian batas kompensasi pada kegiatan yang dibatalkannya, dengan asosiasi ke sini.",
        "Draw a compensation boundary event on the activity it undoes, with an association to here.",
    ),
    "undo.top": (
        "Seharusnya subproses kejadian kompensasi berada di dalam subproses yang dibatalkannya, tetapi {node} berada "
        "langsung di proses, yang tidak pernah dibatalkan setelah selesai.",
        "Expected a compensation event subprocess to lie in the subprocess it undoes, but {node} lies in the process "
        "itself, which is never undone once it has completed.",
        "Pindahkan ke dalam subproses; pada aktivitas panggilan, pakai kejadian batas kompensasi.",
        "Move it into a subprocess; on a call activity use a compensation boundary event.",
    ),
    "undo.unseen": (
        "Seharusnya {node} menyebut kegiatan di lingkupnya sendiri atau, dari subproses kejadian, di lingkup "
        "sekitarnya, tetapi {activity} bukan.",
        "Expected {node} to name an activity of its own scope or, from an event subprocess, of the scope around, but "
        "{activity} is none.",
        "Sebut kegiatan lain, atau kosongkan activityRef untuk membatalkan semua yang telah selesai di lingkup ini.",
        "Name another activity, or leave activityRef empty to undo all that has completed in this scope.",
    ),
    "undo.nothing": (
        "Seharusnya ada yang dapat dibatalkan dari {node}, tetapi tidak ada kegiatan dengan penanganan kompensasi.",
        "Expected something that {node} can undo, but no activity there has a compensation handler.",
        "Tambahkan kejadian batas kompensasi pada kegiatannya, atau hapus kejadian ini.",
        "Add a compensation boundary event to the activity, or remove this event.",
    ),
    "undo.left_by_error": (
        "Seharusnya kesalahan yang meninggalkan {host} ditangani di dalamnya, karena yang telah selesai di sana tidak "
        "dibatalkan dengan sendirinya; tetapi {node} menangkapnya dari luar.",
        "Expected an error that leaves {host} to be handled inside it, because what has completed there is not undone "
        "by itself; but {node} catches it from outside.",
        "Tambahkan subproses kejadian kesalahan di dalam {host} dengan kejadian lempar kompensasi, lalu lempar lagi "
        "kesalahannya; atau biarkan bila memang tidak perlu dibatalkan.",
        "Add an error event subprocess inside {host} that throws compensation and then the error again; or leave it "
        "where nothing needs undoing.",
    ),
    "undo.cancel_place": (
        "Seharusnya kejadian batal berada langsung di dalam transaksi atau pada tepinya, tetapi {node} tidak.",
        "Expected a cancel event directly in a transaction or at its edge, but {node} is not.",
        "Jadikan subprosesnya transaksi, atau pakai kejadian kesalahan.",
        "Make the subprocess a transaction, or use an error event.",
    ),
    "undo.cancel_loop": (
        "Seharusnya transaksi {host} dengan akhir batal berjalan satu kali, tetapi diulang: yang lain akan ikut "
        "terputus.",
        "Expected transaction {host} with a cancel end event to run once, but it is repeated: one that is cancelled "
        "would break off the others.",
        "Masukkan transaksi ke dalam subproses yang diulang.",
        "Put the transaction into a subprocess that is repeated.",
    ),
    "undo.cancel_ways": (
        "Seharusnya transaksi {node} yang dapat batal mempunyai tepat satu kejadian batas batal, tetapi ada {count}.",
        "Expected transaction {node}, which may be cancelled, to have exactly one cancel boundary event, but there "
        "are {count}.",
        "Gambar satu kejadian batas batal dengan alur lanjutannya.",
        "Draw one cancel boundary event with the way on.",
    ),
    "undo.never_cancelled": (
        "Seharusnya ada akhir batal di dalam {host}, tetapi tidak ada; {node} tidak akan pernah terjadi.",
        "Expected a cancel end event inside {host}, but there is none; {node} will never happen.",
        "Tambahkan akhir batal, atau hapus kejadian ini.",
        "Add a cancel end event, or remove this event.",
    ),
}
