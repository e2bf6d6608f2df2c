"""Le chemin des conventions en cours vers leurs cibles, de semestre en semestre.

Les conventions sont celles d'un seul semestre, le dernier : une courbe ne baisse pas parce qu'une
convention finit. Son dernier point est ce que dit son `Total` (`paqte.totaux`), où ne comptent que
les entreprises qui ont une cible et un résultat.
"""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Sum

from remontees.periodes import Semestre
from socle.dessins.cadre import Moment
from socle.dessins.courbe import Courbe

from .duree import part_ecoulee
from .models.referentiel import Indicateur
from .models.valeurs import Absence, Cible, ResultatConvention

# Les sommes d'un stock.
RIEN = dict.fromkeys(("somme", "vise", "repris", "vise_repris"), 0)


def tracer(resultats, semestre):
    """Rend [(indicateur, `Courbe`)] de ces résultats [(indicateur, `Total`)] qui ont un chemin.

    Un flux se compare à ce que le temps écoulé laisse attendre, un stock à sa cible.
    """
    return [
        (indicateur, _courbe(indicateur, total.chemin, semestre))
        for indicateur, total in resultats
        if total.chemin
    ]


def _courbe(indicateur, chemin, semestre):
    stock = indicateur.est_un_stock(semestre)
    question = "la cible est-elle atteinte" if stock else "le rythme des cibles est-il tenu"
    semestres, atteints, attendus = zip(*chemin, strict=True)
    return Courbe(
        f"{indicateur} : {question} ?",
        [Moment.de_la_periode(semestre) for semestre in semestres],
        atteints,
        unite=indicateur.unite,
        nom="Relevé" if stock else "Cumul depuis la signature",
        # Ni une personne ni un euro ne se coupent.
        attendus=[round(attendu) for attendu in attendus],
        nom_attendu="la cible" if stock else "ce que le temps écoulé laisse attendre",
    )


def suivre(conventions, semestre):
    """Rend {indicateur: [(semestre, atteint, attendu)]} de ces conventions (requête).

    Le chemin va du premier résultat à ce `semestre`.
    """
    stocks = {i.pk for i in Indicateur.objects.all() if i.est_un_stock(semestre)}
    saisies, cibles = _saisies(conventions, semestre, stocks), _cibles(conventions, semestre)

    def situer(indicateur, lignes, s):
        if indicateur in stocks:
            return s, *_relever(lignes, s)
        return s, *_cumuler(lignes, cibles[indicateur], s)

    return {
        indicateur: [situer(indicateur, lignes, s) for s in _de_a(min(lignes), semestre)]
        for indicateur, lignes in saisies.items()
    }


def _de_a(debut, fin):
    while debut <= fin:
        yield debut
        debut = debut.suivant


def _cumuler(lignes, cibles, semestre):
    """Rend ce qu'un flux a fait depuis la signature, et ce que le temps écoulé en attend."""
    fait = sum(ligne["somme"] for s, ligne in lignes.items() if s <= semestre)
    fin = semestre.fin
    return fait, sum(cible * part_ecoulee(jour, fin) for jour, cible in cibles)


def _relever(lignes, semestre):
    """Rend un stock ce semestre, et les cibles des mêmes : à défaut, la valeur d'avant le tient."""
    ici, avant = lignes.get(semestre, RIEN), lignes.get(semestre.precedent, RIEN)
    return ici["somme"] + avant["repris"], ici["vise"] + avant["vise_repris"]


def _saisies(conventions, semestre, stocks):
    """Rend {indicateur: {semestre: sommes}} des valeurs de conventions qui ont une cible.

    `repris` est la part d'un stock que rien ne remplace au semestre suivant, `vise` les cibles des
    mêmes.
    """
    lignes = ResultatConvention.objects.filter(
        convention__in=conventions.values("pk"),
        convention__cibles__indicateur=F("indicateur"),
        semestre__lte=str(semestre),
    ).order_by()
    flux = lignes.filter(valeur__isnull=False).exclude(indicateur__in=stocks)
    par_indicateur = defaultdict(dict)
    for indicateur, ecrit, somme in flux.values_list("indicateur", "semestre").annotate(
        Sum("valeur")
    ):
        par_indicateur[indicateur][Semestre.lire(ecrit)] = {"somme": somme}
    _relire_les_stocks(lignes.filter(indicateur__in=stocks), par_indicateur)
    return dict(par_indicateur)


def _relire_les_stocks(lignes, par_indicateur):
    """Ajoute les sommes de ces stocks ; chercher le semestre suivant dans la base prend dix fois
    le temps de le chercher ici.
    """
    dites = {}
    for convention, indicateur, ecrit, valeur, absence, vise in lignes.values_list(
        "convention", "indicateur", "semestre", "valeur", "absence", "convention__cibles__valeur"
    ):
        if valeur is not None or absence == Absence.SANS_OBJET:
            dites[convention, indicateur, Semestre.lire(ecrit)] = valeur, vise
    for (convention, indicateur, semestre), (valeur, vise) in dites.items():
        if valeur is None:
            continue
        sommes = par_indicateur[indicateur].setdefault(semestre, RIEN.copy())
        noms = ["somme", "vise"]
        if (convention, indicateur, semestre.suivant) not in dites:
            noms += ["repris", "vise_repris"]
        for nom in noms:
            sommes[nom] += vise if nom.startswith("vise") else valeur


def _cibles(conventions, semestre):
    """Rend {indicateur: [(signature, cibles)]} des conventions qui ont une valeur."""
    connues = ResultatConvention.objects.filter(
        convention=OuterRef("convention"),
        indicateur=OuterRef("indicateur"),
        semestre__lte=str(semestre),
        valeur__isnull=False,
    )
    par_indicateur = defaultdict(list)
    for indicateur, signature, somme in (
        Cible.objects.filter(Exists(connues), convention__in=conventions.values("pk"))
        .order_by()
        .values_list("indicateur", "convention__date_signature")
        .annotate(Sum("valeur"))
    ):
        par_indicateur[indicateur].append((signature, somme))
    return par_indicateur
