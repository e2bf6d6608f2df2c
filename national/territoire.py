"""La fiche d'un département : quartiers, contrats, PAQTE, mesures, remontées."""

from collections import Counter

from django.db.models import Prefetch

from contrats.declinees import compter_les_mesures
from contrats.models import ContratDeVille, Declinaison, Engagement
from mesures.models import Appreciation, Mesure, Niveau
from paqte.sommes import additionner_tout, dresser_paqte
from quartiers import atlas
from quartiers.models import Quartier
from quartiers.provenance import provenances
from remontees.periodes import Annee, Semestre
from socle.francais import compter
from socle.ordre import cle, francais

from .suivi import dresser_suivi


def dresser_fiche(lui, le, hauteur=atlas.HAUTEUR):
    """Rend la fiche d'un département (requête, avec région et référent) au jour `le` : le contexte
    de sa page et de son PDF. `hauteur` est celle de son atlas.
    """
    (departement,) = lui
    contrats = ContratDeVille.objects.en_vigueur(le).des(lui)
    quartiers = list(
        Quartier.objects.du(departement)
        .en_vigueur(le)
        .select_related("contour")
        .prefetch_related(Prefetch("contrats", contrats.order_by(francais("nom"))))
    )
    (totaux,) = Quartier.objects.totaux([(departement, le)])
    semestre = Semestre.courant()
    sommes = additionner_tout(lui, semestre)
    suivi = dresser_suivi(lui, {Semestre: semestre, Annee: Annee.ouvertes()[0]}, sommes.comptes)
    paqte = dresser_paqte(sommes)
    declinees = Engagement.objects.contrats_par_mesure(le, [departement.pk])
    par_contrat = _contrats(contrats, quartiers)
    mesures = list(Mesure.objects.select_related("thematique__programme"))
    return {
        "departement": departement,
        "le": le,
        "quartiers": quartiers,
        "totaux": totaux,
        "provenances": provenances(departement, le, totaux),
        "atlas": atlas.dessiner(
            departement.pk,
            quartiers,
            lambda quartier: quartier.contrats.all(),
            hauteur=hauteur,
        ),
        "titre_de_l_atlas": _intituler(departement, totaux, par_contrat),
        "contrats": par_contrat,
        "ligne": suivi.lignes[0],
        "semestre": semestre,
        "remontees": [
            (modele, periode, suivi.lignes[0].avancees[modele.genre])
            for modele, periode, _ in suivi.remontees
        ],
        "paqte": paqte,
        "resultats": [(i, total) for i, total in paqte["resultats"] if total.cumul is not None],
        "mesures": _mesures(mesures, declinees),
        "niveaux": _niveaux(departement, le),
        "mesures_declinees": compter_les_mesures(mesures, declinees),
    }


def _contrats(contrats, quartiers):
    """Rend [(contrat, nombre de ses quartiers ici)], les plus grands d'abord."""
    nombres = Counter(contrat for quartier in quartiers for contrat in quartier.contrats.all())
    lus = contrats.select_related("protocole")
    return sorted(((c, nombres[c]) for c in lus), key=lambda paire: (-paire[1], cle(paire[0].nom)))


def _intituler(departement, totaux, par_contrat):
    """Dit en une phrase ce que montre le dessin : combien de quartiers, et où il y en a le plus."""
    premiers = [f"{contrat.nom} ({nombre})" for contrat, nombre in par_contrat[:4] if nombre]
    return f"{departement} : {compter(totaux['nombre'], 'quartier prioritaire')}" + (
        f" ; les plus nombreux : {', '.join(premiers)}" if premiers else ""
    )


def _niveaux(departement, le):
    """Rend [(niveau, nombre de mesures)] que le préfet a appréciées, au jour `le`."""
    siennes = Appreciation.objects.filter(departement=departement, mesure__parent=None)
    nombres = Counter(appreciation.niveau for appreciation in siennes.dernieres(le).values())
    return [(niveau.label, nombres[niveau]) for niveau in Niveau if nombres[niveau]]


def _mesures(mesures, declinees):
    """Rend [(programme, mesures déclinées ici, dont signées, mesures)] de la feuille de route.

    `declinees` : {clé d'une mesure: `Declinaison`}. Signée, une mesure est déclinée par un
    protocole signé au moins.
    """
    programmes = {}
    for mesure in mesures:
        if mesure.parent_id is None:
            lignes = programmes.setdefault(mesure.thematique.programme, [])
            lignes.append(declinees.get(mesure.pk, Declinaison()))
    return [
        (
            programme,
            sum(ligne.contrats > 0 for ligne in lignes),
            sum(ligne.signes > 0 for ligne in lignes),
            len(lignes),
        )
        for programme, lignes in programmes.items()
    ]
