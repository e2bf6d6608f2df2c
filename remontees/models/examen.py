"""L'examen d'une remontée transmise par le CGET : commenter, demander un complément, accepter."""

from collections import ChainMap
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property

from .. import courriel
from .campagne import JOURS_D_EXAMEN
from .decision import Decision
from .empechements import Conflit, EtatInvalide

# Une acceptation donnée trop vite se défait dans la journée.
POUR_DEFAIRE = timedelta(days=1)


class Examinable:
    """Complète `Remontee`, dont elle emploie l'état, les commentaires et les textes."""

    # Ce que le CGET peut commenter sans qu'un texte s'y écrive : {clé: libellé}.
    rubriques: Mapping[str, str] = MappingProxyType({})
    _meta: Any
    # Ce que donne `Remontee`.
    Etat: Any
    etat: str
    code: Any
    campagne: Any
    commentaires: Any
    codes_couverts: Any
    est_ecrite_par: Any
    modifie_le: Any
    pk: Any
    derniere_transmission: Any
    notes: Any
    _en_etat: Any

    def a_examiner_par(self, user):
        """Dit si la version transmise attend la réponse de `user`."""
        return self.etat == self.Etat.TRANSMISE and user.est_cget

    @property
    def jours_d_examen(self):
        """Combien de jours le CGET se donne pour décider d'une version."""
        return self.campagne.jours_d_examen if self.campagne else JOURS_D_EXAMEN

    def attend_l_avis_de(self, user):
        """Dit si la version transmise attend l'avis de `user` ; par défaut, d'aucune région."""
        return False

    def parties(self):
        """Rend ce que le CGET peut commenter : {groupe: {champ ou clé: libellé}}."""
        textes = {
            champ.name: champ.verbose_name
            for champ in self._meta.concrete_fields
            if isinstance(champ, models.TextField) and champ.name != "commentaire_retour"
        }
        return {"Textes": textes, "Rubriques": self.rubriques}

    def groupe_de_la_partie(self, cle):
        """Rend le groupe des `parties` où est cette clé ; vide si elle n'y est pas."""
        return next((nom for nom, parties in self.parties().items() if cle in parties), "")

    def libelle_de_la_partie(self, cle):
        """Rend le libellé d'une des `parties`, ou sa clé si la remontée ne l'a plus."""
        return ChainMap(*self.parties().values()).get(cle, cle)

    @cached_property
    def commentaires_lus(self):
        """Ses commentaires, du plus ancien au plus récent ; aucun avant d'être enregistrée."""
        if self.pk is None:
            return []
        commentaires = list(self.commentaires.all())
        for commentaire in commentaires:
            # Sans quoi chacun relirait la remontée, et ses chiffres, pour nommer sa partie.
            commentaire.remontee = self
        return commentaires

    def commentaires_par_partie(self, user):
        """Rend {champ ou clé d'une partie: ses commentaires}, tels que `user` les lit."""
        par_partie: dict[str, list] = {}
        for commentaire in self.commentaires_lus_par(user):
            par_partie.setdefault(commentaire.champ, []).append(commentaire)
        return par_partie

    @property
    def nombre_d_ouverts(self):
        """Combien de ses commentaires le CGET n'a pas clos."""
        return sum(not commentaire.clos for commentaire in self.commentaires_lus)

    def commentaires_lus_par(self, user):
        """Rend ses commentaires : hors de la préfecture, une réponse ne se lit que transmise."""
        if not self.est_ecrite_par(user):
            for commentaire in self.commentaires_lus:
                commentaire.reponse = commentaire.reponse_transmise
        return self.commentaires_lus

    @transaction.atomic
    def donner_un_avis(self, user, sens, texte, version=None):
        """Donne, ou change, l'avis de la région sur la version transmise (voir `commenter`)."""
        if not self.attend_l_avis_de(user):
            raise PermissionDenied
        actuelle = self._en_etat(self.Etat.TRANSMISE)
        numero = actuelle._version_lue(version)
        donne = {"sens": sens, "texte": texte, "auteur": user}
        actuelle.avis.update_or_create(numero=numero, defaults=donne)

    @transaction.atomic
    def commenter(self, user, champ, texte, version=None, citation=""):
        """Ajoute un commentaire du CGET sur une partie, ou ce qu'il en cite.

        `version` est le numéro de celle qu'il a lue. Lève, comme les gestes qui suivent,
        PermissionDenied, EtatInvalide, ou Conflit si une version plus récente est arrivée.
        """
        self._examinee_par(user, version)
        return self.commentaires.create(champ=champ, citation=citation, texte=texte, auteur=user)

    @transaction.atomic
    def clore(self, user, commentaire, version=None):
        """Clôt un commentaire, satisfait de la réponse."""
        self._examinee_par(user, version)
        self.commentaires.filter(pk=commentaire.pk).update(clos=True)

    @transaction.atomic
    def renvoyer(
        self,
        user,
        commentaire,
        pour_le=None,
        limite=False,
        version=None,
        motif=Decision.Motif.AUTRE,
    ):
        """Demande un complément à la préfecture, pour une date, au besoin limité ; `motif` le code.

        Limité, il ne rouvre que les champs commentés. Lève aussi ValidationError s'il est limité
        sans commentaire ouvert.
        """
        actuelle = self._examinee_par(user, version)
        if limite and not self.commentaires.ouverts().exists():
            raise ValidationError("Commentez d’abord les champs à rouvrir.")
        actuelle.commentaire_retour = commentaire
        actuelle.retour_pour_le, actuelle.retour_limite = pour_le, limite
        actuelle._passer(self.Etat.A_COMPLETER, user)
        actuelle._noter_la_decision(user, Decision.Sens.RENVOYEE, motif)
        courriel.envoyer_renvoi(actuelle, user)

    @transaction.atomic
    def accepter(self, user, version=None):
        """Accepte la version lue ; ses commentaires se lisent alors comme clos."""
        actuelle = self._examinee_par(user, version)
        actuelle._passer(self.Etat.ACCEPTEE, user)
        actuelle._noter_la_decision(user, Decision.Sens.ACCEPTEE)
        courriel.envoyer_acceptation(actuelle, user)

    def se_defait_par(self, user):
        """Dit si `user` peut encore revenir sur l'acceptation : un jour au plus."""
        delai = timezone.now() - self.modifie_le
        return self.etat == self.Etat.ACCEPTEE and user.est_cget and delai < POUR_DEFAIRE

    @transaction.atomic
    def defaire(self, user):
        """Revient sur une acceptation du jour : la version est de nouveau à examiner.

        Lève PermissionDenied, ou EtatInvalide si elle n'est pas acceptée, ou plus d'un jour après.
        """
        actuelle = self._examinee_par(user, etat=self.Etat.ACCEPTEE)
        if not actuelle.se_defait_par(user):
            raise EtatInvalide("Une acceptation ne se défait que dans la journée qui la suit.")
        actuelle._passer(self.Etat.TRANSMISE, user)
        actuelle._noter_la_decision(user, Decision.Sens.DEFAITE)
        courriel.envoyer_acceptation_defaite(actuelle, user)

    def est_examinee_par(self, user):
        """Dit si `user`, du CGET, couvre ce territoire : il en décide, et lit les notes."""
        return user.est_cget and self.code in self.codes_couverts(user)

    def annoter(self, user, texte):
        """Laisse une note aux autres examinateurs. Lève PermissionDenied."""
        if not self.est_examinee_par(user):
            raise PermissionDenied
        return self.notes.create(texte=texte, auteur=user)

    def _noter_la_decision(self, user, sens, motif=""):
        self.derniere_transmission().decisions.create(sens=sens, motif=motif, par=user)

    def _examinee_par(self, user, version=None, etat=None):
        if not self.est_examinee_par(user):
            raise PermissionDenied
        actuelle = self._en_etat(etat or self.Etat.TRANSMISE)
        actuelle._version_lue(version)
        return actuelle

    def _version_lue(self, version):
        """Rend le numéro de la dernière version. Lève Conflit si une autre fut lue."""
        derniere = self.derniere_transmission().numero
        if version not in {None, derniere}:
            raise Conflit
        return derniere
