"""Le CGET commente un chiffre, une phrase, une ligne, là où il les lit ; tous le lisent là."""

import pytest
from django.urls import reverse
from lxml import html

from paqte.models import Bilan
from remontees.models import Commentaire
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
    trouvee = html.fromstring(page.text).xpath(f'//*[@id="place-{partie}"]')
    return " ".join(trouvee[0].text_content().split()) if trouvee else ""


def surlignes(page):
    """Rend [(ce qui est surligné, l'adresse de ce qui le commente)] d'une page."""
    arbre = html.fromstring(page.text)
    return [
        (marque.text_content(), *marque.xpath("following-sibling::sup[1]/a/@href"))
        for marque in arbre.xpath("//mark")
    ]


def sans_place(remontee, page):
    """Rend les parties d'une remontée qui n'ont pas de place dans sa page."""
    parties = [cle for groupe in remontee.parties().values() for cle in groupe]
    return {cle for cle in parties if f'id="place-{cle}"' not in page}


def textes_vides(remontee):
    return {nom for nom in remontee.parties()["Textes"] if not getattr(remontee, nom)}


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


def test_ce_qui_est_cite_se_surligne_dans_le_texte_et_mene_a_son_commentaire(
    client, transmis, cget, agent_59
):
    dit = transmis.commenter(cget, "obstacles", "Lesquelles ?", citation="Deux communes refusent.")
    for user in (cget, agent_59):
        client.force_login(user)
        page = client.get(transmis.adresse())
        assert surlignes(page) == [("Deux communes refusent.", f"#commentaire-{dit.pk}")]
        arbre = html.fromstring(page.text)
        [commentaire] = arbre.xpath(f'//*[@id="commentaire-{dit.pk}"]')
        assert commentaire.xpath("a/@href") == [f"#passage-{dit.pk}"]
        assert arbre.get_element_by_id(f"passage-{dit.pk}") is not None


def test_une_phrase_deux_fois_citee_mene_aux_deux_commentaires(client, transmis, cget):
    for texte in ("Lesquelles ?", "Depuis quand ?"):
        transmis.commenter(cget, "obstacles", texte, citation="Deux communes refusent.")
    client.force_login(cget)
    arbre = html.fromstring(client.get(transmis.adresse()).text)
    assert len(arbre.xpath("//mark")) == 1
    ecrits = [a.text_content() for a in arbre.xpath("//mark/following-sibling::sup/a")]
    assert ecrits == ["Commentaire 1", "Commentaire 2"]


def test_ce_que_le_texte_n_a_plus_se_cite_sans_se_surligner(client, transmis, cget):
    transmis.commenter(cget, "obstacles", "Lesquelles ?", citation="Trois communes refusent.")
    client.force_login(cget)
    page = client.get(transmis.adresse())
    assert surlignes(page) == []
    assert "#passage-" not in page.text
    assert "« Trois communes refusent. » Lesquelles ?" in place(page, "obstacles")


def test_la_prefecture_qui_reprend_son_texte_y_voit_ce_qui_est_commente(
    client, transmis, cget, agent_59
):
    dit = transmis.commenter(cget, "obstacles", "Lesquelles ?", citation="Deux communes refusent.")
    transmis.renvoyer(cget, "À reprendre")
    client.force_login(agent_59)
    page = client.get(transmis.adresse())
    assert surlignes(page) == [("Deux communes refusent.", f"#id_reponse-{dit.pk}")]
    Bilan.objects.update(obstacles="Trois communes acceptent.")
    assert surlignes(client.get(transmis.adresse())) == []


def test_chaque_question_sur_un_texte_se_lit_la_ou_la_prefecture_l_ecrit(
    client, transmis, cget, agent_59
):
    for question in ("Lesquelles ?", "Depuis quand ?"):
        transmis.commenter(cget, "obstacles", question)
    transmis.renvoyer(cget, "À reprendre")
    client.force_login(agent_59)
    aide = client.get(transmis.adresse()).context["form"]["obstacles"].help_text
    assert aide.index("Lesquelles ?") < aide.index("Depuis quand ?")


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
