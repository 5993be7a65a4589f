#!/usr/bin/env bash
# Make sure the machine has what the tests drive: a Chromium and PostgreSQL's programs. As root it installs Debian's packages.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || [ -n "${TATA_TEST_PG:-}" ] || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} for the tests ..."
    apt-get update -qq
    # The tests start a cluster of their own: Debian's package must not create one.
    mkdir -p /etc/postgresql-common
    [ -f /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "Expected ${missing[*]} to be installed, but not found. Install with: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi
