"""L'examen d'une remontée transmise par le CGET : commenter, demander un complément, accepter."""

from collections import ChainMap
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property

from .commentaire import Commentaire

COMMENTAIRES = Prefetch("commentaires", Commentaire.objects.select_related("auteur"))


class Examinable:
    """Complète `Remontee`, dont elle emploie l'état, les commentaires et les textes."""

    # Ce que le CGET peut commenter sans qu'un texte s'y écrive : {clé: libellé}.
    rubriques: Mapping[str, str] = MappingProxyType({})
    _meta: Any
    # Ce que donne `Remontee`.
    Etat: Any
    etat: str
    code: Any
    commentaires: Any
    codes_couverts: Any
    _en_etat: Any

    def a_examiner_par(self, user):
        """Dit si la version transmise attend la réponse de `user`."""
        return self.etat == self.Etat.TRANSMISE and user.est_cget

    def parties(self):
        """Rend ce que le CGET peut commenter : {groupe: {champ ou clé: libellé}}."""
        textes = {
            champ.name: champ.verbose_name
            for champ in self._meta.concrete_fields
            if isinstance(champ, models.TextField) and champ.name != "commentaire_retour"
        }
        return {"Textes": textes, "Rubriques": self.rubriques}

    def libelle_de_la_partie(self, cle):
        """Rend le libellé d'une des `parties`, ou sa clé si la remontée ne l'a plus."""
        return ChainMap(*self.parties().values()).get(cle, cle)

    @cached_property
    def commentaires_lus(self):
        """Ses commentaires, du plus ancien au plus récent."""
        prefetch_related_objects([self], COMMENTAIRES)  # type: ignore[type-var]
        commentaires = list(self.commentaires.all())
        for commentaire in commentaires:
            # Sans quoi chacun relirait la remontée, et ses chiffres, pour nommer sa partie.
            commentaire.remontee = self
        return commentaires

    @transaction.atomic
    def commenter(self, user, champ, texte):
        """Ajoute un commentaire du CGET sur une partie ; lève PermissionDenied, EtatInvalide."""
        self._examinee_par(user)
        return self.commentaires.create(champ=champ, texte=texte, auteur=user)

    @transaction.atomic
    def clore(self, user, commentaire):
        """Clôt un commentaire, satisfait de la réponse ; lève PermissionDenied, EtatInvalide."""
        self._examinee_par(user)
        self.commentaires.filter(pk=commentaire.pk).update(clos=True)

    @transaction.atomic
    def renvoyer(self, user, commentaire, pour_le=None, limite=False):
        """Demande un complément à la préfecture, pour une date, au besoin limité.

        Limité, il ne rouvre que les champs commentés. Lève PermissionDenied, EtatInvalide, ou
        ValidationError s'il est limité sans commentaire ouvert.
        """
        actuelle = self._examinee_par(user)
        if limite and not self.commentaires.ouverts().exists():
            raise ValidationError("Commentez d’abord les champs à rouvrir.")
        actuelle.commentaire_retour = commentaire
        actuelle.retour_pour_le, actuelle.retour_limite = pour_le, limite
        actuelle._passer(self.Etat.A_COMPLETER, user)

    @transaction.atomic
    def accepter(self, user):
        """Accepte la dernière version transmise ; lève PermissionDenied, EtatInvalide."""
        self._examinee_par(user)._passer(self.Etat.ACCEPTEE, user)
        self.commentaires.ouverts().update(clos=True)

    def _examinee_par(self, user):
        if not (user.est_cget and self.code in self.codes_couverts(user)):
            raise PermissionDenied
        return self._en_etat(self.Etat.TRANSMISE)
