"""Ce que la circulaire demande aux préfectures pour les contrats de ville, hors de la synthèse."""

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse_lazy
from django.utils import timezone

from remontees.obligation import Obligation
from remontees.periodes import Semestre

from .models import College, ContratDeVille


def _sans_protocole(campagne):
    aujourdhui = timezone.localdate()
    attendus = ContratDeVille.objects.en_vigueur(aujourdhui).a_signer(aujourdhui)
    return Exists(attendus.filter(departement=OuterRef("pk")))


def _sans_college(campagne):
    reunions = College.objects.tenues(Semestre.lire(campagne.periode))
    return ~Exists(reunions.filter(departement=OuterRef("pk")))


def _college_prevu(campagne):
    reunions = College.objects.prevues(Semestre.lire(campagne.periode))
    return Subquery(reunions.filter(departement=OuterRef("pk")).values("date")[:1])


PROTOCOLES = Obligation(
    "protocoles",
    libelle="Protocoles des contrats de ville",
    a_faire="Protocoles des contrats de ville à signer",
    action="Voir les contrats sans protocole signé",
    restant=_sans_protocole,
    adresse=lambda code: reverse_lazy(
        "contrats:contrats",
        query={"departement": code, "etat": "en-vigueur", "protocole": "a-signer"},
    ),
    rang=20,
)
COLLEGE = Obligation(
    "college",
    libelle="Collège des chefs de service",
    a_faire="Collège des chefs de service à réunir",
    action="Enregistrer la réunion",
    restant=_sans_college,
    adresse=lambda code: reverse_lazy("contrats:college_ajouter"),
    rang=40,
    prevue=_college_prevu,
    Periode=Semestre,
)
