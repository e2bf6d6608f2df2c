"""Les courriels des remontées : transmission et son accusé, ce qui leur arrive."""

from django.conf import settings

from comptes.annonces import annoncer_au_rythme
from comptes.models import Utilisateur
from comptes.portefeuille import adresses_en_charge
from socle.courriel import annoncer, preparer
from socle.francais import ecrire_jour
from socle.noms import nommer

PDF = "application/pdf"


def envoyer_transmission(transmission):
    """Met en file le PDF figé pour ses destinataires, qui répondront à qui suit l'affaire."""
    message = _ecrire_la_version(
        transmission,
        f"{transmission.remontee} - version {transmission.numero}",
        "remontees/courriel_transmission.txt",
        transmission.remontee.destinataires(),
        _qui_suit(transmission) or _qui_a_transmis(transmission),
        headers={"Message-ID": transmission.identifiant_de_courriel},
    )
    message.attach(transmission.nom_fichier, bytes(transmission.pdf), PDF)
    message.send()


def envoyer_accuse(transmission):
    """Met en file l'accusé de qui a transmis, et le PDF pour qui l'a préparé ou suit le territoire.

    Qui n'a pas d'adresse n'en reçoit pas.
    """
    accuse = f"Accusé de réception : {transmission.remontee}"
    auteur = _qui_a_transmis(transmission)
    a_l_auteur = auteur[1:]
    for adresse in a_l_auteur:
        _ecrire_la_version(transmission, accuse, "remontees/courriel_accuse.txt", [adresse]).send()
    transmise = f"Pour information : {transmission.remontee}, version {transmission.numero}"
    for adresse in sorted(transmission.remontee.adresses_en_copie() - set(a_l_auteur)):
        message = _ecrire_la_version(
            transmission, transmise, "remontees/courriel_transmission.txt", [adresse], auteur
        )
        message.attach(transmission.nom_fichier, bytes(transmission.pdf), PDF)
        message.send()


def envoyer_soumission(soumission):
    """Dit à qui doit signer qu'un document l'attend, et pour quand."""
    remontee, campagne = soumission.remontee, soumission.remontee.campagne
    pour_le = campagne and ecrire_jour(campagne.echeance_de(remontee.code).jour)
    _annoncer(
        remontee,
        adresses_de(*soumission.signataires()),
        f"À signer{f', échéance le {pour_le}' if pour_le else ''}",
        "Ce document est complet et attend votre signature : relisez-le, puis transmettez-le ou "
        "rendez-le avec un mot.",
        par=soumission.soumise_par,
        page="transmettre",
    )


def envoyer_retour_a_l_agent(soumission):
    """Dit à l'agent que son valideur lui rend ce qu'il avait soumis."""
    _annoncer(
        soumission.remontee,
        adresses_de(soumission.soumise_par),
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
        f"Complément demandé{f' pour le {ecrire_jour(pour_le)}' if pour_le else ''}",
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
            adresses_de(auteur),
            "Réponse à vos commentaires",
            f"La version {transmission.numero} répond à vos commentaires :",
            par=transmission.transmise_par,
            mot="\n\n".join(f"{c.en_situation}\nRéponse : {c.reponse}" for c in siens),
            ancre="#commentaires",
            urgent=False,
        )


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


def _ecrire_la_version(transmission, sujet, gabarit, adresses, repondre_a=(), **options):
    """Rend le courriel d'une version ; `repondre_a` : le nom et l'adresse de qui y répond."""
    contexte = {
        "transmission": transmission,
        "lien": f"{settings.ADRESSE_DU_PORTAIL}{transmission.remontee.get_absolute_url()}",
        "repondre_a": ", ".join(repondre_a),
    }
    return preparer(sujet, gabarit, contexte, adresses, reply_to=repondre_a[1:], **options)


def _qui_suit(transmission):
    """Rend le nom et l'adresse que la lettre donne de qui suit l'affaire, s'il y en a."""
    suivi = transmission.donnees.get("lettre", {}).get("suivi")
    return (suivi["nom"], suivi["courriel"]) if suivi and suivi["courriel"] else ()


def _qui_a_transmis(transmission):
    """Rend le nom et l'adresse de qui a transmis, s'il en a une."""
    adresses = adresses_de(transmission.transmise_par)
    return (str(transmission.transmise_par), *adresses) if adresses else ()


def adresses_de(*personnes):
    """Rend leurs adresses, sans les personnes qui n'en ont pas, ou ne sont plus là."""
    return [p.email for p in personnes if p and p.is_active and p.email]


def _de_la_prefecture(remontee):
    personnes = Utilisateur.objects.redacteurs_de(remontee.territoire)
    return sorted({*adresses_de(*personnes), *remontee.adresses_qui_preparent()})
