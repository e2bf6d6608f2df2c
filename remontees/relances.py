"""Les relances : un courriel par personne, qui liste tout ce que doit encore son département.

Chaque genre de remontée se déclare par la liste `genres` que donne l'appelant : ce module n'en
connaît aucun.
"""

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from quartiers.models import Departement

from . import courriel
from .models import Campagne, Palier, Relance, Remontee

DUES = {"a_commencer", Remontee.Etat.BROUILLON, Remontee.Etat.A_COMPLETER}
# Au-delà du dernier palier, une campagne ne se relance plus.
DELAI_MAXIMAL = 60


@dataclass
class Envoi:
    """Ce qui part, ou partirait, à une personne : ses relances et les remontées dues."""

    utilisateur: object
    lignes: list = field(default_factory=list)


def relancer(genres, *, simulation=False):
    """Envoie les relances du jour ; rend les `Envoi` faits.

    Sans effet la seconde fois, et sur deux machines à la fois : la base n'accepte chaque relance
    qu'une fois, et garde son courriel en file jusqu'à ce qu'il parte.
    """
    faits = []
    for envoi in _dus(genres):
        if simulation:
            faits.append(envoi)
        elif fait := _envoyer(envoi):
            faits.append(fait)
    return faits


def _dus(genres):
    """Rend un `Envoi` par personne qui a au moins une remontée due à un palier."""
    envois = {}
    personnes = _personnes()
    for genre in genres:
        for campagne in Campagne.objects.ouvertes(genre.genre):
            palier = Palier.atteint(campagne)
            if palier is None or -campagne.jours_restants > DELAI_MAXIMAL:
                continue
            for remontee in _en_attente(genre, campagne):
                for utilisateur in personnes.get(remontee.departement_id, ()):
                    envoi = envois.setdefault(utilisateur.pk, Envoi(utilisateur))
                    envoi.lignes.append((campagne, remontee, palier))
    return envois.values()


def _en_attente(genre, campagne):
    """Produit les remontées (neuves ou non) que la campagne attend encore."""
    periode = genre.Periode.lire(campagne.periode)
    commencees = {
        remontee.departement_id: remontee
        for remontee in genre.objects.filter(
            **{genre.champ_periode: campagne.periode}
        ).select_related("departement")
    }
    for departement in Departement.objects.all():
        if campagne.concerne(departement.pk):
            remontee = commencees.get(departement.pk) or genre(
                departement=departement, **{genre.champ_periode: str(periode)}
            )
            if (remontee.etat if remontee.pk else "a_commencer") in DUES:
                yield remontee


def _personnes():
    """Rend {département: [agents et valideurs actifs, joignables]}."""
    personnes = {}
    utilisateurs = (
        get_user_model()
        .objects.filter(is_active=True, role__in=["agent", "valideur"])
        .exclude(email="")
        .prefetch_related("perimetres")
    )
    for utilisateur in utilisateurs:
        for perimetre in utilisateur.perimetres.all():
            if perimetre.departement_id:
                personnes.setdefault(perimetre.departement_id, []).append(utilisateur)
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


def _noter(utilisateur, campagne, remontee, palier):
    """Note une relance ; rend faux si elle l'est déjà, ici ou sur une autre machine."""
    try:
        with transaction.atomic():
            Relance.objects.create(
                campagne=campagne,
                utilisateur=utilisateur,
                departement=remontee.departement,
                palier=palier,
            )
    except IntegrityError:
        return False
    return True
