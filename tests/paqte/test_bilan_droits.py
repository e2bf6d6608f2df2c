"""Ce que lit le CGET d’un bilan en cours, et le nombre de requêtes de la liste."""

import pytest
from django.urls import reverse

from remontees.periodes import Semestre
from tests.factories import bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ARGUMENTS = [Semestre(2019, 1), "59"]


def test_le_cget_ne_lit_pas_le_complement_en_cours(client, cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.renvoyer(cget, "Précisez.")
    bilan.refresh_from_db()
    bilan.strategie = "Texte en cours de rédaction"
    bilan.enregistrer(valideur_59, bilan.verrou)
    client.force_login(cget)
    page = client.get(reverse("paqte:bilan", args=ARGUMENTS)).content.decode()
    assert "Aller vers les PME." in page
    assert "Texte en cours de rédaction" not in page


def test_le_cget_voit_un_brouillon_seulement_en_cours(client, cget):
    bilan_complet()
    client.force_login(cget)
    page = client.get(reverse("paqte:bilans"), {"periode": "2019-s1"}).content.decode()
    assert "En cours" in page
    assert reverse("paqte:bilan", args=ARGUMENTS) not in page


def test_le_suivi_national_a_un_nombre_constant_de_requetes(
    client, cget, django_assert_max_num_queries
):
    from tests.factories import BilanFactory, DepartementFactory

    client.force_login(cget)
    adresse = reverse("paqte:bilans") + "?periode=2019-s1"
    BilanFactory(departement=DepartementFactory(code="01"))
    with django_assert_max_num_queries(15) as un:
        client.get(adresse)
    for code in ("02", "03", "04", "05"):
        BilanFactory(departement=DepartementFactory(code=code))
    with django_assert_max_num_queries(15) as cinq:
        client.get(adresse)
    assert len(cinq) <= len(un)
