"""Les tâches de fond : le recueil (fabriquer, prévenir, reprendre), et le tableau par courriel."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comptes.models import JournalAcces
from socle.courriel import preparer
from socle.francais import ecrire_jour

from . import assemblage
from .abonnement import Abonnement
from .forms import NationalForm
from .models import ESSAIS_MAXIMUM, Recueil
from .tableau import imprimer


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


def envoyer_les_tableaux():
    """Met en file le tableau de chaque abonné dont l'heure est venue ; rend leur nombre.

    Le même périmètre ne s'imprime qu'une fois. L'envoi se note avec le courriel, dans une
    transaction : un travailleur tué laisse l'abonné à la minute suivante.
    """
    maintenant, imprimes, partis = timezone.now(), {}, 0
    for abonnement in Abonnement.objects.dus(maintenant):
        personne = abonnement.utilisateur
        if not personne.suit_des_prefectures:
            continue
        perimetre = personne.role, personne.codes_departements_suivis
        if perimetre not in imprimes:
            form = NationalForm({}, user=personne)
            imprimes[perimetre] = form.titre, *imprimer(form)
        with transaction.atomic():
            if abonnement.prendre(maintenant):
                _envoyer_le_tableau(abonnement, *imprimes[perimetre])
                partis += 1
    return partis


def _envoyer_le_tableau(abonnement, titre, nom, octets):
    personne = abonnement.utilisateur
    message = preparer(
        f"Quartiers : {titre}, au {ecrire_jour(timezone.localdate())}",
        "national/courriel_tableau.txt",
        {"abonnement": abonnement, "titre": titre, "site": settings.ADRESSE_DU_PORTAIL},
        [personne.email],
    )
    message.attach(nom, octets, "application/pdf")
    message.send()
    # Le tableau nomme les référents : le recevoir vaut l'ouvrir.
    JournalAcces.objects.create(
        utilisateur=personne, page=JournalAcces.Page.REFERENTS, export="pdf"
    )


def _prevenir(recueil):
    if recueil.demande_par.email:
        preparer(
            recueil.titre,
            "national/courriel_recueil.txt",
            {"recueil": recueil, "site": settings.ADRESSE_DU_PORTAIL},
            [recueil.demande_par.email],
        ).send()
