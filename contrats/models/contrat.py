"""Le contrat de ville : porteur, périmètre, quartiers, signataires, mesures fiscales."""

import datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Quartier
from socle.champs import valider_fait, valider_siren
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..querysets import ContratQuerySet, DuContratQuerySet

# La loi du 28 décembre 2018 de finances pour 2019 a prolongé les contrats jusqu'en 2022.
FIN_PAR_DEFAUT = datetime.date(2022, 12, 31)


class Avancement(models.TextChoices):
    """Où en est la rénovation d'un contrat par son protocole."""

    A_ENGAGER = "a_engager", "À engager"
    EN_NEGOCIATION = "en_negociation", "En négociation"
    SIGNE = "signe", "Signé"


class ContratDeVilleQuerySet(
    RechercheQuerySet["ContratDeVille"], ContratQuerySet["ContratDeVille"]
):
    def en_vigueur(self):
        """Limite aux contrats qui ne sont pas réunis dans un autre."""
        return self.filter(reuni_dans__isnull=True)

    def a_reunir(self, contrat):
        """Limite aux contrats qui peuvent être réunis dans `contrat`, ou qui le sont déjà."""
        return (
            self.filter(departement=contrat.departement_id)
            .filter(Q(reuni_dans=None) | Q(reuni_dans=contrat))
            .exclude(perimetre=self.model.Perimetre.AGGLOMERATION)
        )

    def au_stade(self, avancement):
        """Limite aux contrats dont le protocole en est à cet avancement (voir `avancement`)."""
        atteint = Q(protocole__avancement=avancement)
        if avancement == Avancement.A_ENGAGER:
            atteint |= Q(protocole=None)
        return self.filter(atteint)

    def a_signer(self):
        """Limite aux contrats dont le protocole n'est pas signé."""
        return self.exclude(protocole__avancement=Avancement.SIGNE)

    def avec_comptes(self):
        """Ajoute `nombre_quartiers` et `nombre_engagements` (actifs) ; range par territoire."""
        # `protocole.py` importe ce module : l'engagement se trouve par son nom.
        engagements = apps.get_model("contrats.Engagement").objects.actifs()
        return self.annotate(
            nombre_quartiers=_compter(Quartier.objects, "contrats"),
            nombre_engagements=_compter(engagements, "protocole__contrat"),
        ).order_by("departement", "nom")


def _compter(objets, contrat):
    """Compte par une sous-requête les objets d'un contrat : seuls les contrats montrés la font."""
    siens = objets.filter(**{contrat: OuterRef("pk")}).order_by().values(contrat)
    return Coalesce(Subquery(siens.annotate(nombre=Count("pk")).values("nombre")), 0)


