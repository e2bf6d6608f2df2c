"""Qui anime le PAQTE dans le département (circulaire, annexe 2, § 2)."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from remontees.models import Document
from socle.champs import valider_fait
from socle.dates import DateField
from socle.reunions import Previsible, ReunionsQuerySet, valider_reunion
from socle.textes import TexteField

from ..querysets import PaqteQuerySet
from .succession import Remplacable


class Designation(models.Model):
    """La personne désignée comme référent, et depuis quand."""

    nom = models.CharField("nom et prénom", max_length=150)
    fonction = models.CharField("fonction", max_length=150, blank=True)
    service = models.CharField("service", max_length=150, blank=True)
    courriel = models.EmailField("adresse électronique")
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    designe_le = DateField("désigné le", validators=[valider_fait])

    class Meta:
        abstract = True

    def __str__(self):
        return self.nom


class Referent(Designation, Remplacable):
    """Référent PAQTE d'une préfecture, à faire connaître au CGET pour le 15 février 2019."""

    depuis = "designe_le"
    anciens = "anciens_referents"
    commun = Designation

    departement = models.OneToOneField(
        Departement, models.PROTECT, related_name="referent", verbose_name="département"
    )

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "référent PAQTE"
        verbose_name_plural = "référents PAQTE"


class AncienReferent(Designation):
    """Référent d'avant : les bilans de son temps le nomment."""

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="anciens_referents", verbose_name="département"
    )

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "ancien référent PAQTE"
        verbose_name_plural = "anciens référents PAQTE"
        ordering = ["-designe_le", "-pk"]


class AutreReferent(Designation):
    """Référent désigné à côté du premier, dans un autre service : les bilans nomment les deux."""

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="autres_referents", verbose_name="département"
    )
    jusqu_au = DateField("jusqu’au", null=True, blank=True, validators=[valider_fait])

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "autre référent PAQTE"
        verbose_name_plural = "autres référents PAQTE"
        ordering = ["designe_le", "pk"]
        constraints = [
            models.CheckConstraint(
                name="autre_referent_dates",
                condition=Q(jusqu_au=None) | Q(jusqu_au__gte=F("designe_le")),
                violation_error_message="La fin ne peut pas précéder la désignation.",
                violation_error_code="jusqu_au",
            ),
        ]

    def est_en_place(self, jour):
        """Dit s'il l'était ce `jour`."""
        fini = self.jusqu_au is not None and self.jusqu_au < jour
        return self.designe_le <= jour and not fini


class Fonctionnement(models.Model):
    """Comment le PAQTE se suit et s'anime, son comité de pilotage, et depuis quand."""

    # Les exemples de l'annexe 2 : ils se cumulent.
    EXEMPLES: ClassVar = {
        "par_charge_de_mission": "chargé de mission au sein de la préfecture",
        "par_delegue": "délégué du préfet référent",
        "par_partenaire": "subvention à un partenaire chargé de l’animation",
    }

    departement: Any

    par_charge_de_mission = models.BooleanField(EXEMPLES["par_charge_de_mission"], default=False)
    par_delegue = models.BooleanField(EXEMPLES["par_delegue"], default=False)
    par_partenaire = models.BooleanField(EXEMPLES["par_partenaire"], default=False)
    autre_mode = models.CharField("autre mode d’animation", max_length=150, blank=True)
    description = TexteField("description de l’organisation")
    comite = TexteField(
        "composition du comité de pilotage",
        blank=True,
        help_text="Clubs d’entreprises (FACE, CREPI, LEPC…), DIRECCTE, Pôle emploi, "
        "collectivités, en particulier les intercommunalités.",
    )
    depuis_le = DateField("retenue depuis le", null=True, blank=True, validators=[valider_fait])

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.modes_en_mots} - {self.departement}"

    def clean(self):
        """Lève ValidationError si aucun mode d'animation n'est dit."""
        if not self.modes:
            raise ValidationError(
                {"autre_mode": "Cochez un mode d’animation au moins, ou écrivez le vôtre."}
            )

    @property
    def modes(self):
        """Les modes d'animation retenus, en mots."""
        coches = [mots for nom, mots in self.EXEMPLES.items() if getattr(self, nom)]
        return [capfirst(mode) for mode in [*coches, self.autre_mode] if mode]

    @property
    def modes_en_mots(self):
        return " ; ".join(self.modes)


