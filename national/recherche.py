"""Ce que la recherche du portail trouve parmi les territoires : leurs fiches."""

from django.urls import reverse

from quartiers.models import Departement
from socle.recherche import contient
from socle.rubriques import Rubrique, Trouve


def _chercher(user, texte):
    for departement in Departement.objects.suivis_par(user):
        if contient(f"{departement} fiche territoriale", texte):
            adresse = reverse("territoires:fiche", args=[departement.pk])
            yield Trouve(str(departement), adresse, "fiche territoriale")


RUBRIQUE = Rubrique("Territoires", 5, _chercher)
