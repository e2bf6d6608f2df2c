"""Le CGET commente un chiffre, une phrase, une ligne, là où il les lit ; tous le lisent là."""

import pytest
from django.urls import reverse

from paqte.models import Bilan
from remontees.models import Commentaire
from socle.francais import decouper_en_phrases
from tests.factories import UtilisateurFactory, bilan_complet
from tests.formulaires import caches

pytestmark = pytest.mark.django_db

OBSTACLES = "Les banques hésitent. Deux communes refusent.\n- Le gymnase ferme"


@pytest.fixture
def transmis(sans_rendu, valideur_59):
    bilan = bilan_complet(obstacles=OBSTACLES)
    bilan.transmettre(valideur_59)
    return Bilan.objects.get()


def ici(remontee, partie):
    return remontee.adresse("commenter_ici", partie)


def place(page, partie):
    """Rend le texte de la place d'une partie, ou rien si la page n'en a pas."""
    _, trouvee, suite = page.text.partition(f'id="place-{partie}"')
    return " ".join(suite.partition("</a>")[0].split()) if trouvee else ""


def sans_place(remontee, page):
    """Rend les parties d'une remontée qui n'ont pas de place dans sa page."""
    parties = [cle for groupe in remontee.parties().values() for cle in groupe]
    return {cle for cle in parties if f'id="place-{cle}"' not in page}


def textes_vides(remontee):
    return {nom for nom in remontee.parties()["Textes"] if not getattr(remontee, nom)}


@pytest.mark.parametrize(
    ("texte", "phrases"),
    [
        (OBSTACLES, ["Les banques hésitent.", "Deux communes refusent.", "Le gymnase ferme"]),
        ("M. le maire, art. 2, approuve.", ["M. le maire, art. 2, approuve."]),
        ("Environ 3.5 % ; donc peu.", ["Environ 3.5 % ; donc peu."]),
        ("**Oui.** Non.\n\n1. Oui", ["Oui.", "Non.", "Oui"]),
        ("", []),
    ],
)
def test_un_texte_se_decoupe_en_phrases(texte, phrases):
    assert decouper_en_phrases(texte) == phrases


def test_un_texte_de_vingt_mille_espaces_se_decoupe_aussitot():
    assert len(decouper_en_phrases("a. " + " " * 20_000 + "b" + ". " * 9_000)) == 1


def test_le_cget_cite_une_phrase_et_la_prefecture_la_lit_a_sa_place(
    client, transmis, cget, agent_59
):
    client.force_login(cget)
    page = client.get(ici(transmis, "obstacles"))
    assert "Deux communes refusent." in page.text
    saisie = {"citation": "Deux communes refusent.", "texte": "Lesquelles ?"}
    reponse = client.post(ici(transmis, "obstacles"), caches(page) | saisie)
    assert reponse.url == f"{transmis.adresse()}#place-obstacles"
    for user in (cget, agent_59):
        client.force_login(user)
        lue = place(client.get(transmis.adresse()), "obstacles")
        assert "« Deux communes refusent. » Lesquelles ?" in lue, user


def test_un_chiffre_se_commente_avec_la_valeur_que_le_cget_lisait(client, transmis, cget):
    client.force_login(cget)
    page = client.get(ici(transmis, "contexte-population"))
    client.post(ici(transmis, "contexte-population"), caches(page) | {"texte": "D’où vient-il ?"})
    commentaire = Commentaire.objects.get()
    assert commentaire.citation == "1\u00a0200 habitants"
    assert "D’où vient-il ?" in place(client.get(transmis.adresse()), "contexte-population")


def test_une_rubrique_se_commente_avec_la_ligne_qu_on_en_cite(client, transmise, cget):
    client.force_login(cget)
    adresse = ici(transmise, "rubrique-contrats")
    saisie = {"citation": "Contrat de Lille", "texte": "Signé ?", "version": 1}
    client.post(adresse, saisie)
    assert "« Contrat de Lille » Signé ?" in place(
        client.get(transmise.adresse()), "rubrique-contrats"
    )


