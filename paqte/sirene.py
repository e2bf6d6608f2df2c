"""Ce que l'État sait déjà d'une entreprise : l'API publique « Recherche d'entreprises », sans clé.

Sa forme est celle de sa documentation OpenAPI ; tests/paqte/recherche_entreprises.json en garde une
réponse. Elle ne dit pas les TPE : l'effectif les fait deviner (fixtures/tranches_effectif.csv).
"""

import logging
import re
import time
from dataclasses import asdict, dataclass
from functools import cache as une_fois
from http import HTTPStatus
from typing import Annotated

import requests
from django.conf import settings
from django.core.cache import cache
from pydantic import BaseModel, BeforeValidator
from stdnum.fr import siren, siret
from urllib3.exceptions import HTTPError

from socle.champs import lire_numero
from socle.fixtures import lire_fixture
from socle.francais import ecrire_jour

from .models import Entreprise

journal = logging.getLogger(__name__)

# En secondes : une réponse plus lente ne vaut pas qu'on l'attende, une panne qu'on la redemande.
DELAI, REPIT, MEMOIRE = 2, 30, 24 * 3600
TAILLE_MAXIMALE = 1024 * 1024
TAILLES = {
    "GE": Entreprise.Taille.GRANDE,
    "ETI": Entreprise.Taille.ETI,
    "PME": Entreprise.Taille.PME,
}
LIEU = ("code_commune", "longitude", "latitude")
# Les petits mots d'un nom de commune.
PARTICULES = {
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
    "sous",
    "sur",
}


class Indisponible(Exception):
    """L'API est éteinte, muette, ou répond autre chose que ce qu'on sait lire."""


@dataclass(frozen=True)
class Fiche:
    """Ce que l'API dit d'une entreprise, et de l'établissement demandé (à défaut, son siège)."""

    siren: str
    nom: str = ""
    taille: str = ""
    effectif: str = ""
    adresse: str = ""
    commune: str = ""
    code_commune: str = ""
    longitude: float | None = None
    latitude: float | None = None
    fermeture: str = ""

    def completer(self, saisie):
        """Rend {champ: valeur} pour ce qui est vide dans `saisie` ; le lieu suit l'adresse."""
        proposes = {nom: getattr(self, nom) for nom in ("nom", "taille", "adresse", "commune")}
        champs = {nom: v for nom, v in proposes.items() if v and not saisie.get(nom)}
        if champs.get("adresse", saisie.get("adresse")) == self.adresse:
            champs |= {nom: getattr(self, nom) for nom in LIEU}
        return champs

    def remarques(self):
        """Rend ce qu'il faut savoir d'elle, en phrases."""
        if self.fermeture:
            yield self.fermeture
        if self.taille and self.effectif:
            taille = Entreprise.Taille(self.taille).label
            yield f"« {taille} » est déduit de son effectif ({self.effectif}) : vérifiez."


def est_ouverte():
    """Dit si l'API peut être appelée (réglage `RECHERCHE_ENTREPRISES`)."""
    return bool(settings.RECHERCHE_ENTREPRISES)


def chercher(texte):
    """Rend la `Fiche` du SIREN, du SIRET ou du numéro de TVA ainsi écrit, ou None s'il est inconnu.

    Lève Indisponible. Ce qui est trouvé se garde un jour ; une panne, trente secondes.
    """
    numero = lire_numero(texte)
    if not (siren.is_valid(numero) or siret.is_valid(numero)):
        return None
    if (gardee := cache.get(f"sirene-{numero}")) is not None:
        return Fiche(**gardee) if gardee else None
    if not est_ouverte() or cache.get("sirene-en-panne"):
        raise Indisponible
    try:
        fiche = _lire(_demander(numero), numero)
    except (OSError, HTTPError, ValueError) as erreur:
        cache.set("sirene-en-panne", True, REPIT)
        journal.warning("Recherche d’entreprises : %s", type(erreur).__name__)
        raise Indisponible from erreur
    cache.set(f"sirene-{numero}", asdict(fiche) if fiche else {}, MEMOIRE)
    return fiche


