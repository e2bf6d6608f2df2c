"""Les pages d'une remontée qui tient en quelques pages : sa jauge s'ajoute aux autres."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from .remontee import Pages


@dataclass(frozen=True)
class PagesMesurees(Pages):
    """Complète `Pages` pour un modèle `EnPages`."""

    def adresses(self):
        return [*super().adresses(), path("jauge/", self.jauge, name=f"{self.nom}_jauge")]

    @method_decorator(require_POST)
    def jauge(self, request, periode, territoire):
        """La place que prendrait le texte en cours d'écriture, sans rien enregistrer."""
        neuve = self.modele.objects.commencer(request.user, periode, territoire)
        form = self.formulaire(request.POST, instance=neuve)
        if not form.is_valid():
            return HttpResponse(status=422)
        contexte = {"remontee": form.instance, "jauge": form.instance.jauge_de_frappe()}
        return render(request, "remontees/_jauge.html", contexte)