def test_ce_qui_est_cite_se_lit_aussi_la_ou_la_prefecture_ecrit(client, transmis, cget, agent_59):
    transmis.commenter(cget, "obstacles", "Lesquelles ?", citation="Deux communes refusent.")
    transmis.renvoyer(cget, "À reprendre")
    client.force_login(agent_59)
    aide = client.get(transmis.adresse()).context["form"]["obstacles"].help_text
    assert "« Deux communes refusent. » Lesquelles ?" in aide


def test_une_phrase_que_le_texte_n_a_pas_ne_se_cite_pas(client, transmis, cget):
    client.force_login(cget)
    saisie = {"citation": "Une phrase inventée.", "texte": "Non.", "version": 1}
    page = client.post(ici(transmis, "obstacles"), saisie)
    assert page.status_code == 422
    assert not Commentaire.objects.exists()


def test_un_commentaire_sur_une_version_remplacee_est_refuse_et_se_garde(
    client, transmis, agent_59, valideur_59, cget
):
    client.force_login(cget)
    lue = caches(client.get(ici(transmis, "contexte-population")))
    transmis.rectifier(agent_59, "Un total est faux.")
    transmis.transmettre(valideur_59)
    page = client.post(ici(transmis, "contexte-population"), lue | {"texte": "D’où vient-il ?"})
    assert page.status_code == 409
    assert "D’où vient-il ?" in page.text
    assert caches(page)["version"] == "2"
    assert not Commentaire.objects.exists()


def test_seul_le_cget_voit_ou_commenter(client, transmis, agent_59, region_32):
    region = UtilisateurFactory(role="region", regions=[transmis.departement.region_id])
    for user in (agent_59, region):
        client.force_login(user)
        assert ici(transmis, "obstacles") not in client.get(transmis.adresse()).text
        assert client.get(ici(transmis, "obstacles")).status_code == 403


def test_chaque_partie_d_un_bilan_se_commente_a_sa_place(client, transmis, cget):
    client.force_login(cget)
    page = client.get(transmis.adresse()).text
    assert sans_place(transmis, page) == textes_vides(transmis)


@pytest.mark.parametrize("partie", ["verrou", "strategie2"])
def test_une_partie_inconnue_n_a_pas_de_page(client, transmis, cget, partie):
    client.force_login(cget)
    assert client.get(ici(transmis, partie)).status_code == 404


def test_ce_qui_est_accepte_ne_se_commente_plus(client, transmis, cget):
    transmis.accepter(cget)
    client.force_login(cget)
    assert client.get(ici(transmis, "obstacles")).url == transmis.adresse()
    saisie = {"texte": "Trop tard ?", "version": 1}
    assert client.post(ici(transmis, "obstacles"), saisie).status_code == 422
    assert not Commentaire.objects.exists()


def test_un_document_imprime_n_a_ni_place_ni_lien(transmis):
    assert "place-" not in bytes(transmis.transmissions.get().pdf).decode()


def test_chaque_partie_d_une_synthese_se_commente_a_sa_place(client, transmise, cget):
    client.force_login(cget)
    page = client.get(reverse("synthese", args=[transmise.periode, transmise.code])).text
    assert sans_place(transmise, page) == textes_vides(transmise)


def test_un_point_a_verifier_mene_le_cget_a_son_chiffre(client, transmis, cget, agent_59):
    version = transmis.transmissions.get()
    version.donnees["a_verifier"] = [
        {"cle": "ecart_contexte-population", "texte": "Cela étonne.", "reponse": ""},
        {"cle": "sans-reunion_reunions", "texte": "Aucune réunion.", "reponse": ""},
    ]
    type(version).objects.filter(pk=version.pk).update(donnees=version.donnees)
    client.force_login(cget)
    page = client.get(transmis.adresse()).text
    assert 'href="#place-contexte-population"' in page
    assert 'href="#place-reunions"' not in page
    client.force_login(agent_59)
    assert 'href="#place-contexte-population"' not in client.get(transmis.adresse()).text
