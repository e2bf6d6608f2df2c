"""Les courriels des remontées : transmission et son accusé, ce qui s'y passe, relances."""

from django.conf import settings
from django.urls import reverse

from comptes.annonces import annoncer_au_rythme
from comptes.models import Utilisateur
from comptes.portefeuille import adresses_en_charge
from quartiers.models import Departement
from socle.courriel import annoncer, preparer
from socle.francais import ecrire_jour
from socle.noms import nommer

PDF = "application/pdf"


def envoyer_transmission(transmission):
    """Met en file le PDF figé pour ses destinataires."""
    message = preparer(
        f"{transmission.remontee} - version {transmission.numero}",
        "remontees/courriel_transmission.txt",
        _de_la_version(transmission),
        transmission.remontee.destinataires(),
        reply_to=_adresses(transmission.transmise_par),
        headers={"Message-ID": transmission.identifiant_de_courriel},
    )
    message.attach(transmission.nom_fichier, bytes(transmission.pdf), PDF)
    message.send()


def envoyer_accuse(transmission):
    """Met en file l'accusé de qui a transmis, et le PDF pour qui l'a préparé ou suit le territoire.

    Qui n'a pas d'adresse n'en reçoit pas.
    """
    accuse = f"Accusé de réception : {transmission.remontee}"
    a_l_auteur = _adresses(transmission.transmise_par)
    for adresse in a_l_auteur:
        _ecrire_la_version(transmission, accuse, "remontees/courriel_accuse.txt", adresse).send()
    transmise = f"Pour information : {transmission.remontee}, version {transmission.numero}"
    for adresse in sorted(transmission.remontee.adresses_en_copie() - set(a_l_auteur)):
        message = _ecrire_la_version(
            transmission,
            transmise,
            "remontees/courriel_transmission.txt",
            adresse,
            reply_to=a_l_auteur,
        )
        message.attach(transmission.nom_fichier, bytes(transmission.pdf), PDF)
        message.send()


def envoyer_soumission(soumission):
    """Dit à qui doit signer qu'un document l'attend."""
    _annoncer(
        soumission.remontee,
        _adresses(*soumission.signataires()),
        "À signer",
        "Ce document est complet et attend votre signature : relisez-le, puis transmettez-le ou "
        "rendez-le avec un mot.",
        par=soumission.soumise_par,
        page="transmettre",
    )


def envoyer_retour_a_l_agent(soumission):
    """Dit à l'agent que son valideur lui rend ce qu'il avait soumis."""
    _annoncer(
        soumission.remontee,
        _adresses(soumission.soumise_par),
        "À reprendre",
        f"{soumission.finie_par} vous rend ce document, avec ce mot :",
        par=soumission.finie_par,
        mot=soumission.mot,
    )


def envoyer_renvoi(remontee, par):
    """Dit à la préfecture que le CGET demande un complément, et pour quand."""
    pour_le = remontee.retour_pour_le
    _annoncer(
        remontee,
        _de_la_prefecture(remontee),
        f"Complément demandé{f' pour le {pour_le:%d/%m/%Y}' if pour_le else ''}",
        nommer("{Le cget} demande un complément :"),
        par=par,
        mot=remontee.commentaire_retour,
    )


def envoyer_acceptation(remontee, par):
    """Dit à la préfecture que le CGET accepte sa version."""
    _annoncer(
        remontee,
        _de_la_prefecture(remontee),
        f"Accepté{remontee.accord}",
        nommer("{Le cget} accepte la version que vous avez transmise.")
        + " Il n’y a rien d’autre à faire.",
        par=par,
        urgent=False,
    )


def envoyer_acceptation_defaite(remontee, par):
    """Dit à la préfecture que le CGET revient sur son acceptation."""
    _annoncer(
        remontee,
        _de_la_prefecture(remontee),
        "Acceptation défaite",
        nommer("{Le cget} revient sur son acceptation : la version est de nouveau à examiner.")
        + " Vous n’avez rien à faire.",
        par=par,
        urgent=False,
    )


