"""Le tableau des signataires d'une préfecture, tel qu'elle l'a écrit."""

import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paqte.conventions import analyser_conventions
from paqte.lecture import lire_conventions

DEPOT = reverse("paqte:conventions_import", args=["59"])
LIGNE = {
    "Raison sociale": "Acier du Nord",
    "N° SIRET": "552 100 554 00013",
    "Catégorie": "PME",
    "Date de signature": "15/03/2019",
    "Axes": "Recrutement",
    "Objectif embauches": "1 200",
}


def tableau(*lignes, extension="csv"):
    entetes = list(dict.fromkeys(nom for ligne in lignes for nom in ligne))
    donnees = tablib.Dataset(
        *([ligne.get(nom, "") for nom in entetes] for ligne in lignes), headers=entetes
    )
    octets = donnees.export(extension)
    return octets.encode() if isinstance(octets, str) else octets


def analyser(departement, *lignes):
    return analyser_conventions(lire_conventions(tableau(*lignes), "c.csv"), departement)


def importer(client, octets, nom="conventions.csv"):
    page = client.post(DEPOT, {"fichier": SimpleUploadedFile(nom, octets)}, follow=True)
    adresse = page.redirect_chain[-1][0]
    return client.post(adresse, {"apercu_lu": page.context["form"]["apercu_lu"].value()})
