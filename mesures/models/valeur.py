"""Les valeurs des indicateurs : un indicateur, un territoire, une date."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Quartier, Region
from socle.champs import valider_fait

from .referentiel import Indicateur, Mesure

NATION = "FR"


def arrondir(nombre, decimales=0):
    """Rend `nombre` arrondi comme l'annexe 3 l'imprime : la moitié monte (7,5 : 8)."""
    return Decimal(nombre).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)


def part(nombre, base):
    """Rend `nombre` en % de `base`, à une décimale, ou None sans base."""
    return arrondir(100 * Decimal(nombre) / Decimal(base), 1) if base else None


class ValeurQuerySet(models.QuerySet["Valeur"]):
    def visibles_par(self, user):
        """Limite aux valeurs de la nation et des territoires de `user` ; rien sans périmètre."""
        if not user.a_un_perimetre:
            return self.none()
        if user.est_national:
            return self.all()
        codes = user.codes_departements
        return self.filter(
            Q(territoire=NATION)
            | Q(region__departements__in=codes)
            | Q(departement__in=codes)
            | Q(quartier__departement__in=codes)
        ).distinct()

    def modifiables_par(self, user):
        """Limite aux valeurs dont `user` tient la mesure (voir `MesureQuerySet`)."""
        return self.filter(indicateur__mesure__in=Mesure.objects.modifiables_par(user))

    def contestables_par(self, user):
        """Limite aux valeurs des territoires où `user` saisit."""
        codes = user.codes_departements_modifiables
        return self.filter(Q(departement__in=codes) | Q(quartier__departement__in=codes))

    def des_departements(self):
        return self.filter(departement__isnull=False)

    def avec_relations(self):
        """Lit aussi l'indicateur et le territoire, une fois par page, ou par paquet de lignes."""
        return self.prefetch_related("indicateur__mesure", "region", "departement", "quartier")

    def dernieres(self, au):
        """Limite à la dernière valeur de chaque indicateur et territoire à la date `au`."""
        plus_recente = self.model.objects.filter(
            indicateur=OuterRef("indicateur"),
            territoire=OuterRef("territoire"),
            le__gt=OuterRef("le"),
            le__lte=au,
        )
        return self.filter(~Exists(plus_recente), le__lte=au)


class Valeur(models.Model):
    """Valeur d'un indicateur pour un territoire (national sans territoire) à une date.

    Une part garde son nombre et sa base (numérateur, dénominateur).
    """

    indicateur = models.ForeignKey(Indicateur, models.PROTECT, related_name="valeurs")
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="région"
    )
    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="valeurs",
        verbose_name="département",
    )
    quartier = models.ForeignKey(
        Quartier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quartier"
    )
    territoire = models.CharField("territoire", max_length=8, editable=False)
    le = models.DateField("date de la valeur", validators=[valider_fait])
    nombre = models.DecimalField("nombre", max_digits=18, decimal_places=2, null=True, blank=True)
    base = models.DecimalField(
        "sur (total dont c’est une part)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    oui_non = models.BooleanField("oui ou non", null=True, blank=True)
    texte = models.CharField("texte", max_length=500, blank=True)
    source = models.CharField("source", max_length=250)
    note = models.CharField("précision", max_length=250, blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    saisi_le = models.DateTimeField("saisi le", auto_now=True)

    history = HistoricalRecords()
    objects = ValeurQuerySet.as_manager()

    class Meta:
        verbose_name = "valeur"
        ordering = ["indicateur__rang", "territoire", "-le"]
        constraints = [
            # Le territoire d'abord : cet index lit aussi toutes les valeurs d'un territoire.
            models.UniqueConstraint(
                name="valeur_unique",
                fields=["territoire", "indicateur", "le"],
                violation_error_message="Ce territoire a déjà une valeur à cette date.",
                violation_error_code="le",
            ),
            models.CheckConstraint(
                name="valeur_un_territoire",
                condition=Q(region=None, departement=None)
                | Q(region=None, quartier=None)
                | Q(departement=None, quartier=None),
                violation_error_message="Choisissez un seul territoire.",
                violation_error_code="region",
            ),
            models.CheckConstraint(
                name="valeur_base_positive",
                condition=Q(base=None) | Q(base__gt=0),
                violation_error_message="Le total doit être plus grand que zéro.",
                violation_error_code="base",
            ),
        ]

    def __str__(self):
        return f"{self.indicateur}, {self.nom_du_territoire}, {self.le:%d/%m/%Y} : {self.affichage}"

    def save(self, **kwargs):
        self.situer()
        super().save(**kwargs)

    def situer(self):
        """Met à jour le code du territoire : « FR », « R32 », « 59 » ou le code du quartier."""
        if self.quartier:
            self.territoire = self.quartier.code
        elif self.region_id:
            self.territoire = f"R{self.region_id}"
        else:
            self.territoire = self.departement_id or NATION

    def clean(self):
        """Lève ValidationError si la valeur n'est pas du type de l'indicateur."""
        self.situer()
        nature, natures = self.indicateur.nature, Indicateur.Nature
        if nature == natures.OUI_NON and self.oui_non is None:
            raise ValidationError({"oui_non": "Répondez par oui ou par non."})
        if nature == natures.TEXTE and not self.texte:
            raise ValidationError({"texte": "Écrivez la valeur."})
        if nature in Indicateur.CHIFFRES and self.nombre is None:
            raise ValidationError({"nombre": "Donnez un nombre."})
        if nature == natures.ENTIER and self.nombre and self.nombre % 1:
            raise ValidationError({"nombre": "Cet indicateur se compte en entiers."})
        if nature == natures.PART and not self.base:
            raise ValidationError(
                {"base": "Donnez le total : une part se calcule, elle ne se moyenne pas."}
            )
        if nature == natures.PART and self.nombre is not None and self.nombre > (self.base or 0):
            raise ValidationError({"nombre": "Une part ne dépasse pas son total."})

    @property
    def nom_du_territoire(self):
        return str(self.quartier or self.departement or self.region or "France entière")

    @property
    def designation(self):
        """De quoi la reconnaître, hors de son tableau : sa date et son territoire."""
        return f"la valeur du {self.le:%d/%m/%Y}, {self.nom_du_territoire}"

    @property
    def code_departement(self):
        """Le département où se trouve le territoire, ou None au-dessus."""
        return self.quartier.departement_id if self.quartier else self.departement_id

    @property
    def est_contestee(self):
        """Vrai quand une préfecture attend la réponse du ministère."""
        contestations = self.contestations.all()
        return any(contestation.est_ouverte for contestation in contestations)

    @property
    def grandeur(self):
        """Le chiffre à comparer : une part en %, sinon le nombre ; None s'il n'y en a pas."""
        if self.indicateur.nature == Indicateur.Nature.PART:
            return None if self.nombre is None else part(self.nombre, self.base)
        return self.nombre

    @property
    def brute(self):
        """Ce que l'indicateur attend, tel qu'on l'a saisi : un nombre, vrai ou faux, un texte."""
        natures = Indicateur.Nature
        saisies: dict = {natures.OUI_NON: self.oui_non, natures.TEXTE: self.texte}
        return saisies.get(self.indicateur.nature, self.nombre)

    @property
    def affichage(self):
        return self.indicateur.ecrire(self.nombre, self.base, self.oui_non, self.texte)

    @property
    def progres(self):
        """Chemin parcouru vers la cible nationale, en % (voir `Indicateur.progres`)."""
        return self.indicateur.progres(self.grandeur)
