"""Sentences about where a case begins, events of several triggers, what loops throw, and technical faults."""

STARTS: dict[str, tuple[str, str, str, str]] = {
    "start.place": (
        "Seharusnya {node}, yang memulai berkas (instantiate), menjadi unsur pertama di tingkat proses, tetapi tidak.",
        "Expected {node}, which begins a case (instantiate), to be the first element of the process, but it is not.",
        "Hapus alur masuknya dan kejadian mulai lain, atau letakkan tepat sesudah satu kejadian mulai tanpa pemicu.",
        "Remove its incoming flows and other start events, or put it right after one start event without a trigger.",
    ),
    "start.receive": (
        "Seharusnya {node} yang memulai berkas tidak berulang dan tanpa kejadian batas, tetapi ada.",
        "Expected {node}, which begins a case, to have no loop and no boundary events, but it has.",
        "Pindahkan ke tugas sesudahnya.",
        "Move them to the task after it.",
    ),
    "start.parallel": (
        "Seharusnya gerbang kejadian paralel {node} memulai berkas (instantiate=true), tetapi tidak.",
        "Expected parallel event-based gateway {node} to begin a case (instantiate=true), but it does not.",
        "Pakai gerbang paralel diikuti kejadian tangkap, atau beri instantiate=true.",
        "Use a parallel gateway followed by catch events, or set instantiate=true.",
    ),
    "start.trigger": (
        "Seharusnya sesudah {gateway} ada kejadian yang dapat memulai berkas, tetapi {node} berpemicu {trigger}.",
        "Expected events that can begin a case behind {gateway}, but {node} has trigger {trigger}.",
        "Pakai pesan atau isyarat (pada gerbang eksklusif juga waktu).",
        "Use a message or a signal (behind an exclusive gateway also a timer).",
    ),
}
