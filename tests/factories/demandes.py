"""Fabriques des demandes aux entreprises."""

from django.test import Client

from paqte.models import Demande
from tests.factories.paqte import ConventionFactory, IndicateurFactory


def demande_et_lien(convention=None, semestre="2019-s1", **champs):
    """Rend une demande vivante et l'adresse de sa page ; `champs` la change ensuite."""
    if convention is None:
        indicateur = IndicateurFactory(code="stages")
        convention = ConventionFactory(axes=[indicateur.axe])
    demande, secret = Demande.demander(convention, semestre)
    if champs:
        Demande.objects.filter(pk=demande.pk).update(**champs)
        demande.refresh_from_db()
    return demande, f"/reponse/{secret}/"


def acier_du_nord(departement):
    """Une convention qui a une adresse et deux indicateurs, « embauches » et sa part « QPV »."""
    embauches = IndicateurFactory(code="embauches", libelle="Embauches")
    IndicateurFactory(code="qpv", libelle="Embauches QPV", axe=embauches.axe, plafond=embauches)
    return ConventionFactory(
        entreprise__departement=departement,
        entreprise__nom="Acier du Nord",
        entreprise__courriel="rse@acier.example",
        axes=[embauches.axe],
        autres_engagements="Visites",
    )


def reponse_d_acier(convention):
    """Ce que propose Acier du Nord : douze embauches, dont cinq de QPV, des visites, un exemple."""
    demande, adresse = demande_et_lien(convention)
    champs = {
        "valeur-embauches": "12",
        "valeur-qpv": "5",
        "autres": "Deux visites.",
        "exemples": "Un forum.",
        "envoyer": "",
    }
    assert Client().post(adresse, champs).status_code == 302
    demande.refresh_from_db()
    return demande
