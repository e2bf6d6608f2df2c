"""Le chemin d'une remontée, de sa préfecture au destinataire : soumettre, rendre, transmettre.

Chaque pas contrôle le droit, l'état et le contenu, en une transaction.
"""

import hashlib
import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property

from socle.francais import ecrire_jour
from socle.noms import nommer

from .. import courriel
from .empechements import Conflit, EtatInvalide, Manque
from .soumission import Soumission
from .transmission import Transmission


class AvecCircuit:
    """Complète `Remontee`, dont elle emploie l'état, le contenu et les manques."""

    # Ce que donne `Remontee`.
    Etat: Any
    MODIFIABLES: Any
    EN_PREPARATION: Any
    TRANSMISES: Any
    campagne: Any
    champ_territoire: str
    commentaires: Any
    commentaires_lus: Any
    cree_le: Any
    etat: str
    history: Any
    parties: Any
    pk: Any
    save: Any
    soumissions: Any
    territoire: Any
    transmissions: Any
    verrou: int
    contenu: Any
    est_ecrite_par: Any
    get_absolute_url: Any
    derniere_transmission: Any
    tous_les_manques: Any
    verifier: Any

    def est_preparee_par(self, user):
        """Dit si `user` en lit le texte à venir, qu'il s'écrive encore ou attende une signature."""
        return self.etat in self.EN_PREPARATION and self.est_ecrite_par(user)

    def attend_la_signature_de_la_maison(self, user):
        """Dit si elle attend une signature de la préfecture de `user`, qui la lit sans l'écrire."""
        return self.etat == self.Etat.A_SIGNER and self.est_ecrite_par(user)

    @property
    def phrase_a_certifier(self):
        """La phrase que certifie qui la transmet ; vide si sa campagne n'en demande pas."""
        return self.campagne.phrase_certifiee if self.campagne else ""

    def peut_etre_transmise_par(self, user):
        """Dit si `user` peut transmettre cette remontée.

        Si sa campagne veut que qui écrit ne transmette pas, il lui faut signer de son propre chef,
        ou par délégation, un texte où il n'a rien écrit depuis la dernière version.
        """
        if not user.peut_transmettre(self.territoire):
            return False
        if not (self.campagne and self.campagne.qui_ecrit_ne_transmet_pas):
            return True
        return user.peut_signer(self.territoire) and not self.a_ecrit(user)

    def a_ecrit(self, user):
        """Dit si `user` a changé un de ses textes, ou l'a soumise, depuis la dernière version."""
        if self.pk is None:
            return False
        derniere = self.derniere_transmission()
        depuis = derniere.transmise_le if derniere else self.cree_le
        if self.soumissions.filter(soumise_par=user, soumise_le__gt=depuis).exists():
            return True
        textes = list(self.parties()["Textes"])
        avant = self.history.filter(history_date__lte=depuis).first()
        connus = [getattr(avant, nom, "") for nom in textes]
        for version in self.history.filter(history_date__gt=depuis).order_by("history_date"):
            ecrits = [getattr(version, nom) for nom in textes]
            if version.modifie_par_id == user.pk and ecrits != connus:
                return True
            connus = ecrits
        return False

    @property
    def periode_fermee_le(self):
        """Le jour où le CGET a fermé sa période, ou None ; ce qu'il a renvoyé part encore."""
        renvoyee = self.etat == self.Etat.A_COMPLETER or (
            self.etat == self.Etat.A_SIGNER and self.soumission.etat_avant == self.Etat.A_COMPLETER
        )
        return None if renvoyee or self.campagne is None else self.campagne.fermee_le

    def manques_de_periode(self):
        """Rend un `Manque` quand la période est fermée : rien n'y part plus."""
        if fermee_le := self.periode_fermee_le:
            yield Manque(
                f"La période est fermée depuis le {ecrire_jour(fermee_le)} : "
                f"{nommer('{le cget}')} peut la rouvrir.",
                self.get_absolute_url(),
            )

    def empreinte(self, contenu):
        """Rend l'empreinte de ce qui partirait : tout le `contenu`, les réponses au CGET, et la
        phrase à certifier."""
        reponses = {c.pk: c.reponse for c in self.commentaires_lus if not c.clos}
        lu = [contenu, reponses, *filter(None, [self.phrase_a_certifier])]
        ecrit = json.dumps(lu, cls=DjangoJSONEncoder, sort_keys=True)
        return hashlib.sha256(ecrit.encode()).hexdigest()

    def lecture(self, contenu):
        """Rend ce qui dit ce qu'une page montrait : l'état de la remontée, et son `empreinte`."""
        return f"{self.etat} {self.empreinte(contenu)}"

    @cached_property
    def soumission(self):
        """Son dernier passage par le parapheur, ou None."""
        return self.soumissions.first() if self.pk else None

    @property
    def retour_du_valideur(self):
        """La soumission que son valideur vient de rendre à l'agent, ou None."""
        soumission = self.soumission if self.etat in self.MODIFIABLES else None
        return soumission if soumission and soumission.est_retournee else None

    def adresses_qui_preparent(self):
        """Rend les adresses de qui la prépare et n'a pas de compte ; aucune, pour la plupart."""
        return set()

    def adresses_qui_suivent(self):
        """Rend les adresses de qui la suit d'ailleurs, sans l'examiner."""
        return set()

    def adresses_en_copie(self):
        """Rend les adresses à qui s'envoie aussi chaque version."""
        agent = self.soumission and self.soumission.soumise_par
        agents = {agent.email} if agent and agent.is_active else set()
        return (agents | self.adresses_qui_preparent() | self.adresses_qui_suivent()) - {""}

    @transaction.atomic
    def soumettre(self, user, valideur=None, lue=None):
        """Soumet la remontée complète à la signature de `valideur`, ou de tous (None).

        `lue` est la `lecture` de ce que la page montrait. Lève PermissionDenied, EtatInvalide,
        Conflit (changée depuis) ou ValidationError (incomplète, ou qui ne peut pas la signer).
        """
        if not self.est_ecrite_par(user):
            raise PermissionDenied
        actuelle = self._en_etat(*self.MODIFIABLES)
        if valideur and not valideur.peut_transmettre(self.territoire):
            raise ValidationError(f"{valideur} ne peut pas transmettre pour {self.territoire}.")
        contenu = actuelle._relire(lue)
        soumission = Soumission.objects.create(
            remontee=actuelle,
            **{self.champ_territoire: self.territoire},
            etat_avant=actuelle.etat,
            empreinte=actuelle.empreinte(contenu),
            soumise_par=user,
            valideur=valideur,
        )
        actuelle._passer(self.Etat.A_SIGNER, user)
        courriel.envoyer_soumission(soumission)
        return soumission

    @transaction.atomic
    def reprendre_la_main(self, user):
        """Reprend ce qui attendait une signature, pour l'écrire encore.

        Lève PermissionDenied, EtatInvalide.
        """
        if not self.est_ecrite_par(user):
            raise PermissionDenied
        actuelle = self._en_etat(self.Etat.A_SIGNER)
        soumission = actuelle._finir_la_soumission(user, Soumission.Issue.REPRISE)
        actuelle._passer(soumission.etat_avant, user)

    @transaction.atomic
    def retourner(self, user, mot, annotations=None):
        """Rend à l'agent ce qu'il avait soumis, avec un mot, et au besoin un mot par partie.

        Lève PermissionDenied, EtatInvalide.
        """
        if not user.peut_transmettre(self.territoire):
            raise PermissionDenied
        actuelle = self._en_etat(self.Etat.A_SIGNER)
        soumission = actuelle._finir_la_soumission(
            user, Soumission.Issue.RETOURNEE, mot=mot, annotations=annotations or {}
        )
        actuelle._passer(soumission.etat_avant, user)
        courriel.envoyer_retour_a_l_agent(soumission)

    @transaction.atomic
    def transmettre(self, user, lue=None):
        """Fige une nouvelle version et la transmet ; rend la `Transmission`.

        `lue` est la `lecture` de ce que la page montrait au valideur. Lève PermissionDenied (sans
        droit), EtatInvalide (déjà transmise), Conflit (changée depuis la relecture, chiffres
        compris) ou ValidationError (incomplète). Les courriels sont mis en file dans la même
        transaction.
        """
        if not self.peut_etre_transmise_par(user):
            raise PermissionDenied
        actuelle = self._en_etat(*self.EN_PREPARATION)
        contenu = actuelle._relire(lue)
        # Ce qui est figé est ce qui vient d'être comparé, et non ce qu'on relirait après.
        transmission = Transmission.objects.figer(actuelle, user, contenu)
        if actuelle.etat == self.Etat.A_SIGNER:
            actuelle._finir_la_soumission(user, Soumission.Issue.TRANSMISE)
        reponses = actuelle.commentaires.exclude(reponse=F("reponse_transmise"))
        repondus = list(reponses.select_related("auteur"))
        reponses.update(reponse_transmise=F("reponse"))
        actuelle._passer(self.Etat.TRANSMISE, user)
        transmission.envoyer()
        courriel.envoyer_reponses(transmission, repondus)
        return transmission

    def _relire(self, lue):
        """Rend le contenu qui partirait, s'il est complet et celui qui fut lu."""
        contenu = self.contenu()
        if lue is not None and lue != self.lecture(contenu):
            raise Conflit
        if manques := [manque.libelle for manque in self.tous_les_manques()]:
            raise ValidationError(manques)
        self.verifier()
        return contenu

    def _finir_la_soumission(self, user, issue, **champs):
        soumission = self.soumission
        soumission.issue, soumission.finie_par = issue, user
        soumission.finie_le = timezone.now()
        for nom, valeur in champs.items():
            setattr(soumission, nom, valeur)
        soumission.save()
        return soumission

    def _en_etat(self, *etats, verrou=None):
        """Rend la remontée telle qu'elle est, verrouillée. Lève EtatInvalide, Conflit."""
        actuelle = type(self).objects.select_for_update().get(pk=self.pk)  # type: ignore[attr-defined]
        if actuelle.etat not in etats:
            raise EtatInvalide(f"Cette remontée est {self.Etat(actuelle.etat).label.lower()}.")
        if verrou is not None and actuelle.verrou != verrou:
            raise Conflit
        return actuelle

    def _passer(self, etat, user):
        self.etat, self.modifie_par, self.verrou = etat, user, self.verrou + 1
        self.save()
