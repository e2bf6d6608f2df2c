#!/usr/bin/env bash
# Donne un PostgreSQL aux tests. « adresse » le démarre s'il faut et écrit son DATABASE_URL ;
# « arreter » l'arrête. Dans l'ordre : celui de DATABASE_URL, celui de Debian.
set -euo pipefail
cd "$(dirname "$0")/.."
. outils/communs.sh

grappe=quartiers-tests
python=.venv/bin/python

repond() {
    "$python" -c 'import sys, psycopg2; psycopg2.connect(sys.argv[1]).close()' "$1" 2>/dev/null
}

port_de_la_grappe() {
    pg_lsclusters --no-header 2>/dev/null | awk -v nom="$grappe" '$2 == nom { print $3; exit }'
}

version_de_la_grappe() {
    pg_lsclusters --no-header 2>/dev/null | awk -v nom="$grappe" '$2 == nom { print $1; exit }'
}

# Une grappe à part, sans attente du disque : ses données ne valent que le temps des tests.
demarrer_debian() {
    [ "$(id -u)" = 0 ] || return 1
    if ! command -v pg_createcluster >/dev/null || [ -z "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ]; then
        installer_paquets postgresql || return 1
    fi
    local version
    version=$(basename "$(dirname "$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")")")
    if [ -z "$(port_de_la_grappe)" ]; then
        pg_createcluster "$version" "$grappe" -- -A trust -E UTF8 --locale=C.UTF-8 >/dev/null 2>&1 || return 1
        local option
        for option in fsync=off synchronous_commit=off full_page_writes=off max_connections=200; do
            pg_conftool "$version" "$grappe" set "${option%=*}" "${option#*=}" || return 1
        done
    fi
    pg_ctlcluster "$(version_de_la_grappe)" "$grappe" start >/dev/null 2>&1 || true
    local adresse essai
    adresse="postgres://postgres@127.0.0.1:$(port_de_la_grappe)/postgres"
    for essai in 1 2 3 4 5 6 7 8 9 10; do
        repond "$adresse" && { echo "$adresse"; return; }
        sleep 0.5
    done
    return 1
}

adresse() {
    case "${DATABASE_URL:-}" in
        postgres*)
            repond "$DATABASE_URL" && { echo "$DATABASE_URL"; return; }
            dire "DATABASE_URL ne répond pas : essai du PostgreSQL de Debian." ;;
    esac
    demarrer_debian && return
    echouer "aucun PostgreSQL. Donnez-en un par DATABASE_URL=postgres://…, ou installez-le" \
        "(en administrateur) : apt-get install postgresql"
}

arreter() {
    [ -z "$(port_de_la_grappe)" ] || pg_ctlcluster "$(version_de_la_grappe)" "$grappe" stop || true
}

"$1"
