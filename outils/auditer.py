"""Dit les failles connues des dépendances (pip-audit) ; échoue s'il y en a.

Sans accès à la base des failles, le dit en clair et n'empêche pas la suite : rien n'est prouvé.
Usage : auditer.py FICHIER D'EXIGENCES.
"""

import json
import subprocess
import sys

OPTIONS = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--timeout", "10"]


def auditer(exigences):
    """Rend ce que pip-audit dit de chaque dépendance ; None s'il n'a pas pu répondre."""
    commande = [sys.executable, "-m", "pip_audit", *OPTIONS, "-f", "json", "-r", exigences]
    try:
        sortie = subprocess.run(commande, capture_output=True, text=True, timeout=300)
        return json.loads(sortie.stdout)["dependencies"]
    except (json.JSONDecodeError, subprocess.TimeoutExpired):
        return None


def dire(exigences, dependances):
    """Écrit le résultat ; rend le code de sortie, 1 si une faille est connue."""
    if dependances is None or all("skip_reason" in d for d in dependances):
        print(f"ATTENTION : {exigences} n'est PAS contrôlé, la base des failles ne répond pas.")
        return 0
    failles = [(d, faille) for d in dependances for faille in d.get("vulns", ())]
    for dependance, faille in failles:
        remede = ", ".join(faille["fix_versions"]) or "aucune version corrigée"
        print(f"FAILLE {faille['id']} : {dependance['name']} {dependance['version']} ({remede})")
    if oubliees := [d["name"] for d in dependances if "skip_reason" in d]:
        print(f"ATTENTION : pas contrôlées : {', '.join(oubliees)}.")
    print(f"{exigences} : {len(dependances) - len(oubliees)} contrôlées, {len(failles)} failles.")
    return int(bool(failles))


if __name__ == "__main__":
    sys.exit(dire(sys.argv[1], auditer(sys.argv[1])))
