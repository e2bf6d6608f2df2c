"""Un indicateur de suivi : ce que dit une valeur, sa fiche, ses cibles."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.template.defaultfilters import floatformat
from django.urls import reverse
from simple_history.models import HistoricalRecords

from socle.dates import DateField
from socle.recherche import contient
from socle.textes import TexteField

from .referentiel import Mesure

# La circulaire, qui charge chaque ministère de produire ses indicateurs.
PREMIER_JOUR = datetime.date(2019, 1, 22)
# Par nombre de mois, ce que dure une période : la moitié de deux semestres fait un an.
DUREES = {mois: datetime.timedelta(days=365 * mois / 12) for mois in (3, 6, 12)}


def arrondir(nombre, decimales=0):
    """Rend `nombre` arrondi comme l'annexe 3 l'imprime : la moitié monte (7,5 : 8)."""
    return Decimal(nombre).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


def part(nombre, base):
    """Rend `nombre` en % de `base`, à une décimale, ou None sans base."""
    return arrondir(100 * Decimal(nombre) / Decimal(base), 1) if base else None


def ecrire_pourcentage(nombre):
    """Écrit un pourcentage tel qu'on l'a saisi, sans zéros de fin : « 43,2 »."""
    return f"{nombre:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def fin_de_periode(jour, mois):
    """Rend le dernier jour de la période de `mois` mois (3, 6 ou 12) où tombe ce jour."""
    dernier = (jour.month - 1) // mois * mois + mois
    suivant = datetime.date(jour.year + dernier // 12, dernier % 12 + 1, 1)
    return suivant - datetime.timedelta(days=1)


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
        return self.filter(nature__in=self.model.CHIFFRES, parties=None)

    def saisissables(self):
        """Limite à ceux qui ont eux-mêmes une valeur, et non des parties."""
        return self.filter(parties=None)

    def a_produire(self):
        """Limite à ceux que l'annexe 3 demande : un chiffre donné en passant n'est pas dû."""
        return self.saisissables().filter(complementaire=False)


class Indicateur(models.Model):
    """Indicateur de suivi d'une mesure : sa fiche, et sa cible quand la circulaire en donne une.

    Un indicateur de plusieurs chiffres (« démolis/reconstruits/réhabilités ») a des `parties`, qui
    seules ont des valeurs.
    """

    class Nature(models.TextChoices):
        ENTIER = "entier", "Nombre entier"
        PART = "part", "Part (en %)"
        RAPPORT = "rapport", "Rapport de deux nombres (élèves par classe)"
        EUROS = "euros", "Montant en euros"
        OUI_NON = "oui_non", "Oui ou non"
        TEXTE = "texte", "Texte"

    class Sens(models.TextChoices):
        HAUSSE = "hausse", "Une hausse est un progrès"
        BAISSE = "baisse", "Une baisse est un progrès"
        NEUTRE = "neutre", "Ni hausse ni baisse n’est en soi un progrès"

    class Releve(models.TextChoices):
        SITUATION = "situation", "Situation à une date : la dernière valeur la dit"
        FLUX = "flux", "Flux : les valeurs s’additionnent depuis la première"
        ANNUEL = "annuel", "Flux annuel : les valeurs d’une même année s’additionnent"

    class Frequence(models.TextChoices):
        TRIMESTRE = "trimestre", "Chaque trimestre"
        SEMESTRE = "semestre", "Chaque semestre"
        ANNEE = "annee", "Chaque année"
        UNE_FOIS = "une_fois", "Une seule fois"

    CHIFFRES = (Nature.ENTIER, Nature.PART, Nature.RAPPORT, Nature.EUROS)
    # Ce qui se compare d'un territoire à l'autre : un nombre rapporté à sa base.
    COMPARABLES = (Nature.PART, Nature.RAPPORT)

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
    depart = models.DecimalField(
        "point de départ",
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="D’où l’on part vers la cible : « passer de 50 à 80 000 » part de 50 000.",
    )
    cible_texte = models.CharField("cible, telle qu’écrite", max_length=150, blank=True)
    cible_le = DateField("échéance de la cible", null=True, blank=True)
    releve = models.CharField(
        "ce que dit une valeur", max_length=10, choices=Releve, default=Releve.SITUATION
    )
    partie_de = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parties",
        help_text="L’indicateur de plusieurs chiffres dont celui-ci est l’un.",
    )
    definition = TexteField("définition", blank=True, help_text="Ce qui est compté, et qui.")
    methode = TexteField("méthode", blank=True, help_text="Comment la valeur se calcule.")
    source = models.CharField("source habituelle", max_length=250, blank=True)
    proprietaire = models.CharField(
        "qui le produit", max_length=150, blank=True, help_text="Direction, service, opérateur."
    )
    frequence = models.CharField(
        "fréquence", max_length=10, choices=Frequence, default=Frequence.SEMESTRE
    )
    attendue_le = DateField(
        "prochaine valeur attendue le",
        null=True,
        blank=True,
        help_text="Sans date, la fin de la période qui suit la dernière valeur.",
    )
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

    def get_absolute_url(self):
        return reverse("mesures:indicateur", args=[self.code])

    @property
    def en(self):
        """L'unité de sa grandeur : celle d'une part est toujours le pourcent."""
        return "%" if self.nature == self.Nature.PART else self.unite

    def ecrire(self, nombre, base=None, oui_non=None, texte="", pourcentage=None):
        """Écrit une valeur à la française, avec son unité : « 28 000 stages », « 40 % »."""
        if self.nature == self.Nature.OUI_NON:
            return {True: "Oui", False: "Non", None: "Non renseigné"}[oui_non]
        if self.nature == self.Nature.TEXTE:
            return texte
        if pourcentage is not None:
            return f"{ecrire_pourcentage(pourcentage)}\xa0% (enquête)"
        if nombre is None:
            return "Non renseigné"
        chiffre = floatformat(nombre, "-2g")
        if self.nature in self.COMPARABLES:
            rapport = floatformat(self.mesurer(nombre, base), "-1g") if base else "?"
            return f"{rapport}\xa0{self.en} ({chiffre} sur {floatformat(base, '-2g')})"
        return f"{chiffre}\xa0{self.unite}".strip()

    def ecrire_cible(self, valeur):
        """Écrit une cible, dans l'unité de l'indicateur."""
        return f"{floatformat(valeur, '-2g')}\xa0{self.en}".strip()

    def mesurer(self, nombre, base=None, pourcentage=None):
        """Rend ce qui se compare : une part en %, un rapport, sinon le nombre ; None sans chiffre.

        Une part et un rapport sont arrondis à une décimale.
        """
        if self.nature == self.Nature.PART:
            return pourcentage if nombre is None else part(nombre, base)
        if self.nature == self.Nature.RAPPORT and nombre is not None:
            return arrondir(Decimal(nombre) / Decimal(base), 1) if base else None
        return nombre

    def progres(self, grandeur):
        """Rend le chemin parcouru vers la cible, en % borné à 100, ou None sans cible.

        Il se compte du point de départ, ou de zéro si la circulaire n'en donne pas, et s'arrondit
        comme les parts de l'annexe 3.
        """
        if grandeur is None or not self.cible:
            return None
        if self.depart is not None and self.depart != self.cible:
            chemin = 100 * (grandeur - self.depart) / (self.cible - self.depart)
            return min(max(int(arrondir(chemin)), 0), 100)
        if self.sens == self.Sens.BAISSE:
            return 100 if grandeur <= self.cible else int(arrondir(100 * self.cible / grandeur))
        return min(int(arrondir(100 * grandeur / self.cible)), 100)

    def satisfait(self, grandeur, cible):
        """Dit si cette grandeur tient cette cible, dans le sens de l'indicateur."""
        return grandeur <= cible if self.sens == self.Sens.BAISSE else grandeur >= cible

    def attendue(self, derniere_le):
        """Rend le jour où la prochaine valeur est attendue, d'après la date de la dernière.

        None si plus rien n'est attendu. Sans aucune valeur, la première l'est à la fin de la
        première période de la circulaire.
        """
        if self.attendue_le and (derniere_le is None or derniere_le < self.attendue_le):
            return self.attendue_le
        if derniere_le is None:
            return fin_de_periode(PREMIER_JOUR, self.mois)
        if self.frequence == self.Frequence.UNE_FOIS:
            return None
        fin = fin_de_periode(derniere_le, self.mois)
        # Une valeur du dernier jour est celle de la période finie ; la suivante finit plus tard.
        return fin_de_periode(fin + datetime.timedelta(days=1), self.mois)

    def est_perime(self, derniere_le, au):
        """Dit si, à la date `au`, deux périodes ont passé depuis la dernière valeur."""
        une_fois = self.frequence == self.Frequence.UNE_FOIS
        return not une_fois and au - derniere_le > 2 * DUREES[self.mois]

    @property
    def mois(self):
        """Combien de mois dure une période ; un semestre pour ce qui est dû une seule fois."""
        durees: dict[str, int] = {self.Frequence.TRIMESTRE: 3, self.Frequence.ANNEE: 12}
        return durees.get(self.frequence, 6)


class Jalon(models.Model):
    """Cible intermédiaire, datée, d'un indicateur."""

    indicateur = models.ForeignKey(Indicateur, models.CASCADE, related_name="jalons")
    le = DateField("à atteindre le")
    valeur = models.DecimalField("valeur visée", max_digits=16, decimal_places=2)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "cible intermédiaire"
        verbose_name_plural = "cibles intermédiaires"
        ordering = ["le"]
        constraints = [
            models.UniqueConstraint(
                name="jalon_unique",
                fields=["indicateur", "le"],
                violation_error_message="Cet indicateur a déjà une cible à cette date.",
                violation_error_code="le",
            )
        ]

    def __str__(self):
        return f"{self.affichage} au {self.le:%d/%m/%Y}"

    @property
    def affichage(self):
        """La valeur visée, dans l'unité de l'indicateur."""
        return self.indicateur.ecrire_cible(self.valeur)
