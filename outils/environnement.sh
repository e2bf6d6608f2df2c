#!/usr/bin/env bash
# Prépare .venv avec les paquets du fichier donné, et les bibliothèques de WeasyPrint.
# Chaque étape déjà faite est passée.
set -euo pipefail
cd "$(dirname "$0")/.."
. outils/communs.sh

exigences=$1
mkdir -p var

# Lance un Python par le compte le moins privilégié : celui d'un service aurait les mêmes droits.
par_un_autre_compte() {
    [ "$(id -u)" != 0 ] || set -- setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    "$@"
}

# Celui que le compte du service peut aussi lancer ; à défaut, celui qui convient à qui installe.
trouver_python() {
    local candidat lancer
    for lancer in par_un_autre_compte command; do
        for candidat in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
            candidat=$(command -v "$candidat") || continue
            if "$lancer" "$candidat" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
                echo "$candidat"
                return
            fi
        done
    done
    echouer "Python 3.11 ou plus récent est nécessaire (paquet Debian : python3)."
}

creer_venv() {
    local python
    python=$(trouver_python)
    dire "Création de l’environnement .venv"
    "$python" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    installer_paquets python3-venv && "$python" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    "$python" -m virtualenv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    echouer "le module venv de Python manque. Faites : apt-get install python3-venv" \
        "(en administrateur), puis relancez."
}

.venv/bin/python -c 'import pip' 2>/dev/null || creer_venv

# Le témoin porte l'empreinte des exigences : rien n'est réinstallé tant qu'elles ne changent pas.
empreinte=$(cat "$exigences" | sha256sum | cut -d' ' -f1)
temoin=.venv/.installe-$exigences
if [ "$(cat "$temoin" 2>/dev/null)" != "$empreinte" ]; then
    dire "Installation des paquets Python ($exigences)"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
        -r "$exigences" 2>var/pip.log ||
        { cat var/pip.log >&2; echouer "les paquets Python n’ont pas pu être installés."; }
    echo "$empreinte" >"$temoin"
fi

# libharfbuzz-subset0 divise par deux le temps d'un PDF ; sans aucune police, le rendu s'arrête net.
if ! .venv/bin/python outils/verifier_pdf.py 2>/dev/null; then
    installer_paquets libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core || true
    .venv/bin/python outils/verifier_pdf.py ||
        echouer "il manque des bibliothèques pour les PDF. Faites : apt-get install" \
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" \
            "(en administrateur), puis relancez."
fi
