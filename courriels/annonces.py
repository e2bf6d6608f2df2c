"""Ce qui n'est pas urgent : chaque adresse le lit une fois par jour, en un seul courriel."""

from itertools import groupby

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from socle.courriel import preparer


class Annonce(models.Model):
    """Ce qu'une adresse lira dans son courriel du jour ; parti, il n'en reste rien."""

    adresse = models.EmailField("adresse")
    sujet = models.CharField("sujet", max_length=250)
    phrase = models.TextField("ce qui est arrivé")
    quoi = models.CharField("de quoi il s’agit", max_length=250, blank=True)
    mot = models.TextField("mot", blank=True)
    chemin = models.CharField("page du portail", max_length=250)
    par = models.CharField("à qui répondre", max_length=400, blank=True)
    ecrite_le = models.DateTimeField("écrite le", default=timezone.now)

    class Meta:
        verbose_name = "annonce"
        ordering = ["adresse", "pk"]

    def __str__(self):
        return self.sujet

    @property
    def lien(self):
        return f"{settings.ADRESSE_DU_PORTAIL}{self.chemin}"


@transaction.atomic
def envoyer_les_resumes():
    """Met en file un courriel par adresse, de tout ce qui l'attend ; rend leur nombre.

    Deux machines à la fois ne l'envoient qu'une fois : la première tient les lignes qu'elle efface.
    """
    annonces = list(Annonce.objects.select_for_update(skip_locked=True))
    nombre = 0
    for adresse, siennes in groupby(annonces, key=lambda annonce: annonce.adresse):
        contexte = {"annonces": list(siennes), "site": settings.ADRESSE_DU_PORTAIL}
        combien = len(contexte["annonces"])
        sujet = f"Quartiers, en un courriel : {contexte['annonces'][0].sujet}"
        if combien > 1:
            sujet = f"{sujet}, et {combien - 1} de plus"
        preparer(sujet, "courriel_resume.txt", contexte, [adresse]).send()
        nombre += 1
    Annonce.objects.filter(pk__in=[annonce.pk for annonce in annonces]).delete()
    return nombre
