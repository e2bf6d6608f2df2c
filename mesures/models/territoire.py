"""Ce que dit un territoire des mesures : l'appréciation du préfet, la contestation d'une valeur."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.dates import DateField
from socle.textes import TexteField

from .. import courriel
from .niveau import Niveau, valider_etat
from .referentiel import Mesure
from .valeur import Valeur


class AppreciationQuerySet(TerritorialQuerySet["Appreciation"]):
    def visibles_par(self, user):
        """Limite à celles qui sont validées ; une préfecture voit aussi ses propositions."""
        visibles = super().visibles_par(user)
        siennes = Q(departement__in=user.codes_departements_modifiables)
        return visibles.filter(Q(validee_le__isnull=False) | siennes)

    def a_valider_par(self, user):
        """Limite aux propositions d'agents que `user` peut valider."""
        territoires = user.codes_departements_a_signer
        return self.filter(validee_le=None, departement__in=territoires)

    def dernieres(self, au):
        """Rend {mesure: appréciation} des dernières validées au `au`, la plus récente gagnant."""
        return {appreciation.mesure_id: appreciation for appreciation in self._rangees(au)}

    def par_departement(self, au):
        """Rend {département: appréciation} des dernières validées au `au`, d'une seule mesure."""
        return {appreciation.departement_id: appreciation for appreciation in self._rangees(au)}

    def _rangees(self, au):
        validees = self.filter(le__lte=au, validee_le__isnull=False)
        return validees.order_by("le", "pk").select_related("par")


class Appreciation(models.Model):
    """Appréciation d'une mesure par le préfet d'un département ; chaque changement s'ajoute.

    Un agent la propose ; un valideur la valide, et elle se lit alors hors de la préfecture.
    """

    mesure = models.ForeignKey(Mesure, models.PROTECT, related_name="appreciations")
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="appreciations", verbose_name="département"
    )
    niveau = models.CharField("où en est la mesure", max_length=12, choices=Niveau)
    commentaire = TexteField("commentaire", blank=True)
    le = DateField("à la date du", default=timezone.localdate, validators=[valider_etat])
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    validee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="validée par",
        editable=False,
    )
    validee_le = models.DateTimeField("validée le", null=True, editable=False)

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        verbose_name = "appréciation"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return f"{self.mesure} : {self.get_niveau_display()}"

    def proposer(self, user):
        """Enregistre l'appréciation que `user` écrit : la sienne s'il signe, sinon une proposition.

        Les valideurs de la préfecture l'apprennent par courriel.
        """
        self.par = user
        if user.peut_transmettre(self.departement):
            self.validee_par, self.validee_le = user, timezone.now()
        self.save()
        if self.validee_le is None:
            courriel.envoyer_proposition(self)

    @transaction.atomic
    def valider(self, user):
        """Valide la proposition d'un agent.

        Lève PermissionDenied sans droit, ValidationError si elle n'attend plus.
        """
        actuelle = self._en_attente(user)
        actuelle.validee_par, actuelle.validee_le = user, timezone.now()
        actuelle.save()
        courriel.envoyer_suite(actuelle, validee=True, par=user)

    @transaction.atomic
    def ecarter(self, user):
        """Écarte la proposition d'un agent : elle disparaît (voir `valider`)."""
        actuelle = self._en_attente(user)
        actuelle.delete()
        courriel.envoyer_suite(actuelle, validee=False, par=user)

    def _en_attente(self, user):
        if not user.peut_transmettre(self.departement):
            raise PermissionDenied
        attend = type(self).objects.select_for_update().filter(pk=self.pk, validee_le=None).first()
        if attend is None:
            raise ValidationError("Cette appréciation n’attend plus d’être validée.")
        return attend


class ContestationQuerySet(TerritorialQuerySet["Contestation"]):
    droit = "a_un_perimetre"

    def visibles_par(self, user):
        """Limite à celles des départements de `user` ; un ministère, à celles de ses mesures."""
        visibles = super().visibles_par(user)
        return self.decidables_par(user) if user.est_ministere else visibles

    def decidables_par(self, user):
        """Limite à celles des mesures que tient `user`."""
        return self.filter(valeur__indicateur__mesure__in=Mesure.objects.modifiables_par(user))

    def ouvertes(self):
        return self.filter(etat=self.model.Etat.PROPOSEE)


