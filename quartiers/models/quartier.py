"""Les quartiers prioritaires (QPV), leur contour, et ce que ceux de 2015 sont devenus."""

from django.apps import apps
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from socle.dates import DateField
from socle.querysets import lire_ensemble
from socle.recherche import Cherchable, RechercheQuerySet

from ..querysets import TerritorialQuerySet
from .territoire import Departement, millesime_en_vigueur


class QuartierQuerySet(RechercheQuerySet, TerritorialQuerySet):
    def de_la_liste(self, le):
        """Limite à la liste qui s'applique à la date `le` : outre-mer a ses propres dates."""
        metropole, outre_mer = millesime_en_vigueur(le, "01"), millesime_en_vigueur(le, "97")
        if metropole == outre_mer:
            return self.filter(millesime=metropole)
        en_outre_mer = Q(departement__code__startswith="97") | Q(departement__code__startswith="98")
        return self.filter(
            Q(en_outre_mer, millesime=outre_mer) | Q(~en_outre_mer, millesime=metropole)
        )

    def en_vigueur(self, le):
        """Limite aux quartiers de la liste en vigueur à la date `le`, sans ceux déjà retirés."""
        return self.de_la_liste(le).filter(Q(retire_le__isnull=True) | Q(retire_le__gt=le))

    def totaux_par_liste(self):
        """Rend [(millésime, totaux)] des listes qui ont des quartiers, la plus récente d'abord.

        Un territoire est dans deux listes officielles : ses habitants ne s'additionnent pas.
        """
        sommes = self._sommes("population", "defm")
        listes = self.order_by("-millesime").values("millesime").annotate(**sommes)
        return [(liste.pop("millesime"), _totaux(liste)) for liste in listes]

    def totaux(self, situations):
        """Rend le total de chaque (département, date) : quartiers, PRU d'intérêt national, etc.

        `pru_nationaux`, `population` et `defm` valent None quand aucun quartier ne porte le
        chiffre ; `sans_pru_nationaux`… comptent les quartiers dont on ne le connaît pas,
        `pru_repris` ceux qui tiennent le leur des anciens.
        """
        requetes = [
            self.du(departement).en_vigueur(le).avec_chiffres(le) for departement, le in situations
        ]
        sommes = self._sommes("population_au", "defm_au")
        return [_totaux(ligne) for (ligne,) in lire_ensemble(requetes, **sommes)]

    def totaux_par_departement(self, le):
        """Rend {code du département: son total à la date `le`} (voir `totaux`)."""
        dates = self.en_vigueur(le).avec_chiffres(le).order_by()
        sommes = self._sommes("population_au", "defm_au")
        lignes = dates.values("departement").annotate(**sommes)
        return {ligne.pop("departement"): _totaux(ligne) for ligne in lignes}

    def avec_chiffres(self, le):
        """Ajoute `population_au` et `defm_au` : le chiffre de chaque quartier à la date `le`.

        C'est le dernier qui date d'avant, sinon le premier d'après ; si aucun n'est daté, celui que
        porte le quartier.
        """
        return self.alias(
            **{
                f"{nature}_au": Coalesce(*chiffres_dates(nature, le, "valeur"), F(nature))
                for nature in ("population", "defm")
            }
        )

    @staticmethod
    def _sommes(population, defm):
        sans_population, sans_defm = (Q(**{f"{nom}__isnull": True}) for nom in (population, defm))
        # Un total ne peut porter le nom du champ qu'il additionne.
        return {
            "total_nombre": models.Count("pk"),
            "total_pru_nationaux": Sum(
                Case(When(pru=Quartier.Pru.NATIONAL, then=1), default=0),
                filter=~Q(pru=Quartier.Pru.INCONNU),
            ),
            "total_sans_pru_nationaux": models.Count("pk", filter=Q(pru=Quartier.Pru.INCONNU)),
            "total_pru_repris": models.Count("pk", filter=Q(pru_repris=True)),
            "total_sans_population": models.Count("pk", filter=sans_population),
            "total_sans_defm": models.Count("pk", filter=sans_defm),
            "total_population": Sum(population),
            "total_defm": Sum(defm),
        }


def chiffres_dates(nature, le, champ):
    """Rend ce `champ` des chiffres datés d'un quartier (deux expressions, la première d'abord)."""
    # Le modèle des chiffres importe ce module : il se trouve par son nom.
    siens = apps.get_model("quartiers.Chiffre").objects.filter(
        quartier=OuterRef("pk"), nature=nature
    )
    # Du même jour, le dernier importé : trier par « journal » suivrait l'ordre des imports.
    avant = siens.filter(au__lte=le).order_by("-au", "-journal_id")
    apres = siens.filter(au__gt=le).order_by("au", "-journal_id")
    return Subquery(avant.values(champ)[:1]), Subquery(apres.values(champ)[:1])


