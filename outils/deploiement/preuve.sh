#!/usr/bin/env bash
# Prouve docs/deploiement.md : une Debian 12 neuve dans un dossier, où ses blocs « joué » se jouent à la
# lettre (jouer.py), puis où le portail s'essaie (parcours.py). Rien ne reste, même en cas d'échec : les
# montages et les processus finissent avec leurs espaces de noms. Sort en 2 si la machine s'y refuse.
set -euo pipefail
cd "$(dirname "$0")/../.."
. outils/communs.sh

impossible() {
    dire "NON PROUVÉ : $*."
    dire "Rien de docs/deploiement.md n’a été essayé sur cette machine."
    exit 2
}

# « adresse version composant » de chaque source Debian 12 de cette machine, la principale d'abord.
sources() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk '$1 == "Debian" && $3 ~ /^bookworm/ && !vu[$0]++ { print $2, $3, $4 }' | sort -s -k2,2
}

poser_debian() {
    local racine=$1 miroir
    [ -n "$(sources)" ] || apt-get update -q >&2
    miroir=$(sources | awk '$2 == "bookworm" { print $1; exit }')
    [ -n "$miroir" ] || impossible "aucun miroir de Debian 12 dans les sources d’apt de cette machine"
    debootstrap bookworm "$racine" "$miroir" >"$racine.journal" 2>&1 ||
        { tail -5 "$racine.journal" >&2; impossible "debootstrap a échoué"; }
    sources | sed 's/^/deb /' >"$racine/etc/apt/sources.list"
    apt-config dump Acquire >"$racine/etc/apt/apt.conf.d/99machine"
}

brancher() {
    local racine=$1
    mount -t proc proc "$racine/proc"
    mount --rbind /dev "$racine/dev"
    mount -t tmpfs tmpfs "$racine/dev/shm"
    mount -t tmpfs tmpfs "$racine/run"
    # Aucun paquet ne démarre son service en s'installant : seuls le font les blocs du document.
    printf '#!/bin/sh\nexit 101\n' >"$racine/usr/sbin/policy-rc.d"
    chmod +x "$racine/usr/sbin/policy-rc.d"
    # systemd ne tourne pas dans un dossier : ses unités sont lues et lancées par ce remplaçant, qui confond
    # deux instances d'une unité (@8000, @8001) nommées dans une même commande.
    install -m 755 .venv/lib/python3*/site-packages/systemctl2/systemctl3.py "$racine/usr/local/bin/systemctl"
}

archiver() {
    local racine=$1 version
    for version in 0.3.0 0.3.1; do
        git ls-files -z --cached --others --exclude-standard |
            tar --null --files-from=- --ignore-failed-read --transform="s|^|quartiers-$version/|" \
                --owner=0 --group=0 -cf "$racine/root/quartiers-$version.tar"
    done
}

dedans() {
    mount --make-rprivate /
    poser_debian "$1"
    brancher "$1"
    archiver "$1"
    # Les services n'ont que la boucle locale ; un bloc « réseau » en sort, par l'espace du processus 1.
    unshare --net .venv/bin/python -m outils.deploiement.jouer "$1"
}

if [ "${1:-}" = dedans ]; then
    dedans "$2"
    exit
fi

[ "$(id -u)" = 0 ] || impossible "il faut être administrateur (root)"
command -v debootstrap >/dev/null || installer_paquets debootstrap || impossible "debootstrap manque"
unshare --mount --pid --net --fork true 2>/dev/null || impossible "la machine refuse les espaces de noms (unshare)"
dossier=$(mktemp -d "${TMPDIR:-/var/tmp}/quartiers-deploiement.XXXXXX")
nettoyer() {
    [ -z "${preuve:-}" ] || { kill -KILL "$preuve" && wait "$preuve"; } 2>/dev/null || true
    rm -rf --one-file-system "$dossier"
}
trap nettoyer EXIT
trap 'exit 130' INT TERM HUP
mkdir "$dossier/debian"
unshare --mount --pid --fork --kill-child --mount-proc "$0" dedans "$dossier/debian" &
preuve=$!
wait "$preuve" && code=0 || code=$?
preuve=
exit "$code"
