"""Les campagnes : ce qui est attendu des préfectures, de qui, et pour quand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from quartiers.models import Departement, Region
from socle.dates import DateField
from socle.textes import TexteField
from textes.models import Texte

from .. import registre
from ..periodes import PREMIERE_ANNEE, Semestre
from .echeance import Echeance

# Ce que le CGET se donne pour décider d'une version, sauf autre délai de la campagne.
JOURS_D_EXAMEN = 30
# Un texte se nomme partout où il demande quelque chose ; il ne se lit entier qu'à sa page.
TEXTE_ENTIER = ("texte__contenu", "texte__recherche")


def _annees_plausibles():
    return range(PREMIERE_ANNEE, timezone.localdate().year + 3)


class CampagneQuerySet(models.QuerySet):
    def commencees(self):
        """Limite à celles dont le jour d'ouverture est venu, closes ou non."""
        return self.filter(ouverture_le__lte=timezone.localdate())

    def ouvertes(self, genre=None):
        """Limite aux campagnes (du genre) déjà ouvertes, ni closes ni d'une période fermée.

        L'échéance la plus récente vient d'abord.
        """
        ouvertes = self.commencees().filter(close_le=None, fermee_le=None).order_by("-echeance_le")
        ouvertes = ouvertes.select_related("texte").defer(*TEXTE_ENTIER).avec_attendus()
        return ouvertes.filter(genre=genre) if genre else ouvertes

    def avec_attendus(self):
        """Lit d'avance de qui elles attendent quelque chose, et les délais accordés."""
        return self.prefetch_related("destinataires", "prolongations")

    def ouvrent(self, genre, periode):
        """Dit si une remontée de ce genre peut se commencer pour cette période."""
        return self.ouvertes(genre).filter(periode=str(periode)).exists()

    def periodes_fermees(self, genre):
        """Rend les périodes (textes) de ce genre que le CGET a fermées."""
        fermees = self.filter(genre=genre).exclude(fermee_le=None)
        return set(fermees.order_by().values_list("periode", flat=True))


