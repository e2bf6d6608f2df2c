"""La vie d'un compte : invité, désactivé, remplacé. Il reste toujours un administrateur."""

from contextlib import contextmanager
from functools import reduce
from operator import or_

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django_otp import devices_for_user

from courriels.models import Annonce, Courriel

from .courriel import envoyer_premiere_invitation
from .models import Utilisateur

# Envoyé quand la personne `de` laisse sa place à `a` : chaque domaine y transmet ce qui désigne
# une personne pour la suite. Ce qui dit qui a fait quoi ne change pas.
succession = Signal()
# Ce qui nomme une personne, et ce qu'en garde un compte effacé.
NEUTRE = {
    "first_name": "",
    "last_name": "Personne effacée",
    "email": "",
    "fonction": "",
    "telephone": "",
    "sub_proconnect": None,
    "last_login": None,
    "invite_le": None,
}
DERNIER_ADMINISTRATEUR = "Il doit rester au moins un administrateur actif."
JOURNAUX_DE_CONNEXION = (AccessAttempt, AccessFailureLog, AccessLog)


def verifier_territoire(role, departements, regions):
    """Lève ValidationError {champ: motif} si le rôle ne va pas avec ce territoire."""
    if role in Utilisateur.ROLES_DE_PREFECTURE:
        if not departements:
            raise ValidationError({"departements": "Ce rôle demande au moins un département."})
        if regions:
            raise ValidationError({"regions": "Ce rôle s’exerce dans un département."})
    elif role in (*Utilisateur.ROLES_DE_PREFECTURE_DE_REGION, Utilisateur.Role.REGION):
        if not regions:
            raise ValidationError({"regions": "Ce rôle demande au moins une région."})
        if departements:
            raise ValidationError({"departements": "Ce rôle s’exerce dans une région."})


@contextmanager
def un_administrateur_reste():
    """Transaction à la fin de laquelle il reste un administrateur qui peut se connecter.

    Lève sinon ValidationError, et rien n'est écrit.
    """
    with transaction.atomic():
        Utilisateur.objects.administrateurs().verrouilles()
        yield
        if not Utilisateur.objects.administrateurs().exists():
            raise ValidationError(DERNIER_ADMINISTRATEUR)


def preparer_l_invitation(personne):
    """Ouvre le compte, sans l'enregistrer, à qui suivra le lien que l'appelant enverra.

    Le mot de passe inutilisable périme les liens et les sessions d'avant.
    """
    personne.is_active, personne.invite_le = True, timezone.now()
    personne.set_unusable_password()


def inviter_personne(personne):
    """Ouvre et enregistre le compte (voir `preparer_l_invitation`)."""
    preparer_l_invitation(personne)
    personne.save()


@transaction.atomic
def inviter_le_premier_administrateur(identifiant, adresse):
    """Ouvre le compte du premier administrateur ; le rend tant que son invitation est sans suite.

    Rend None, et n'écrit rien, si un administrateur peut déjà se connecter. Relancée, elle ne
    renvoie l'invitation qu'à une autre `adresse`. Lève ValidationError si l'un des deux manque, ou
    est déjà pris.
    """
    if Utilisateur.objects.administrateurs().exists():
        return None
    if not (identifiant and adresse):
        raise ValidationError("Dites qui est le premier administrateur.")
    attendus = Utilisateur.objects.en_attente().filter(role=Utilisateur.Role.ADMINISTRATEUR)
    premier = attendus.filter(username=identifiant).first() or Utilisateur(username=identifiant)
    if premier.email != adresse:
        premier.email = adresse
        premier.prendre_role(Utilisateur.Role.ADMINISTRATEUR)
        premier.full_clean(exclude=["password"])
        inviter_personne(premier)
        premier.poser_perimetres([], [])
        envoyer_premiere_invitation(premier)
    return premier


def desactiver_personne(personne, par):
    """Ferme un compte : sessions et jetons cessent à l'instant, ses écrits restent.

    Lève ValidationError si `par` se désactive lui-même, ou s'il ne resterait pas d'administrateur.
    """
    if personne == par:
        raise ValidationError("Vous ne pouvez pas désactiver votre propre compte.")
    with un_administrateur_reste():
        personne.is_active = False
        # Réactivé, le compte ne doit pas rouvrir une session oubliée.
        personne.set_unusable_password()
        personne.save()
        personne.jetons.all().delete()


def passer(personne, successeur, par, *, perimetres):
    """Passe la main de `personne` à `successeur`, puis désactive son compte.

    Avec `perimetres`, le successeur reçoit ses périmètres. Lève ValidationError (voir
    `desactiver_personne`) : rien n'est alors écrit.
    """
    with transaction.atomic():
        if perimetres:
            deja = set(successeur.perimetres.values_list("departement", "region"))
            for perimetre in personne.perimetres.all():
                if (perimetre.departement_id, perimetre.region_id) in deja:
                    perimetre.delete()
                else:
                    perimetre.utilisateur = successeur
                    perimetre.save()
        succession.send(sender=Utilisateur, de=personne, a=successeur)
        desactiver_personne(personne, par)


@transaction.atomic
def effacer_personne(personne):
    """Ôte d'un compte désactivé tout ce qui nomme la personne ; ses écrits restent, sans nom.

    Une version transmise garde le nom qu'elle portait : elle est figée. Lève ValidationError si le
    compte est actif.
    """
    if personne.is_active:
        raise ValidationError("Désactivez d’abord le compte.")
    _effacer_des_journaux(personne)
    for champ, valeur in NEUTRE.items():
        setattr(personne, champ, valeur)
    personne.username, personne.efface_le = f"efface-{personne.pk}", timezone.now()
    personne.set_unusable_password()
    personne.save()
    personne.perimetres.all().delete()
    personne.jetons.all().delete()
    for appareil in devices_for_user(personne, confirmed=None):
        appareil.delete()


def _effacer_des_journaux(personne):
    """Ôte le nom d'une personne des journaux et de la file des courriels, où rien ne mène à elle.

    Un identifiant y est tel qu'on l'a saisi, capitales comprises ; un appareil ou un jeton, même
    supprimé depuis, s'y nomme « Application d'authentification (Camille Lecointre) ».
    """
    noms = {personne.username, personne.email, personne.get_full_name()} - {""}
    saisis = reduce(or_, (Q(username__iexact=nom) for nom in noms))
    for journal in JOURNAUX_DE_CONNEXION:
        journal.objects.filter(saisis).delete()
    nommes = (Q(object_repr__iexact=nom) | Q(object_repr__iendswith=f"({nom})") for nom in noms)
    LogEntry.objects.filter(reduce(or_, nommes)).update(object_repr=NEUTRE["last_name"])
    if personne.email:
        Annonce.objects.filter(adresse__iexact=personne.email).delete()
        Courriel.objects.filter(destinataires__iexact=personne.email).delete()
