"""Ce que les quartiers d'un contrat font attendre : qui le porte, qui le signe."""

from itertools import zip_longest

from .models import Signataire


def epci_de(quartiers):
    """Rend {nom: SIREN} des intercommunalités de ces quartiers ; un SIREN inconnu est vide."""
    connus = {}
    for quartier in quartiers:
        sirens = _noms(quartier.siren_epci)
        for nom, siren in zip_longest(_noms(quartier.epci), sirens, fillvalue=""):
            if nom:
                connus[nom] = connus.get(nom) or siren
    return connus


def signataires_attendus(contrat):
    """Rend {nom: nature} de ceux qui signent d'ordinaire ce contrat, et n'y sont pas encore."""
    nature, departement = Signataire.Nature, contrat.departement
    quartiers = list(contrat.quartiers.all())
    attendus = {"État": nature.ETAT}
    if contrat.porteur_nom:
        attendus[contrat.porteur_nom] = nature(contrat.porteur)
    attendus |= dict.fromkeys(epci_de(quartiers), nature.EPCI)
    communes = sorted({commune for q in quartiers for commune in _noms(q.communes)})
    attendus |= {commune: nature.COMMUNE for commune in communes if commune not in attendus}
    attendus[f"Région {departement.region.nom}"] = nature.REGION
    attendus[f"Département {departement.nom}"] = nature.DEPARTEMENT
    deja = {*contrat.signataires.values_list("nom", flat=True)}
    return {nom: nature for nom, nature in attendus.items() if nom not in deja}


def _noms(texte):
    return [nom.strip() for nom in texte.split(",") if nom.strip()]
