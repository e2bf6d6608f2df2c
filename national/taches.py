"""Les tâches de fond du recueil : fabriquer, prévenir, reprendre ce qu'un travailleur a laissé."""

from socle.courriel import preparer

from . import assemblage
from .models import ESSAIS_MAXIMUM, Recueil


def fabriquer(pk):
    """Fabrique un recueil ; sans effet s'il est déjà pris, fait ou annulé.

    Une erreur est gardée sur le recueil, où le demandeur la lit, puis relancée.
    """
    recueil = Recueil.objects.defer("contenu").select_related("demande_par").get(pk=pk)
    if not recueil.prendre():
        return
    try:
        contenu = assemblage.FORMATS[recueil.format](recueil)
    except assemblage.Interrompu:
        return
    except Exception as erreur:
        recueil.noter(etat=Recueil.Etat.ECHEC, erreur=str(erreur) or type(erreur).__name__)
        raise
    if recueil.noter(etat=Recueil.Etat.FAIT, contenu=contenu):
        _prevenir(recueil)


def reprendre():
    """Remet en file les recueils dont le travailleur a disparu ; rend leur nombre."""
    Recueil.objects.abandonnes().filter(essais__gte=ESSAIS_MAXIMUM).update(
        etat=Recueil.Etat.ECHEC,
        erreur=f"La fabrication s’est interrompue {ESSAIS_MAXIMUM} fois : voyez l’exploitant.",
    )
    for recueil in Recueil.objects.oublies().defer("contenu"):
        recueil.lancer()
    repris = 0
    for recueil in Recueil.objects.abandonnes().defer("contenu"):
        repris += (
            Recueil.objects.abandonnes()
            .filter(pk=recueil.pk)
            .update(etat=Recueil.Etat.EN_ATTENTE, travailleur=None)
        )
        recueil.lancer()
    return repris


def _prevenir(recueil):
    if recueil.demande_par.email:
        preparer(
            recueil.titre,
            "national/courriel_recueil.txt",
            {"recueil": recueil},
            [recueil.demande_par.email],
        ).send()
