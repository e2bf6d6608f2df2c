"""Les valeurs des indicateurs : un indicateur, un territoire, une date."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Quartier, Region
from socle.champs import valider_fait
from socle.dates import DateField

from .indicateur import Indicateur, ecrire_pourcentage
from .requetes import NATION, ValeurQuerySet

# Un compte plus grand que la population du pays, une somme que n'a aucun budget : à relire.
PLAFONDS: dict[str, int] = {Indicateur.Nature.ENTIER: 10**8, Indicateur.Nature.EUROS: 10**12}
# D'une date à l'autre, au-dessus de cent, un tel rapport est plus souvent une faute de frappe.
RAPPORT_ETONNANT, NOMBRE_NOTABLE = 10, 100


class Valeur(models.Model):
    """Valeur d'un indicateur pour un territoire (national sans territoire) à une date.

    Une part garde son nombre et sa base (numérateur, dénominateur) ; le pourcentage d'une enquête,
    qui n'en a pas, s'écrit tel quel et n'entre dans aucune somme.
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
    le = DateField("date de la valeur", validators=[valider_fait])
    nombre = models.DecimalField("nombre", max_digits=18, decimal_places=2, null=True, blank=True)
    base = models.DecimalField(
        "sur (total dont c’est une part)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    # Un chiffre trop petit pour être publié : on sait qu'il existe, jamais lequel.
    secret = models.BooleanField("secret statistique", default=False)
    pourcentage = models.DecimalField(
        "ou le pourcentage d’une enquête",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Tel quel, sans nombre ni total : il n’entre dans aucune somme.",
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
            models.CheckConstraint(
                name="valeur_secrete_sans_nombre",
                condition=Q(secret=False) | Q(nombre=None),
                violation_error_message="Un chiffre sous secret statistique ne s’écrit pas.",
                violation_error_code="secret",
            ),
            models.CheckConstraint(
                name="valeur_pourcentage_ou_part",
                condition=Q(pourcentage=None)
                | Q(nombre=None, base=None, pourcentage__gte=0, pourcentage__lte=100),
                violation_error_message="Donnez un pourcentage de 0 à 100, sans nombre ni total.",
                violation_error_code="pourcentage",
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
        chiffree = (self.nombre, self.pourcentage) != (None, None)
        if self.secret and chiffree:
            raise ValidationError({"secret": "Un chiffre sous secret statistique ne s’écrit pas."})
        if self.pourcentage is not None:
            self._verifier_le_pourcentage(self.pourcentage)
        elif nature in Indicateur.CHIFFRES and not self.secret:
            self._verifier_le_nombre()

    def _verifier_le_nombre(self):
        nature, natures = self.indicateur.nature, Indicateur.Nature
        if self.nombre is None:
            raise ValidationError({"nombre": "Donnez un nombre."})
        if nature == natures.ENTIER and self.nombre % 1:
            raise ValidationError({"nombre": "Cet indicateur se compte en entiers."})
        if nature not in Indicateur.COMPARABLES:
            return
        if not self.base:
            raise ValidationError(
                {"base": "Donnez le total : une part se calcule, elle ne se moyenne pas."}
            )
        if nature == natures.PART and self.nombre > self.base:
            raise ValidationError({"nombre": "Une part ne dépasse pas son total."})

    def _verifier_le_pourcentage(self, pourcentage):
        if self.indicateur.nature != Indicateur.Nature.PART:
            raise ValidationError({"pourcentage": "Seule une part s’écrit en pourcentage."})
        if self.nombre is not None or self.base is not None:
            raise ValidationError(
                {"pourcentage": "Donnez le nombre et son total, ou le pourcentage, pas les deux."}
            )
        if not 0 <= pourcentage <= 100:
            raise ValidationError({"pourcentage": "Un pourcentage va de 0 à 100."})

    @property
    def precedente(self):
        """La valeur d'avant, du même indicateur dans le même territoire, ou None."""
        avant = Valeur.objects.filter(
            indicateur=self.indicateur, territoire=self.territoire, le__lt=self.le
        )
        return avant.order_by("-le").first()

    def ce_qui_etonne(self, precedente):
        """Dit pourquoi le nombre est à relire, ou "" ; `precedente` : la valeur d'avant ou None."""
        plafond = PLAFONDS.get(self.indicateur.nature)
        if plafond is None or self.nombre is None:
            return ""
        if self.nombre >= plafond:
            return f"{self.affichage} : ce nombre étonne."
        avant = precedente.nombre if precedente else None
        if avant is None or max(avant, self.nombre) < NOMBRE_NOTABLE:
            return ""
        petit, grand = sorted([avant, self.nombre])
        if grand < RAPPORT_ETONNANT * petit:
            return ""
        le = f"{precedente.le:%d/%m/%Y}"
        return f"{self.affichage} : c’était {precedente.affichage} le {le}."

    def retirer(self, user, motif):
        """Retire une valeur saisie par erreur : son histoire garde qui, quand et pourquoi.

        Lève ValidationError si une préfecture la conteste.
        """
        if self.est_contestee:
            raise ValidationError("Une préfecture conteste cette valeur : répondez-lui d’abord.")
        self._history_user, self._change_reason = user, motif
        self.delete()

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
        """Le chiffre à comparer (voir `Indicateur.mesurer`) ; None s'il n'y en a pas."""
        return self.indicateur.mesurer(self.nombre, self.base, self.pourcentage)

    @property
    def brute(self):
        """Ce que l'indicateur attend, tel qu'on l'a saisi : un nombre, vrai ou faux, un texte.

        Un chiffre secret s'écrit « secret », qu'un import relit.
        """
        if self.secret:
            return "secret"
        if self.pourcentage is not None:
            return f"{ecrire_pourcentage(self.pourcentage)} %"
        natures = Indicateur.Nature
        saisies: dict = {natures.OUI_NON: self.oui_non, natures.TEXTE: self.texte}
        return saisies.get(self.indicateur.nature, self.nombre)

    @property
    def affichage(self):
        if self.secret:
            return "Secret statistique"
        return self.indicateur.ecrire(
            self.nombre, self.base, self.oui_non, self.texte, self.pourcentage
        )

    @property
    def progres(self):
        """Chemin parcouru vers la cible nationale, en % (voir `Indicateur.progres`)."""
        return self.indicateur.progres(self.grandeur)
