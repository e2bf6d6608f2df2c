# Fonctions communes aux scripts d'installation ; à lire avec « . outils/communs.sh ».

dire() { printf '%s\n' "$*" >&2; }

echouer() {
    dire "ÉCHEC : $*"
    exit 1
}

# Installe des paquets Debian. Rend 1, sans rien dire, si la machine ne le permet pas.
installer_paquets() {
    command -v apt-get >/dev/null || return 1
    local sudo=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        sudo=(sudo -n)
    fi
    dire "Installation de : $*"
    local installer=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@")
    # Les listes de paquets d'une machine neuve sont souvent vides : on les demande alors.
    "${installer[@]}" >/dev/null 2>&1 ||
        { "${sudo[@]}" apt-get update -q >/dev/null 2>&1; "${installer[@]}" >/dev/null 2>&1; }
}
