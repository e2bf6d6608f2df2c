"""Les courriels des remontées : transmission et son accusé, relances."""

from socle.courriel import preparer


def envoyer_transmission(transmission):
    """Met en file le PDF figé pour ses destinataires, et un accusé pour l'expéditeur."""
    expediteur = transmission.transmise_par
    adresses = [expediteur.email] if expediteur.email else []
    au_national = preparer(
        f"{transmission.remontee} - version {transmission.numero}",
        "remontees/courriel_transmission.txt",
        {"transmission": transmission},
        transmission.remontee.destinataires(),
        reply_to=adresses,
        headers={"Message-ID": transmission.identifiant_de_courriel},
    )
    au_national.attach(transmission.nom_fichier, bytes(transmission.pdf), "application/pdf")
    au_national.send()
    if adresses:
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
