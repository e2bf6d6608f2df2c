"""La lettre qui porte une remontée : qui écrit, d'où, à qui, à quel propos, et qui signe.

Elle est du contenu : figée avec lui, elle se relit à l'identique. Un destinataire se nomme par sa
fonction à la date de la remontée (fixtures/destinataires.csv), jamais par une personne.
"""

import datetime
from functools import cache

from pydantic import Field

from quartiers.prefectures import avec_article
from socle.fixtures import lire_fixture
from socle.francais import en_minuscule

from .formats import Piece


class Suivi(Piece):
    """Qui suit l'affaire, et comment le joindre."""

    nom: str
    telephone: str
    courriel: str


class Lettre(Piece):
    """L'en-tête d'une remontée. L'intitulé est celui du bloc-marque, une ligne par élément."""

    intitule: list[str]
    autorite: str
    lieu: str
    service: str
    suivi: Suivi | None
    reference: str
    objet: str
    vise: str
    destinataires: list[str]


class Signataire(Piece):
    """Qui signe, et en quelle qualité (une ligne par élément)."""

    qualite: list[str] = Field(title="Qualité du signataire")
    nom: str = Field(title="Signataire")


def ecrire_la_lettre(remontee):
    """Rend l'en-tête de la lettre d'une remontée, en types JSON (voir `Lettre`).

    Le service, et chaque destinataire, portent au besoin leur adresse postale, à la ligne.
    """
    prefecture = remontee.territoire.prefecture
    suivie = remontee.suivie_par()
    if prefecture.adresse:
        suivie["service"] += f"\n{prefecture.adresse}"
    return {
        "intitule": [*prefecture.intitule],
        "autorite": prefecture.autorite,
        "lieu": prefecture.chef_lieu,
        "reference": f"{remontee.sigle} {str(remontee.periode).upper()}-{remontee.code}",
        "objet": remontee.objet,
        "vise": remontee.vise,
        "destinataires": destinataires(remontee.lue_par, remontee.periode.fin),
    } | suivie


@cache
def destinataires(cle, le):
    """Rend les destinataires de cette clé, par leur fonction à la date `le`, et leur adresse."""
    lignes = [ligne for ligne in lire_fixture("destinataires") if ligne["cle"] == cle]
    depuis = max(jour for ligne in lignes if (jour := _depuis(ligne)) <= le)
    return [
        "\n".join(filter(None, [ligne["destinataire"], ligne["adresse"]]))
        for ligne in lignes
        if _depuis(ligne) == depuis
    ]


def _depuis(ligne):
    return datetime.date.fromisoformat(ligne["depuis"] or "0001-01-01")


def signer(user, territoire):
    """Rend le `Signataire` que fait `user` pour ce territoire, en types JSON."""
    fonction = user.fonction.strip()
    if fonction.lower().startswith(("préfet", "préfète")) and "délégu" not in fonction.lower():
        article = "La" if fonction.lower().startswith("préfète") else "Le"
        qualite = [f"{article} {en_minuscule(fonction)}"]
    else:
        autorite = avec_article(territoire.prefecture.autorite)
        qualite = [f"Pour {autorite} et par délégation"]
        qualite += [fonction] if fonction else []
    return {"qualite": qualite, "nom": str(user)}
