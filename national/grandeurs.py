"""Ce qui se cartographie d'autre que le suivi : PAQTE par habitant, valeurs, appréciations.

Une carte se nomme par sa sorte et un code : « paqte-recrutements-qpv », « valeur-19-1 »,
« appreciation-12 ».
"""

from itertools import pairwise
from statistics import quantiles

from mesures.models import Appreciation, Indicateur, Mesure, Niveau, Valeur
from paqte.models import Indicateur as IndicateurDuPaqte
from remontees.periodes import Semestre
from socle.francais import ecrire_nombre

from . import carte
from .comparaison import comparer, dire_les_extremes
from .suivi import arrete_au

PALIERS = 4
SANS_VALEUR = ("-", "attente", "Sans valeur")
# Le plus avancé a le palier le plus dense.
PALIERS_DES_NIVEAUX = {niveau: PALIERS - rang for rang, niveau in enumerate(Niveau)}


def choix():
    """Rend les cartes qu'on peut demander, par sorte : [(sorte, [(nom, titre)])]."""
    connues = Valeur.objects.des_departements().values("indicateur")
    appreciees = Appreciation.objects.filter(validee_le__isnull=False).values("mesure")
    sortes = (
        ("Résultats du PAQTE pour 1 000 habitants", "paqte", IndicateurDuPaqte.objects.all()),
        ("Indicateurs", "valeur", Indicateur.objects.chiffres().filter(pk__in=connues)),
        ("Appréciations des préfets", "appreciation", Mesure.objects.filter(pk__in=appreciees)),
    )
    return [
        ("Suivi", carte.choix()),
        *(
            (titre, [(f"{sorte}-{objet.code}", str(objet)) for objet in objets])
            for titre, sorte, objets in sortes
        ),
    ]


def dresser(nom, titre, user, departements, periodes):
    """Rend la carte `nom` de ces `departements` (requête), et sa phrase, arrêtée aux périodes."""
    sorte, _, code = nom.partition("-")
    return SORTES[sorte](code, titre, user, departements, periodes)


def est_une_grandeur(nom):
    """Dit si cette carte est l'une de celles de ce module."""
    return nom.partition("-")[0] in SORTES


def _paqte(code, titre, user, departements, periodes):
    indicateur = IndicateurDuPaqte.objects.get(code=code)
    rangs = comparer(departements, periodes[Semestre], indicateur, "population").rangs
    taux = {rang.departement.pk: rang.taux for rang in rangs}
    unite = f"{indicateur.unite} pour 1 000 habitants des QPV"
    return _nombres(f"{titre}, pour 1 000 habitants", departements, taux, unite)


def _valeur(code, titre, user, departements, periodes):
    indicateur = Indicateur.objects.get(code=code)
    dernieres = Valeur.objects.visibles_par(user).dernieres(arrete_au(periodes))
    dernieres = dernieres.filter(indicateur=indicateur, departement__in=departements)
    grandeurs = {
        valeur.departement_id: valeur.grandeur
        for valeur in dernieres.select_related("indicateur")
        if valeur.grandeur is not None
    }
    return _nombres(titre, departements, grandeurs, indicateur.en)


def _appreciation(code, titre, user, departements, periodes):
    appreciations = Appreciation.objects.visibles_par(user).filter(mesure__code=code)
    dernieres = appreciations.par_departement(arrete_au(periodes))
    etats = {}
    for departement in departements:
        if departement.pk in dernieres:
            niveau = Niveau(dernieres[departement.pk].niveau)
            palier = PALIERS_DES_NIVEAUX[niveau]
            etats[departement.pk] = (str(palier), f"palier-{palier}", niveau.label)
        else:
            etats[departement.pk] = ("-", "attente", "Sans appréciation")
    question = f"Qu’en disent les préfets ? {titre}"
    dessinee = carte.legender(question, departements, etats)
    comptes = [f"{etat[2].lower()}, {len(groupe)}" for etat, groupe in dessinee["groupes"]]
    return dessinee | {"phrase": f"{' ; '.join(comptes).capitalize()}."}


SORTES = {"paqte": _paqte, "valeur": _valeur, "appreciation": _appreciation}


def _nombres(titre, departements, nombres, unite):
    """Rend la carte de {code: nombre}, en paliers qui ont autant de départements."""
    bornes = _borner(sorted(nombres.values()))
    paliers = {code: 1 + sum(nombre > b for b in bornes) for code, nombre in nombres.items()}
    etats = {}
    for departement in departements:
        palier = paliers.get(departement.pk)
        siens = [nombres[code] for code, autre in paliers.items() if autre == palier]
        etats[departement.pk] = (
            (str(palier), f"palier-{palier}", _nommer(min(siens), max(siens)))
            if palier
            else SANS_VALEUR
        )
    chiffres = {code: f"{ecrire_nombre(nombre)} {unite}" for code, nombre in nombres.items()}
    noms = {departement.nom: nombres.get(departement.pk) for departement in departements}
    question = f"Où y en a-t-il le plus ? {titre}"
    dessinee = carte.legender(question, departements, etats, chiffres)
    return dessinee | {"phrase": dire_les_extremes(noms, unite)}


def _borner(nombres):
    """Rend ce qui sépare les paliers : rien sans deux nombres différents."""
    if len({*nombres}) < 2:
        return []
    bornes = quantiles(nombres, n=PALIERS, method="inclusive")
    return [borne for borne, suivante in pairwise([*bornes, None]) if borne != suivante]


def _nommer(bas, haut):
    if bas == haut:
        return ecrire_nombre(bas)
    return f"De {ecrire_nombre(bas)} à {ecrire_nombre(haut)}"
