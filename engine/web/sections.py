"""Which section of which manual explains a page: the help link of every page leads there."""

import re

#: Address (a pattern from its beginning) → manual and section; the first that fits decides.
SECTIONS: tuple[tuple[str, str], ...] = (
    (r"/masuk", "pejabat#masuk-dan-keluar"),
    (r"/sandi", "pejabat#kata-sandi"),
    (r"/tugas/.+", "pejabat#mengerjakan-tugas"),
    (r"/tugas", "pejabat#kotak-tugas"),
    (r"/mulai", "pejabat#memulai-berkas"),
    (r"/berkas/.+/alur", "pejabat#melihat-di-mana-berkas-berada"),
    (r"/berkas/.+", "pejabat#satu-berkas"),
    (r"/berkas", "pejabat#berkas-saya"),
    (r"/cari", "pejabat#mencari-berkas"),
    (r"/pantau/gangguan", "admin#memperbaiki-gangguan"),
    (r"/pantau/proses", "admin#bagan-dengan-jumlah-berkas"),
    (r"/pantau/pindah", "admin#memindahkan-berkas-berjalan"),
    (r"/pantau/berkas", "admin#menangguhkan-melanjutkan-menarik"),
    (r"/pantau/.+", "admin#bagian-bagian-pantauan"),
    (r"/pantau", "admin#pantauan"),
    (r"/kantor/persiapan", "admin#persiapan-kota-baru"),
    (r"/kantor/orang", "admin#pegawai"),
    (r"/kantor/unit", "admin#unit-kerja-dan-jabatan"),
    (r"/kantor/jabatan", "admin#pemegang-jabatan"),
    (r"/kantor/kosong", "admin#jabatan-kosong"),
    (r"/kantor/kalender", "admin#kalender"),
    (r"/kantor/parameter", "admin#angka-hukum"),
    (r"/kantor/akun", "admin#akun-dan-kata-sandi"),
    (r"/kantor/data", "admin#berkas-data"),
    (r"/kantor", "admin#kantor"),
    (r"/desain/baru", "analis#proses-baru"),
    (r"/desain/impor", "analis#mengimpor-diagram"),
    (r"/desain/coba", "analis#mencoba-rancangan"),
    (r"/desain/[^/]+/coba", "analis#mencoba-rancangan"),
    (r"/desain/[^/]+/banding", "analis#membandingkan-versi"),
    (r"/desain/[^/]+/uji", "analis#skenario-dan-pemberlakuan"),
    (r"/desain/[^/]+/ubah/.+\.dmn", "analis#tabel-keputusan"),
    (r"/desain/[^/]+/tabel-baru", "analis#tabel-keputusan"),
    (r"/desain/[^/]+/ubah/.+\.form\.json", "analis#formulir"),
    (r"/desain/[^/]+/formulir-baru", "analis#formulir"),
    (r"/desain/[^/]+/ubah/", "analis#menggambar-diagram"),
    (r"/desain/.+", "analis#satu-paket-proses"),
    (r"/desain", "analis#pustaka-proses"),
    (r"/audit/percobaan", "auditor#yang-dicegah"),
    (r"/audit/kantor", "auditor#jejak-kantor"),
    (r"/audit/verifikasi", "auditor#verifikasi"),
    (r"/audit/berkas", "auditor#jejak-satu-berkas"),
    (r"/audit", "auditor#mencari-berkas"),
)
_COMPILED = tuple((re.compile(pattern), section) for pattern, section in SECTIONS)


def help_for(path: str) -> str:
    """The address of the section that explains a page; the list of manuals where none does."""
    found = next((section for pattern, section in _COMPILED if pattern.match(path)), "")
    return f"/bantuan/{found}" if found else "/bantuan"
