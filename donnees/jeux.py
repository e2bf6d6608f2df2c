"""Les jeux de données du portail : ceux des salles, et deux par remontée."""

from functools import partial

from django.utils import timezone

from comptes.models import JournalAcces
from contrats.exports import ContratResource, EngagementResource
from contrats.models import ContratDeVille, Engagement
from mesures.exports import IndicateurResource, TableauResource, ValeurResource
from mesures.models import Indicateur, Mesure, Valeur
from mesures.tableau import dresser_tableau
from national.exports import SuiviNationalResource
from national.suivi import dresser_suivi
from paqte.exports import (
    CibleResource,
    ConventionResource,
    CorrectionResource,
    EntrepriseSansContactResource,
    ResultatResource,
)
from paqte.models import Cible, Convention, Correction, Entreprise, ResultatConvention
from paqte.sommes import compter
from quartiers.models import Departement, Quartier
from quartiers.resources import ExportQuartierResource
from remontees import registre
from remontees.exports import ContenuResource, TransmissionResource
from remontees.models import Transmission
from remontees.periodes import Annee, Semestre

from .jeu import Jeu


def _transmissions(modele, user):
    return (
        Transmission.objects.visibles_par(user)
        .pour(modele)
        .select_related("transmise_par", "departement", "region")
        .prefetch_related("remontee")
        .defer("pdf")
        .order_by("departement", "region", "object_id", "numero")
    )


def _suivi(user):
    if not user.suit_des_prefectures:
        return []
    departements = Departement.objects.suivis_par(user).select_related("region", "referent")
    return dresser_suivi(
        departements,
        {Semestre: Semestre.courant(), Annee: Annee.ouvertes()[0]},
        compter(departements),
    ).lignes


JEUX_DES_SALLES = (
    Jeu(
        "mesures",
        "Mesures",
        "Les 40 mesures de la feuille de route (et 1.a, 1.b), leur niveau d’aujourd’hui.",
        TableauResource,
        lambda user: dresser_tableau(user, timezone.localdate()).lignes,
        droit="a_un_perimetre",
    ),
    Jeu(
        "indicateurs",
        "Indicateurs",
        "Les indicateurs de l’annexe 3 et ceux que la circulaire y ajoute.",
        IndicateurResource,
        lambda user: Indicateur.objects.filter(
            mesure__in=Mesure.objects.visibles_par(user)
        ).select_related("mesure"),
        droit="a_un_perimetre",
    ),
    Jeu(
        "valeurs",
        "Valeurs des indicateurs",
        "Une ligne par indicateur, territoire et date ; une part garde nombre et total.",
        ValeurResource,
        lambda user: Valeur.objects.visibles_par(user).avec_relations(),
        droit="a_un_perimetre",
    ),
    Jeu(
        "quartiers",
        "Quartiers prioritaires",
        "Les QPV des listes de 2015 et de 2024.",
        ExportQuartierResource,
        lambda user: Quartier.objects.visibles_par(user).select_related("departement__region"),
        droit="a_un_perimetre",
    ),
    Jeu(
        "contrats",
        "Contrats de ville",
        "Les contrats de ville et l’avancement de leur protocole.",
        ContratResource,
        lambda user: (
            ContratDeVille.objects.visibles_par(user)
            .select_related("departement", "protocole", "reuni_dans")
            .avec_comptes()
        ),
    ),
    Jeu(
        "engagements",
        "Engagements des protocoles",
        "Les engagements réciproques, ce qu’ils déclinent et leur état.",
        EngagementResource,
        lambda user: (
            Engagement.objects.visibles_par(user)
            .select_related("protocole__contrat")
            .avec_declinaison()
        ),
    ),
    Jeu(
        "conventions",
        "Conventions du PAQTE",
        "Les conventions signées avec les entreprises.",
        ConventionResource,
        lambda user: (
            Convention.objects.visibles_par(user)
            .select_related("entreprise__departement")
            .prefetch_related("axes")
        ),
    ),
    Jeu(
        "entreprises",
        "Entreprises du PAQTE",
        "Les entreprises avec qui une préfecture travaille ; leur contact reste dans leur liste.",
        EntrepriseSansContactResource,
        lambda user: Entreprise.objects.visibles_par(user).avec_comptes().order_by("pk"),
    ),
    Jeu(
        "resultats",
        "Résultats du PAQTE",
        "Une ligne par convention, indicateur et semestre, aux colonnes de la grille à remplir.",
        ResultatResource,
        lambda user: ResultatConvention.objects.visibles_par(user).avec_relations(),
    ),
    Jeu(
        "cibles",
        "Cibles du PAQTE",
        "Une ligne par convention et indicateur : ce qu’elle vise en trois ans.",
        CibleResource,
        lambda user: Cible.objects.visibles_par(user).avec_relations(),
    ),
    Jeu(
        "corrections",
        "Chiffres corrigés",
        "Les chiffres calculés par le portail que la préfecture a remplacés, avec son motif.",
        CorrectionResource,
        lambda user: Correction.objects.visibles_par(user).avec_relations(),
    ),
    Jeu(
        "completude",
        "Complétude nationale",
        "Où en est chaque département, pour le semestre et l’année en cours.",
        SuiviNationalResource,
        _suivi,
        droit="suit_des_prefectures",
        page=JournalAcces.Page.REFERENTS,
    ),
)


def jeux():
    """Rend tous les jeux de données, par nom : ceux des salles, puis deux par remontée."""
    des_remontees = [
        jeu
        for modele in registre.remontees()
        for jeu in (_des_versions(modele), _des_contenus(modele))
    ]
    return {jeu.nom: jeu for jeu in (*JEUX_DES_SALLES, *des_remontees)}


def _des_versions(modele):
    return Jeu(
        modele.jeu,
        f"{modele.pluriel}, versions transmises",
        f"{modele.libelle} : date, auteur et empreinte du PDF de chaque version figée.",
        TransmissionResource,
        lambda user: _transmissions(modele, user).defer("pdf", "donnees"),
        page=JournalAcces.Page.VERSIONS,
        filtres_propres=_filtres(modele),
    )


def _des_contenus(modele):
    return Jeu(
        f"contenus-{modele.jeu}",
        f"{modele.pluriel}, contenus transmis",
        f"{modele.libelle} : chiffres et textes de la dernière version, période et état.",
        partial(ContenuResource, modele),
        lambda user: _transmissions(modele, user).dernieres(),
        filtres_propres=_filtres(modele),
        colonnes_variables=True,
    )


def _filtres(modele):
    """Les filtres des versions d'une remontée : sa période, son territoire, son changement."""

    def de(**criteres):
        return modele.objects.filter(**criteres).values("pk")

    return {
        "periode": lambda objets, lue: objets.filter(object_id__in=de(periode=lue)),
        "territoire": modele.champ_territoire,
        "modifie_depuis": lambda objets, lu: objets.filter(object_id__in=de(modifie_le__gte=lu)),
    }
