"""L'annonce d'une campagne : le jour où elle s'ouvre, à qui elle s'adresse, pièces jointes."""

from django.db import transaction
from django.utils import timezone

from .courriel_des_campagnes import envoyer_campagne
from .models import A_LA_MAIN, Campagne
from .relances import attendues, reunir


def annoncer_les_campagnes():
    """Annonce les campagnes dont le jour est venu ; rend le nombre de courriels mis en file.

    Sans effet la seconde fois, et sur deux machines à la fois.
    """
    a_annoncer = Campagne.objects.ouvertes().filter(annoncee_le=None)
    return sum(_annoncer(campagne) for campagne in a_annoncer)


@transaction.atomic
def _annoncer(campagne):
    """Note l'annonce, et la met en file ; une campagne déjà échue se note sans rien envoyer."""
    libre = Campagne.objects.filter(pk=campagne.pk, annoncee_le=None)
    if not libre.update(annoncee_le=timezone.localdate()) or campagne.jours_restants < 0:
        return 0
    envois = reunir((attendue, A_LA_MAIN) for attendue in attendues(campagne))
    pieces = list(campagne.pieces.all())
    for envoi in envois:
        envoyer_campagne(campagne, envoi, pieces)
    return len(envois)
