#!/usr/bin/env bash
# What a newcomer does: a fresh clone, the two commands of the README, and a purchase by curl as its officials.
# tests/accept/newcomer.sh [REPOSITORY]   NEWCOMER_TESTS=0 leaves `make test` out.
set -euo pipefail
source=${1:-$(cd "$(dirname "$0")/../.." && pwd)}
folder=$(mktemp -d)
demo=""
trap '[ -z "$demo" ] || kill -INT "$demo" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT
git clone -q "$source" "$folder/tatalaksana"
cd "$folder/tatalaksana"

began=$SECONDS
make demo >"$folder/demo.log" 2>&1 &
demo=$!
until grep -q 'Ctrl-C' "$folder/demo.log"; do
    kill -0 "$demo" 2>/dev/null || { cat "$folder/demo.log"; exit 1; }
    [ $((SECONDS - began)) -lt 300 ] || { echo "Expected make demo within 300 seconds"; cat "$folder/demo.log"; exit 1; }
    sleep 0.5
done
cat "$folder/demo.log"
url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$folder/demo.log" | sed -n 1p)
partner=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$folder/demo.log" | sed -n 2p)
until curl -fsS -o /dev/null "$url/kesehatan" 2>/dev/null; do sleep 0.2; done
echo "make demo: ready after $((SECONDS - began)) s"

export TATA_DATABASE="sqlite:///$PWD/var/demo/tatalaksana.sqlite"
bash tests/accept/purchase.sh "$url" "$partner" "$PWD/.venv/bin/tata"
.venv/bin/tata audit verify

pkill -INT -P "$demo" || true
wait "$demo" || true
began=$SECONDS
make demo >"$folder/again.log" 2>&1 &
demo=$!
until grep -q 'Ctrl-C' "$folder/again.log" && curl -fsS -o /dev/null "$url/kesehatan" 2>/dev/null; do
    kill -0 "$demo" 2>/dev/null || { cat "$folder/again.log"; exit 1; }
    sleep 0.2
done
echo "make demo again: ready after $((SECONDS - began)) s, with its data"
.venv/bin/tata audit verify
pkill -INT -P "$demo" || true
wait "$demo" || true
demo=""

if [ "${NEWCOMER_TESTS:-1}" = 1 ]; then
    make test
fi