def _totaux(ligne):
    return {nom.removeprefix("total_"): total for nom, total in ligne.items()}


class Quartier(Cherchable):
    """Quartier prioritaire de la politique de la ville (QPV) d'une liste officielle."""

    class Pru(models.TextChoices):
        """Tant que rien ne le dit, le PRU est inconnu : ce n'est pas « aucun »."""

        INCONNU = "inconnu", "Inconnu"
        AUCUN = "aucun", "Aucun"
        NATIONAL = "national", "Intérêt national"
        REGIONAL = "regional", "Intérêt régional"

    code = models.CharField("code", max_length=8, unique=True)
    millesime = models.PositiveSmallIntegerField(
        "liste", choices=[(2015, "Liste de 2015"), (2024, "Liste de 2024")]
    )
    nom = models.CharField("nom", max_length=250)
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="quartiers", verbose_name="département"
    )
    communes = models.CharField(
        "communes", max_length=500, help_text="Noms séparés par des virgules."
    )
    codes_communes = models.CharField("codes INSEE des communes", max_length=250, blank=True)
    # Un quartier peut s'étendre sur deux intercommunalités.
    epci = models.CharField(
        "EPCI", max_length=500, blank=True, help_text="Noms séparés par des virgules."
    )
    siren_epci = models.CharField(
        "SIREN des EPCI", max_length=60, blank=True, help_text="Séparés par des virgules."
    )
    population = models.PositiveIntegerField("population (habitants)", null=True, blank=True)
    defm = models.PositiveIntegerField(
        "demandeurs d’emploi en fin de mois (DEFM)", null=True, blank=True
    )
    pru = models.CharField(
        "projet de renouvellement urbain (PRU)", max_length=10, choices=Pru, default=Pru.INCONNU
    )
    pru_repris = models.BooleanField(
        "PRU repris",
        default=False,
        editable=False,
        help_text="Ce n’est pas un import qui l’a dit : il vient des anciens quartiers.",
    )
    nouveaux = models.ManyToManyField(
        "self",
        through="Correspondance",
        through_fields=("ancien", "nouveau"),
        symmetrical=False,
        related_name="anciens",
        verbose_name="quartiers de 2024 qu’il est devenu",
    )
    retire_le = DateField(
        "retiré le", null=True, blank=True, help_text="Absent d’une liste plus récente."
    )

    objects = QuartierQuerySet.as_manager()

    class Meta:
        verbose_name = "quartier prioritaire"
        verbose_name_plural = "quartiers prioritaires"
        ordering = ["code"]
        indexes = [models.Index(fields=["departement", "millesime"])]

    def __str__(self):
        return f"{self.nom} ({self.code})"

    def get_absolute_url(self):
        return reverse("quartiers:detail", args=[self.code])

    def texte_cherche(self):
        return f"{self.code} {self.nom} {self.communes} {self.epci}"


class CorrespondanceQuerySet(TerritorialQuerySet["Correspondance"]):
    chemin = "nouveau__departement"

    def paires(self):
        """Rend les (code de 2015, code de 2024)."""
        return self.values_list("ancien__code", "nouveau__code")


class Correspondance(models.Model):
    """Un quartier de 2015 et l'un de ceux de 2024 qu'il est devenu, d'après la table officielle."""

    ancien = models.ForeignKey(
        Quartier, models.CASCADE, related_name="vers", verbose_name="quartier de 2015"
    )
    nouveau = models.ForeignKey(
        Quartier, models.CASCADE, related_name="depuis", verbose_name="quartier de 2024"
    )

    objects = CorrespondanceQuerySet.as_manager()

    class Meta:
        verbose_name = "correspondance entre les listes"
        verbose_name_plural = "correspondances entre les listes"
        ordering = ["ancien__code", "nouveau__code"]
        constraints = [
            models.UniqueConstraint(name="correspondance_unique", fields=["ancien", "nouveau"])
        ]

    def __str__(self):
        return f"{self.ancien} → {self.nouveau}"


class Contour(models.Model):
    """Contour d'un quartier, à part : aucune liste n'a à lire ses milliers de points."""

    quartier = models.OneToOneField(
        Quartier, models.CASCADE, primary_key=True, related_name="contour"
    )
    polygones = models.JSONField(
        "polygones", help_text="[[anneau, …], …] de [longitude, latitude] en degrés (WGS 84)."
    )

    class Meta:
        verbose_name = "contour d’un quartier"
        verbose_name_plural = "contours des quartiers"

    def __str__(self):
        return f"Contour de {self.quartier_id}"
