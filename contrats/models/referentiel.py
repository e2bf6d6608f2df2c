"""Ce que l'État et ses partenaires ont promis : pacte de Dijon, conventions nationales, plans."""

from django.db import models

from socle.dates import DateField
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField


class Domaine(models.Model):
    """Un des cinq domaines du pacte de Dijon (10 juillet 2018)."""

    rang = models.PositiveSmallIntegerField("rang", unique=True)
    nom = models.CharField("nom", max_length=150, unique=True)
    responsabilite = models.CharField("responsabilité", max_length=100)

    class Meta:
        verbose_name = "domaine du pacte de Dijon"
        verbose_name_plural = "domaines du pacte de Dijon"
        ordering = ["rang"]

    def __str__(self):
        return self.nom


class EngagementDijon(models.Model):
    """Un des 42 engagements du pacte de Dijon, des collectivités ou de l'État."""

    class Partie(models.TextChoices):
        COLLECTIVITES = "collectivites", "Collectivités"
        ETAT = "etat", "État"

    domaine = models.ForeignKey(Domaine, models.PROTECT, related_name="engagements_dijon")
    partie = models.CharField("partie", max_length=15, choices=Partie)
    rang = models.PositiveSmallIntegerField("rang")
    texte = TexteField("engagement")

    class Meta:
        verbose_name = "engagement du pacte de Dijon"
        verbose_name_plural = "engagements du pacte de Dijon"
        ordering = ["domaine__rang", "partie", "rang"]
        constraints = [
            models.UniqueConstraint(
                name="engagement_dijon_unique", fields=["domaine", "partie", "rang"]
            )
        ]

    def __str__(self):
        return f"{self.numero} {self.texte}"

    @property
    def numero(self):
        """Repère court : domaine, partie (C ou E) et rang, par exemple « 2-C3 »."""
        return f"{self.domaine.rang}-{self.partie[0].upper()}{self.rang}"


class ConventionNationale(models.Model):
    """Convention de 2013-2014 entre le ministère de la ville et un ministère ou un partenaire."""

    class Nature(models.TextChoices):
        INTERMINISTERIELLE = "interministerielle", "Interministérielle"
        PARTENAIRE = "partenaire", "Avec un partenaire ou un opérateur"

    rang = models.PositiveSmallIntegerField("rang", unique=True)
    signataire = models.CharField("signataire", max_length=250)
    signee_le = DateField("signée le")
    nature = models.CharField("nature", max_length=20, choices=Nature)

    class Meta:
        verbose_name = "convention nationale"
        verbose_name_plural = "conventions nationales"
        ordering = ["rang"]

    def __str__(self):
        return self.signataire


class EngagementNational(Cherchable):
    """Engagement d'une convention nationale ; un sous-engagement a son `parent`."""

    convention = models.ForeignKey(ConventionNationale, models.PROTECT, related_name="engagements")
    numero = models.CharField("numéro", max_length=10, help_text="Par exemple 3.2.1.")
    ordre = models.PositiveSmallIntegerField("ordre", unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sous_engagements"
    )
    texte = TexteField("engagement")
    cible = models.CharField("objectif chiffré", max_length=150, blank=True)
    transcription = models.CharField(
        "ce qu’écrit le document",
        max_length=150,
        blank=True,
        help_text="Si le portail en a corrigé une coquille.",
    )

    objects = RechercheQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement national"
        verbose_name_plural = "engagements nationaux"
        ordering = ["ordre"]
        constraints = [
            models.UniqueConstraint(
                name="engagement_national_unique", fields=["convention", "numero"]
            )
        ]

    @property
    def texte_imprime(self):
        """L'engagement, et ce que le portail y a corrigé."""
        if not self.transcription:
            return self.texte
        return f"{self.texte} [transcription corrigée : le document écrit « {self.transcription} »]"

    def __str__(self):
        return f"{self.numero} {self.texte}"

    def texte_cherche(self):
        return f"{self.convention} {self.texte} {self.cible}"


class PlanNational(models.Model):
    """Autre plan national qu'un protocole peut décliner (circulaire, annexe 1, a)."""

    rang = models.PositiveSmallIntegerField("rang", unique=True)
    nom = models.CharField("nom", max_length=150, unique=True)

    class Meta:
        verbose_name = "plan national"
        verbose_name_plural = "plans nationaux"
        ordering = ["rang"]

    def __str__(self):
        return self.nom
