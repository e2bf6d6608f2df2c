"""Les entreprises, ou leurs établissements, avec qui travaillent les préfectures."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Quartier
from quartiers.situation import situer
from socle.champs import valider_siren, valider_siret
from socle.recherche import Cherchable, RechercheQuerySet

from ..querysets import PaqteQuerySet

# Pendant ce temps, une fiche supprimée se rétablit.
RETABLISSABLE = datetime.timedelta(days=30)


class EntrepriseQuerySet(RechercheQuerySet["Entreprise"], PaqteQuerySet):
    """Entreprises, cherchées par leur nom, leur SIREN ou leur commune."""

    def avec_comptes(self):
        """Ajoute `nombre_conventions`."""
        return self.annotate(nombre_conventions=Count("conventions"))

    def supprimees_pour(self, user):
        """Rend les fiches supprimées depuis peu que `user` peut rétablir (requête d'historique).

        Celle que sa réunion à une autre a fait disparaître n'en est pas.
        """
        codes = getattr(user, "codes_departements_modifiables", ())
        return self.model.history.filter(
            history_type="-",
            history_change_reason=None,
            history_date__gte=timezone.now() - RETABLISSABLE,
            departement__in=codes,
        ).exclude(id__in=self.values("pk"))


class Entreprise(Cherchable):
    """Entreprise (ou établissement) avec qui une préfecture travaille, dans un département."""

    class Taille(models.TextChoices):
        GRANDE = "grande", "Grande entreprise"
        ETI = "eti", "Entreprise de taille intermédiaire (ETI)"
        PME = "pme", "Petite ou moyenne entreprise (PME)"
        TPE = "tpe", "Très petite entreprise (TPE)"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="entreprises", verbose_name="département"
    )
    nom = models.CharField("nom", max_length=200)
    siren = models.CharField("SIREN", max_length=9, validators=[valider_siren])
    etablissement = models.CharField(
        "SIRET de l’établissement",
        max_length=14,
        blank=True,
        validators=[valider_siret],
        help_text="Si plusieurs établissements de l’entreprise signent dans le département.",
    )
    taille = models.CharField("taille", max_length=10, choices=Taille)
    adresse = models.CharField("adresse", max_length=250, blank=True)
    commune = models.CharField("commune", max_length=100, blank=True)
    code_commune = models.CharField("code INSEE de la commune", max_length=5, blank=True)
    longitude = models.FloatField("longitude (degrés, WGS 84)", null=True, blank=True)
    latitude = models.FloatField("latitude (degrés, WGS 84)", null=True, blank=True)
    contact = models.CharField("contact", max_length=150, blank=True)
    courriel = models.EmailField("adresse électronique", blank=True)

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = EntrepriseQuerySet.as_manager()

    class Meta:
        verbose_name = "entreprise"
        ordering = ["nom"]
        # La liste des conventions suit l'ordre des entreprises, et n'en lit qu'une page.
        indexes = [models.Index(name="entreprise_nom", fields=["nom"])]
        constraints = [
            models.UniqueConstraint(
                name="entreprise_siren_unique",
                fields=["departement", "siren", "etablissement"],
                violation_error_message="Une entreprise du département porte déjà ce SIREN : "
                "donnez le SIRET de l’établissement s’il signe aussi.",
                violation_error_code="etablissement",
            )
        ]

    def __str__(self):
        return self.nom

    def texte_cherche(self):
        return f"{self.nom} {self.siren} {self.etablissement} {self.commune}"

    def clean(self):
        if self.etablissement and not self.etablissement.startswith(self.siren):
            raise ValidationError(
                {"etablissement": "Ce SIRET est celui d’une autre entreprise que ce SIREN."}
            )

    @property
    def numeros(self):
        """Ce qui la distingue dans son département : (SIREN, SIRET de l'établissement ou vide)."""
        return self.siren, self.etablissement

    @property
    def sigle(self):
        """Sa taille en un mot : « PME », « Grande entreprise »."""
        libelle = self.get_taille_display()
        return libelle.partition("(")[2].rstrip(")") or libelle

    @property
    def choisit_ses_axes(self):
        """Vrai pour une PME ou une TPE ; les autres s'engagent sur les quatre axes (annexe 2)."""
        return self.taille in {self.Taille.PME, self.Taille.TPE}

    @property
    def point(self):
        """Son (longitude, latitude), ou None."""
        connu = self.longitude is not None and self.latitude is not None
        return (self.longitude, self.latitude) if connu else None

    def situation(self):
        """Rend sa `Situation` parmi les quartiers prioritaires d'aujourd'hui."""
        quartiers = Quartier.objects.du(self.departement_id).en_vigueur(timezone.localdate())
        return situer(
            quartiers, code_commune=self.code_commune, commune=self.commune, point=self.point
        )
