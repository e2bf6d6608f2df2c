"""La première visite : ce que peut chaque rôle, et par où commencer."""

from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from remontees.periodes import Semestre
from socle.fixtures import lire_fixture


def comptes():
    """Rend les comptes de démonstration encore ouverts (fixtures/demo_comptes.csv)."""
    ouverts = set(Utilisateur.objects.filter(is_active=True).values_list("username", flat=True))
    return [
        ligne | {"libelle": Utilisateur.Role(ligne["role"]).label}
        for ligne in lire_fixture("demo_comptes")
        if ligne["identifiant"] in ouverts
    ]


def etapes(user):
    """Rend les étapes du rôle de `user`, avec leur adresse (fixtures/visites.csv)."""
    valeurs = {
        "annee": timezone.localdate().year,
        "semestre": Semestre.courant(),
        "departement": next(iter(user.codes_departements), None),
        "region": next(iter(user.codes_regions), None),
    }
    return [
        ligne | {"adresse": reverse(ligne["page"], args=arguments)}
        for ligne in lire_fixture("visites")
        if ligne["role"] == user.role and user.a_un_perimetre
        for arguments in [[valeurs[nom] for nom in ligne["arguments"].split()]]
        if None not in arguments
    ]