def _demander(numero):
    """Rend le JSON de l'API. Lève ce que lève requests, ou ValueError."""
    debut, octets = time.monotonic(), b""
    with requests.get(
        f"{settings.RECHERCHE_ENTREPRISES}/search",
        params={"q": numero, "page": 1, "per_page": 1},
        timeout=DELAI,
        stream=True,
        allow_redirects=False,
    ) as reponse:
        if reponse.status_code != HTTPStatus.OK:
            raise ValueError(f"Réponse {reponse.status_code}.")
        while morceau := reponse.raw.read1(decode_content=True):
            octets += morceau
            if len(octets) > TAILLE_MAXIMALE or time.monotonic() - debut > DELAI:
                raise ValueError("Réponse trop longue, ou trop lente.")
    return octets


def _nombre(valeur):
    """Rend un nombre, ou None : une adresse cachée n'a que « [NON-DIFFUSIBLE] »."""
    try:
        return float(valeur)
    except (TypeError, ValueError):
        return None


def _texte(valeur):
    return "" if valeur is None or str(valeur).startswith("[N") else str(valeur).strip()


Nombre = Annotated[float | None, BeforeValidator(_nombre)]
Texte = Annotated[str, BeforeValidator(_texte)]


class _Etablissement(BaseModel):
    siret: str
    adresse: Texte = ""
    commune: Texte = ""
    libelle_commune: Texte = ""
    longitude: Nombre = None
    latitude: Nombre = None
    etat_administratif: Texte = ""
    date_fermeture: Texte = ""


class _UniteLegale(BaseModel):
    siren: str
    siege: _Etablissement
    matching_etablissements: list[_Etablissement] = []
    nom_complet: Texte = ""
    nom_raison_sociale: Texte = ""
    categorie_entreprise: Texte = ""
    tranche_effectif_salarie: Texte = ""
    etat_administratif: Texte = ""
    date_fermeture: Texte = ""


class _Reponse(BaseModel):
    results: list[_UniteLegale]


def _lire(octets, numero):
    [unite, *_] = _Reponse.model_validate_json(octets).results or [None]
    # Une recherche en plein texte peut rendre une autre entreprise.
    if unite is None or unite.siren != numero[:9]:
        return None
    lieux = [lieu for lieu in unite.matching_etablissements if lieu.siret == numero]
    lieu = lieux[0] if lieux else unite.siege
    taille, effectif = _taille(unite)
    return Fiche(
        unite.siren,
        (unite.nom_raison_sociale or unite.nom_complet)[:200],
        taille,
        effectif,
        lieu.adresse[:250],
        _nommer_la_commune(lieu.libelle_commune)[:100],
        lieu.commune[:5],
        lieu.longitude,
        lieu.latitude,
        _fermeture(unite, lieu),
    )


@une_fois
def _tranches():
    return {ligne["code"]: ligne for ligne in lire_fixture("tranches_effectif")}


def _taille(unite):
    """Rend la taille et, si elle en est déduite, l'effectif."""
    taille = TAILLES.get(unite.categorie_entreprise, "")
    tranche = _tranches().get(unite.tranche_effectif_salarie, {"taille": "", "effectif": ""})
    deduite = tranche["taille"]
    if deduite and (not taille or (taille == Entreprise.Taille.PME and deduite == "tpe")):
        return deduite, tranche["effectif"]
    return str(taille), ""


def _fermeture(unite, lieu):
    for quoi, ferme in (
        (unite, "Cette entreprise est fermée"),
        (lieu, "Cet établissement est fermé"),
    ):
        if quoi.etat_administratif in {"C", "F"}:
            depuis = quoi.date_fermeture
            return f"{ferme} depuis le {ecrire_jour(depuis)}." if depuis else f"{ferme}."
    return ""


def _nommer_la_commune(libelle):
    """Écrit en minuscules un nom de commune que l'API crie : « VILLENEUVE-D'ASCQ »."""
    mots = re.split(r"([\s'’-]+)", libelle.lower())
    return "".join(
        mot if rang and mot in PARTICULES else mot.capitalize() for rang, mot in enumerate(mots)
    ).replace("'", "’")