class Organisation(Fonctionnement, Remplacable):
    """Organisation retenue pour le suivi et l'animation du PAQTE, et son comité de pilotage."""

    depuis = "depuis_le"
    anciens = "anciennes_organisations"
    commun = Fonctionnement

    departement = models.OneToOneField(
        Departement, models.PROTECT, related_name="organisation", verbose_name="département"
    )
    chartes_restantes = models.PositiveSmallIntegerField(
        "chartes « Entreprises et Quartiers » restant à transformer en PAQTE",
        null=True,
        blank=True,
        help_text="0 s’il n’y en avait pas. Sinon, tenez leur liste : c’est elle qui compte, "
        "et chacune propose sa convention.",
    )

    demande_d_office = models.BooleanField(
        "demander d’office leurs résultats aux entreprises, chaque semestre",
        default=False,
        help_text="Le lendemain du semestre, à celles qui ont une adresse et n’ont rien donné. "
        "Leurs questions vont au référent : sans lui, rien ne part.",
    )

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation du PAQTE"
        verbose_name_plural = "organisations du PAQTE"


class AncienneOrganisation(Fonctionnement):
    """Organisation d'avant : les bilans de son temps la décrivent."""

    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        related_name="anciennes_organisations",
        verbose_name="département",
    )

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "ancienne organisation du PAQTE"
        verbose_name_plural = "anciennes organisations du PAQTE"
        ordering = ["-depuis_le", "-pk"]


class ReunionQuerySet(ReunionsQuerySet, PaqteQuerySet):
    pass


class ReunionComite(Previsible, models.Model):
    """Réunion du comité de pilotage, ou point d'étape avec les entreprises signataires.

    Une réunion prévue se note aussi ; elle n'est d'aucun bilan avant son jour.
    """

    class Objet(models.TextChoices):
        COMITE = "comite", "Comité de pilotage"
        POINT_ETAPE = "point_etape", "Point d’étape avec les entreprises signataires"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="reunions_paqte", verbose_name="département"
    )
    date = DateField("date", validators=[valider_reunion])
    lieu = models.CharField("lieu", max_length=200, blank=True)
    objet = models.CharField("objet", max_length=20, choices=Objet, default=Objet.COMITE)
    participants = TexteField("participants", blank=True)
    decisions = TexteField("décisions", blank=True)

    documents = GenericRelation(Document)

    history = HistoricalRecords()
    objects = ReunionQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"{self.get_objet_display()} du {self.date:%d/%m/%Y}"

    def get_absolute_url(self):
        return f"{reverse('paqte:animation', args=[self.departement_id])}#reunions"


class Partenaire(models.Model):
    """Association, club ou autre acteur partenaire du déploiement du PAQTE."""

    class Reseau(models.TextChoices):
        FACE = "face", "FACE"
        CREPI = "crepi", "CREPI"
        LEPC = "lepc", "Les entreprises pour la cité (LEPC)"
        CLUB = "club", "Autre club d’entreprises"
        ASSOCIATION = "association", "Association"
        PUBLIC = "public", "Service public de l’emploi ou collectivité"
        AUTRE = "autre", "Autre"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="partenaires_paqte", verbose_name="département"
    )
    nom = models.CharField("nom", max_length=150)
    reseau = models.CharField("réseau ou nature", max_length=20, choices=Reseau)
    role = TexteField("rôle dans le PAQTE", blank=True)
    depuis_le = DateField("partenaire depuis le", null=True, blank=True, validators=[valider_fait])
    jusqu_au = DateField("jusqu’au", null=True, blank=True, validators=[valider_fait])

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "partenaire"
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(
                name="partenaire_unique",
                fields=["departement", "nom"],
                violation_error_message="Ce partenaire est déjà enregistré dans le département.",
            ),
            models.CheckConstraint(
                name="partenaire_dates",
                condition=Q(depuis_le=None) | Q(jusqu_au=None) | Q(jusqu_au__gte=F("depuis_le")),
                violation_error_message="La fin ne peut pas précéder le début.",
                violation_error_code="jusqu_au",
            ),
        ]

    def __str__(self):
        return self.nom

    def etait_la(self, periode):
        """Dit s'il l'était un jour de la période ; sans date, il l'est toujours."""
        arrive = self.depuis_le is None or self.depuis_le <= periode.fin
        return arrive and (self.jusqu_au is None or self.jusqu_au >= periode.debut)
