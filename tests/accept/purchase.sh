#!/usr/bin/env bash
# Buy ten laptops by curl, as the officials who do it: purchase.sh URL PARTNER_URL TATA  (TATA_DATABASE set)
set -euo pipefail
url=$1 partner=$2 tata=$3
today=$(date +%F)
key=$RANDOM$RANDOM

json() { python3 -c "import json,sys; d=json.load(sys.stdin); print($1)"; }
declare -A token
for who in dkom.ppk dkom.pp; do token[$who]=$("$tata" token "$who" --name purchase.sh); done

# call WHO METHOD PATH [BODY]: one API call with the official's token; prints the answer, ends on a refusal.
call() {
    local answer status
    answer=$(curl -sS -w '\n%{http_code}' -X "$2" "$url/api/v1$3" -H "Authorization: Bearer ${token[$1]}" \
        -H 'Content-Type: application/json' ${4:+-H "Idempotency-Key: $key-$RANDOM" -d "$4"})
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    [[ $status == 2* ]] || { echo "$2 $3 → $status $answer" >&2; exit 1; }
    printf '%s' "$answer"
}

# do_task WHO NAME ANSWERS: complete the open task of that name in our case.
do_task() {
    local task version
    read -r task version < <(call "$1" GET "/inbox?text=$number" |
        json "next(f\"{r['task_id']} {r['version']}\" for r in d['rows'] if r['name'] == '$2')")
    call "$1" POST "/tasks/$task/complete" "{\"version\": $version, \"answers\": $3}" >/dev/null
    echo "  $2: done by $1"
}

before=$(curl -sS "$partner/finance/entries" | json 'len(d)')
number=$(call dkom.ppk POST /processes/pengadaan/pengadaan_langsung/cases "{\"answers\": {
    \"nama_paket\": \"Pengadaan laptop pelayanan publik $key\", \"jenis\": \"barang\", \"baris_dpa\": \"DPA-2026-DKOM-LAPTOP\",
    \"pagu\": \"185000000\", \"tanggal_rup\": \"$today\", \"nama_barang\": \"Laptop 14 inci\", \"jumlah_barang\": \"10\",
    \"satuan\": \"unit\", \"kode_barang\": \"1.3.2.10.01.02.001\", \"lokasi\": \"Ruang pelayanan lantai 1\",
    \"uraian\": \"Penggantian laptop\"}}" | json "d['number']")
echo "Case $number"
do_task dkom.ppk 'Susun HPS' "{\"spesifikasi\": \"Layar 14 inci, memori 16 GB\", \"pembanding\": [
    {\"sumber\": \"Katalog elektronik\", \"tanggal\": \"$today\", \"harga\": \"18300000\"},
    {\"sumber\": \"Toko di Pematangsiantar\", \"tanggal\": \"$today\", \"harga\": \"18500000\"}], \"hps\": \"184000000\"}"
do_task dkom.pp 'Evaluasi penawaran' '{"hasil_penawaran": "ada", "penyedia_nama": "CV Contoh Makmur",
    "penyedia_alamat": "Jalan Contoh 12", "penyedia_npwp": "0012345678901000", "penyedia_bank": "Bank Sumut",
    "penyedia_rekening": "10001234567", "merek": "Contoh Book 14", "harga_penawaran": "183500000",
    "harga_negosiasi": "182040000", "pakta_integritas": true}'
do_task dkom.ppk 'Tetapkan penyedia' "{\"keputusan\": \"setuju\", \"tanggal_sppbj\": \"$today\"}"
for _ in $(seq 60); do
    call dkom.ppk GET "/inbox?text=$number" | grep -q 'Susun kontrak' && break
    sleep 0.5
done
do_task dkom.ppk 'Susun kontrak' "{\"nomor_kontrak\": \"000.3.3/SPK-$key/DKOM/2026\", \"tanggal_kontrak\": \"$today\",
    \"nilai_dasar\": \"164000000\", \"tanggal_mulai\": \"$today\", \"tanggal_selesai\": \"$(date -d '+20 days' +%F)\",
    \"dasar_denda\": \"bagian\"}"
for _ in $(seq 60); do
    call dkom.ppk GET "/inbox?text=$number" | grep -q 'Periksa dan terima barang' && break
    sleep 0.5
done
do_task dkom.ppk 'Periksa dan terima barang' "{\"tanggal_bast\": \"$today\", \"jumlah_diterima\": \"10\",
    \"catatan_periksa\": \"Lengkap dan berfungsi\"}"
for _ in $(seq 120); do
    state=$(call dkom.ppk GET "/cases/$number" | json "d['state']")
    [ "$state" = completed ] && break
    sleep 0.5
done
[ "$state" = completed ] || { echo "Expected $number to be completed, but it is $state" >&2; exit 1; }
after=$(curl -sS "$partner/finance/entries" | json 'len(d)')
[ "$((after - before))" = 1 ] || { echo "Expected one payment in the partner's books, but there are $((after - before))" >&2; exit 1; }
curl -sS "$partner/finance/entries" | json "[e for e in d if e['case_number'] == '$number'][0]['net']" | grep -q . ||
    { echo "Expected the payment to name $number" >&2; exit 1; }
assets=$(curl -sS "$partner/asset/entries" | json "sum(float(i['quantity']) for e in d if e['case_number'] == '$number' for i in e['items'])")
[ "$assets" = 10.0 ] || { echo "Expected ten registered laptops, but there are $assets" >&2; exit 1; }
echo "$number: paid once, ten laptops registered"
