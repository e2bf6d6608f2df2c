"""Le tableau national : ses chiffres, que montrent la page, la note et le PDF."""

from django.utils.text import slugify

from contrats.dijon import couverture
from contrats.models import ContratDeVille
from paqte.sommes import additionner_tout, dresser_paqte, relever
from paqte.transmis import additionner_les_transmis
from remontees.pdf import rendre_pdf
from remontees.periodes import Semestre

from . import carte, contours, suivi
from .evolution import dresser_evolution


def dresser(form):
    """Rend les chiffres des départements choisis, que montrent le tableau et sa note."""
    departements, periodes = form.choisis, form.periodes_choisies
    empreinte = relever()
    sommes = additionner_tout(departements, periodes[Semestre], empreinte)
    national = suivi.dresser_suivi(departements, periodes, sommes.comptes)
    contrats = ContratDeVille.objects.en_vigueur(national.des_contrats).des(departements)
    paqte = dresser_paqte(sommes)
    transmis = additionner_les_transmis(departements, periodes[Semestre], empreinte.transmise)
    return {
        "suivi": national,
        "remontees": national.remontees,
        "paqte": paqte,
        "transmis": transmis,
        "resultats": [
            (indicateur, total, transmis.dit(indicateur))
            for indicateur, total in paqte["resultats"]
        ],
        "contrats": contrats,
        "dijon": couverture(contrats, national.des_contrats),
        "carte": carte.legender_suivi(form.nom_de_carte, national.lignes),
    }


def imprimer(form):
    """Rend (nom du fichier, PDF) du tableau entier, avec sa carte et ses dessins."""
    contexte, au = dresser(form), suivi.arrete_au(form.periodes_choisies)
    contexte |= {
        "titre": form.titre,
        "le": au,
        "carte": contours.imprimer(contexte["carte"]),
        "dessins": dresser_evolution(form.choisis, form.periodes_choisies)["ensemble"],
    }
    octets = rendre_pdf("national/tableau_pdf.html", contexte)
    return f"{slugify(form.titre)}-{au}.pdf", octets
