"""Des entreprises fictives, leurs conventions, cibles, résultats et exemples."""

import datetime

from django.utils import timezone
from stdnum import luhn

from paqte.models import (
    Axe,
    Charte,
    Cible,
    Convention,
    Entreprise,
    ExempleAction,
    Indicateur,
    Reponse,
    ResultatConvention,
)
from remontees.periodes import Semestre
from socle.fixtures import lire_fixture

# Le rang de l'entreprise que signent trois départements.
NATIONALE = 8000
HISTORIQUE = [Semestre(annee, numero) for annee in (2019, 2020, 2021) for numero in (1, 2)]


def creer_conventions(hasard, parts, echelle):
    """Crée le nombre voulu de conventions par département ; rend leur nombre.

    Les résultats couvrent l'année 2019 (trois ans à l'échelle nationale), la fin de l'an dernier,
    le semestre courant et le précédent. Dans le Nord, des entreprises se taisent (voir `_taire`).
    """
    conventions = _signer(hasard, _creer_entreprises(hasard, parts))
    courant = Semestre.courant()
    historique = HISTORIQUE if echelle == 1 else HISTORIQUE[:2]
    fin_de_l_an_dernier = Semestre(courant.annee - 1, 2)
    semestres = sorted({*historique, fin_de_l_an_dernier, courant.precedent, courant})
    axes = _retenir_des_axes(hasard, conventions)
    _saisir(hasard, axes, semestres)
    _donner_des_exemples(hasard, axes, semestres)
    for semestre in (HISTORIQUE[1], courant):
        _taire(semestre)
    _signer_des_chartes(conventions)
    return len(conventions)


def _signer_des_chartes(conventions):
    """Une charte par convention qui en est issue, et une qui attend encore sa convention."""
    issues = [convention for convention in conventions if convention.issue_charte]
    attendent = {c.entreprise.departement_id: c for c in conventions if not c.issue_charte}
    for convention in [*issues, *attendent.values()]:
        fin_le = convention.fin_charte or datetime.date(2020, 1, 31)
        Charte.objects.create(entreprise=convention.entreprise, fin_le=fin_le)


def _taire(semestre):
    """Dans le Nord : deux entreprises qu'on n'a pas encore interrogées, une qui ne répond pas, une
    dont l'usine est fermée, et la plus petite, hors des quatre axes.
    """
    nord = Convention.objects.du("59").actives(semestre)
    petite = nord.order_by("entreprise__taille", "pk").last()
    *_, silencieuse, fermee = sans_resultats = list(nord.exclude(pk=petite.pk).order_by("pk")[:4])
    ResultatConvention.objects.filter(
        convention__in=sans_resultats, semestre=str(semestre)
    ).delete()
    Reponse.objects.create(
        convention=silencieuse,
        semestre=str(semestre),
        absence=Reponse.Etat.NON_COMMUNIQUES,
        demandes=2,
        demande_le=min(semestre.fin, timezone.localdate()),
    )
    Reponse.objects.create(
        convention=fermee,
        semestre=str(semestre),
        absence=Reponse.Etat.SANS_OBJET,
        motif="Établissement fermé pour travaux tout le semestre.",
    )
    petite.resultats.all().delete()
    petite.cibles.all().delete()
    petite.axes.clear()
    petite.autres_engagements = "Visites de l’atelier pour les jeunes des quartiers."
    petite.save()
    Reponse.objects.create(
        convention=petite,
        semestre=str(semestre),
        autres="Les jeunes ont vu trois métiers de l’atelier.",
        autres_valeur=24,
        autres_unite="jeunes",
    )


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
            # Une sur dix n'a pas d'adresse.
            courriel=f"paqte-{rang:04}@demonstration.invalid" if rang % 10 else "",
        )
        for rang, departement in enumerate(territoires, start=1)
    ]
    _dans_trois_departements(entreprises)
    for entreprise in entreprises:
        entreprise.preparer_recherche()
    return Entreprise.objects.bulk_create(entreprises, batch_size=500)


def _dans_trois_departements(entreprises):
    """La même entreprise, un établissement par département : la nation en compte une."""
    # Une sur deux a une convention en cours aujourd'hui (voir `_signer`).
    siennes = {e.departement.code: e for e in entreprises[1::2]}
    for entreprise in filter(None, map(siennes.get, ("59", "62", "13"))):
        entreprise.nom, entreprise.siren = "Courrier Exemple national", siren_fictif(NATIONALE)
        entreprise.taille = Entreprise.Taille.GRANDE


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
        for indicateur in (i for axe in retenus for i in axe.indicateurs.all() if not i.depuis):
            commun = {"convention": convention, "indicateur": indicateur}
            cibles.append(Cible(**commun, valeur=6 * _valeur(hasard, indicateur)))
            resultats += [
                ResultatConvention(
                    **commun, semestre=str(semestre), valeur=_valeur(hasard, indicateur)
                )
                for semestre in actifs
            ]
    _plafonner(resultats)
    Cible.objects.bulk_create(cibles, batch_size=1000)
    ResultatConvention.objects.bulk_create(resultats, batch_size=1000)
    _distinguer_les_rep(semestres[-1])


def _plafonner(resultats):
    """Borne ce qui est une part d'un autre résultat : elle n'en dépasse pas l'entier."""
    valeurs = {(r.convention.pk, r.semestre, r.indicateur.code): r.valeur for r in resultats}
    for resultat in resultats:
        entier = (resultat.convention.pk, resultat.semestre, resultat.indicateur.plafond_id)
        resultat.valeur = min(resultat.valeur, valeurs.get(entier, resultat.valeur))


def _distinguer_les_rep(semestre):
    """Les élèves accueillis viennent de collèges REP+, de collèges REP, ou des QPV."""
    parts = {i.code: i for i in Indicateur.objects.exclude(depuis="")}
    accueillis = ResultatConvention.objects.filter(
        semestre=str(semestre), indicateur__code="stages-3e-accueillis"
    )
    distingues = []
    for accueil in accueillis:
        rep = accueil.valeur // 3
        nombres = {
            "stages-3e-rep-plus": rep,
            "stages-3e-rep": rep,
            "stages-3e-qpv": accueil.valeur - 2 * rep,
        }
        distingues += [
            ResultatConvention(
                convention_id=accueil.convention_id,
                indicateur=parts[code],
                semestre=str(semestre),
                valeur=nombre,
            )
            for code, nombre in nombres.items()
        ]
    ResultatConvention.objects.bulk_create(distingues, batch_size=1000)


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
