"""Le PAQTE d'un ensemble de départements : conventions, entreprises par taille, résultats par axe.

Additionner 70 000 résultats prend la moitié du temps du tableau national : ces sommes se gardent
en mémoire tant que rien n'est écrit (décision 17).
"""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, Value
from django.utils import timezone

from remontees.models import Transmission
from remontees.periodes import jour_d_arret
from socle.sommes import compter_les_ecritures, garder_en_memoire

from .models import Axe, Bilan, Cible, Convention, Entreprise, Indicateur, ResultatConvention
from .totaux import Total, additionner, parts_du_semestre
from .trajectoire import suivre

PLURIELLES_MONTREES = 10
# Trois ans : la durée d'une convention.
SEMESTRES_COMPTES = 6
# Ce que l'empreinte lit après les quatre histoires.
TRANSMISE = 9


@dataclass(frozen=True)
class Sommes:
    """Les comptes de `compter`, les entreprises en cours par taille, le `Total` de chaque
    indicateur par sa clé, combien de départements ont saisi des résultats du semestre, les
    indicateurs qu'il demande, et ce que rend `compter_les_signataires`.
    """

    comptes: list[dict]
    tailles: dict[str, int]
    totaux: dict[int, Total]
    departements: int
    indicateurs: list[Indicateur]
    axes: list[tuple[str, int]]
    plurielles: list[dict]
    signataires: list[int]


@dataclass(frozen=True)
class Empreinte:
    """Ce qui fut écrit dans le PAQTE, et le dernier bilan transmis (sa version, ou None)."""

    ecritures: tuple
    transmise: int | None


def additionner_tout(departements, semestre, empreinte=None):
    """Rend les `Sommes` de ces `departements` (requête) ; l'`empreinte` se relève sinon.

    Les conventions se comptent le dernier jour du `semestre` (`jour_d_arret`) ; les totaux sont
    ceux des conventions en cours pendant le semestre, comme dans ce qui se transmet.
    """
    conventions = Convention.objects.des(departements).actives(semestre)
    le = jour_d_arret(semestre)
    en_cours = Convention.objects.des(departements).en_cours(le)
    return garder(
        "sommes",
        departements,
        semestre,
        lambda: Sommes(
            compter(departements, le),
            compter_par_taille(en_cours),
            _additionner(conventions, semestre),
            _compter_les_departements(conventions, semestre),
            list(Indicateur.objects.du_semestre(semestre).select_related("axe", "plafond")),
            compter_par_axe(en_cours),
            compter_les_plurielles(en_cours),
            compter_les_signataires(departements, semestre),
        ),
        empreinte,
    )


def additionner_les_totaux(departements, semestre, empreinte=None):
    """Rend le `Total` de chaque indicateur, sans son chemin, et rien d'autre (voir
    `additionner_tout`).
    """
    conventions = Convention.objects.des(departements).actives(semestre)
    return garder(
        "totaux", departements, semestre, lambda: additionner(conventions, semestre), empreinte
    )


def _additionner(conventions, semestre):
    """Rend le `Total` de chaque indicateur, avec son chemin jusqu'au `semestre`."""
    totaux = additionner(conventions, semestre)
    for indicateur, part in parts_du_semestre(conventions, semestre).items():
        totaux[indicateur].part = part
    for indicateur, chemin in suivre(conventions, semestre).items():
        totaux[indicateur].chemin = chemin
    return totaux


def garder(nom, departements, semestre, calculer, empreinte=None):
    """Rend ce que rend `calculer`, gardé sous ce `nom` tant que rien ne s'écrit dans le PAQTE."""
    codes = [departement.pk for departement in departements]
    ecritures = (empreinte or relever()).ecritures
    versions = [ecritures, timezone.localdate(), str(semestre), codes]
    return garder_en_memoire(f"paqte-{nom}", versions, calculer)


def relever():
    """Rend l'`Empreinte` du moment : ce que change toute écriture dans le PAQTE (requête)."""
    depuis, comptes = compter_les_ecritures(Entreprise, Convention, Cible, ResultatConvention)
    derniere = Transmission.objects.pour(Bilan).order_by().values_list(Value(TRANSMISE))
    lues = dict(derniere.annotate(Max("pk")).union(*comptes, all=True))
    transmise = lues.pop(TRANSMISE)
    return Empreinte((depuis, *sorted(lues.items())), transmise)


def compter(departements, le):
    """Rend une ligne de comptes à la date `le` par département et taille d'entreprise."""
    en_cours = Q(date_fin__gte=le)
    return list(
        Convention.objects.des(departements)
        .signees(le)
        .order_by()
        .values("entreprise__departement", "entreprise__taille")
        .annotate(
            en_cours=Count("pk", filter=en_cours),
            issues_de_charte=Count("pk", filter=Q(issue_charte=True)),
        )
    )


def compter_par_taille(en_cours):
    """Rend le nombre d'entreprises de ces conventions par taille ; un SIREN n'en fait qu'une."""
    par_taille = en_cours.order_by().values_list("entreprise__taille")
    return dict(par_taille.annotate(Count("entreprise__siren", distinct=True)))


def _compter_les_departements(conventions, semestre):
    saisies = conventions.filter(resultats__semestre=str(semestre)).order_by()
    return saisies.values("entreprise__departement").distinct().count()


def compter_par_axe(en_cours):
    """Rend [(axe, celles de ces conventions qui le retiennent)], dans l'ordre des axes."""
    nombres = Count("conventions", filter=Q(conventions__in=en_cours.values("pk")))
    return list(Axe.objects.annotate(nombre=nombres).order_by("rang").values_list("nom", "nombre"))


def compter_les_plurielles(en_cours):
    """Rend les entreprises que plusieurs départements signent : SIREN, nom, nombre, départements.

    Les plus présentes d'abord, dix au plus.
    """
    par_siren = (
        en_cours.order_by()
        .values("entreprise__siren")
        .annotate(
            nom=Max("entreprise__nom"),
            nombre=Count("entreprise__departement", distinct=True),
            conventions=Count("pk"),
        )
        .filter(nombre__gt=1)
    )
    return list(par_siren.order_by("-nombre", "nom")[:PLURIELLES_MONTREES])


def compter_les_signataires(departements, semestre):
    """Rend le nombre d'entreprises qui ont une convention en cours, à la fin des six derniers
    semestres ; un SIREN n'en fait qu'une.
    """
    jours = {str(s): jour_d_arret(s) for s in semestre.derniers(SEMESTRES_COMPTES)}
    comptes = {
        nom: Count(
            "entreprise__siren",
            distinct=True,
            filter=Q(date_signature__lte=jour, date_fin__gte=jour),
        )
        for nom, jour in jours.items()
    }
    return [*Convention.objects.des(departements).aggregate(**comptes).values()]


def dresser_paqte(sommes):
    """Rend les chiffres du PAQTE d'après ses `sommes` (voir `additionner_tout`)."""
    return {
        "en_cours": sum(ligne["en_cours"] for ligne in sommes.comptes),
        "issues_de_charte": sum(ligne["issues_de_charte"] for ligne in sommes.comptes),
        "tailles": [(taille.label, sommes.tailles.get(taille, 0)) for taille in Entreprise.Taille],
        "departements": sommes.departements,
        "axes": sommes.axes,
        "plurielles": sommes.plurielles,
        "signataires": sommes.signataires,
        "resultats": [
            (indicateur, sommes.totaux.get(indicateur.pk, Total()))
            for indicateur in sommes.indicateurs
        ],
    }
