"""Every refusal in plain Indonesian: one table, code to sentence; the status comes with the refusal's family.

English readers get the refusal's own sentence, which follows the same grammar.
"""

from collections import defaultdict

from engine.locale.refusals_design import DESIGN
from engine.locale.refusals_office import OFFICE
from engine.model.errors import Refused

#: Names in braces are the refusal's details.
SENTENCES: dict[str, str] = {
    "csrf": (
        "Seharusnya formulir ini berasal dari sesi Anda, tetapi tanda pengenalnya sudah lama. Muat "
        "ulang halaman lalu coba lagi."
    ),
    "right.missing": (
        "Seharusnya jabatan Anda memuat wewenang untuk ini, tetapi jabatan yang Anda pegang hari ini tidak memuatnya."
    ),
    "key.reused": "Seharusnya setiap kiriman memakai kunci sendiri, tetapi kunci ini sudah dipakai untuk kiriman lain.",
    "task.unknown": "Seharusnya tugas ini ada, tetapi tidak ditemukan di antara tugas Anda.",
    "task.not_yours": (
        "Seharusnya tugas ini menjadi bagian jabatan Anda, tetapi tugas itu tidak ditemukan di antara tugas Anda."
    ),
    "task.closed": "Seharusnya tugas ini masih terbuka, tetapi sudah diselesaikan oleh {by}.",
    "task.stale": "Seharusnya Anda mengirim keadaan terakhir tugas ini, tetapi {by} sudah mengubahnya.",
    "task.claimed": "Seharusnya tugas ini belum diambil, tetapi {by} sedang mengerjakannya.",
    "task.separation": (
        "Seharusnya dua langkah ini dikerjakan dua orang, tetapi Anda sudah mengerjakan langkah "
        "yang lain dalam berkas yang sama."
    ),
    "task.no_authority": (
        "Seharusnya «{task}» ditandatangani pejabat yang berwenang, tetapi {signer} tidak berwenang ({basis}). "
        "Mintalah pemberi mandat menandatanganinya."
    ),
    "case.unknown": "Seharusnya berkas ini ada, tetapi tidak ditemukan.",
    "case.ended": "Seharusnya berkas ini masih berjalan, tetapi sudah berakhir.",
    "case.not_starter": "Seharusnya yang menarik berkas adalah yang memulainya, tetapi berkas ini dimulai orang lain.",
    "case.reason": "Seharusnya alasan diisi, tetapi masih kosong.",
    "process.unknown": "Seharusnya proses ini berlaku, tetapi tidak ditemukan.",
    "process.may_not_start": (
        "Seharusnya jabatan Anda boleh memulai proses ini, tetapi tidak ada jabatan Anda yang berwenang."
    ),
    "form.invalid": "Seharusnya semua isian lengkap dan benar, tetapi ada yang perlu diperbaiki.",
    "file.too_large": "Seharusnya dokumen paling besar 10 MB, tetapi yang dikirim lebih besar.",
    "file.type": "Seharusnya jenis dokumen termasuk yang diterima, tetapi jenis ini tidak.",
    "file.empty": "Seharusnya dokumen berisi, tetapi yang dikirim kosong.",
    "file.unknown": "Seharusnya dokumen ini ada, tetapi tidak ditemukan.",
    "draft.subject": "Seharusnya draf milik tugas atau formulir awal, tetapi sasarannya tidak dikenal.",
    "draft.stale": "Seharusnya Anda menyimpan di atas draf terakhir, tetapi {by} sudah menyimpan yang lebih baru.",
    "pack.unknown": "Seharusnya paket proses ini ada, tetapi tidak ditemukan.",
    "pack.broken": "Seharusnya paket bebas dari kesalahan, tetapi pemeriksaan menemukannya. Versi lama tetap berlaku.",
    "pack.path": "Seharusnya nama berkas sah di dalam paket, tetapi nama ini tidak.",
    "version.unknown": "Seharusnya versi ini ada, tetapi tidak ditemukan.",
    "release.nothing": "Seharusnya ada draf yang diberlakukan, tetapi tidak ada yang berubah.",
    "incident.unknown": "Seharusnya gangguan ini ada, tetapi tidak ditemukan.",
    "incident.closed": "Seharusnya gangguan ini masih terbuka, tetapi sudah diselesaikan.",
    "repair.reason": "Seharusnya alasan perbaikan diisi, tetapi masih kosong.",
    "repair.value": "Seharusnya nilai baru dapat dibaca, tetapi ada yang tidak.",
    "login.refused": "Seharusnya nama pengguna dan kata sandi cocok, tetapi tidak.",
    "login.throttled": (
        "Seharusnya Anda menunggu sebentar, tetapi percobaan masuk sudah terlalu sering. Coba lagi "
        "beberapa menit kemudian."
    ),
    "account.disabled": "Seharusnya akun ini aktif, tetapi sudah dinonaktifkan.",
    "parameter.unknown": "Seharusnya parameter ini ada, tetapi tidak ditemukan.",
    "page.unknown": "Seharusnya halaman ini ada, tetapi tidak ditemukan.",
    "demo.only": "Seharusnya masuk tanpa kata sandi hanya di peragaan, tetapi ini bukan peragaan.",
    "letter.unknown": "Seharusnya surat ini ada, tetapi tidak ditemukan.",
    "account.password": "Seharusnya kata sandi memenuhi panjang yang diminta, tetapi tidak.",
    "account.unknown": "Seharusnya akun atau token ini milik Anda, tetapi tidak ditemukan.",
    "account.username": "Seharusnya nama pengguna belum dipakai, tetapi sudah ada atau tidak sah.",
    "bpmn.no_process": "Seharusnya diagram memuat proses ini, tetapi tidak ada.",
    "bpmn.not_bpmn": "Seharusnya berkas berupa BPMN 2.0, tetapi bukan.",
    "dmn.not_dmn": "Seharusnya berkas berupa DMN, tetapi bukan.",
    "draft.too_large": "Seharusnya isian tidak terlalu panjang untuk disimpan, tetapi melampaui batas.",
    "job.lease_lost": "Seharusnya pekerjaan ini masih dipegang, tetapi sudah beralih.",
    "job.not_failed": "Seharusnya pekerjaan ini tertahan, tetapi tidak menunggu perbaikan.",
    "key.length": "Seharusnya kunci kiriman 1 sampai 120 karakter, tetapi tidak.",
    "key.secret": "Seharusnya permintaan rahasia tanpa kunci kiriman, tetapi kunci disertakan.",
    "message.crossed": "Seharusnya penerima masih menunggu, tetapi sudah berlanjut.",
    "notice.unknown": "Seharusnya kabar ini untuk Anda, tetapi tidak ditemukan.",
    "office.row": "Seharusnya setiap baris data kantor lengkap dan sah, tetapi ada yang tidak.",
    "pack.file": "Seharusnya isi paket ini ada, tetapi tidak ditemukan.",
    "pack.manifest": "Seharusnya pack.toml dapat dibaca, tetapi tidak.",
    "pack.too_large": "Seharusnya isi paket paling besar 5 MB, tetapi yang dikirim lebih besar.",
    "person.unknown": "Seharusnya orang ini bekerja di sini, tetapi tidak ditemukan.",
    "register.field": "Seharusnya isian buku sesuai jenisnya, tetapi tidak.",
    "register.unknown": "Seharusnya buku ini ada, tetapi tidak ditemukan.",
    "token.unknown": "Seharusnya permintaan membawa token akun, tetapi tidak ada atau sudah dicabut.",
    "bpmn.doctype": "Seharusnya diagram tanpa DOCTYPE, tetapi berkas ini memuatnya.",
    "bpmn.too_large": "Seharusnya diagram tidak melebihi batas ukuran, tetapi berkas ini lebih besar.",
    "bpmn.too_deep": "Seharusnya susunan diagram tidak terlalu dalam, tetapi berkas ini melampaui batas.",
    "value.unstorable": "Seharusnya teks dan angka dapat disimpan, tetapi ada huruf atau angka yang tidak dapat.",
    "file.field": "Seharusnya dokumen ditujukan ke satu isian formulir, tetapi namanya tidak sah.",
    "request.too_deep": "Seharusnya isi permintaan tidak bersusun terlalu dalam, tetapi melampaui batas.",
    "request.number": "Seharusnya setiap angka terhingga, tetapi ada yang terlalu besar atau bukan angka.",
    "case.secret": (
        "Seharusnya berkas ini boleh Anda baca, tetapi berkas ini rahasia. Coba lagi apa adanya, atau alihkan tugasnya "
        "kepada jabatan di unit yang memegangnya: pejabat di sana dapat membaca dan memperbaikinya."
    ),
    "case.secret_own": (
        "Seharusnya tugas berkas rahasia dialihkan kepada jabatan orang lain, tetapi alamat ini jabatan Anda sendiri."
    ),
    "bpmn.not_xml": "Seharusnya diagram berupa XML yang utuh, tetapi berkas ini tidak dapat dibaca.",
    "table.tests": "Seharusnya baris uji tabel dapat dibaca, tetapi tidak. {why}",
    "table.value": "Seharusnya nilai berjenis {kind}, tetapi {typed}.",
    "table.feel": "Seharusnya FEEL yang dapat dihitung, tetapi tidak. {why}",
    "table.unread": "Seharusnya tabel keputusan dapat dibaca, tetapi tidak. {why}",
    "form.not_json": "Seharusnya formulir berupa JSON yang utuh, tetapi berkas ini tidak dapat dibaca.",
    "file.exists": "Seharusnya nama berkas belum dipakai, tetapi {path} sudah ada.",
    "file.name": "Seharusnya nama berupa huruf kecil, angka, dan garis bawah, tetapi {typed} bukan.",
    "case.suspended": "Seharusnya berkas ini berjalan, tetapi sedang ditangguhkan oleh admin.",
    "case.not_suspended": "Seharusnya berkas ini ditangguhkan, tetapi sudah berjalan.",
    "task.reason": "Seharusnya alasan diisi, tetapi masih kosong atau terlalu panjang.",
    "task.may_not_hand_over": (
        "Seharusnya tugas dialihkan ke jabatan dengan peran yang sama, atasan, atau bawahan, tetapi tujuan ini bukan."
    ),
    "task.may_not_change_due": (
        "Seharusnya tenggat diubah oleh atasan jabatan yang memegang tugas atau oleh admin, tetapi Anda bukan keduanya."
    ),
    "address.unknown": "Seharusnya tujuan berupa jabatan yang ada, tetapi {address} tidak ditemukan.",
    "address.same": "Seharusnya tugas dialihkan ke jabatan lain, tetapi tugas ini sudah ada di sana.",
    "due.past": "Seharusnya tenggat hari ini atau sesudahnya, tetapi {day} tidak.",
    "due.closed": "Seharusnya tenggat jatuh pada hari kerja, tetapi {day} hari libur.",
    "due.day": "Seharusnya tenggat berupa tanggal, tetapi isian ini bukan.",
    "comment.unknown": "Seharusnya komentar ini ada, tetapi tidak ditemukan.",
    "comment.text": "Seharusnya komentar 1 sampai 2.000 huruf, tetapi tidak.",
    "comment.observer": "Seharusnya yang berkomentar ikut mengerjakan berkas, tetapi Anda hanya memeriksanya.",
    "comment.not_yours": "Seharusnya komentar ini milik Anda, tetapi orang lain yang menulisnya.",
    "comment.reason": "Seharusnya alasan penghapusan diisi, tetapi masih kosong atau terlalu panjang.",
    "bulk.none": "Seharusnya ada baris yang dipilih, tetapi tidak ada.",
    "bulk.many": "Seharusnya paling banyak {most} baris dipilih, tetapi ada {count}.",
    "bulk.act": "Seharusnya tindakannya dikenal, tetapi tidak.",
    "signal.name": "Seharusnya isyarat memiliki nama, tetapi namanya kosong atau terlalu panjang.",
    "message.name": "Seharusnya pesan memiliki nama dan masa tunggu, tetapi salah satunya tidak sah.",
    "timer.invalid": "Seharusnya pengatur waktu «{element}» menunjuk suatu saat, tetapi tidak. Perbaiki isinya.",
    "adhoc.no_choice": "Seharusnya tugas ini berisi langkah yang dipilih, tetapi tidak.",
    "adhoc.stale": "Seharusnya pilihan pada «{task}» masih seperti yang Anda lihat, tetapi ada yang sudah memilih.",
    "adhoc.not_offered": "Seharusnya langkah itu masih dapat dipilih, tetapi tidak lagi.",
    "adhoc.busy": "Seharusnya langkah sebelumnya sudah selesai, tetapi belum: di sini satu per satu.",
    "adhoc.condition_decides": "Seharusnya orang yang menyatakan selesai, tetapi di sini syarat yang menentukannya.",
    "adhoc.reason": "Seharusnya alasan diisi, tetapi masih kosong atau terlalu panjang.",
    "token.gone": "Seharusnya langkah ini masih menunggu, tetapi sudah selesai atau ditarik.",
    "start.gone": "Seharusnya proses ini belum mulai sendiri pada saat itu, tetapi sudah.",
    **OFFICE,
    **DESIGN,
}

_BY_STATUS: dict[int, str] = {
    403: "Seharusnya Anda berwenang, tetapi permintaan ini tidak diizinkan.",
    404: "Seharusnya yang Anda cari ada, tetapi tidak ditemukan.",
    409: "Seharusnya keadaannya belum berubah, tetapi orang lain lebih dulu.",
    422: "Seharusnya kiriman dapat diterima, tetapi ada yang perlu diperbaiki.",
}


def sentence(refused: Refused, language: str) -> str:
    """Say a refusal in `language`; an unlisted code falls back on its family's sentence."""
    if language == "en":
        return refused.message
    template = SENTENCES.get(refused.code) or _BY_STATUS.get(refused.status, _BY_STATUS[422])
    return template.format_map(defaultdict(lambda: "orang lain", {k: str(v) for k, v in refused.details.items()}))
