"""Ce que le portail impose à toute demande et à toute réponse."""

import errno
import sys

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.views.defaults import bad_request, server_error

from remontees.pdf import DocumentTropLourd
from socle.nettoyage import nettoyer

from .contexte import CADRE

DISQUE_PLEIN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
API = "/api/"
ATTENTE_APRES_UNE_PANNE = {"Retry-After": "60"}


def pages_privees(get_response):
    """Interdit de garder une copie d'une page, sauf si la vue en a décidé autrement."""

    def traiter(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return traiter


class TextesCondenses(GZipMiddleware):
    """Condense les pages et les données ; un PDF ou un classeur l'est déjà."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith(("text/", "application/json")):
            return super().process_response(request, response)
        return response


def taille_de_la_demande(get_response):
    """Refuse une demande trop lourde d'après sa taille annoncée, avant de la lire."""

    def traiter(request):
        annoncee = request.META.get("CONTENT_LENGTH") or "0"
        if annoncee.isdecimal() and int(annoncee) > settings.TAILLE_MAXIMALE_D_UNE_DEMANDE:
            raise RequestDataTooBig
        return get_response(request)

    return traiter


def textes_nettoyes(get_response):
    """Nettoie tout texte saisi à son arrivée (voir `socle.nettoyage`), sauf les mots de passe."""

    def traiter(request):
        if request.POST:
            saisies = request.POST.copy()
            for nom, valeurs in request.POST.lists():
                if "password" not in nom:
                    saisies.setlist(nom, [nettoyer(valeur) for valeur in valeurs])
            request.POST = saisies
        return get_response(request)

    return traiter


def demande_refusee(request, exception):
    """Page d'une demande incorrecte : 413 si elle est trop lourde, 400 sinon.

    422 si c'est le document demandé qui l'est.
    """
    if isinstance(exception, DocumentTropLourd):
        return render(request, "422.html", {"refus": exception}, status=422)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return render(request, "413.html", status=413)
    return bad_request(request, exception)


def demande_en_panne(request):
    """Page d'une erreur : 503 si la base ou le disque manque pour un moment, 500 sinon.

    L'API, et une page qui enregistre en passant, reçoivent le même refus en JSON.
    """
    passagere = _est_passagere(sys.exception())
    if request.path.startswith(API):
        return _refus_de_l_api(passagere)
    if not passagere:
        return server_error(request)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        refus = {"message": "Le portail est momentanément indisponible : votre texte reste ici."}
        return JsonResponse(refus, status=503, headers=ATTENTE_APRES_UNE_PANNE)
    # Sans la demande : le gabarit n'y cherche ni session ni utilisateur, qui sont dans la base.
    page = render_to_string("503.html", CADRE)
    return HttpResponse(page, status=503, headers=ATTENTE_APRES_UNE_PANNE)


def _refus_de_l_api(passagere):
    if passagere:
        detail = "Le portail est momentanément indisponible."
        return JsonResponse({"detail": detail}, status=503, headers=ATTENTE_APRES_UNE_PANNE)
    return JsonResponse({"detail": "Une erreur du portail est survenue."}, status=500)


def _est_passagere(erreur):
    if isinstance(erreur, OSError):
        return erreur.errno in DISQUE_PLEIN
    return isinstance(erreur, (OperationalError, InterfaceError))