class Campagne(models.Model):
    """Ce qui est attendu des préfectures : un genre de remontée, une période, une échéance."""

    genre = models.CharField("genre", max_length=20, choices=registre.choix_de_genre)
    periode = models.CharField(
        "période", max_length=7, help_text="« 2019-s1 » pour un semestre, « 2019 » pour une année."
    )
    ouverture_le = DateField("ouverture")
    echeance_le = DateField("échéance")
    texte = models.ForeignKey(
        Texte,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campagnes",
        verbose_name="texte qui la demande",
    )
    consignes = TexteField("consignes", blank=True)
    obligatoire = models.BooleanField(
        "obligatoire",
        default=True,
        help_text="Sinon, chacun peut refuser ses relances.",
    )
    jours_d_examen = models.PositiveSmallIntegerField(
        "jours pour examiner",
        default=JOURS_D_EXAMEN,
        help_text="De la transmission d’une version à la décision qui s’y rapporte.",
    )
    phrase_certifiee = TexteField(
        "ce que certifie qui transmet",
        blank=True,
        help_text="Gardé avec chaque version, tel qu’il fut confirmé.",
    )
    qui_ecrit_ne_transmet_pas = models.BooleanField(
        "qui écrit ne transmet pas",
        default=False,
        help_text="L’emporte sur ce que le département permet à ses agents.",
    )
    annoncee_le = DateField("annoncée le", null=True, editable=False)
    destinataires = models.ManyToManyField(
        Departement,
        blank=True,
        related_name="campagnes",
        help_text="Aucun coché : la campagne s’adresse à tous.",
    )
    close_le = DateField("close le", null=True, blank=True, editable=False)
    motif_de_cloture = models.CharField(
        "pourquoi elle est sans objet", max_length=250, blank=True, editable=False
    )
    fermee_le = DateField("période fermée le", null=True, blank=True, editable=False)

    history = HistoricalRecords()
    objects = CampagneQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ["-echeance_le", "genre"]
        constraints = [
            models.UniqueConstraint(
                name="campagne_unique",
                fields=["genre", "periode"],
                violation_error_message="Cette campagne existe déjà.",
                violation_error_code="periode",
            ),
            models.CheckConstraint(
                name="campagne_echeance_apres_ouverture",
                condition=models.Q(echeance_le__gte=models.F("ouverture_le")),
                violation_error_message="L’échéance ne peut pas précéder l’ouverture.",
                violation_error_code="echeance_le",
            ),
        ]

    def __str__(self):
        separateur = ", " if self.Periode is Semestre else " "
        return f"{self.get_genre_display()}{separateur}{self.libelle_periode}"

    def get_absolute_url(self):
        return reverse("campagne", args=[self.pk])

    @property
    def Periode(self):  # noqa: N802 : c'est une classe
        """Le pas de temps de ce qu'elle attend : `Semestre` ou `Annee`."""
        return registre.attendu(self.genre).Periode

    @property
    def Territoire(self):  # noqa: N802 : c'est une classe
        """Qui elle attend : `Departement` ou `Region`."""
        return registre.attendu(self.genre).Territoire

    @property
    def est_ouverte(self):
        """Vrai si une remontée peut s'y commencer (voir `CampagneQuerySet.ouvertes`)."""
        commencee = self.ouverture_le <= timezone.localdate()
        return commencee and not (self.close_le or self.fermee_le)

    @property
    def est_d_une_remontee(self):
        """Vrai si elle attend un document : sa période peut alors se fermer."""
        return self.genre in dict(registre.choix_de_remontee())

    @property
    def libelle_periode(self):
        """La période en toutes lettres : « 2d semestre 2019 », « 2019 »."""
        return self.Periode.lire(self.periode).libelle

    def clean(self):
        """Lève ValidationError si la période n'est pas du pas de temps du genre, ou si une date
        n'est pas plausible.
        """
        erreurs = {
            champ: "Cette date n’est pas plausible : vérifiez l’année."
            for champ in ("ouverture_le", "echeance_le")
            if (date := getattr(self, champ)) and date.year not in _annees_plausibles()
        }
        if erreurs:
            raise ValidationError(erreurs)
        if self.genre:
            try:
                lue = self.Periode.lire(self.periode)
                correcte = str(lue) == self.periode and lue.annee in _annees_plausibles()
            except ValueError:
                correcte = False
            if not correcte:
                exemple = "2019-s1" if self.Periode is Semestre else "2019"
                raise ValidationError({"periode": f"Écrivez la période ainsi : {exemple}."})

    @property
    def dernier_jour(self):
        """Le dernier jour pour répondre à temps (voir `Echeance`)."""
        return Echeance(self.echeance_le).dernier_jour

    @property
    def jours_restants(self):
        """Nombre de jours avant le dernier jour ; négatif quand il est passé."""
        return Echeance(self.echeance_le).jours_restants

    @property
    def est_ancienne(self):
        """Vrai quand l'échéance est passée depuis plus de six mois."""
        return self.jours_restants < -183

    @cached_property
    def jours_accordes(self):
        """{code du territoire: le jour le plus lointain qui lui fut accordé}."""
        accordees = [p for p in self.prolongations.all() if p.etat == p.Etat.ACCORDEE]
        accordees.sort(key=lambda prolongation: prolongation.jusqu_au)
        return {p.departement_id or p.region_id: p.jusqu_au for p in accordees}

    def echeance_de(self, code):
        """Rend l'`Echeance` du territoire de ce code, prolongée ou non."""
        accorde = self.jours_accordes.get(code)
        if accorde and accorde > self.echeance_le:
            return Echeance(accorde, prolongee=True)
        return Echeance(self.echeance_le)

    def dernier_jour_de(self, code):
        """Rend le dernier jour du territoire de ce code ; close sans objet, elle n'en a plus."""
        return None if self.close_le else self.echeance_de(code).dernier_jour

    def clore(self, motif):
        """La dit sans objet : elle n'est plus attendue, relancée, ni en retard."""
        self.close_le, self.motif_de_cloture = timezone.localdate(), motif
        self.save()

    def rouvrir(self):
        """L'attend de nouveau, et rouvre sa période."""
        self.close_le = self.fermee_le = None
        self.motif_de_cloture = ""
        self.save()

    def fermer(self):
        """Ferme sa période : rien ne s'y commence, ne s'y saisit ni ne s'y transmet plus.

        Ce qui est arrivé en retard, ou pas arrivé, le reste.
        """
        self.fermee_le = timezone.localdate()
        self.save()

    @cached_property
    def codes_destinataires(self):
        """Les codes à qui elle s'adresse, départements et régions à part ; vides : à tous."""
        destinataires = self.destinataires.all()
        return {
            Departement: {departement.pk for departement in destinataires},
            Region: {departement.region_id for departement in destinataires},
        }

    def concerne(self, code):
        """Dit si la campagne s'adresse au territoire de ce code (voir `Territoire`).

        Une région est destinataire quand l'un de ses départements l'est.
        """
        codes = self.codes_destinataires[self.Territoire]
        return not codes or code in codes


class PieceJointeQuerySet(models.QuerySet):
    def visibles_par(self, user):
        """Limite aux pièces des campagnes commencées ; toutes pour qui les prépare."""
        if user.role in user.OUVRENT_LES_CAMPAGNES:
            return self.all()
        return self.filter(campagne__in=Campagne.objects.commencees())


class PieceJointe(models.Model):
    """Document joint à une campagne, que ses destinataires téléchargent."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="pieces")
    nom = models.CharField("nom", max_length=150)
    contenu = models.BinaryField()

    objects = PieceJointeQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["nom", "pk"]

    def __str__(self):
        return self.nom
