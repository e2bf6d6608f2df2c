"""Les relances des ministères : un courriel par membre, de ce que son ministère doit encore."""

from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.utils import timezone

from remontees.models import Palier
from remontees.relances import DELAI_MAXIMAL, Envoi, relance_du_jour

from . import courriel
from .models import Collecte, RelanceDeCollecte


@receiver(relance_du_jour)
def relancer_les_ministeres(sender, simulation, **kwargs):
    """Envoie les relances du jour ; rend les `remontees.relances.Envoi` faits.

    Sans effet la seconde fois, et sur deux machines à la fois.
    """
    faits = []
    for collecte in Collecte.objects.ouvertes(timezone.localdate()):
        palier = Palier.atteint(collecte)
        if palier is None or -collecte.jours_restants > DELAI_MAXIMAL:
            continue
        for membre, restants in _membres(collecte):
            if simulation or _envoyer(collecte, membre, palier, restants):
                faits.append(Envoi(membre, [(restant, palier) for restant in restants]))
    return faits


@transaction.atomic
def _envoyer(collecte, membre, palier, restants):
    """Note puis met en file une relance ; rend faux si elle est déjà partie, ici ou ailleurs."""
    try:
        with transaction.atomic():
            RelanceDeCollecte.objects.create(
                collecte=collecte,
                utilisateur=membre,
                echeance_le=collecte.echeance_le,
                palier=palier,
            )
    except IntegrityError:
        return False
    courriel.envoyer_relance(collecte, membre, restants)
    return True


def _membres(collecte):
    """Produit chaque membre joignable, et les indicateurs que doivent ses ministères."""
    par_membre = {}
    for ministere, indicateurs in collecte.restants().items():
        for membre in ministere.membres.filter(is_active=True).exclude(email=""):
            par_membre.setdefault(membre, []).extend(indicateurs)
    return [(membre, dus) for membre, dus in par_membre.items() if dus]
