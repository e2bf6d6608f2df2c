"""Les exports ouverts et documentés (une page, des fichiers, un schéma par jeu), la visite, et ce
que lit l'exploitant.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from socle.exports import en_flux, exporter
from socle.formats import FORMATS

from . import exploitation, visite
from .api import MAXIMUM, PARAMETRES
from .filtres import FiltreDeJeuForm
from .jeux import jeux


def exports(request):
    """Les jeux de données que l'utilisateur peut lire, leurs colonnes et leurs formats."""
    return render(request, "donnees/exports.html", _montrer(request.user))


def api(request):
    """L'API, en une page à lire : ses jeux, leurs filtres, leurs colonnes, un exemple."""
    contexte = _montrer(request.user) | {"parametres": PARAMETRES, "maximum": MAXIMUM}
    return render(request, "donnees/api.html", contexte)


def fichier(request, nom, extension):
    """Un jeu de données, limité à ce que l'utilisateur peut lire, et à ses filtres."""
    jeu = _jeu(nom)
    form = FiltreDeJeuForm(request.GET, jeu)
    if not form.is_valid():
        contexte = {"jeu": jeu, "form": form}
        return render(request, "donnees/filtre_refuse.html", contexte, status=422)
    objets = form.filtrer(jeu.objets(request.user))
    if extension == "json":
        reponse = en_flux(jeu.en_json(objets), "application/json", f"{jeu.nom}.json")
    else:
        reponse = exporter(request, jeu.resource(), objets, extension, jeu.nom)
    if reponse.status_code == 200:
        jeu.noter(request.user, extension)
    return reponse


def schema(request, nom):
    """Le Table Schema d'un jeu."""
    return JsonResponse(_jeu(nom).schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


def premiere_visite(request):
    """Ce que peut ce compte, et par où commencer."""
    return render(request, "donnees/premiere_visite.html", {"etapes": visite.etapes(request.user)})


@login_not_required
@require_safe
def sante_details(request):
    """Ce que l'exploitant surveille, en JSON ou pour Prometheus, avec son jeton.

    Sans `JETON_EXPLOITANT` réglé, la page n'existe pas.
    """
    if not settings.JETON_EXPLOITANT:
        raise Http404
    donne = request.headers.get("Authorization", "")
    if not constant_time_compare(donne, f"Bearer {settings.JETON_EXPLOITANT}"):
        raise PermissionDenied
    lues = exploitation.mesures()
    if request.GET.get("format") == "prometheus":
        return HttpResponse(exploitation.en_prometheus(lues), content_type=CONTENT_TYPE_LATEST)
    return JsonResponse(exploitation.en_json(lues), json_dumps_params={"ensure_ascii": False})


def _montrer(user):
    lisibles = [jeu for jeu in jeux().values() if getattr(user, jeu.droit)]
    return {
        "jeux": [{"jeu": jeu, "colonnes": jeu.colonnes()} for jeu in lisibles],
        "formats": [*FORMATS, "json"],
        "lignes_ods": FORMATS["ods"].maximum,
    }


def _jeu(nom):
    if nom not in (tous := jeux()):
        raise Http404
    return tous[nom]
