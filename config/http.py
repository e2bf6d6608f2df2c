"""Ce que le portail impose à toute demande et à toute réponse."""

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.defaults import bad_request


def pages_privees(get_response):
    """Interdit de garder une copie d'une page, sauf si la vue en a décidé autrement."""

    def traiter(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    return traiter


def taille_de_la_demande(get_response):
    """Refuse une demande trop lourde d'après sa taille annoncée, avant de la lire."""

    def traiter(request):
        annoncee = request.META.get("CONTENT_LENGTH") or "0"
        if annoncee.isdecimal() and int(annoncee) > settings.TAILLE_MAXIMALE_D_UNE_DEMANDE:
            raise RequestDataTooBig
        return get_response(request)

    return traiter


def demande_refusee(request, exception):
    """Page d'une demande incorrecte : 413 si elle est trop lourde, 400 sinon."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return render(request, "413.html", status=413)
    return bad_request(request, exception)
