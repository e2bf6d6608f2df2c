"""L'API de lecture : les mêmes jeux de données, par jeton, décrits en OpenAPI."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI, Query
from ninja.security import HttpBearer
from pydantic import Field, create_model

from comptes.models import Jeton

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


class ParJeton(HttpBearer):
    """Jeton d'un utilisateur (« Authorization: Bearer … ») : ses droits s'appliquent."""

    def authenticate(self, request, token):
        if jeton := Jeton.objects.trouver(token, Jeton.Portee.API):
            request.user = jeton.utilisateur
            return jeton
        return None


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
    ligne = create_model(
        jeu.nom.capitalize(),
        **{
            colonne.nom: (TYPES.get(colonne.type, Any) | None, Field(None, title=colonne.titre))
            for colonne in jeu.colonnes()
        },
    )
    page = create_model(f"Page{ligne.__name__}", total=(int, ...), lignes=(list[ligne], ...))

    @api.get(
        f"/{jeu.nom}",
        url_name=jeu.nom,
        # Un client engendré d'après le document nomme ainsi sa fonction : un nom par jeu.
        operation_id=f"lire_{jeu.nom}",
        response=page,
        summary=jeu.titre,
        description=jeu.description,
    )
    def rendre_un_extrait(
        request,
        depuis: int = Query(0, ge=0, le=RANG_MAXIMAL, description="Rang de la première ligne"),
        nombre: int = Query(100, ge=1, le=MAXIMUM, description="Lignes à rendre"),
    ):
        user = request.user
        jeu.noter(user, "api")
        return {"total": jeu.total(user), "lignes": jeu.extrait(user, depuis, nombre)}


for un in jeux().values():
    _ouvrir(un)

# L'API a sa propre porte : le jeton, et non la session.
adresses = api.urls
for motif in adresses[0]:
    motif.callback = login_not_required(motif.callback)
