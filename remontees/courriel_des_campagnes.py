"""Les courriels des campagnes : leur ouverture, les délais qu'on y demande, les relances."""

from django.conf import settings
from django.urls import reverse

from comptes.annonces import annoncer_au_rythme
from comptes.models import Utilisateur
from comptes.portefeuille import adresses_en_charge
from quartiers.models import Departement
from socle.courriel import annoncer, preparer
from socle.francais import ecrire_jour
from socle.noms import nommer

from .courriel import adresses_de


def envoyer_demande_de_prolongation(prolongation):
    """Dit à qui suit le territoire au CGET, ou à tous, qu'une préfecture demande un délai."""
    annoncer_au_rythme(
        f"Délai demandé : {prolongation}",
        f"La préfecture demande un délai, jusqu’au {ecrire_jour(prolongation.jusqu_au)}. "
        "Elle écrit :",
        sorted(_du_cget_pour(prolongation.territoire)),
        chemin=prolongation.get_absolute_url(),
        par=prolongation.demandee_par,
        quoi=prolongation,
        mot=prolongation.motif,
    )


def envoyer_decision_de_prolongation(prolongation):
    """Dit à la préfecture si le délai qu'elle demandait lui est accordé, et pourquoi."""
    accordee = prolongation.etat == prolongation.Etat.ACCORDEE
    jour = ecrire_jour(prolongation.jusqu_au)
    annoncer(
        f"Délai {'accordé' if accordee else 'refusé'} : {prolongation}",
        nommer("{Le cget} ")
        + (f"vous accorde un délai, jusqu’au {jour} :" if accordee else "refuse ce délai :"),
        sorted(adresses_de(*Utilisateur.objects.redacteurs_de(prolongation.territoire))),
        chemin=reverse("accueil"),
        par=prolongation.decidee_par,
        quoi=prolongation,
        mot=prolongation.raison,
    )


def envoyer_campagne(campagne, envoi, pieces):
    """Dit à une adresse qu'une campagne s'ouvre, ce qu'elle attend, et y joint ses pièces."""
    contexte = {
        "campagne": campagne,
        "envoi": envoi,
        "pieces": pieces,
        "repondre_a": settings.COURRIEL_CGET,
        "site": settings.ADRESSE_DU_PORTAIL,
    }
    message = preparer(
        f"Pour le {ecrire_jour(campagne.echeance_le)} : {campagne}",
        "remontees/courriel_campagne.txt",
        contexte,
        [envoi.adresse],
        reply_to=[settings.COURRIEL_CGET],
    )
    for piece in pieces:
        message.attach(piece.nom, bytes(piece.contenu), "application/octet-stream")
    message.send()


def preparer_relance(envoi):
    """Rend le courriel d'un `remontees.relances.Envoi`, prêt à partir ou à montrer."""
    repondre_a = adresses_de(envoi.par) or [settings.COURRIEL_CGET]
    contexte = {
        "envoi": envoi,
        "site": settings.ADRESSE_DU_PORTAIL,
        "repondre_a": ", ".join([*([str(envoi.par)] if envoi.par else []), *repondre_a]),
    }
    return preparer(
        _dire_ce_qui_presse([due for due, _ in envoi.lignes]),
        "remontees/courriel_relance.txt",
        contexte,
        [envoi.adresse],
        reply_to=repondre_a,
    )


def envoyer_relance(envoi):
    """Met en file un `remontees.relances.Envoi`."""
    preparer_relance(envoi).send()


def _dire_ce_qui_presse(dues):
    """Rend l'objet d'une relance : ce qui est dû, et pour quand."""
    premiere = min(dues, key=lambda due: due.echeance_le)
    jour = ecrire_jour(premiere.echeance_le)
    quand = f"En retard depuis le {jour}" if premiere.jours_restants < 0 else f"Pour le {jour}"
    reste = f", et {len(dues) - 1} de plus" if len(dues) > 1 else ""
    return f"{quand} : {premiere.libelle}{reste}"


def _du_cget_pour(territoire):
    """Rend les adresses de qui suit ce territoire au CGET ; à défaut, celle du CGET."""
    un_departement = isinstance(territoire, Departement)
    codes = [territoire.pk] if un_departement else territoire.departements.values_list("pk")
    return adresses_en_charge(codes) or {settings.COURRIEL_CGET}
