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
    "event.joint": (
        "Seharusnya pemicu {node} yang semuanya diperlukan (parallelMultiple) {allowed}, tetapi {event}.",
        "Expected the triggers of {node}, all of them needed (parallelMultiple), to be {allowed}, but one is {event}.",
        "Ganti pemicunya, atau hapus parallelMultiple agar yang pertama cukup.",
        "Change the trigger, or remove parallelMultiple so that the first is enough.",
    ),
    "event.technical": (
        "Seharusnya {node} menangkap salah satu gangguan teknis {known}, tetapi {error} bukan salah satunya.",
        "Expected {node} to catch one of the technical faults {known}, but {error} is none of them.",
        "Pakai salah satu kode itu, atau kode lain yang tidak diawali technical.",
        "Use one of these codes, or another one that does not begin with technical.",
    ),
    "event.technical_thrown": (
        "Seharusnya kesalahan yang dilempar {node} berkode urusan sendiri, tetapi {error} milik gangguan teknis.",
        "Expected the error {node} throws to have a code of its own, but {error} belongs to technical faults.",
        "Pakai kode yang tidak diawali technical.",
        "Use a code that does not begin with technical.",
    ),
    "loop.behaviour": (
        "Seharusnya perilaku {behaviour} pada {node} mempunyai tepat rujukan atau definisi kejadiannya, tetapi tidak.",
        "Expected behaviour {behaviour} of {node} to have just the event it needs, but it has not.",
        "Isi noneBehaviorEventRef, oneBehaviorEventRef, atau complexBehaviorDefinition; hapus yang lain.",
        "Set noneBehaviorEventRef, oneBehaviorEventRef or complexBehaviorDefinition; remove the others.",
    ),
    "loop.complex": (
        "Seharusnya tiap complexBehaviorDefinition pada {node} mempunyai syarat FEEL dan paling banyak satu kejadian.",
        "Expected each complexBehaviorDefinition of {node} to have a FEEL condition and at most one event.",
        "Tulis syaratnya, dan satu definisi untuk setiap kejadian.",
        "Write the condition, and one definition for each event.",
    ),
    "loop.throws": (
        "Seharusnya {node} melempar isyarat atau eskalasi yang bernama, tetapi {event}.",
        "Expected {node} to throw a signal or an escalation with a name, but it is {event}.",
        "Rujuk definisi isyarat atau eskalasi yang bernama.",
        "Refer to a definition of a named signal or escalation.",
    ),
    "loop.beside": (
        "Yang dilempar perulangan {host} tidak menghentikannya di {node}: jalur dari sana berjalan di sampingnya.",
        "What the loop {host} throws does not interrupt it at {node}: the path from there runs beside it.",
        "Beri cancelActivity=false agar gambar mengatakan hal yang sama.",
        "Set cancelActivity=false so that the drawing says the same.",
    ),
}
