"""Un gabarit n'emploie que ce qui est sous sa salle : l'ordre d'import-linter, pour les gabarits.

Ce que montre une salle du haut dans une page du bas passe par une fente (`config.contexte.FENTES`).
"""

import re
import tomllib

import pytest
from django.conf import settings
from django.template import engines
from django.urls import URLResolver, get_resolver

from config.contexte import FENTES

REGLES = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
COUCHES = reversed(REGLES["contracts"][0]["layers"])
ETAGES = {
    salle.strip(): etage for etage, couche in enumerate(COUCHES) for salle in couche.split("|")
}
DOSSIER = settings.BASE_DIR / "templates"
GABARITS = sorted(chemin for chemin in DOSSIER.rglob("*") if chemin.is_file())
EMPLOI = re.compile(r"{%\s*(extends|include|load|url)\s+(.+?)\s*%}")
FENTE = re.compile(r"\bfentes\.(\w+)")


def salle_de(nom):
    """Rend la salle d'un gabarit ou d'un module ; ce qui n'a pas de salle est du socle."""
    premier = re.split(r"[/.]", nom)[0]
    return premier if premier in ETAGES else "socle"


def salles_des_adresses(resolveur, salle="config", prefixe=""):
    """Donne le nom de chaque adresse et sa salle : celle de son fichier d'adresses.

    Une adresse que `config` donne elle-même est à la salle de sa vue.
    """
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            fichier = getattr(motif.urlconf_name, "__name__", salle)
            espace = f"{motif.namespace}:" if motif.namespace else prefixe
            yield from salles_des_adresses(motif, salle_de(fichier), espace)
        else:
            vue = salle_de(motif.callback.__module__)
            yield f"{prefixe}{motif.name}", vue if salle == "config" else salle


@pytest.fixture(scope="module")
def adresses():
    return dict(salles_des_adresses(get_resolver()))


def salles_employees(gabarit, adresses):
    """Donne (emploi, salle) de tout ce que le gabarit nomme : gabarits, balises, adresses."""
    bibliotheques = engines["django"].engine.libraries
    for balise, emploi in EMPLOI.findall(gabarit.read_text()):
        if balise == "load":
            for nom in emploi.split():
                yield emploi, salle_de(bibliotheques.get(nom, ""))
        elif nom := re.match(r"""(["'])(.+?)\1""", emploi):
            yield emploi, adresses[nom[2]] if balise == "url" else salle_de(nom[2])


def test_un_gabarit_n_emploie_que_ce_qui_est_sous_sa_salle(adresses):
    montees = [
        f"{chemin.relative_to(DOSSIER)} : {emploi}"
        for chemin in GABARITS
        for salle in [salle_de(str(chemin.relative_to(DOSSIER)))]
        for emploi, employee in salles_employees(chemin, adresses)
        if employee != salle and ETAGES[employee] >= ETAGES[salle]
    ]
    assert montees == []


def test_chaque_fente_est_remplie_et_chaque_remplissage_sert():
    ouvertes = {nom for chemin in GABARITS for nom in FENTE.findall(chemin.read_text())}
    assert ouvertes == set(FENTES)


CLE = re.compile(r"{{[^}]*\.(?:pk|id)\b(?![^}]*unlocalize)[^}]*}}")
# Un territoire a pour clé son code, du texte.
CODES = re.compile(r"\b(?:departement|region|territoire)\.pk\b")


def test_une_cle_s_ecrit_sans_separateur_de_milliers():
    fautes = [
        (gabarit.relative_to(DOSSIER).as_posix(), cle)
        for gabarit in GABARITS
        for cle in CLE.findall(gabarit.read_text())
        if not CODES.search(cle)
    ]
    assert fautes == []
