"""Le tableau national : ses chiffres, que montrent la page, la note et le PDF."""

from django.utils.text import slugify

from contrats.dijon import couverture
from contrats.evolution import tracer_les_protocoles
from contrats.models import ContratDeVille
from mesures.evolution import tracer_les_niveaux
from paqte.sommes import additionner_tout, dresser_paqte, relever
from paqte.trajectoire import tracer
from paqte.transmis import additionner_les_transmis
from remontees.pdf import rendre_pdf
from remontees.periodes import Semestre

from . import carte, contours, suivi
from .attentes import dresser_les_attentes
from .cles import dresser_les_cles
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
        "carte": carte.legender_suivi(form.nom_de_carte, national.lignes),
    }


def montrer(form):
    """Rend ce que montre la page : ces chiffres, ce qui est à faire, et leurs dessins.

    `courbes` : le premier résultat de chaque axe du PAQTE, [(indicateur, total, dessin)].
    """
    contexte, modele = dresser(form), form.remontee_suivie
    national, paqte = contexte["suivi"], contexte["paqte"]
    protocoles = tracer_les_protocoles(national.contrats, national.des_contrats)
    return contexte | {
        "cles": dresser_les_cles(form, national, modele, paqte, protocoles),
        "attentes": dresser_les_attentes(form, national, modele),
        "courbes": _une_par_axe(paqte["resultats"], national.semestre),
        "niveaux": tracer_les_niveaux(national.des_contrats),
        "protocoles": protocoles,
    }


def _une_par_axe(resultats, semestre):
    totaux, premieres = dict(resultats), {}
    for indicateur, courbe in tracer(resultats, semestre):
        premieres.setdefault(indicateur.axe, (indicateur, totaux[indicateur], courbe))
    return [*premieres.values()]


def imprimer(form):
    """Rend (nom du fichier, PDF) du tableau entier, avec sa carte et ses dessins."""
    contexte, au = dresser(form), suivi.arrete_au(form.periodes_choisies)
    contexte |= {
        "dijon": couverture(contexte["contrats"], au),
        "titre": form.titre,
        "le": au,
        "carte": contours.imprimer(contexte["carte"]),
        "dessins": dresser_evolution(form.choisis, form.periodes_choisies)["ensemble"],
    }
    octets = rendre_pdf("national/tableau_pdf.html", contexte)
    return f"{slugify(form.titre)}-{au}.pdf", octets
