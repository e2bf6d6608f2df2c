"""Ce que la préfecture demande à une entreprise pour un semestre, et ce que celle-ci propose."""

import datetime
import secrets
from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from comptes.jetons import empreinte
from remontees.periodes import Semestre, valider_semestre
from socle.textes import TexteField

from ..querysets import PaqteQuerySet
from .bilan import Bilan
from .convention import Convention
from .referentiel import Indicateur
from .valeurs import Absence, Reponse, ResultatConvention

# Un courrier le dit en toutes lettres (templates/paqte/courriel_demande.txt).
DUREE_D_UN_LIEN = datetime.timedelta(days=90)


class DemandeQuerySet(PaqteQuerySet):
    chemin = "convention__entreprise__departement"

    def vivantes(self):
        """Limite à celles dont le lien s'ouvre : ni prise, ni révoquée, ni expirée.

        Le bilan transmis clôt le semestre, et ferme ses liens.
        """
        vivantes = self.filter(revoque_le=None, expire_le__gt=timezone.now())
        return vivantes.exclude(etat=Demande.Etat.PRISE).exclude(self.close())

    @staticmethod
    def close():
        """Rend la condition d'un semestre clos : son bilan est transmis."""
        return Exists(
            Bilan.objects.filter(
                departement=OuterRef("convention__entreprise__departement"),
                periode=OuterRef("semestre"),
                etat__in=Bilan.TRANSMISES,
            )
        )

    def ouvrir(self, secret):
        """Rend la demande vivante de ce lien, avec sa convention, ou None."""
        siennes = self.vivantes().filter(empreinte=empreinte(secret))
        siennes = siennes.select_related("convention__entreprise__departement__referent")
        return siennes.prefetch_related("convention__axes", "convention__cibles").first()


class Demande(models.Model):
    """Lien personnel d'une entreprise, pour une convention et un semestre, et ce qu'elle y écrit.

    Du lien, seule l'empreinte est gardée. Rien de ce qui est proposé n'entre dans une somme avant
    que la préfecture le prenne (`paqte.prise`).
    """

    class Etat(models.TextChoices):
        ATTENDUE = "attendue", "sans réponse"
        PROPOSEE = "proposee", "à prendre"
        REDEMANDEE = "redemandee", "redemandée"
        PRISE = "prise", "prise"

    convention = models.ForeignKey(Convention, models.CASCADE, related_name="demandes")
    semestre = models.CharField("semestre", max_length=7, validators=[valider_semestre])
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.ATTENDUE)
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    demandee_le = models.DateTimeField("demandée le", default=timezone.now)
    expire_le = models.DateTimeField("le lien expire le")
    revoque_le = models.DateTimeField("lien révoqué le", null=True)
    mot = TexteField("mot de la préfecture", blank=True)

    valeurs = models.JSONField(
        "résultats proposés",
        default=dict,
        help_text="Par code d’indicateur, un nombre ou une absence.",
    )
    autres = TexteField("ce qui a été fait des autres engagements", blank=True)
    autres_valeur = Reponse._meta.get_field("autres_valeur").clone()
    autres_unite = models.CharField("unité", max_length=50, blank=True)
    exemples = TexteField("exemples concrets d’actions réalisées", blank=True)
    ecrite_le = models.DateTimeField("enregistrée le", null=True)
    envoyee_le = models.DateTimeField("envoyée le", null=True)
    prise_le = models.DateTimeField("prise le", null=True)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande à une entreprise"
        verbose_name_plural = "demandes aux entreprises"
        constraints = [
            models.UniqueConstraint(name="demande_unique", fields=["convention", "semestre"]),
            models.CheckConstraint(
                name="demande_proposee_est_envoyee",
                condition=~Q(etat__in=("proposee", "prise")) | Q(envoyee_le__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.convention.entreprise}, {self.periode.libelle}"

    @property
    def periode(self):
        return Semestre.lire(self.semestre)

    @property
    def est_vivante(self):
        """Vrai tant que son lien s'ouvre."""
        return Demande.objects.vivantes().filter(pk=self.pk).exists()

    @property
    def est_close(self):
        """Vrai quand le bilan du semestre est transmis."""
        return Demande.objects.filter(Demande.objects.close(), pk=self.pk).exists()

    @classmethod
    def pour(cls, convention, semestre):
        """Rend la demande d'une convention pour un semestre ; d'une neuve, nul n'a le lien."""
        sienne = {"convention": convention, "semestre": str(semestre)}
        demande = cls.objects.filter(**sienne).first()
        if demande is None:
            demande = cls(**sienne)
            demande.renouveler()
        return demande

    @classmethod
    def demander(cls, convention, semestre):
        """Demande ses résultats à une entreprise, ou renouvelle son lien ; rend (demande, secret).

        Ce qu'elle a déjà écrit reste.
        """
        demande = cls.pour(convention, semestre)
        return demande, demande.renouveler()

    def renouveler(self):
        """Donne un nouveau lien à l'entreprise ; l'ancien ne s'ouvre plus. Rend le secret."""
        secret = secrets.token_urlsafe(32)
        self.empreinte = empreinte(secret)
        self.demandee_le = timezone.now()
        self.expire_le, self.revoque_le = self.demandee_le + DUREE_D_UN_LIEN, None
        self.save()
        return secret

    def redemander(self, mot):
        """Demande à l'entreprise de revoir sa réponse, avec un mot ; son lien se rouvre."""
        self.etat, self.mot = self.Etat.REDEMANDEE, mot
        return self.renouveler()

    def revoquer(self):
        """Ferme le lien ; ce qui est proposé reste lisible par la préfecture."""
        self.revoque_le = timezone.now()
        self.save()
        self.courriers.en_attente().delete()

    def ecrire(self, lus, *, envoyer):
        """Enregistre ce que l'entreprise écrit : `lus` {code: nombre ou `Absence`}, et l'envoie.

        Une réponse déjà envoyée le reste : ce qui la corrige la remplace.
        """
        self.valeurs = {
            code: lu.value if isinstance(lu, Absence) else f"{lu:f}" for code, lu in lus.items()
        }
        self.ecrite_le = timezone.now()
        if envoyer or self.etat == self.Etat.PROPOSEE:
            self.etat, self.envoyee_le = self.Etat.PROPOSEE, self.ecrite_le
        self.save()

    def indicateurs(self, tous=None):
        """Ceux du semestre, des axes de la convention ou qu'elle vise ; parmi `tous`, s'ils sont
        lus.
        """
        if tous is None:
            tous = Indicateur.objects.select_related("axe", "plafond")
        axes = {axe.pk for axe in self.convention.axes.all()}
        vises = {cible.indicateur_id for cible in self.convention.cibles.all()}
        utiles = [i for i in tous if i.axe_id in axes or i.pk in vises]
        return [i for i in utiles if i.est_demande(self.semestre)]

    def resultats(self, tous=None):
        """Rend ce qui est proposé, en résultats qui ne sont pas enregistrés."""
        return [
            self._resultat(indicateur, self.valeurs[indicateur.code])
            for indicateur in self.indicateurs(tous)
            if indicateur.code in self.valeurs
        ]

    def _resultat(self, indicateur, ecrit):
        resultat = ResultatConvention(
            convention=self.convention, indicateur=indicateur, semestre=self.semestre
        )
        resultat.lu = Absence(ecrit) if ecrit in Absence.values else Decimal(ecrit)
        return resultat