class ContratDeVille(Cherchable):
    """Contrat de ville, cadre d'action territorial de la politique de la ville (annexe 1)."""

    class Porteur(models.TextChoices):
        EPCI = "epci", "Intercommunalité (EPCI)"
        COMMUNE = "commune", "Commune"

    class Perimetre(models.TextChoices):
        COMMUNAL = "communal", "Communal"
        INTERCOMMUNAL = "intercommunal", "Intercommunal"
        AGGLOMERATION = "agglomeration", "Contrat d’agglomération"

    nom = models.CharField("nom", max_length=200)
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="contrats", verbose_name="département pilote"
    )
    departements_associes = models.ManyToManyField(
        Departement,
        blank=True,
        related_name="contrats_associes",
        verbose_name="autres départements",
        help_text="Si le contrat en couvre plusieurs : leurs préfectures le lisent.",
    )
    porteur = models.CharField("porteur", max_length=10, choices=Porteur, default=Porteur.EPCI)
    porteur_nom = models.CharField("nom du porteur", max_length=200)
    porteur_siren = models.CharField(
        "SIREN du porteur", max_length=9, blank=True, validators=[valider_siren]
    )
    perimetre = models.CharField("périmètre", max_length=15, choices=Perimetre)
    quartiers = models.ManyToManyField(
        Quartier, blank=True, related_name="contrats", verbose_name="quartiers prioritaires"
    )
    signe_le = models.DateField("signé le", null=True, blank=True, validators=[valider_fait])
    fin_le = models.DateField("fin", default=FIN_PAR_DEFAUT)
    evaluation_faite = models.BooleanField("évaluation à mi-parcours faite", default=False)
    evaluation_le = models.DateField(
        "date de l’évaluation", null=True, blank=True, validators=[valider_fait]
    )
    evaluation = TexteField("ce que l’évaluation recommande", blank=True)
    reuni_dans = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reunit",
        verbose_name="réuni dans le contrat d’agglomération",
    )

    history = HistoricalRecords(excluded_fields=["recherche"])
    objects = ContratDeVilleQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat de ville"
        verbose_name_plural = "contrats de ville"
        ordering = ["departement", "nom"]
        constraints = [
            models.UniqueConstraint(
                name="contrat_unique",
                fields=["departement", "nom"],
                violation_error_message="Un contrat porte déjà ce nom dans le département.",
                violation_error_code="nom",
            ),
            models.CheckConstraint(
                name="contrat_fin_apres_signature",
                condition=Q(signe_le__isnull=True) | Q(fin_le__gte=models.F("signe_le")),
                violation_error_message="La fin ne peut pas précéder la signature.",
                violation_error_code="fin_le",
            ),
            models.CheckConstraint(
                name="contrat_porteur_identifie",
                condition=~Q(porteur="epci", porteur_siren=""),
                violation_error_message="Donnez le SIREN de l’intercommunalité.",
                violation_error_code="porteur_siren",
            ),
            models.CheckConstraint(
                name="contrat_evaluation_datee",
                condition=Q(evaluation_faite=False) | Q(evaluation_le__isnull=False),
                violation_error_message="Donnez la date de l’évaluation.",
                violation_error_code="evaluation_le",
            ),
        ]

    def __str__(self):
        return self.nom

    def texte_cherche(self):
        return f"{self.nom} {self.porteur_nom} {self.porteur_siren}"

    def get_absolute_url(self):
        return reverse("contrats:contrat", args=[self.pk])

    @property
    def est_reuni(self):
        """Vrai quand un contrat d'agglomération l'a remplacé : il ne se modifie plus."""
        return self.reuni_dans_id is not None

    @property
    def avancement(self):
        """Avancement du protocole ; « à engager » tant qu'il n'est pas ouvert."""
        return self.protocole.avancement if hasattr(self, "protocole") else Avancement.A_ENGAGER

    @property
    def libelle_avancement(self):
        return Avancement(self.avancement).label

    @property
    def est_vide(self):
        """Vrai tant que rien n'en dépend : il peut alors être supprimé."""
        return not hasattr(self, "protocole") and not any(
            relation.exists()
            for relation in (
                self.signataires,
                self.abattements,
                self.projets,
                self.cibles,
                self.reunit,
            )
        )

    def est_modifiable_par(self, user):
        """Dit si `user` peut modifier le contrat et ce qui en dépend."""
        return self.departement_id in user.codes_departements_modifiables and not self.est_reuni

    @transaction.atomic
    def reunir(self, contrats):
        """Réunit dans ce contrat d'agglomération ces `contrats`, et eux seuls ; prend leurs QPV.

        Les anciens restent lisibles et mènent au nouveau ; un contrat qui n'y est plus redevient
        autonome. Lève ValidationError si ce contrat n'est pas d'agglomération ou si l'un d'eux ne
        peut pas y être réuni.
        """
        if self.perimetre != self.Perimetre.AGGLOMERATION:
            raise ValidationError("Seul un contrat d’agglomération en réunit d’autres.")
        cles = [contrat.pk for contrat in contrats]
        for sorti in self.reunit.exclude(pk__in=cles):
            sorti.reuni_dans = None
            sorti.save()
            self.quartiers.remove(*sorti.quartiers.all())
        for contrat in ContratDeVille.objects.select_for_update().filter(pk__in=cles):
            if contrat == self or contrat.reuni_dans_id not in {None, self.pk}:
                raise ValidationError(f"« {contrat} » ne peut pas être réuni dans ce contrat.")
            contrat.reuni_dans = self
            contrat.save()
            self.quartiers.add(*contrat.quartiers.all())


class Signataire(models.Model):
    """Partie signataire d'un contrat de ville."""

    class Nature(models.TextChoices):
        ETAT = "etat", "État"
        EPCI = "epci", "Intercommunalité (EPCI)"
        COMMUNE = "commune", "Commune"
        REGION = "region", "Conseil régional"
        DEPARTEMENT = "departement", "Conseil départemental"
        BAILLEUR = "bailleur", "Bailleur social"
        CAF = "caf", "Caisse d’allocations familiales"
        POLE_EMPLOI = "pole_emploi", "Pôle emploi"
        ARS = "ars", "Agence régionale de santé"
        EDUCATION = "education", "Éducation nationale"
        JUSTICE = "justice", "Justice"
        CDC = "cdc", "Caisse des dépôts et consignations"
        AUTRE = "autre", "Autre"

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="signataires")
    nature = models.CharField("nature", max_length=15, choices=Nature)
    nom = models.CharField("nom", max_length=200)
    qualite = models.CharField(
        "représenté par", max_length=200, blank=True, help_text="Par exemple : le maire."
    )

    history = HistoricalRecords()
    objects = DuContratQuerySet.as_manager()

    class Meta:
        verbose_name = "signataire"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="signataire_unique",
                fields=["contrat", "nom"],
                violation_error_message="Ce signataire est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return self.nom


class Abattement(models.Model):
    """Abattement de 30 % de taxe foncière (TFPB) d'un bailleur, et ce qu'il finance (annexe 1)."""

    contrat = models.ForeignKey(ContratDeVille, models.CASCADE, related_name="abattements")
    bailleur = models.CharField("bailleur", max_length=200)
    convention_le = models.DateField(
        "convention signée le", null=True, blank=True, validators=[valider_fait]
    )
    logements = models.PositiveIntegerField("logements concernés", null=True, blank=True)
    usages = TexteField(
        "usages",
        blank=True,
        help_text="Gestion urbaine de proximité : entretien, sûreté, tri, lien social…",
    )

    history = HistoricalRecords()
    objects = DuContratQuerySet.as_manager()

    class Meta:
        verbose_name = "abattement de TFPB"
        verbose_name_plural = "abattements de TFPB"
        ordering = ["bailleur", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="abattement_unique",
                fields=["contrat", "bailleur"],
                violation_error_message="Ce bailleur est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return f"{self.bailleur} (abattement de TFPB)"
