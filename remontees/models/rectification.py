"""Rectifier ce qui est transmis : rouvrir le texte, et y renoncer tant que rien n'est reparti."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from socle.noms import nommer
from socle.textes import TexteField

from .. import courriel
from .empechements import EtatInvalide


class RectificationQuerySet(models.QuerySet["Rectification"]):
    def tenues(self):
        """Limite à celles que la préfecture n'a pas abandonnées."""
        return self.filter(abandonnee_le=None)


class Rectification(models.Model):
    """Demande d'une préfecture : sa prochaine version annulera et remplacera celle-ci.

    `avant` garde ce que le texte rouvert a de propre, pour le rendre si elle y renonce.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    remontee: Any = GenericForeignKey()
    numero = models.PositiveSmallIntegerField("version à remplacer")
    motif = TexteField("motif")
    avant = models.JSONField(
        "ce qui était transmis", default=dict, encoder=DjangoJSONEncoder, editable=False
    )
    demandee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="demandée par",
    )
    demandee_le = models.DateTimeField("demandée le", auto_now_add=True)
    abandonnee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="abandonnée par",
    )
    abandonnee_le = models.DateTimeField("abandonnée le", null=True)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = "rectification"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.UniqueConstraint(
                name="rectification_unique",
                fields=["content_type", "object_id", "numero"],
                condition=Q(abandonnee_le=None),
            )
        ]

    def __str__(self):
        return f"Rectification de la version {self.numero}"


class Rectifiable:
    """Complète `Remontee`, dont elle emploie l'état, les textes et les commentaires."""

    # Ce que donne `Remontee`.
    Etat: Any
    TRANSMISES: Any
    commentaires: Any
    etat: str
    modifie_le: Any
    modifie_par_id: Any
    parties: Any
    periode_fermee_le: Any
    pk: Any
    rectifications: Any
    reprises: list
    derniere_transmission: Any
    est_ecrite_par: Any
    _en_etat: Any
    _passer: Any

    @property
    def rectification_en_cours(self):
        """La rectification de sa dernière version, si la suivante n’est pas partie ; ou None."""
        if self.pk is None or self.etat in self.TRANSMISES:
            return None
        demandee = self.rectifications.tenues().first()
        derniere = demandee and self.derniere_transmission()
        return demandee if derniere and demandee.numero == derniere.numero else None

    @property
    def rectification_abandonnee(self):
        """La dernière rectification de sa dernière version, si elle fut abandonnée ; ou None."""
        derniere = self.rectifications.select_related("abandonnee_par").first()
        if derniere is None or derniere.abandonnee_le is None:
            return None
        return derniere if derniere.numero == self.derniere_transmission().numero else None

    def garder(self):
        """Rend, en types JSON, ce que la préfecture écrit ici : ses textes. `remettre` le rend."""
        return {"textes": {nom: getattr(self, nom) for nom in self.parties()["Textes"]}}

    def remettre(self, garde):
        """Reprend ce que `garder` avait rendu."""
        for nom, texte in garde.get("textes", {}).items():
            setattr(self, nom, texte)

    @transaction.atomic
    def rectifier(self, user, motif):
        """Rouvre ce qui est transmis : la prochaine version annulera et remplacera la dernière.

        Lève PermissionDenied, ou EtatInvalide si rien n'est transmis, si le CGET l'a renvoyée ou
        s'il a fermé la période.
        """
        if not self.est_ecrite_par(user):
            raise PermissionDenied
        actuelle = self._en_etat(*self.TRANSMISES)
        if actuelle.periode_fermee_le:
            raise EtatInvalide(f"Période fermée : demandez {nommer('{au cget}')} de la rouvrir.")
        etat = {
            "etat": actuelle.etat,
            "modifie_le": actuelle.modifie_le.isoformat(),
            "modifie_par": actuelle.modifie_par_id,
            "retour_pour_le": actuelle.retour_pour_le,
            "retour_limite": actuelle.retour_limite,
            "ouverts": [],
        }
        if actuelle.etat == self.Etat.ACCEPTEE:
            # L'acceptation ne tient plus, mais elle avait clos ces questions.
            etat["ouverts"] = list(actuelle.commentaires.ouverts().values_list("pk", flat=True))
            actuelle.commentaires.ouverts().update(clos=True)
        derniere = actuelle.derniere_transmission()
        rectification = actuelle.rectifications.create(
            numero=derniere.numero, motif=motif, avant=etat | actuelle.garder(), demandee_par=user
        )
        # Ce que le CGET avait demandé, et pour quand, a déjà reçu sa version.
        actuelle.retour_pour_le, actuelle.retour_limite = None, False
        actuelle._passer(self.Etat.BROUILLON, user)
        courriel.envoyer_rectification(rectification, actuelle)
        return rectification

    @transaction.atomic
    def abandonner_la_rectification(self, user):
        """Renonce à rectifier : la dernière version redevient ce qu'elle était, textes compris.

        Ce qui s'était écrit depuis reste dans l'historique. Lève PermissionDenied, ou EtatInvalide
        si rien ne se rectifie, ou si cela attend une signature.
        """
        if not self.est_ecrite_par(user):
            raise PermissionDenied
        actuelle = self._en_etat(self.Etat.BROUILLON)
        rectification = actuelle.rectification_en_cours
        if rectification is None:
            raise EtatInvalide("Aucune rectification n’est en cours.")
        avant = rectification.avant
        actuelle.remettre(avant)
        actuelle.reprises = []
        actuelle.retour_pour_le = avant.get("retour_pour_le")
        actuelle.retour_limite = avant.get("retour_limite", False)
        actuelle.commentaires.update(reponse=F("reponse_transmise"))
        actuelle.commentaires.filter(pk__in=avant.get("ouverts", [])).update(clos=False)
        rectification.abandonnee_par, rectification.abandonnee_le = user, timezone.now()
        rectification.save()
        actuelle._passer(avant.get("etat", self.Etat.TRANSMISE), user)
        if avant:
            # Qui a accepté, et quand, se lit de nouveau ; l'abandon se lit sur la rectification.
            type(self).objects.filter(pk=self.pk).update(  # type: ignore[attr-defined]
                modifie_le=avant["modifie_le"], modifie_par=avant["modifie_par"]
            )
        courriel.envoyer_abandon_de_rectification(rectification, actuelle)
        return rectification
