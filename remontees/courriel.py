"""Les courriels des remontées : transmission et son accusé, relances."""

from socle.courriel import preparer


def envoyer_transmission(transmission):
    """Met en file le PDF figé pour ses destinataires."""
    message = preparer(
        f"{transmission.remontee} - version {transmission.numero}",
        "remontees/courriel_transmission.txt",
        {"transmission": transmission},
        transmission.remontee.destinataires(),
        reply_to=_expediteur(transmission),
        headers={"Message-ID": transmission.identifiant_de_courriel},
    )
    message.attach(transmission.nom_fichier, bytes(transmission.pdf), "application/pdf")
    message.send()


def envoyer_accuse(transmission):
    """Met en file l'accusé de qui a transmis, s'il a une adresse."""
    if adresses := _expediteur(transmission):
        preparer(
            f"Accusé de réception : {transmission.remontee}",
            "remontees/courriel_accuse.txt",
            {"transmission": transmission},
            adresses,
        ).send()


def envoyer_relance(envoi):
    """Met en file un `remontees.relances.Envoi`."""
    preparer(
        f"Quartiers : ce qui est attendu ({len(envoi.lignes)})",
        "remontees/courriel_relance.txt",
        {"envoi": envoi},
        [envoi.utilisateur.email],
    ).send()


def _expediteur(transmission):
    adresse = transmission.transmise_par.email
    return [adresse] if adresse else []
