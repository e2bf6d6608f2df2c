"""Les délais des remontées, campagne par campagne : reçues à temps, plus tard, ou pas."""

import datetime

from django.db.models import Min
from django.utils import timezone

from socle.dessins.cadre import Moment
from socle.dessins.piles import Piles

from . import registre
from .models.avancee import RIEN_N_EST_PARTI

CLASSES = ("À temps", "Moins d’un mois après", "Plus tard", "Rien reçu")
UN_MOIS = datetime.timedelta(days=30)
CAMPAGNES_MONTREES = 8


def tracer_les_delais(modele, departements, campagnes, au):
    """Rend les `Piles` des remontées d'un `modele` dont l'échéance est passée à la date `au`, ou
    None.

    `campagnes` : toutes, leurs destinataires lus d'avance. Un territoire compte s'il est attendu.
    """
    passees = sorted(
        (c for c in campagnes if c.genre == modele.genre and not c.close_le),
        key=lambda campagne: campagne.periode,
    )
    passees = [c for c in passees if c.dernier_jour < au][-CAMPAGNES_MONTREES:]
    if not passees:
        return None
    codes = {modele.code_pour(departement) for departement in departements}
    premieres = {
        (str(periode), code): premiere
        for periode, code, premiere in modele.objects.touchant(codes)
        .filter(periode__in=[campagne.periode for campagne in passees])
        .order_by()
        .values_list("periode", modele.champ_territoire)
        .annotate(premiere=Min("transmissions__transmise_le"))
        if premiere and timezone.localdate(premiere) <= au
    }
    return Piles(
        f"{modele.pluriel} : arrivent-{'elles' if modele.accord else 'ils'} à temps ?",
        [Moment.de_la_periode(modele.Periode.lire(campagne.periode)) for campagne in passees],
        CLASSES,
        [_compter(campagne, codes, premieres) for campagne in passees],
    )


def avec_leurs_comptes(campagnes):
    """Rend ces campagnes ; celles d'une remontée disent `recues` sur `attendues`, dans la nation.

    Ce qui s'est déposé hors du portail est reçu ; ce que le CGET a renvoyé aussi.
    """
    campagnes = list(campagnes)
    for modele in registre.remontees():
        codes = list(modele.Territoire.objects.values_list("pk", flat=True))
        for ligne in modele.objects.avancement(codes, campagnes):
            campagne, attendues = ligne["campagne"], ligne["attendues"]
            campagne.attendues = attendues
            campagne.recues = attendues - sum(ligne[etat] for etat in RIEN_N_EST_PARTI)
    return campagnes


def _compter(campagne, codes, premieres):
    comptes = dict.fromkeys(CLASSES, 0)
    for code in filter(campagne.concerne, codes):
        comptes[_classer(premieres.get((campagne.periode, code)), campagne.dernier_jour)] += 1
    return list(comptes.values())


def _classer(premiere, dernier_jour):
    if premiere is None:
        return CLASSES[3]
    retard = timezone.localdate(premiere) - dernier_jour
    return CLASSES[0] if retard.days <= 0 else CLASSES[1] if retard <= UN_MOIS else CLASSES[2]
