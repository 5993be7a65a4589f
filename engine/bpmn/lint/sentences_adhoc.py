"""Sentences about ad-hoc subprocesses."""

AD_HOC: dict[str, tuple[str, str, str, str]] = {
    "adhoc.event": (
        "Seharusnya di dalam subproses ad-hoc {subprocess} tidak ada kejadian mulai atau selesai, tetapi ada {node}.",
        "Expected no start or end event inside ad-hoc subprocess {subprocess}, but there is {node}.",
        "Hapus; kegiatan tanpa alur masuk yang dipilih, dan jalur berakhir di kegiatan terakhirnya.",
        "Remove it; activities without a flow in are chosen, and a path ends at its last activity.",
    ),
    "adhoc.empty": (
        "Seharusnya subproses ad-hoc {node} memuat sedikitnya satu kegiatan, tetapi tidak.",
        "Expected ad-hoc subprocess {node} to hold at least one activity, but it holds none.",
        "Gambar kegiatannya di dalam.",
        "Draw its activities inside.",
    ),
    "adhoc.no_root": (
        "Seharusnya subproses ad-hoc {node} memuat kegiatan tanpa alur masuk, tetapi semuanya saling menunggu.",
        "Expected ad-hoc subprocess {node} to hold an activity without a flow in, but each waits for another.",
        "Hapus satu alur supaya ada yang dapat dimulai.",
        "Remove a flow so that something can begin.",
    ),
    "adhoc.no_address": (
        "Seharusnya jelas siapa yang boleh memulai {node}, tetapi kegiatan itu dan {subprocess} tanpa alamat.",
        "Expected it to be clear who may begin {node}, but neither it nor {subprocess} has an address.",
        "Isi properti candidateGroups pada {subprocess}, misalnya position:DKOM.PPK.",
        "Set property candidateGroups of {subprocess}, such as position:DKOM.PPK.",
    ),
    "adhoc.element": (
        "Seharusnya activeElementsCollection pada {node} menyebut unsur di dalamnya tanpa alur masuk, tetapi {value} "
        "bukan.",
        "Expected activeElementsCollection of {node} to name elements inside without a flow in, but {value} is none.",
        "Pakai id unsur yang ada di dalam.",
        "Use the id of an element inside.",
    ),
    "adhoc.chosen": (
        "Seharusnya properti chosen pada {node} berisi true atau false, tetapi tertulis {value}.",
        "Expected property chosen of {node} to be true or false, but it is {value}.",
        "true: pejabat yang memulai; false: dimulai saat subproses dimasuki.",
        "true: a person begins it; false: it begins when the subprocess is entered.",
    ),
    "adhoc.at_most": (
        "Seharusnya properti atMost pada {node} bilangan bulat dari 1, tetapi tertulis {value}.",
        "Expected property atMost of {node} to be a whole number from 1, but it is {value}.",
        "Tulis berapa kali kegiatan itu boleh dimulai, atau hapus.",
        "Write how many times the activity may be begun, or remove it.",
    ),
    "adhoc.mark": (
        "Seharusnya properti {name} ada pada kegiatan yang dipilih orang di subproses ad-hoc, tetapi {node} bukan.",
        "Expected property {name} on an activity people choose in an ad-hoc subprocess, but {node} is none.",
        "Hapus propertinya, atau hapus alur masuk dan activeElementsCollection.",
        "Remove the property, or the flow in and activeElementsCollection.",
    ),
}
