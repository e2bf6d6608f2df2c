"""Qui anime le PAQTE dans le département (circulaire, annexe 2, § 2)."""

from django.db import models
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from socle.champs import valider_fait
from socle.textes import TexteField

from ..querysets import PaqteQuerySet


class Referent(models.Model):
    """Référent PAQTE d'une préfecture, à faire connaître au CGET pour le 15 février 2019."""

    departement = models.OneToOneField(
        Departement, models.PROTECT, related_name="referent", verbose_name="département"
    )
    nom = models.CharField("nom et prénom", max_length=150)
    fonction = models.CharField("fonction", max_length=150, blank=True)
    service = models.CharField("service", max_length=150, blank=True)
    courriel = models.EmailField("adresse électronique")
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    designe_le = models.DateField("désigné le", validators=[valider_fait])

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "référent PAQTE"
        verbose_name_plural = "référents PAQTE"

    def __str__(self):
        return self.nom


class Organisation(models.Model):
    """Organisation retenue pour le suivi et l'animation du PAQTE, et son comité de pilotage."""

    class Mode(models.TextChoices):
        CHARGE_DE_MISSION = "charge_de_mission", "Chargé de mission au sein de la préfecture"
        DELEGUE_DU_PREFET = "delegue_du_prefet", "Délégué du préfet référent"
        PARTENAIRE = "partenaire", "Subvention à un partenaire chargé de l’animation"
        AUTRE = "autre", "Autre organisation"

    departement = models.OneToOneField(
        Departement, models.PROTECT, related_name="organisation", verbose_name="département"
    )
    mode = models.CharField("mode d’animation", max_length=20, choices=Mode)
    description = TexteField("description de l’organisation")
    comite = TexteField(
        "composition du comité de pilotage",
        blank=True,
        help_text="Clubs d’entreprises (FACE, CREPI, LEPC…), DIRECCTE, Pôle emploi, "
        "collectivités, en particulier les intercommunalités.",
    )
    chartes_restantes = models.PositiveSmallIntegerField(
        "chartes « Entreprises et Quartiers » restant à transformer en PAQTE",
        null=True,
        blank=True,
        help_text="Elles sont à transformer d’ici janvier 2020 ; 0 quand c’est fait, ou s’il n’y "
        "en avait pas.",
    )

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation du PAQTE"
        verbose_name_plural = "organisations du PAQTE"

    def __str__(self):
        return f"{self.get_mode_display()} - {self.departement}"


class ReunionComite(models.Model):
    """Réunion du comité de pilotage, ou point d'étape avec les entreprises signataires."""

    class Objet(models.TextChoices):
        COMITE = "comite", "Comité de pilotage"
        POINT_ETAPE = "point_etape", "Point d’étape avec les entreprises signataires"

    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="reunions_paqte", verbose_name="département"
    )
    date = models.DateField("date", validators=[valider_fait])
    objet = models.CharField("objet", max_length=20, choices=Objet, default=Objet.COMITE)
    participants = TexteField("participants", blank=True)
    decisions = TexteField("décisions", blank=True)

    history = HistoricalRecords()
    objects = PaqteQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"{self.get_objet_display()} du {self.date:%d/%m/%Y}"


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
            )
        ]

    def __str__(self):
        return self.nom