class Contestation(models.Model):
    """Valeur qu'une préfecture propose à la place de celle du ministère, pour son territoire."""

    class Etat(models.TextChoices):
        PROPOSEE = "proposee", "Proposée"
        ACCEPTEE = "acceptee", "Acceptée"
        REFUSEE = "refusee", "Refusée"

    valeur = models.ForeignKey(Valeur, models.CASCADE, related_name="contestations")
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="contestations", verbose_name="département"
    )
    nombre = models.DecimalField(
        "nombre proposé", max_digits=18, decimal_places=2, null=True, blank=True
    )
    base = models.DecimalField(
        "sur (total proposé)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    pourcentage = models.DecimalField(
        "ou le pourcentage d’une enquête", max_digits=5, decimal_places=2, null=True, blank=True
    )
    oui_non = models.BooleanField("oui ou non", null=True, blank=True)
    texte = models.CharField("texte", max_length=500, blank=True)
    motif = TexteField("motif")
    source = models.CharField("source", max_length=250)
    contestee = models.TextField("valeur contestée", editable=False, default="")
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PROPOSEE)
    reponse = TexteField("réponse du ministère", blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    le = models.DateTimeField("proposée le", auto_now_add=True)

    history = HistoricalRecords()
    objects = ContestationQuerySet.as_manager()

    class Meta:
        verbose_name = "contestation"
        ordering = ["-le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="contestation_ouverte_unique",
                fields=["valeur"],
                condition=models.Q(etat="proposee"),
                violation_error_message="Une proposition attend déjà la réponse du ministère.",
            )
        ]

    def __str__(self):
        return f"{self.valeur.indicateur}, valeur proposée : {self.affichage}"

    def save(self, **kwargs):
        # Une fois la proposition acceptée, la valeur elle-même ne le dirait plus.
        self.contestee = self.contestee or self.valeur.affichage
        super().save(**kwargs)

    CHAMPS = ("nombre", "base", "oui_non", "texte", "pourcentage")

    def get_absolute_url(self):
        return reverse("mesures:contestation", args=[self.pk])

    @property
    def est_ouverte(self):
        """Vrai tant que le ministère n'a pas répondu."""
        return self.etat == self.Etat.PROPOSEE

    @property
    def affichage(self):
        return self.valeur.indicateur.ecrire(*(getattr(self, champ) for champ in self.CHAMPS))

    def clean(self):
        """Lève ValidationError si la proposition n'est pas du type de l'indicateur, ou redit la
        valeur qu'elle conteste.
        """
        proposes, actuels = (
            [getattr(objet, champ) for champ in self.CHAMPS] for objet in (self, self.valeur)
        )
        if self._state.adding and proposes == actuels:
            raise ValidationError("C’est la valeur du ministère : proposez-en une autre.")
        Valeur(
            indicateur=self.valeur.indicateur,
            **{champ: getattr(self, champ) for champ in self.CHAMPS},
        ).clean()

    @transaction.atomic
    def trancher(self, user, accepter, reponse, vue):
        """Accepte (la valeur change) ou refuse la proposition, avec la réponse du ministère.

        `vue` est la valeur que le ministère avait sous les yeux. Lève PermissionDenied sans droit,
        ValidationError si la proposition est déjà tranchée, si la valeur a changé depuis, ou si
        la proposition n'est plus du type de l'indicateur.
        """
        valeur = Valeur.objects.select_for_update().get(pk=self.valeur_id)
        actuelle = type(self).objects.select_for_update().get(pk=self.pk)
        if not type(self).objects.decidables_par(user).filter(pk=self.pk).exists():
            raise PermissionDenied
        if actuelle.etat != self.Etat.PROPOSEE:
            raise ValidationError("Cette proposition est déjà tranchée.")
        if valeur.affichage != vue:
            raise ValidationError("La valeur a été corrigée depuis : relisez-la, puis répondez.")
        actuelle.etat = self.Etat.ACCEPTEE if accepter else self.Etat.REFUSEE
        actuelle.reponse = reponse
        actuelle.save()
        if accepter:
            actuelle.clean()
            for champ in self.CHAMPS:
                setattr(valeur, champ, getattr(actuelle, champ))
            valeur.secret = False
            valeur.source, valeur.par = actuelle.source, user
            valeur.save()
        courriel.envoyer_reponse(actuelle, user)
