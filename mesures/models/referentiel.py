"""Le cadre des mesures : axes, programmes, thématiques, ministères chefs de file, indicateurs."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.template.defaultfilters import floatformat
from django.urls import reverse
from simple_history.models import HistoricalRecords

from socle.recherche import contient


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
            mesure=OuterRef("pk"), le__lte=date
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


class IndicateurQuerySet(models.QuerySet["Indicateur"]):
    def chercher(self, texte):
        """Limite aux indicateurs dont le code ou le libellé contient chaque mot, sans accents.

        Un code entier ne désigne que le sien : « 19-1 » n'est pas « 19-1.1 ».
        """
        if (designe := self.filter(code=texte.strip())).exists():
            return designe
        return self.filter(
            pk__in=[indicateur.pk for indicateur in self if contient(str(indicateur), texte)]
        )

    def modifiables_par(self, user):
        """Limite aux indicateurs dont `user` tient la mesure (voir `MesureQuerySet`)."""
        return self.filter(mesure__in=Mesure.objects.modifiables_par(user))

    def chiffres(self):
        """Limite aux indicateurs dont la valeur se compare et se dessine."""
        return self.filter(nature__in=self.model.CHIFFRES)


class Indicateur(models.Model):
    """Indicateur de suivi d'une mesure, avec sa cible quand la circulaire en donne une."""

    class Nature(models.TextChoices):
        ENTIER = "entier", "Nombre entier"
        PART = "part", "Part (en %)"
        EUROS = "euros", "Montant en euros"
        OUI_NON = "oui_non", "Oui ou non"
        TEXTE = "texte", "Texte"

    class Sens(models.TextChoices):
        HAUSSE = "hausse", "Une hausse est un progrès"
        BAISSE = "baisse", "Une baisse est un progrès"

    CHIFFRES = (Nature.ENTIER, Nature.PART, Nature.EUROS)

    mesure = models.ForeignKey(Mesure, models.PROTECT, related_name="indicateurs")
    code = models.CharField("code", max_length=10, unique=True)
    rang = models.PositiveSmallIntegerField("rang", unique=True)
    libelle = models.CharField("libellé", max_length=250)
    nature = models.CharField(
        "type de valeur", max_length=10, choices=Nature, default=Nature.ENTIER
    )
    unite = models.CharField("unité", max_length=50, blank=True)
    sens = models.CharField("sens", max_length=10, choices=Sens, default=Sens.HAUSSE)
    cible = models.DecimalField(
        "cible nationale", max_digits=16, decimal_places=2, null=True, blank=True
    )
    cible_texte = models.CharField("cible, telle qu’écrite", max_length=150, blank=True)
    complementaire = models.BooleanField(
        "complémentaire",
        default=False,
        help_text="Chiffre que donne la circulaire sans que l’annexe 3 en fasse un indicateur.",
    )

    history = HistoricalRecords()
    objects = IndicateurQuerySet.as_manager()

    class Meta:
        verbose_name = "indicateur"
        ordering = ["rang"]

    def __str__(self):
        return f"{self.code} {self.libelle}"

    def ecrire(self, nombre, base=None, oui_non=None, texte=""):
        """Écrit une valeur à la française, avec son unité : « 28 000 stages », « 40 % »."""
        if self.nature == self.Nature.OUI_NON:
            return {True: "Oui", False: "Non", None: "Non renseigné"}[oui_non]
        if self.nature == self.Nature.TEXTE:
            return texte
        if nombre is None:
            return "Non renseigné"
        chiffre = floatformat(nombre, "-2g")
        if self.nature == self.Nature.PART:
            pourcent = floatformat(100 * nombre / base, "-1g") if base else "?"
            return f"{pourcent}\xa0% ({chiffre} sur {floatformat(base, '-2g')})"
        return f"{chiffre}\xa0{self.unite}".strip()

    def progres(self, grandeur):
        """Rend le chemin parcouru vers la cible, en % borné à 100, ou None sans cible."""
        if grandeur is None or not self.cible:
            return None
        if self.sens == self.Sens.BAISSE:
            return 100 if grandeur <= self.cible else round(100 * self.cible / grandeur)
        return min(round(100 * grandeur / self.cible), 100)
