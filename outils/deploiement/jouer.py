"""Joue les blocs de docs/deploiement.md dans une Debian neuve, et essaie le portail entre deux.

Se lance par preuve.sh, dans un espace de noms qui n'a que la boucle locale. Les blocs se suivent
comme dans un seul terminal : variables, dossier et umask passent de l'un à l'autre.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import parcours
from .document import lire_blocs

DOCUMENT = Path("docs/deploiement.md")
NOMS = f"127.0.0.1 localhost {parcours.SITE} {parcours.RELAIS}\n::1 localhost\n"
# Dans le dossier neuf : la fin de chaque bloc y écrit l'état du terminal, que lit le suivant.
TERMINAL = """source /root/terminal 2>/dev/null
trap '{ umask -p; declare -p; printf "cd %q\\n" "$PWD"; } >/root/terminal' EXIT
set -eo pipefail
"""
NON_PROUVE = """Non prouvé ici : systemd lui-même (un remplaçant lance ses unités, contrôlées), et
un moteur de conteneurs (make lint contrôle Containerfile, un test contrôle compose.yaml)."""
JAMAIS_DANS_UN_JOURNAL = re.compile(r"\b(ERROR|CRITICAL)\b|Traceback")


class Echec(Exception):
    """Le document, ou le portail, n'a pas fait ce qu'il dit."""


class Debian:
    """La Debian neuve, dans son dossier."""

    def __init__(self, racine):
        self.racine = racine
        self.environnement = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **_reglages_de_pip(racine),
        }
        (racine / "etc/hosts").write_text(NOMS)
        subprocess.run(["mount", "--bind", racine / "etc/hosts", "/etc/hosts"], check=True)
        self.lancer("ip link set lo up")

    def oublier_les_commandes_finies(self):
        """Efface du remplaçant de systemd les commandes finies, qu'il croit toujours en service."""
        for fiche in (self.racine / "run").glob("quartiers*.status"):
            if "MainPID" not in fiche.read_text():
                fiche.unlink()

    def lancer(self, script, *, reseau=False, entree=b""):
        """Lance un script bash ; rend sa sortie. Lève Echec s'il échoue."""
        self.oublier_les_commandes_finies()
        sortir = ["nsenter", "--net=/proc/1/ns/net"] if reseau else []
        # Un service né du script garde sa sortie ouverte : un fichier, et non un tube, la reçoit.
        with tempfile.TemporaryFile() as sortie:
            fait = subprocess.run(
                [*sortir, "chroot", self.racine, "bash", "-c", script],
                env=self.environnement,
                input=entree,
                stdout=sortie,
                stderr=subprocess.STDOUT,
            )
            sortie.seek(0)
            texte = sortie.read().decode(errors="replace")
        if fait.returncode:
            raise Echec(f"sortie {fait.returncode} :\n{texte[-4000:]}")
        return texte

    def en_service(self, *noms):
        """Rend ceux de ces programmes qui tournent encore dans cet espace de noms."""
        lignes = [f.read_bytes().decode() for f in Path("/proc").glob("[0-9]*/cmdline")]
        return [nom for nom in noms if any(nom in ligne for ligne in lignes)]

    def journaux(self):
        """Rend ce qu'ont écrit les unités du portail."""
        fichiers = sorted((self.racine / "var/log/journal").glob("quartiers*"))
        return "".join(fichier.read_text(errors="replace") for fichier in fichiers)


def _reglages_de_pip(racine):
    """Rend les réglages de pip de cette machine, en variables ; ce qu'ils nomment ici y est mis."""
    lister = [sys.executable, "-m", "pip", "config", "list"]
    sortie = subprocess.run(lister, capture_output=True, text=True, check=True).stdout
    reglages = {nom: v for nom, v in os.environ.items() if nom.lower().endswith("_proxy")}
    for cle, valeur in re.findall(r"^\S+\.([a-z-]+)='(.*)'$", sortie, re.M):
        mots = [_apporter(racine, mot) for mot in valeur.split()]
        reglages[f"PIP_{cle.upper().replace('-', '_')}"] = " ".join(mots)
    return reglages


def _apporter(racine, mot):
    """Met dans le dossier neuf ce qu'un mot des réglages de pip nomme ; rend le mot à y dire."""
    chemin = Path(mot.removeprefix("file://"))
    if not chemin.is_absolute() or not chemin.exists():
        return mot
    if chemin.is_file():
        # À part : un paquet qui s'installe remplacerait, par exemple, les certificats.
        shutil.copyfile(chemin, racine / "root" / chemin.name)
        return f"/root/{chemin.name}"
    # Un index local renvoie à des fichiers posés à côté de lui.
    dossier = chemin.parent if mot.startswith("file://") else chemin
    ici = racine / dossier.relative_to("/")
    ici.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--bind", "-o", "ro", dossier, ici], check=True)
    return mot


def jouer(debian):
    """Joue le document entier ; dit chaque étape et sa durée."""
    sorties, section = {}, ""
    blocs = [bloc for bloc in lire_blocs(DOCUMENT.read_text()) if bloc.est_joue]
    for bloc in blocs:
        if bloc.section != section:
            essayer(debian, parcours.AVANT.get(bloc.section), sorties)
        section = bloc.section
        debut = time.monotonic()
        try:
            sortie = debian.lancer(TERMINAL + rempli(bloc), reseau=bloc.sort_sur_le_reseau)
        except Echec as echec:
            journaux = debian.journaux()[-2000:]
            raise Echec(
                f"{DOCUMENT}:{bloc.ligne} ({section})\n{bloc.texte}\n{echec}\n{journaux}"
            ) from None
        sorties[section] = sorties.get(section, "") + sortie
        print(f"{time.monotonic() - debut:6.1f} s  {section} (ligne {bloc.ligne})", flush=True)
        if bloc == [b for b in blocs if b.section == section][-1]:
            essayer(debian, parcours.APRES.get(section), sorties)
    if fautes := [
        ligne for ligne in debian.journaux().splitlines() if JAMAIS_DANS_UN_JOURNAL.search(ligne)
    ]:
        raise Echec("Les journaux du portail disent :\n" + "\n".join(fautes))


def rempli(bloc):
    """Rend les commandes du bloc ; « à remplir », avec nos choix à la place des exemples."""
    if bloc.etiquette != "à remplir":
        return bloc.texte
    noms = [ligne.partition("=")[0] for ligne in bloc.texte.splitlines()]
    return "\n".join(f"{nom}={parcours.CHOIX[nom]}" for nom in noms)


def essayer(debian, essai, sorties):
    """Fait un essai du portail (fonction de parcours), s'il y en a un."""
    if essai is None:
        return
    debut = time.monotonic()
    essai(debian, sorties)
    print(f"{time.monotonic() - debut:6.1f} s  → {essai.__doc__.splitlines()[0]}", flush=True)


if __name__ == "__main__":
    debut = time.monotonic()
    try:
        debian = Debian(Path(sys.argv[1]))
        with parcours.relais_de_courriel():
            jouer(debian)
    except (Echec, AssertionError, OSError) as erreur:
        sys.exit(f"ÉCHEC : {erreur}")
    print(f"Prouvé en {(time.monotonic() - debut) / 60:.1f} min, Debian posée.")
    print(NON_PROUVE)
