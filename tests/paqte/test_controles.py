"""Les contrôles de cohérence sont des données : réglés, passés partout, répondus en mots."""

import pytest
from django.urls import reverse

from paqte.coherence import Releve, points_a_verifier
from paqte.models import Bilan, Controle, ReponseAuControle
from tests.factories import CampagneFactory, DepartementFactory, bilan_complet
from tests.formulaires import rempli

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


@pytest.fixture
def reunions():
    """Le contrôle qui relève un semestre sans réunion."""
    return Controle.objects.create(
        code="sans-reunion", comparaison="nul", chiffre="reunions", message="Aucune réunion."
    )


def chiffre(cle, valeur, **champs):
    return {"cle": cle, "libelle": cle.title(), "valeur": valeur} | champs


@pytest.mark.parametrize(
    ("controle", "chiffres", "phrases"),
    [
        ({"comparaison": "seuil", "chiffre": "a", "seuil": 10}, {"a": 11}, ["A 11 10"]),
        ({"comparaison": "seuil", "chiffre": "a", "seuil": 10}, {"a": 10}, []),
        ({"comparaison": "seuil", "seuil": 10}, {"resultat-a": 11, "a": 12}, ["Resultat-A 11 10"]),
        ({"comparaison": "autre", "chiffre": "a", "autre": "b"}, {"a": 3, "b": 2}, ["A 3 "]),
        ({"comparaison": "autre", "chiffre": "a", "autre": "b"}, {"a": 3, "b": None}, []),
        ({"comparaison": "autre", "chiffre": "a", "autre": "c"}, {"a": 3}, []),
        ({"comparaison": "nul", "chiffre": "a"}, {"a": 0}, ["A 0 "]),
        ({"comparaison": "varie", "seuil": 2}, {"resultat-a": 50}, []),
    ],
)
def test_chaque_comparaison_dit_la_phrase_du_cget(controle, chiffres, phrases):
    regle = Controle(code="c", message="{chiffre} {valeur} {seuil}", **controle)
    releve = Releve({cle: chiffre(cle, valeur) for cle, valeur in chiffres.items()})
    dites = [
        point.texte.replace("non renseigné", "") for point in points_a_verifier(releve, [regle])
    ]
    assert dites == phrases


def test_un_controle_arrete_ne_releve_rien(reunions):
    bilan = bilan_complet()
    assert [point.texte for point in bilan.points] == ["Aucune réunion."]
    reunions.actif = False
    reunions.save()
    assert Bilan.objects.get().points == []


def test_la_prefecture_repond_et_sa_reponse_part_avec_la_version(
    client, agent_59, valideur_59, cget, reunions
):
    bilan = bilan_complet()
    client.force_login(agent_59)
    adresse = bilan.get_absolute_url()
    champs = rempli(client, adresse) | {"controle-sans-reunion": "Reportée en juillet."}
    client.post(adresse, champs)
    transmission = Bilan.objects.get().transmettre(valideur_59)
    assert transmission.donnees["a_verifier"] == [
        {"cle": "sans-reunion", "texte": "Aucune réunion.", "reponse": "Reportée en juillet."}
    ]
    client.force_login(cget)
    assert "Reportée en juillet." in client.get(adresse).text


def test_effacer_sa_reponse_la_retire(client, agent_59, reunions):
    bilan = bilan_complet()
    ReponseAuControle.objects.create(bilan=bilan, cle="sans-reunion", texte="Reportée.")
    client.force_login(agent_59)
    adresse = bilan.get_absolute_url()
    client.post(adresse, rempli(client, adresse) | {"controle-sans-reunion": ""})
    assert not ReponseAuControle.objects.exists()


def test_le_cget_lit_ou_chaque_controle_releve_et_ce_qu_on_y_repond(
    client, cget, agent_13, valideur_59, reunions
):
    bilan = bilan_complet()
    ReponseAuControle.objects.create(bilan=bilan, cle="sans-reunion", texte="Reportée.")
    bilan.transmettre(valideur_59)
    DepartementFactory(code="13")
    CampagneFactory()
    client.force_login(cget)
    adresse = reverse("paqte:controles")
    page = client.get(adresse, {"semestre": "2019-s1"})
    [(_, [(departement, point)])] = page.context["lignes"]
    assert (departement.pk, point.reponse) == ("59", "Reportée.")
    assert "Reportée." in page.text
    client.force_login(agent_13)
    [(_, releves)] = client.get(adresse, {"semestre": "2019-s1"}).context["lignes"]
    assert releves == []


def test_un_controle_neuf_relit_ce_qui_est_deja_transmis(client, cget, valideur_59):
    bilan_complet().transmettre(valideur_59)
    client.force_login(cget)
    client.post(
        reverse("paqte:controle_ajouter"),
        {
            "code": "grand",
            "rang": "1",
            "actif": "on",
            "comparaison": "seuil",
            "chiffre": "contexte-population",
            "seuil": "1000",
            "message": "Beaucoup d’habitants : {valeur}.",
        },
    )
    [(_, [(_, point)])] = client.get(reverse("paqte:controles")).context["lignes"]
    assert point.texte.startswith("Beaucoup d’habitants : 1")


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [
        ({"comparaison": "nul"}, ["chiffre"]),
        ({"comparaison": "autre", "chiffre": "reunions"}, ["autre"]),
        ({"comparaison": "varie"}, ["seuil"]),
        ({"comparaison": "varie", "seuil": "-1"}, ["seuil"]),
    ],
)
def test_un_controle_incomplet_se_refuse_a_son_champ(client, cget, champs, erreurs):
    client.force_login(cget)
    commun = {"code": "c", "rang": "1", "message": "Une phrase."}
    reponse = client.post(reverse("paqte:controle_ajouter"), commun | champs)
    assert list(reponse.context["form"].errors) == erreurs


def test_seul_le_cget_regle_un_controle(client, agent_59, reunions):
    client.force_login(agent_59)
    assert client.get(reverse("paqte:controle", args=[reunions.pk])).status_code == 403
    assert "Aucune réunion." in client.get(reverse("paqte:controles")).text
