"""Ce que dit un territoire des mesures : l'appréciation du préfet, la contestation d'une valeur."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from quartiers.models import Departement
from quartiers.querysets import TerritorialQuerySet
from socle.textes import TexteField

from .niveau import Niveau, valider_etat
from .referentiel import Mesure
from .valeur import Valeur


class AppreciationQuerySet(TerritorialQuerySet["Appreciation"]):
    def dernieres(self, au):
        """Rend {mesure: appréciation} des dernières au `au`, la plus récente gagnant."""
        rangees = self.filter(le__lte=au).order_by("le", "pk").select_related("par")
        return {appreciation.mesure_id: appreciation for appreciation in rangees}


class Appreciation(models.Model):
    """Appréciation d'une mesure par le préfet d'un département ; chaque changement s'ajoute."""

    mesure = models.ForeignKey(Mesure, models.PROTECT, related_name="appreciations")
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="appreciations", verbose_name="département"
    )
    niveau = models.CharField("où en est la mesure", max_length=12, choices=Niveau)
    commentaire = TexteField("commentaire", blank=True)
    le = models.DateField("à la date du", default=timezone.localdate, validators=[valider_etat])
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )

    objects = AppreciationQuerySet.as_manager()

    class Meta:
        verbose_name = "appréciation"
        ordering = ["-le", "-pk"]

    def __str__(self):
        return f"{self.mesure} : {self.get_niveau_display()}"


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

    CHAMPS = ("nombre", "base", "oui_non", "texte")

    @property
    def est_ouverte(self):
        """Vrai tant que le ministère n'a pas répondu."""
        return self.etat == self.Etat.PROPOSEE

    @property
    def affichage(self):
        return self.valeur.indicateur.ecrire(*(getattr(self, champ) for champ in self.CHAMPS))

    def clean(self):
        """Lève ValidationError si la proposition n'est pas du type de l'indicateur."""
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
            valeur.source, valeur.par = actuelle.source, user
            valeur.save()
