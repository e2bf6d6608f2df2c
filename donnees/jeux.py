"""Les jeux de données du portail : ceux des salles, et deux par remontée."""

from functools import partial

from django.utils import timezone

from comptes.models import JournalAcces
from mesures.exports import (
    IndicateurResource,
    ObjectifResource,
    TableauResource,
    ValeurResource,
)
from mesures.models import Indicateur, Mesure, Valeur
from mesures.objectifs import dresser_objectifs
from mesures.tableau import dresser_tableau
from national.exports import SuiviNationalResource
from national.suivi import dresser_suivi
from paqte.sommes import compter
from quartiers.models import Correspondance, Departement, Quartier
from quartiers.resources import ExportCorrespondanceResource, ExportQuartierResource
from remontees import registre
from remontees.exports import ContenuResource, TransmissionResource
from remontees.models import Transmission
from remontees.periodes import Annee, Semestre

from .jeu import Jeu
from .jeux_par_salle import contrats, paqte


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
        compter(departements, timezone.localdate()),
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
        ).select_related("mesure", "partie_de"),
        droit="a_un_perimetre",
    ),
    Jeu(
        "objectifs",
        "Atteinte des objectifs",
        "Où en est chaque indicateur de l’annexe 3 : atteint, en route, en retard, muet.",
        ObjectifResource,
        lambda user: dresser_objectifs(user, timezone.localdate()),
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
        "correspondances",
        "Correspondance des quartiers de 2015 et de 2024",
        "Une ligne par couple : un quartier de 2015 et l’un de ceux de 2024 qu’il est devenu.",
        ExportCorrespondanceResource,
        lambda user: (
            Correspondance.objects.visibles_par(user)
            .select_related("ancien", "nouveau")
            .order_by("ancien__code", "nouveau__code")
        ),
        droit="a_un_perimetre",
    ),
    *contrats.JEUX,
    *paqte.JEUX,
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
