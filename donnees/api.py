"""L'API de lecture : les mêmes jeux de données, par jeton, décrits en OpenAPI."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from ninja import NinjaAPI, Query
from ninja.errors import HttpError
from ninja.security import HttpBearer
from pydantic import BaseModel, Field, create_model

from comptes.models import Jeton

from .filtres import FiltreDeJeuForm
from .jeux import jeux

MAXIMUM = 1000
RANG_MAXIMAL = 2**31 - 1
TYPES = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "date": datetime.date,
    "datetime": datetime.datetime,
    "string": str,
}
FILTRES = {
    "periode": "Un semestre (2019-s1) ou une année (2019)",
    "territoire": "Un département (59), une région (R32), la nation (FR) ou un quartier",
    "modifie_depuis": "Ce qui a changé depuis une date (2019-06-30) ou un instant ISO",
}


PARAMETRES = FILTRES | {
    "depuis": "Rang de la première ligne (0 pour la première)",
    "nombre": f"Lignes à rendre, {MAXIMUM} au plus",
}


class ParJeton(HttpBearer):
    """Jeton d'un utilisateur (« Authorization: Bearer … ») : ses droits s'appliquent."""

    def authenticate(self, request, token):
        if jeton := Jeton.objects.trouver(token, Jeton.Portee.API):
            request.user = jeton.utilisateur
            return jeton
        return None


class Page(BaseModel):
    """Quelles lignes rendre."""

    depuis: int = Field(0, ge=0, le=RANG_MAXIMAL, description=PARAMETRES["depuis"])
    nombre: int = Field(100, ge=1, le=MAXIMUM, description=PARAMETRES["nombre"])


api = NinjaAPI(
    title="Quartiers",
    version="1",
    description="Lecture des jeux de données du portail (voir /exports/ pour leurs schémas).",
    auth=ParJeton(),
    docs_url=None,
    urls_namespace="api",
)


def _ouvrir(jeu):
    """Ajoute à l'API la lecture d'un jeu, page par page."""
    nom_de_classe = jeu.nom.title().replace("-", "")
    filtres = {
        nom: (str | None, Field(None, description=FILTRES[nom]))
        for nom in FILTRES
        if nom in jeu.filtres
    }
    attendus = create_model(f"Parametres{nom_de_classe}", __base__=Page, **filtres)
    ligne = dict[str, Any] if jeu.colonnes_variables else _ligne(jeu, nom_de_classe)
    page = create_model(f"Page{nom_de_classe}", total=(int, ...), lignes=(list[ligne], ...))

    @api.get(
        f"/{jeu.nom}",
        url_name=jeu.nom,
        # Un client engendré d'après le document nomme ainsi sa fonction : un nom par jeu.
        operation_id=f"lire_{jeu.nom.replace('-', '_')}",
        response=page,
        summary=jeu.titre,
        description=jeu.description,
    )
    def lire(request, parametres: Query[attendus]):
        # Un paramètre mal écrit, ignoré, rendrait toutes les lignes.
        if inconnus := set(request.GET) - set(attendus.model_fields):
            raise HttpError(422, f"Paramètre inconnu : {', '.join(sorted(inconnus))}.")
        form = FiltreDeJeuForm(request.GET, jeu)
        if not form.is_valid():
            raise HttpError(422, " ".join(m for motifs in form.errors.values() for m in motifs))
        user = request.user
        jeu.noter(user, "api")
        objets = form.filtrer(jeu.objets(user))
        lignes = jeu.rendre_un_extrait(objets, parametres.depuis, parametres.nombre)
        return {"total": jeu.compter(objets), "lignes": lignes}


def _ligne(jeu, nom_de_classe):
    """Rend le modèle d'une ligne, aux colonnes du jeu."""
    return create_model(
        nom_de_classe,
        **{
            colonne.nom: (TYPES.get(colonne.type, Any) | None, Field(None, title=colonne.titre))
            for colonne in jeu.colonnes()
        },
    )


for un in jeux().values():
    _ouvrir(un)


@api.get("/{path:chemin}", url_name="inconnu", include_in_schema=False, auth=None)
def inconnu(request, chemin: str):
    """Une adresse que l'API n'a pas se dit en JSON, comme ses autres refus."""
    raise Http404


# L'API a sa propre porte : le jeton, et non la session.
adresses = api.urls
for motif in adresses[0]:
    motif.callback = login_not_required(motif.callback)
