"""À qui s'adresser au CGET : la circulaire donne à chaque préfecture son interlocuteur."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Region
from socle.noms import nommer_plus_tard


class ContactCgetQuerySet(models.QuerySet):
    def suivant(self, codes):
        """Limite aux contacts qui suivent l'un des départements de ces codes, ou leur région."""
        return self.filter(
            Q(departements__in=codes) | Q(regions__departements__in=codes)
        ).distinct()

    def codes_suivis(self, adresse):
        """Rend les codes des départements que suit le contact de cette adresse."""
        suivis = Departement.objects.filter(
            Q(contacts_cget__courriel__iexact=adresse)
            | Q(region__contacts_cget__courriel__iexact=adresse)
        )
        return suivis.distinct().values_list("pk", flat=True)

    def manquants(self):
        """Rend les départements que personne ne suit."""
        return Departement.objects.filter(contacts_cget=None, region__contacts_cget=None)


class ContactCget(models.Model):
    """Personne du CGET qui suit des régions ou des départements."""

    nom = models.CharField("nom et prénom", max_length=150)
    fonction = models.CharField("fonction", max_length=150, blank=True)
    courriel = models.EmailField("adresse électronique")
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    regions = models.ManyToManyField(
        Region, blank=True, related_name="contacts_cget", verbose_name="régions suivies"
    )
    departements = models.ManyToManyField(
        Departement,
        blank=True,
        related_name="contacts_cget",
        verbose_name="départements suivis",
        help_text="En plus de ceux des régions cochées.",
    )

    history = HistoricalRecords(m2m_fields=[regions, departements])
    objects = ContactCgetQuerySet.as_manager()

    class Meta:
        verbose_name = nommer_plus_tard("contact {au cget}")
        verbose_name_plural = nommer_plus_tard("contacts {au cget}")
        ordering = ["nom", "pk"]

    def __str__(self):
        return self.nom

    def get_absolute_url(self):
        return reverse("partage:contact", args=[self.pk])
