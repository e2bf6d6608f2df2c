"""Une remontée envoyée hors du portail : la déposer, la relire, la retirer."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from socle.exports import joindre
from socle.saisie import confirmer_suppression, saisir

from ..forms.anterieur import EnvoiAnterieurForm
from ..models import EnvoiAnterieur, Remontee

FAUX_DEPOT = "Le fichier déposé est oublié, et la remontée de nouveau attendue."


@dataclass(frozen=True)
class Depot:
    """Les pages où une préfecture dépose ce qu'elle a envoyé hors du portail."""

    modele: type[Remontee]

    def adresses(self, nom):
        """Rend les adresses du dépôt ; `nom` commence le leur."""
        return [
            path("anterieur/", self.deposer, name=f"{nom}_anterieur"),
            path("anterieur/pdf/", self.pdf, name=f"{nom}_anterieur_pdf"),
        ]

    def deposer(self, request, periode, territoire):
        """Dépose le PDF envoyé, avec sa date ; déposé, la page propose de le retirer."""
        remontee = self.modele.objects.commencer(request.user, periode, territoire)
        if periode not in self.modele.Periode.ouvertes():
            raise Http404
        retour, parent = reverse(f"{self.modele.adresses}s"), self.modele.pluriel
        if deja := self._deposes(periode, territoire).first():
            return confirmer_suppression(
                request, deja, retour=retour, parent=parent, consequence=FAUX_DEPOT
            )
        neuf = EnvoiAnterieur(
            genre=self.modele.genre,
            periode=str(periode),
            depose_par=request.user,
            **{self.modele.champ_territoire: remontee.territoire},
        )
        form = EnvoiAnterieurForm(request.POST or None, request.FILES or None, instance=neuf)
        titre = f"Envoyé hors du portail : {remontee}"
        return saisir(request, form, titre=titre, retour=retour, parent=parent)

    def pdf(self, request, periode, territoire):
        """Le PDF déposé, pour qui suit le territoire."""
        suivis = self.modele.Territoire.objects.suivis_par(request.user)
        get_object_or_404(suivis, code=territoire)
        depose = get_object_or_404(self._deposes(periode, territoire))
        return joindre(bytes(depose.pdf), depose.nom, "application/pdf")

    def _deposes(self, periode, territoire):
        siens = {self.modele.champ_territoire: territoire}
        return EnvoiAnterieur.objects.filter(genre=self.modele.genre, periode=str(periode), **siens)
