"""Combien de pages une préfecture charge pour trente-six entreprises (ADR 0046).

Une page affichée compte pour un chargement, celle où mène un envoi comprise.
"""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paqte.models import Axe, Convention, Demande, Entreprise, ResultatConvention
from remontees.periodes import Semestre
from tests.factories import CampagneFactory, bilan_complet, siren_valide
from tests.formulaires import rempli_de

from .signataires import DEPOT, LIGNE, tableau

pytestmark = pytest.mark.django_db

ENTREPRISES = 36
SANS_EXEMPLE = {"exemples-TOTAL_FORMS": "0", "exemples-INITIAL_FORMS": "0"}
PREMIER, SUIVANT = Semestre(2019, 1), Semestre(2019, 2)


class Prefecture:
    """Une agente qui charge des pages, et le compte qu'on en tient."""

    def __init__(self, client, user):
        client.force_login(user)
        self.client, self.chargements = client, 0

    def lire(self, adresse):
        self.chargements += 1
        return self.client.get(adresse)

    def envoyer(self, adresse, champs):
        self.chargements += 1
        page = self.client.post(adresse, champs, follow=True)
        assert page.status_code == 200, page.context["form"].errors
        return page

    def remplir(self, adresse, **champs):
        """Charge une page, et envoie son formulaire."""
        return self.envoyer(adresse, rempli_de(self.lire(adresse), **champs))


@pytest.fixture
def prefecture(client, agent_59, nord):
    bilan_complet(nord)
    return Prefecture(client, agent_59)


def importer(prefecture):
    lignes = [
        LIGNE
        | {
            "Raison sociale": f"Entreprise {n}",
            "N° SIRET": siren_valide(n),
            "Axes": "3",
            "Courriel": f"rse{n}@exemple.fr",
        }
        for n in range(ENTREPRISES)
    ]
    prefecture.lire(DEPOT)
    apercu = prefecture.envoyer(DEPOT, {"fichier": SimpleUploadedFile("c.csv", tableau(*lignes))})
    prefecture.envoyer(apercu.request["PATH_INFO"], rempli_de(apercu))


def recueillir(prefecture, semestre):
    """Demande, rappelle, prend et remercie."""
    bilan = reverse("paqte:bilan", args=[semestre, "59"])
    reponses = reverse("paqte:reponses", args=[semestre, "59"])
    prefecture.lire(bilan)
    prefecture.remplir(f"{reponses}?courrier=demande", courrier="demande")
    repondre(semestre, range(ENTREPRISES // 2))
    restent = Demande.objects.filter(semestre=semestre, etat="attendue").values_list("convention")
    prefecture.remplir(
        f"{reponses}?courrier=rappel",
        courrier="rappel",
        conventions=[pk for (pk,) in restent],
    )
    repondre(semestre, range(ENTREPRISES // 2, ENTREPRISES))
    prefecture.remplir(reverse("paqte:reponses_prendre", args=[semestre, "59"]))
    prefecture.remplir(f"{reponses}?courrier=merci", courrier="merci")


def repondre(semestre, rangs):
    demandes = list(Demande.objects.filter(semestre=semestre).order_by("pk"))
    for rang in rangs:
        demandes[rang].ecrire({"embauches": Decimal(rang + 1)}, envoyer=True)


@pytest.mark.long
def test_par_les_liens_le_premier_semestre_prend_moins_de_vingt_cinq_pages(prefecture):
    importer(prefecture)
    recueillir(prefecture, PREMIER)
    assert ResultatConvention.objects.filter(semestre=PREMIER).count() == ENTREPRISES
    assert prefecture.chargements == 12
    CampagneFactory(periode=str(SUIVANT))
    prefecture.chargements = 0
    recueillir(prefecture, SUIVANT)
    assert ResultatConvention.objects.filter(semestre=SUIVANT).count() == ENTREPRISES
    assert prefecture.chargements == 9


def test_a_la_main_chaque_entreprise_prend_cinq_pages_puis_deux(prefecture):
    prefecture.remplir(
        reverse("paqte:entreprise_ajouter"),
        departement="59",
        nom="Acier",
        siren=siren_valide(1),
        taille="pme",
    )
    ajouter = f"{reverse('paqte:convention_ajouter')}?entreprise={Entreprise.objects.get().pk}"
    prefecture.envoyer(
        ajouter,
        {
            "entreprise": Entreprise.objects.get().pk,
            "date_signature": "2019-03-15",
            "axes": [Axe.objects.get(rang=3).pk],
            "valeur-embauches": "12",
        },
    )
    convention = Convention.objects.get()
    prefecture.remplir(
        reverse("paqte:resultats", args=[convention.pk, PREMIER]),
        **SANS_EXEMPLE,
        **{"valeur-embauches": "3"},
    )
    assert prefecture.chargements * ENTREPRISES == 180
    prefecture.chargements = 0
    prefecture.remplir(
        reverse("paqte:resultats", args=[convention.pk, SUIVANT]),
        **SANS_EXEMPLE,
        **{"valeur-embauches": "3"},
    )
    assert prefecture.chargements * ENTREPRISES == 72
