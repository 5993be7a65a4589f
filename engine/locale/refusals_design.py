"""Refusals of the analyst's bench: releases, runs of scenarios, trials, imports."""

DESIGN: dict[str, str] = {
    "release.scenarios": "Seharusnya skenario dimainkan dengan isi ini sebelum berlaku, tetapi belum.",
    "release.red": "Seharusnya semua skenario berjalan sebagaimana tertulis, tetapi {file}: {text}. {why}",
    "release.reason": (
        "Seharusnya paket ini memiliki skenario atau alasan mengapa belum, tetapi keduanya tidak ada. "
        "Tulis alasannya, atau simpan sebuah percobaan sebagai skenario."
    ),
    "release.unplayed": "Seharusnya ada skenario untuk dimainkan, tetapi paket ini belum memilikinya.",
    "rehearsal.busy": "Seharusnya tidak banyak skenario dimainkan bersamaan, tetapi masih ada. Coba lagi.",
    "run.unknown": "Seharusnya uji skenario ini ada, tetapi tidak ditemukan.",
    "pack.key": "Seharusnya kunci dalam pack.toml tetap sama dengan paketnya, tetapi berubah.",
    "process.id": "Seharusnya id proses berupa huruf kecil dan angka yang belum dipakai, tetapi {id} tidak.",
    "process.name": "Seharusnya proses bernama, tetapi namanya kosong.",
    "process.prefix": "Seharusnya awalan nomor 2 sampai 5 huruf besar dan belum dipakai, tetapi {prefix} tidak.",
    "process.role": "Seharusnya ada peran yang boleh memulai, tetapi belum dipilih atau tidak dikenal.",
    "pack.taken": "Seharusnya kunci paket baru belum dipakai dan sah, tetapi {pack} tidak.",
    "import.doubled": "Seharusnya setiap id hanya sekali dalam diagram, tetapi {ids} berulang dan dirujuk.",
    "import.empty": "Seharusnya diagram memuat proses, tetapi tidak ada satu pun.",
    "trial.unknown": "Seharusnya percobaan ini milik Anda, tetapi tidak ditemukan.",
    "trial.many": "Seharusnya paling banyak {most} percobaan per analis, tetapi sudah sebanyak itu. Hapus satu dahulu.",
    "trial.long": "Seharusnya percobaan paling banyak {most} langkah, tetapi sudah sebanyak itu.",
    "trial.stale": "Seharusnya percobaan ini masih seperti yang Anda lihat, tetapi jendela lain sudah melanjutkannya.",
    "trial.step": "Seharusnya langkah ini dapat dilakukan, tetapi tidak. {why}",
    "scenario.unreadable": "Seharusnya skenario dapat dibaca, tetapi tidak. {why}",
}
