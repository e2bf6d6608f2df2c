"""L'animation du PAQTE : référent, organisation, réunions, partenaires."""

import pytest
import time_machine
from django.urls import reverse

from paqte.models import Bilan, Organisation, Partenaire, Referent, ReunionComite
from tests.factories import DepartementFactory, ReferentFactory, bilan_complet

pytestmark = pytest.mark.django_db

REFERENT = {
    "departement": "59",
    "nom": "Camille Lefèvre",
    "courriel": "camille@exemple.fr",
    "designe_le": "2019-02-10",
}


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


def test_la_page_montre_le_referent(agent):
    ReferentFactory(departement=DepartementFactory(code="59"), nom="Camille Lefèvre")
    page = agent.get(reverse("paqte:animation", args=["59"])).content.decode()
    assert "Camille Lefèvre" in page
    assert "Modifier le référent" in page


def test_le_referent_se_designe(agent):
    agent.post(reverse("paqte:referent", args=["59"]), REFERENT)
    assert Referent.objects.get(departement="59").nom == "Camille Lefèvre"


def test_le_referent_se_remplace_sans_doublon(agent):
    ReferentFactory(departement=DepartementFactory(code="59"))
    agent.post(reverse("paqte:referent", args=["59"]), REFERENT | {"nom": "Dominique Petit"})
    assert Referent.objects.get().nom == "Dominique Petit"
    assert Referent.objects.get().history.count() == 2


def test_un_courriel_faux_est_signale_et_la_saisie_gardee(agent):
    reponse = agent.post(reverse("paqte:referent", args=["59"]), REFERENT | {"courriel": "rien"})
    page = reponse.content.decode()
    assert reponse.status_code == 422
    assert "courriel" in reponse.context["form"].errors
    assert "Camille Lefèvre" in page


def test_un_autre_departement_glisse_dans_le_formulaire_est_refuse(agent):
    DepartementFactory(code="13")
    reponse = agent.post(reverse("paqte:referent", args=["59"]), REFERENT | {"departement": "13"})
    assert reponse.status_code == 422
    assert not Referent.objects.exists()


def test_l_organisation_se_decrit(agent):
    agent.post(
        reverse("paqte:organisation", args=["59"]),
        {"departement": "59", "par_delegue": "on", "description": "Une déléguée."},
    )
    assert Organisation.objects.get(departement="59").description == "Une déléguée."


def test_les_modes_d_animation_se_cumulent(agent):
    modes = {"par_charge_de_mission": "on", "par_partenaire": "on", "autre_mode": "un club"}
    champs = {"departement": "59", "description": "Trois appuis."}
    agent.post(reverse("paqte:organisation", args=["59"]), champs | modes)
    assert Organisation.objects.get().modes == [
        "Chargé de mission au sein de la préfecture",
        "Subvention à un partenaire chargé de l’animation",
        "Un club",
    ]


def test_une_organisation_dit_au_moins_un_mode(agent):
    champs = {"departement": "59", "description": "Rien de plus."}
    reponse = agent.post(reverse("paqte:organisation", args=["59"]), champs)
    assert list(reponse.context["form"].errors) == ["autre_mode"]


def test_un_departement_a_deux_referents_a_la_fois(agent):
    agent.post(reverse("paqte:referent", args=["59"]), REFERENT)
    adresse = reverse("paqte:autre_referent_ajouter", args=["59"])
    agent.post(adresse, REFERENT | {"nom": "Dominique Payet", "service": "DEETS"})
    page = agent.get(reverse("paqte:animation", args=["59"])).text
    assert "Camille Lefèvre" in page
    assert "Dominique Payet, DEETS" in page


def test_un_autre_referent_ne_finit_pas_avant_d_etre_designe(agent):
    champs = REFERENT | {"jusqu_au": "2019-02-09"}
    reponse = agent.post(reverse("paqte:autre_referent_ajouter", args=["59"]), champs)
    assert list(reponse.context["form"].errors) == ["jusqu_au"]


def test_une_reunion_s_ajoute_se_modifie_et_se_supprime(agent):
    champs = {"departement": "59", "date": "2019-04-02", "objet": "comite"}
    agent.post(reverse("paqte:reunion_ajouter", args=["59"]), champs)
    reunion = ReunionComite.objects.get()
    agent.post(reverse("paqte:reunion", args=[reunion.pk]), champs | {"decisions": "Relancer."})
    reunion.refresh_from_db()
    assert reunion.decisions == "Relancer."
    agent.get(reverse("paqte:reunion_supprimer", args=[reunion.pk]))
    assert ReunionComite.objects.exists()
    agent.post(reverse("paqte:reunion_supprimer", args=[reunion.pk]))
    assert not ReunionComite.objects.exists()


def test_une_reunion_prevue_a_son_lieu_et_n_est_d_aucun_bilan_avant_son_jour(agent):
    bilan = bilan_complet()
    with time_machine.travel("2019-03-01T10:00:00+01:00", tick=False):
        agent.post(
            reverse("paqte:reunion_ajouter", args=["59"]),
            {
                "departement": "59",
                "date": "2019-04-02",
                "lieu": "Hôtel de ville",
                "objet": "comite",
            },
        )
        page = agent.get(reverse("paqte:animation", args=["59"])).text
        assert "Hôtel de ville" in page
        assert "Prévue" in page
        assert bilan.contenu()["organisation"]["reunions"] == []
    with time_machine.travel("2019-04-03T10:00:00+02:00", tick=False):
        assert "Prévue" not in agent.get(reverse("paqte:animation", args=["59"])).text
        # Un bilan ne lit ses réunions qu’une fois.
        relu = Bilan.objects.get(pk=bilan.pk)
        [reunion] = relu.contenu()["organisation"]["reunions"]
        assert reunion["date"] == "2019-04-02"


def test_un_partenaire_en_double_est_refuse(agent):
    champs = {"departement": "59", "nom": "FACE Hainaut", "reseau": "face"}
    agent.post(reverse("paqte:partenaire_ajouter", args=["59"]), champs)
    reponse = agent.post(reverse("paqte:partenaire_ajouter", args=["59"]), champs)
    assert "déjà enregistré" in reponse.content.decode()
    assert Partenaire.objects.count() == 1


def test_une_prefecture_va_droit_a_sa_page(agent):
    assert agent.get(reverse("paqte:animations")).url == reverse("paqte:animation", args=["59"])


def test_le_cget_voit_qui_n_a_pas_de_referent(client, cget):
    ReferentFactory(departement=DepartementFactory(code="59"), nom="Camille Lefèvre")
    DepartementFactory(code="13")
    client.force_login(cget)
    page = client.get(reverse("paqte:animations")).content.decode()
    assert "Camille Lefèvre" in page
    assert "Non désigné, attendu pour le 15 février 2019" in page


def test_le_lecteur_n_a_pas_de_bouton(client, region_32):
    DepartementFactory(code="59")
    client.force_login(region_32)
    page = client.get(reverse("paqte:animation", args=["59"])).content.decode()
    assert "Désigner" not in page


def test_le_nombre_de_requetes_de_la_liste_est_constant(
    client, cget, django_assert_max_num_queries
):
    client.force_login(cget)
    # Un seul département mènerait droit à sa page.
    for code in ("01", "02"):
        ReferentFactory(departement=DepartementFactory(code=code))
    with django_assert_max_num_queries(15) as peu:
        assert client.get(reverse("paqte:animations")).status_code == 200
    for code in ("03", "04", "05"):
        ReferentFactory(departement=DepartementFactory(code=code))
    with django_assert_max_num_queries(len(peu)):
        client.get(reverse("paqte:animations"))
