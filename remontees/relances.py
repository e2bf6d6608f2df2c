"""Les relances : un courriel par personne, qui liste tout ce que doit encore sa préfecture."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from comptes.models import Utilisateur

from . import courriel, registre
from .models import Campagne, Palier, RefusDeRelances, Relance

# Au-delà du dernier palier, une campagne ne se relance plus.
DELAI_MAXIMAL = 60


@dataclass
class Envoi:
    """Ce qui part, ou partirait, à une personne : ses `Due`, chacune avec son palier."""

    utilisateur: object
    lignes: list = field(default_factory=list)


def relancer(*, simulation=False):
    """Envoie les relances du jour ; rend les `Envoi` faits.

    Sans effet la seconde fois, et sur deux machines à la fois : la base n'accepte chaque relance
    qu'une fois, et garde son courriel en file jusqu'à ce qu'il parte.
    """
    faits = []
    for envoi in _dus():
        if simulation:
            faits.append(envoi)
        elif fait := _envoyer(envoi):
            faits.append(fait)
    return faits


def _dus():
    """Rend un `Envoi` par personne relançable de ce que doit sa préfecture, à un palier."""
    envois = {}
    personnes = _personnes()
    refus = set(RefusDeRelances.objects.values_list("utilisateur", flat=True))
    for attendu in registre.attendus():
        for campagne in Campagne.objects.ouvertes(attendu.genre):
            palier = Palier.atteint(campagne)
            if palier is None or -campagne.jours_restants > DELAI_MAXIMAL:
                continue
            for due in attendu.dues(campagne):
                for utilisateur in personnes.get(due.territoire, ()):
                    if campagne.obligatoire or utilisateur.pk not in refus:
                        envoi = envois.setdefault(utilisateur.pk, Envoi(utilisateur))
                        envoi.lignes.append((due, palier))
    return envois.values()


def _personnes():
    """Rend {territoire: [agents et valideurs actifs, joignables]}."""
    personnes = {}
    redacteurs = Utilisateur.objects.redacteurs().filter(is_active=True).exclude(email="")
    for utilisateur in redacteurs.avec_perimetres():
        for perimetre in utilisateur.perimetres.all():
            if territoire := perimetre.departement or perimetre.region:
                personnes.setdefault(territoire, []).append(utilisateur)
    return personnes


@transaction.atomic
def _envoyer(envoi):
    """Note puis met en file ce qui n'est pas encore parti ; rend l'`Envoi` fait, ou None."""
    neuves = [ligne for ligne in envoi.lignes if _noter(envoi.utilisateur, *ligne)]
    if not neuves:
        return None
    fait = Envoi(envoi.utilisateur, neuves)
    courriel.envoyer_relance(fait)
    return fait


def _noter(utilisateur, due, palier):
    """Note une relance ; rend faux si elle l'est déjà, ici ou sur une autre machine."""
    try:
        with transaction.atomic():
            Relance.objects.create(
                campagne=due.campagne,
                utilisateur=utilisateur,
                palier=palier,
                **{due.territoire._meta.model_name: due.territoire},
            )
    except IntegrityError:
        return False
    return True
