"""Enregistrer en passant, pendant qu'on écrit : ce que le serveur répond à `brouillon.js`."""

import re

from django.http import JsonResponse
from django.utils import timezone

BROUILLON = "Brouillon enregistré"
ENTRE_TEMPS = "Quelqu’un a enregistré entre-temps : enregistrez pour comparer."
A_CORRIGER = "Pas encore enregistré, à corriger :"

# Le nom que le navigateur donne à sa copie d'un brouillon.
COPIE = re.compile(r"[0-9a-f-]{8,40}")


def est_en_passant(request):
    """Dit si c'est le navigateur qui enregistre, de lui-même : il n'attend pas de page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def enregistre(caches, quoi="Enregistré"):
    """Répond que c'est fait, et quand ; `caches`, ce que portent désormais ces champs cachés."""
    heure = timezone.localtime()
    return JsonResponse({"caches": caches, "dit": f"{quoi} à {heure:%H} h {heure:%M}."})


def refus(statut, message, formulaires=()):
    """Répond que rien n'est enregistré ; nomme le premier champ fautif de ces formulaires.

    `faute` est None si aucun champ ne l'est.
    """
    fautes = (faute for formulaire in formulaires for faute in _fautes(formulaire))
    corps = {"message": message, "faute": next(fautes, None)}
    return JsonResponse(corps, status=statut)


def _fautes(formulaire):
    for nom, erreurs in formulaire.errors.items():
        if nom in formulaire.fields:
            champ = formulaire[nom]
            ancre = champ.id_for_label or f"checkboxes-{champ.auto_id}"
            yield {"ancre": ancre, "libelle": champ.label, "erreur": " ".join(erreurs)}
        else:
            yield {"ancre": "", "libelle": "", "erreur": " ".join(erreurs)}


def repere(request):
    """Rend le repère qui dit au navigateur que sa copie du brouillon est arrivée, ou « »."""
    copie = request.POST.get("copie", "")
    return f"#recue-{copie}" if COPIE.fullmatch(copie) else ""
