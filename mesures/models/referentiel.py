"""Le cadre des mesures : axes, programmes, thématiques, ministères chefs de file."""

from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords

from socle.fixtures import lire_fixture


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


class MesureQuerySet(models.QuerySet["Mesure"]):
    """Les mesures sont nationales : qui a un périmètre les lit toutes."""

    def visibles_par(self, user):
        """Limite aux mesures que `user` peut lire : toutes, ou aucune sans périmètre."""
        return self.all() if user.a_un_perimetre else self.none()

    def modifiables_par(self, user):
        """Limite aux mesures dont `user` tient le niveau et les valeurs : chef de file ou CGET."""
        if not user.a_un_perimetre:
            return self.none()
        if user.est_cget:
            return self.all()
        return self.filter(chef_de_file__membres=user) if user.est_ministere else self.none()

    def principales(self):
        """Limite aux 40 mesures, sans 1.a et 1.b."""
        return self.filter(parent__isnull=True)

    def au(self, date, nom="niveau_au"):
        """Ajoute à chaque mesure son niveau d'engagement à la `date`, sous ce `nom`."""
        changements = self.model.changements.rel.related_model._default_manager.filter(
            mesure=OuterRef("pk"), le__lte=date, retire_le=None
        )
        return self.annotate(
            **{nom: Subquery(changements.order_by("-le", "-pk").values("niveau")[:1])}
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

    def membres_du_chef_de_file(self):
        """Rend les personnes actives de son ministère ; aucune tant qu'il n'est pas renseigné."""
        return list(self.chef_de_file.membres.filter(is_active=True)) if self.chef_de_file else []

    @property
    def bref(self):
        """Ce qu'elle est en quelques mots, écrits par le portail ; son intitulé à défaut."""
        return _en_bref().get(self.code, self.intitule)


@cache
def _en_bref():
    return {ligne["code"]: ligne["bref"] for ligne in lire_fixture("mesures_en_bref")}