def envoyer_rectification(rectification, remontee):
    """Dit aux destinataires, et à la région, qu'une nouvelle version remplacera celle-ci."""
    _annoncer(
        remontee,
        sorted({*remontee.destinataires(), *remontee.adresses_qui_suivent()}),
        f"Rectification de la version {rectification.numero}",
        "La préfecture rectifie ce document : sa prochaine version annulera et remplacera la "
        f"version {rectification.numero}, qui reste lisible. Son motif :",
        par=rectification.demandee_par,
        mot=rectification.motif,
        urgent=False,
    )


def envoyer_abandon_de_rectification(rectification, remontee):
    """Dit aux mêmes que la préfecture y renonce : la version tient."""
    _annoncer(
        remontee,
        sorted({*remontee.destinataires(), *remontee.adresses_qui_suivent()}),
        f"Rectification abandonnée, version {rectification.numero}",
        f"La préfecture renonce à rectifier ce document : la version {rectification.numero} "
        "reste la dernière.",
        par=rectification.abandonnee_par,
        urgent=False,
    )


def envoyer_reponses(transmission, commentaires):
    """Dit à chaque auteur du CGET que la préfecture répond à ses commentaires."""
    par_auteur: dict = {}
    for commentaire in commentaires:
        par_auteur.setdefault(commentaire.auteur, []).append(commentaire)
    for auteur, siens in par_auteur.items():
        _annoncer(
            transmission.remontee,
            _adresses(auteur),
            "Réponse à vos commentaires",
            f"La version {transmission.numero} répond à vos commentaires :",
            par=transmission.transmise_par,
            mot="\n\n".join(f"{c.en_situation}\nRéponse : {c.reponse}" for c in siens),
            ancre="#commentaires",
            urgent=False,
        )


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
        sorted(_adresses(*Utilisateur.objects.redacteurs_de(prolongation.territoire))),
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


def envoyer_a_lire(transmission):
    """Dit à qui suit le territoire au CGET qu'une version attend sa lecture."""
    remontee = transmission.remontee
    _annoncer(
        remontee,
        sorted(adresses_en_charge(remontee.codes_des_departements)),
        "À lire",
        f"La version {transmission.numero} vient d’être transmise et attend votre décision.",
        par=transmission.transmise_par,
        urgent=False,
    )


def preparer_relance(envoi):
    """Rend le courriel d'un `remontees.relances.Envoi`, prêt à partir ou à montrer."""
    contexte = {"envoi": envoi, "site": settings.ADRESSE_DU_PORTAIL}
    return preparer(
        _dire_ce_qui_presse([due for due, _ in envoi.lignes]),
        "remontees/courriel_relance.txt",
        contexte,
        [envoi.adresse],
        reply_to=_adresses(envoi.par),
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


def _annoncer(remontee, adresses, objet, phrase, *, par, mot="", page="", ancre="", urgent=True):
    """Dit à ces adresses ce qui vient d'arriver à une remontée ; à leur rythme, sans urgence."""
    dire = annoncer if urgent else annoncer_au_rythme
    dire(
        f"{objet} : {remontee}",
        phrase,
        adresses,
        chemin=f"{remontee.adresse(page)}{ancre}",
        par=par,
        quoi=remontee,
        mot=mot,
    )


def _ecrire_la_version(transmission, sujet, gabarit, adresse, **options):
    return preparer(sujet, gabarit, _de_la_version(transmission), [adresse], **options)


def _de_la_version(transmission):
    lien = f"{settings.ADRESSE_DU_PORTAIL}{transmission.remontee.get_absolute_url()}"
    return {"transmission": transmission, "lien": lien}


def _adresses(*personnes):
    """Rend leurs adresses, sans les personnes qui n'en ont pas, ou ne sont plus là."""
    return [p.email for p in personnes if p and p.is_active and p.email]


def _du_cget_pour(territoire):
    """Rend les adresses de qui suit ce territoire au CGET ; à défaut, celle du CGET."""
    un_departement = isinstance(territoire, Departement)
    codes = [territoire.pk] if un_departement else territoire.departements.values_list("pk")
    return adresses_en_charge(codes) or {settings.COURRIEL_CGET}


def _de_la_prefecture(remontee):
    personnes = Utilisateur.objects.redacteurs_de(remontee.territoire)
    return sorted({*_adresses(*personnes), *remontee.adresses_qui_preparent()})
