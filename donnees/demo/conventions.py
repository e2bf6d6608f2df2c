"""Des entreprises fictives, leurs conventions, cibles, résultats et exemples."""

import datetime

from django.utils import timezone
from stdnum import luhn

from paqte.models import (
    Axe,
    Cible,
    Convention,
    Entreprise,
    ExempleAction,
    ResultatConvention,
)
from remontees.periodes import Semestre
from socle.fixtures import lire_fixture

HISTORIQUE = [Semestre(annee, numero) for annee in (2019, 2020, 2021) for numero in (1, 2)]


def creer_conventions(hasard, parts, echelle):
    """Crée le nombre voulu de conventions par département ; rend leur nombre.

    Les résultats couvrent l'année 2019 (trois ans à l'échelle nationale), la fin de l'an dernier,
    le semestre courant et le précédent. Dans le Nord, des entreprises n'ont pas encore rendu ceux
    du semestre courant.
    """
    conventions = _signer(hasard, _creer_entreprises(hasard, parts))
    courant = Semestre.courant()
    historique = HISTORIQUE if echelle == 1 else HISTORIQUE[:2]
    fin_de_l_an_dernier = Semestre(courant.annee - 1, 2)
    semestres = sorted({*historique, fin_de_l_an_dernier, courant.precedent, courant})
    axes = _retenir_des_axes(hasard, conventions)
    _saisir(hasard, axes, semestres)
    _donner_des_exemples(hasard, axes, semestres)
    dernieres = Convention.objects.du("59").actives(courant)[:3]
    ResultatConvention.objects.filter(
        convention__in=list(dernieres), semestre=str(courant)
    ).delete()
    return len(conventions)


def _creer_entreprises(hasard, parts):
    activites = [ligne["activite"] for ligne in lire_fixture("demo_activites")]
    territoires = [departement for departement, nombre in parts.items() for _ in range(nombre)]
    tailles = Entreprise.Taille.values
    entreprises = [
        Entreprise(
            departement=departement,
            nom=f"{hasard.choice(activites)} Exemple {rang:04}",
            siren=siren_fictif(rang),
            taille=hasard.choices(tailles, weights=[15, 20, 40, 25])[0],
            commune=f"Commune fictive {hasard.randrange(1, 12)}",
        )
        for rang, departement in enumerate(territoires, start=1)
    ]
    for entreprise in entreprises:
        entreprise.preparer_recherche()
    return Entreprise.objects.bulk_create(entreprises, batch_size=500)


def siren_fictif(rang):
    """Rend un SIREN juste, mais d'aucune entreprise."""
    # Aucune entreprise réelle n'a un SIREN qui commence par trois zéros.
    base = f"{rang:08}"
    return base + luhn.calc_check_digit(base)


def _signer(hasard, entreprises):
    """Une convention par entreprise : les unes de 2019, les autres en cours aujourd'hui."""
    aujourdhui = timezone.localdate()
    conventions = []
    for rang, entreprise in enumerate(entreprises):
        if rang % 2:
            signature = aujourdhui - datetime.timedelta(days=hasard.randrange(30, 900))
        else:
            signature = datetime.date(2019, 2, 1) + datetime.timedelta(days=hasard.randrange(320))
        issue_charte = signature.year == 2019 and hasard.random() < 0.3
        conventions.append(
            Convention.objects.create(
                entreprise=entreprise,
                date_signature=signature,
                issue_charte=issue_charte,
                fin_charte=datetime.date(2020, 1, 31) if issue_charte else None,
                france_une_chance=hasard.random() < 0.2,
            )
        )
    return conventions


def _retenir_des_axes(hasard, conventions):
    """Donne à chaque convention un à quatre axes ; rend {convention: [axe, …]}."""
    tous = list(Axe.objects.prefetch_related("indicateurs"))
    retenus = {
        convention: hasard.sample(tous, hasard.randint(1, 4))
        if convention.entreprise.choisit_ses_axes
        else tous
        for convention in conventions
    }
    Convention.axes.through.objects.bulk_create(
        [
            Convention.axes.through(convention=convention, axe=axe)
            for convention, axes in retenus.items()
            for axe in axes
        ],
        batch_size=1000,
    )
    return retenus


def _saisir(hasard, axes, semestres):
    cibles, resultats = [], []
    for convention, retenus in axes.items():
        actifs = _pendant(convention, semestres)
        for indicateur in (i for axe in retenus for i in axe.indicateurs.all()):
            commun = {"convention": convention, "indicateur": indicateur}
            cibles.append(Cible(**commun, valeur=6 * _valeur(hasard, indicateur)))
            resultats += [
                ResultatConvention(
                    **commun, semestre=str(semestre), valeur=_valeur(hasard, indicateur)
                )
                for semestre in actifs
            ]
    Cible.objects.bulk_create(cibles, batch_size=1000)
    ResultatConvention.objects.bulk_create(resultats, batch_size=1000)


def _donner_des_exemples(hasard, axes, semestres):
    textes = {}
    for ligne in lire_fixture("demo_exemples"):
        textes.setdefault(ligne["axe"], []).append(ligne["texte"])
    ExempleAction.objects.bulk_create(
        [
            ExempleAction(
                convention=convention,
                axe=retenus[0],
                semestre=str(semestre),
                texte=hasard.choice(textes[retenus[0].nom]),
            )
            for rang, (convention, retenus) in enumerate(axes.items())
            if rang % 4 < 2
            for semestre in _pendant(convention, semestres)
        ],
        batch_size=1000,
    )


def _pendant(convention, semestres):
    return [
        semestre
        for semestre in semestres
        if convention.date_signature <= semestre.fin and convention.date_fin >= semestre.debut
    ]


def _valeur(hasard, indicateur):
    return hasard.randrange(5, 200) * 1000 if indicateur.unite == "euros" else hasard.randrange(30)
