"""Les exports ouverts et documentés : une page, des fichiers, un schéma par jeu."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from quartiers.exports import FORMATS, telecharger

from .jeux import JEUX


def exports(request):
    """Les jeux de données, leurs colonnes et leurs formats."""
    jeux = [{"jeu": jeu, "colonnes": jeu.colonnes()} for jeu in JEUX.values()]
    return render(request, "donnees/exports.html", {"jeux": jeux, "formats": [*FORMATS, "json"]})


def fichier(request, nom, extension):
    """Un jeu de données, limité à ce que l'utilisateur peut lire."""
    jeu = _jeu(nom)
    tableau = jeu.tableau(request.user)
    if extension != "json":
        return telecharger(tableau, extension, jeu.nom)
    contenu = json.dumps(tableau.dict, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return HttpResponse(
        contenu,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{jeu.nom}.json"'},
    )


def schema(request, nom):
    """Le Table Schema d'un jeu."""
    return JsonResponse(_jeu(nom).schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _jeu(nom):
    if nom not in JEUX:
        raise Http404
    return JEUX[nom]
