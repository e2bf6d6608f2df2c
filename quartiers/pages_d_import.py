"""Les pages d'un import qui ne concerne qu'un département : les mêmes dans toutes les salles."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from socle.exports import telecharger_tableau
from socle.imports import depot

from .models import Departement


@dataclass(frozen=True)
class PagesDImport:
    """Modèle, dépôt, aperçu, annulation, fichier, pour qui saisit dans ce département.

    `journal` (modèle) a un `departement` ; `analyser(liste, departement)` et
    `appliquer(liste, journal)` sont ceux du moteur ; `modele()` rend le tableau à remplir.
    `adresse` commence le nom de chaque page : « paqte:conventions_import ». `contexte()` est ce que
    la page de dépôt montre de plus.
    """

    adresse: str
    titre: str
    journal: type
    formulaire: type
    analyser: Callable
    appliquer: Callable
    modele: Callable
    fini: str
    gabarit: str
    gabarit_apercu: str
    contexte: Callable = dict

    def adresses(self):
        """Rend les adresses, sous celle du département."""
        nom = self.adresse.partition(":")[2]
        return [
            path("", self.deposer, name=nom),
            path("<int:pk>/", self.confirmer, name=f"{nom}_confirmer"),
            path("<int:pk>/annuler/", self.annuler, name=f"{nom}_annuler"),
            path("<int:pk>/fichier/", self.fichier, name=f"{nom}_fichier"),
            path("modele.<slug:extension>", self.telecharger, name=f"{nom}_modele"),
        ]

    def telecharger(self, request, departement, extension):
        """Le tableau à remplir, en XLSX, ODS ou CSV."""
        _modifiable(request, departement)
        donnees = self.modele()
        return telecharger_tableau(donnees, extension, f"{donnees.title}-a-remplir")

    def deposer(self, request, departement):
        """Dépôt d'un tableau : lu aussitôt, il attend sa confirmation."""
        departement = _modifiable(request, departement)
        return depot.deposer(
            request,
            self.formulaire,
            self._imports(departement),
            champs={"departement": departement},
            apercu=f"{self.adresse}_confirmer",
            arguments=[departement.code],
            gabarit=self.gabarit,
            departement=departement,
            **self.contexte(),
        )

    def confirmer(self, request, departement, pk):
        """Aperçu d'un tableau déposé, puis sa confirmation."""
        departement = _modifiable(request, departement)
        return depot.confirmer(
            request,
            pk,
            self._imports(departement),
            lire=self.formulaire.lire_liste,
            analyser=partial(self.analyser, departement=departement),
            appliquer=self.appliquer,
            depot=self._depot(departement),
            fini=self.fini,
            gabarit=self.gabarit_apercu,
        )

    def annuler(self, request, departement, pk):
        """Annule un import, après en avoir montré l'effet."""
        departement = _modifiable(request, departement)
        imports, retour = self._imports(departement), self._depot(departement)
        return depot.annuler(request, pk, imports, retour=retour, parent=self.titre)

    def fichier(self, request, departement, pk):
        """Le fichier d'un import, tel qu'il fut déposé."""
        return depot.telecharger(pk, self._imports(_modifiable(request, departement)))

    def _imports(self, departement):
        return self.journal.objects.filter(departement=departement)

    def _depot(self, departement):
        return reverse(self.adresse, args=[departement.code])


def _modifiable(request, departement):
    return get_object_or_404(Departement.objects.modifiables_par(request.user), code=departement)
