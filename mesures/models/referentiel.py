"""Le cadre des mesures : axes, programmes, thématiques, ministères chefs de file, indicateurs."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords


class Axe(models.Model):
    """Un des trois enjeux de la mobilisation (discours du 22 mai 2018)."""

    nom = models.CharField("nom", max_length=100, unique=True)
    rang = models.PositiveSmallIntegerField("rang", unique=True)

    class Meta:
        verbose_name = "axe"
        verbose_name_plural = "axes"
        ordering = ["rang"]

    def __str__(self):
        return self.nom


class Programme(models.Model):
    """Un des cinq programmes de la feuille de route du 18 juillet 2018."""

    nom = models.CharField("nom", max_length=100, unique=True)
    rang = models.PositiveSmallIntegerField("rang", unique=True)

    class Meta:
        verbose_name = "programme"
        ordering = ["rang"]

    def __str__(self):
        return self.nom


class Thematique(models.Model):
    """Thématique d'un programme, dans un axe."""

    nom = models.CharField("nom", max_length=100)
    axe = models.ForeignKey(Axe, models.PROTECT, related_name="thematiques")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="thematiques")

    class Meta:
        verbose_name = "thématique"
        ordering = ["axe__rang", "programme__rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="thematique_unique",
                fields=["axe", "programme", "nom"],
                violation_error_message="Cette thématique existe déjà dans ce programme.",
            )
        ]

    def __str__(self):
        return self.nom


class Ministere(models.Model):
    """Ministère chef de file de mesures ; ses membres en saisissent les valeurs."""

    nom = models.CharField("nom", max_length=200, unique=True)
    membres = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="ministeres",
        limit_choices_to={"role": "ministere"},
    )

    class Meta:
        verbose_name = "ministère chef de file"
        verbose_name_plural = "ministères chefs de file"
        ordering = ["nom"]

    def __str__(self):
        return self.nom


class MesureQuerySet(models.QuerySet):
    """Les mesures sont nationales : tout utilisateur connecté les lit."""

    def modifiables_par(self, user):
        """Limite aux mesures dont `user` tient le niveau et les valeurs : chef de file ou CGET."""
        if user.est_cget:
            return self if user.codes_departements else self.none()
        return self.filter(chef_de_file__membres=user)

    def principales(self):
        """Limite aux 40 mesures, sans 1.a et 1.b."""
        return self.filter(parent__isnull=True)

    def au(self, date):
        """Ajoute à chaque mesure son niveau d'engagement à la `date` (`niveau_au`)."""
        changements = self.model.changements.rel.related_model.objects.filter(
            mesure=OuterRef("pk"), le__lte=date
        )
        return self.annotate(
            niveau_au=Subquery(changements.order_by("-le", "-pk").values("niveau")[:1]),
            niveau_le=Subquery(changements.order_by("-le", "-pk").values("le")[:1]),
        )


class Mesure(models.Model):
    """Mesure de la feuille de route, suivie au tableau de bord national (annexe 3)."""

    code = models.CharField("numéro", max_length=5, unique=True)
    rang = models.PositiveSmallIntegerField("rang", unique=True)
    intitule = models.CharField("intitulé", max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="declinaisons"
    )
    thematique = models.ForeignKey(
        Thematique, models.PROTECT, related_name="mesures", verbose_name="thématique"
    )
    source_du_classement = models.CharField(
        "source du classement",
        max_length=100,
        blank=True,
        help_text="L’annexe 3 ne donne pas toutes les thématiques : dire d’où vient celle-ci.",
    )
    chef_de_file = models.ForeignKey(
        Ministere,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mesures",
        verbose_name="ministère chef de file",
        help_text="L’annexe 3 ne le dit pas : à renseigner par le CGET.",
    )

    history = HistoricalRecords()
    objects = MesureQuerySet.as_manager()

    class Meta:
        verbose_name = "mesure"
        ordering = ["rang"]

    def __str__(self):
        return f"{self.code}. {self.intitule}"

    def get_absolute_url(self):
        return reverse("mesures:detail", args=[self.code])


class IndicateurQuerySet(models.QuerySet):
    def chiffres(self):
        """Limite aux indicateurs dont la valeur se compare et se dessine."""
        return self.filter(genre__in=self.model.CHIFFRES)


class Indicateur(models.Model):
    """Indicateur de suivi d'une mesure, avec sa cible quand la circulaire en donne une."""

    class Genre(models.TextChoices):
        ENTIER = "entier", "Nombre entier"
        PART = "part", "Part (en %)"
        EUROS = "euros", "Montant en euros"
        OUI_NON = "oui_non", "Oui ou non"
        TEXTE = "texte", "Texte"

    class Sens(models.TextChoices):
        HAUSSE = "hausse", "Une hausse est un progrès"
        BAISSE = "baisse", "Une baisse est un progrès"

    CHIFFRES = (Genre.ENTIER, Genre.PART, Genre.EUROS)

    mesure = models.ForeignKey(Mesure, models.PROTECT, related_name="indicateurs")
    code = models.CharField("code", max_length=10, unique=True)
    rang = models.PositiveSmallIntegerField("rang", unique=True)
    libelle = models.CharField("libellé", max_length=250)
    genre = models.CharField("type de valeur", max_length=10, choices=Genre, default=Genre.ENTIER)
    unite = models.CharField("unité", max_length=50, blank=True)
    sens = models.CharField("sens", max_length=10, choices=Sens, default=Sens.HAUSSE)
    cible = models.DecimalField(
        "cible nationale", max_digits=16, decimal_places=2, null=True, blank=True
    )
    cible_texte = models.CharField("cible, telle qu’écrite", max_length=150, blank=True)

    history = HistoricalRecords()
    objects = IndicateurQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur"
        ordering = ["rang"]

    def __str__(self):
        return f"{self.code} {self.libelle}"
