"""Le contrat de ville : ses dates, son porteur, son périmètre, ses quartiers."""

import datetime

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Quartier, millesime_en_vigueur
from socle.champs import valider_fait, valider_siren
from socle.dates import DateField
from socle.ordre import francais
from socle.recherche import Cherchable, RechercheQuerySet
from socle.textes import TexteField

from ..avancement import Avancement, est_signe
from ..querysets import RenovationQuerySet, compter

# La loi du 28 décembre 2018 de finances pour 2019 a prolongé les contrats jusqu'en 2022.
FIN_PAR_DEFAUT = datetime.date(2022, 12, 31)


class ContratDeVilleQuerySet(
    RechercheQuerySet["ContratDeVille"], RenovationQuerySet["ContratDeVille"]
):
    def en_vigueur(self, le):
        """Limite aux contrats qui courent à la date `le`, et ne sont pas réunis dans un autre.

        Celui qui l'est l'est depuis la signature du contrat d'agglomération.
        """
        return self.courants(le).filter(Q(reuni_dans=None) | Q(reuni_dans__signe_le__gt=le))

    def a_rapporter(self, departement, le):
        """Limite aux contrats dont ce département rend compte à la date `le`, avec leur avancement
        et leur délai, dans l'ordre français.
        """
        lus = self.du(departement).en_vigueur(le).select_related("protocole")
        return lus.avec_avancement(le).avec_renovation(le).order_by(francais("nom"), "pk")

    def a_reunir(self, contrat, user):
        """Limite aux contrats que `user` peut réunir dans `contrat`, ou qui le sont déjà.

        Ils sont du même département, ou d'un autre que `contrat` couvre et où `user` écrit aussi.
        """
        couverts = contrat.departements_associes.filter(
            pk__in=user.codes_departements_modifiables
        ).values("pk")
        return (
            self.filter(Q(departement=contrat.departement_id) | Q(departement__in=couverts))
            .filter(Q(reuni_dans=None) | Q(reuni_dans=contrat))
            .exclude(perimetre=self.model.Perimetre.AGGLOMERATION)
        )

    def au_stade(self, avancement, le):
        """Limite aux contrats dont le protocole en est à cet avancement à la date `le`."""
        return self.avec_avancement(le).filter(avancement_au=avancement)

    def a_signer(self, le):
        """Limite aux contrats dont le protocole n'est pas signé à la date `le`."""
        return self.exclude(est_signe(le))

    def a_dater(self):
        """Limite aux contrats dont le protocole n'a de signature ni faite ni prévue."""
        dates = ("protocole__signe_le", "protocole__signature_prevue_le")
        return self.filter(**{f"{date}__isnull": True for date in dates})

    def avec_comptes(self, le):
        """Ajoute `nombre_quartiers` et `nombre_engagements` à la date `le` (voir `en_compte`) ;
        range par territoire.
        """
        # `engagement.py` importe ce module : l'engagement se trouve par son nom.
        engagements = apps.get_model("contrats.Engagement").objects.en_compte(le)
        return self.annotate(
            nombre_quartiers=compter(Quartier.objects, "contrats"),
            nombre_engagements=compter(engagements, "compte_pour"),
        ).order_by("departement", francais("nom"))


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
    signe_le = DateField("signé le", null=True, blank=True, validators=[valider_fait])
    fin_le = DateField("fin", default=FIN_PAR_DEFAUT)
    evaluation_faite = models.BooleanField("évaluation à mi-parcours faite", default=False)
    evaluation_le = DateField(
        "date de l’évaluation", null=True, blank=True, validators=[valider_fait]
    )
    evaluation = TexteField("ce que l’évaluation recommande", blank=True)
    # Ce que demandent les textes de la génération 2024-2030.
    reunion_annuelle_le = DateField(
        "dernière réunion annuelle, où se lit le bilan des indicateurs",
        null=True,
        blank=True,
        validators=[valider_fait],
    )
    conventions_associations = models.PositiveSmallIntegerField(
        "conventions d’objectifs en cours avec des associations", null=True, blank=True
    )
    conventions_pluriannuelles = models.PositiveSmallIntegerField(
        "dont pluriannuelles (CPO)", null=True, blank=True
    )
    poches = TexteField(
        "poches de pauvreté hors des quartiers",
        blank=True,
        help_text="Les communes et les lieux que le contrat suit sans qu’ils soient un QPV.",
    )
    reuni_dans = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reunit",
        verbose_name="réuni dans le contrat d’agglomération",
    )

    succede_a = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successeurs",
        verbose_name="succède à",
        help_text="Le contrat de la génération d’avant : il cesse de courir à la signature "
        "de celui-ci.",
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
            models.CheckConstraint(
                name="contrat_pluriannuelles_parmi_les_conventions",
                condition=Q(conventions_pluriannuelles=None)
                | Q(conventions_pluriannuelles__lte=models.F("conventions_associations")),
                violation_error_message="Elles sont plus nombreuses que toutes les conventions.",
                violation_error_code="conventions_pluriannuelles",
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
    def millesime(self):
        """La liste de ses quartiers : celle de sa signature, ou de sa fin tant qu'il n'en a pas."""
        return millesime_en_vigueur(self.signe_le or self.fin_le, self.departement_id)

    @property
    def est_de_2024(self):
        """Vrai pour un contrat de la liste de 2024 : les textes lui demandent davantage."""
        return self.millesime == 2024

    @property
    def avancement(self):
        """Avancement du protocole ; « à engager » tant qu'il n'est pas ouvert."""
        return self.protocole.avancement if hasattr(self, "protocole") else Avancement.A_ENGAGER

    @property
    def libelle_avancement(self):
        return Avancement(self.avancement).label

    @property
    def est_a_dater(self):
        """Vrai quand son protocole n'a de signature ni faite ni prévue (voir `a_dater`)."""
        protocole = getattr(self, "protocole", None)
        return not (protocole and (protocole.signe_le or protocole.signature_prevue_le))

    @property
    def est_vide(self):
        """Vrai tant que rien n'en dépend : il peut alors être supprimé."""
        return not hasattr(self, "protocole") and not any(
            relation.exists()
            for relation in (
                self.signataires,
                self.abattements,
                self.exonerations,
                self.prolongations,
                self.projets,
                self.cibles,
                self.reunit,
            )
        )

    def partenaires(self):
        """Rend les signataires qui ne sont pas l'État, le porteur compris ; il vient en tête."""
        signataires = list(self.signataires.exclude(nature="etat"))
        if any(signataire.nom == self.porteur_nom for signataire in signataires):
            return signataires
        porteur = self.signataires.model(contrat=self, nom=self.porteur_nom)
        return [porteur, *signataires]

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
