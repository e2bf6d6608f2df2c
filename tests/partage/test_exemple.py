"""Les exemples : proposés par une préfecture, publiés sous les mots du CGET."""

import pytest
from django.urls import reverse

from paqte.models import ExempleAction
from partage.models import Exemple
from tests.factories import (
    AxeFactory,
    ConventionFactory,
    DepartementFactory,
    ExempleFactory,
    bilan_complet,
    synthese_complete,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

SAISIE = {"titre": "Forum", "texte": "Trente habitants reçus.", "source": "Bilan"}


@pytest.fixture
def nord(db):
    return DepartementFactory(code="59", nom="Nord")


@pytest.fixture
def propose(nord):
    return ExempleFactory(departement=nord)


@pytest.fixture
def publie(nord):
    return ExempleFactory(departement=nord, publie="Titre du CGET")


def geste(nom, exemple):
    return reverse(f"partage:exemple_{nom}", args=[exemple.pk])


def test_une_prefecture_propose_un_exemple(client, agent_59):
    client.force_login(agent_59)
    client.post(reverse("partage:exemple_proposer"), SAISIE | {"departement": "59"})
    exemple = Exemple.objects.get()
    assert (exemple.etat, exemple.departement_id) == ("propose", "59")
    assert "Forum" in client.get(reverse("partage:propositions")).text


def test_une_prefecture_ne_propose_pas_pour_une_autre(client, nord, agent_13):
    client.force_login(agent_13)
    reponse = client.post(reverse("partage:exemple_proposer"), SAISIE | {"departement": "59"})
    assert reponse.status_code == 422
    assert not Exemple.objects.exists()


def test_l_exemple_d_une_convention_preremplit_la_proposition(client, nord, agent_59):
    action = ExempleAction.objects.create(
        convention=ConventionFactory(entreprise__departement=nord, entreprise__nom="Atelier"),
        axe=AxeFactory(),
        semestre="2019-s1",
        texte="Quatre apprentis.",
    )
    adresse = reverse("partage:exemple_depuis", args=["convention", action.pk])
    client.force_login(agent_59)
    assert adresse in client.get(action.convention.get_absolute_url()).text
    form = client.get(adresse).context["form"]
    assert form["texte"].value() == "Quatre apprentis."
    assert form["axe"].value() == action.axe.pk
    assert form["source"].value() == "Convention PAQTE avec Atelier, 2019-s1"
    client.post(adresse, SAISIE | {"departement": "59"})
    assert Exemple.objects.get().departement == nord


@pytest.mark.parametrize("complete", [bilan_complet, synthese_complete])
def test_les_exemples_d_une_remontee_transmise_preremplissent_la_proposition(
    client, valideur_59, complete
):
    remontee = complete()
    remontee.transmettre(valideur_59)
    client.force_login(valideur_59)
    adresse = reverse("partage:exemple_depuis", args=[remontee.genre, remontee.pk])
    assert adresse in client.get(remontee.get_absolute_url()).text
    form = client.get(adresse).context["form"]
    assert form["texte"].value() == remontee.exemples
    assert form["source"].value() == str(remontee)


def test_une_origine_inconnue_n_existe_pas(client, agent_59):
    client.force_login(agent_59)
    assert client.get("/exemples/proposer/autre/1/").status_code == 404


def test_le_cget_publie_ses_mots_et_l_original_reste(client, propose, cget):
    client.force_login(cget)
    page = client.get(geste("publier", propose))
    assert page.context["form"]["texte_publie"].value() == propose.texte
    client.post(
        geste("publier", propose), {"titre_publie": "Autre titre", "texte_publie": "Autre texte"}
    )
    original = (propose.titre, propose.texte)
    propose.refresh_from_db()
    assert propose.est_publie
    assert (propose.titre, propose.texte) == original
    assert (propose.titre_affiche, propose.texte_affiche) == ("Autre titre", "Autre texte")


def test_corriger_le_texte_publie_garde_la_date_de_publication(client, publie, cget):
    client.force_login(cget)
    client.post(geste("publier", publie), {"titre_publie": "Corrigé", "texte_publie": "T"})
    avant = publie.publie_le
    publie.refresh_from_db()
    assert (publie.titre_affiche, publie.publie_le) == ("Corrigé", avant)


@pytest.mark.parametrize(("nom", "etat"), [("propose", "decline"), ("publie", "retire")])
def test_le_cget_ecarte_en_disant_pourquoi_a_la_prefecture(
    client, request, cget, agent_59, nom, etat
):
    exemple = request.getfixturevalue(nom)
    client.force_login(cget)
    assert client.post(geste("ecarter", exemple), {"motif": ""}).status_code == 422
    client.post(geste("ecarter", exemple), {"motif": "Précisez le nombre."})
    exemple.refresh_from_db()
    assert exemple.etat == etat
    client.force_login(agent_59)
    assert "Précisez le nombre." in client.get(exemple.get_absolute_url()).text


def test_corriger_un_motif_ne_change_pas_l_etat(client, publie, cget):
    client.force_login(cget)
    for motif in ("Un", "Deux"):
        client.post(geste("ecarter", publie), {"motif": motif})
    publie.refresh_from_db()
    assert (publie.etat, publie.motif) == ("retire", "Deux")


def test_un_exemple_retire_se_republie_sans_motif(client, publie, cget):
    publie.motif = "À revoir"
    publie.ecarter()
    client.force_login(cget)
    client.post(geste("publier", publie), {"titre_publie": "T", "texte_publie": "T"})
    publie.refresh_from_db()
    assert (publie.etat, publie.motif) == ("publie", "")


def test_un_examen_ouvert_avant_un_changement_est_refuse_une_fois(client, propose, cget):
    client.force_login(cget)
    version = client.get(geste("ecarter", propose)).context["form"]["version"].value()
    propose.titre_publie, propose.texte_publie = "Publié par un collègue", "T"
    propose.publier()
    reponse = client.post(geste("ecarter", propose), {"motif": "Trop court", "version": version})
    assert reponse.status_code == 422
    assert "a changé pendant que vous le lisiez" in reponse.text
    assert "Trop court" in reponse.text
    propose.refresh_from_db()
    assert propose.est_publie


def test_deux_examens_au_meme_instant_le_second_est_refuse(client, propose, cget, monkeypatch):
    """L'autre décision tombe entre la lecture de l'exemple et l'écriture."""
    verifier = Exemple._verifier_l_etat

    def apres_un_collegue(self):
        Exemple.objects.filter(pk=self.pk).update(etat="publie")
        verifier(self)

    monkeypatch.setattr(Exemple, "_verifier_l_etat", apres_un_collegue)
    client.force_login(cget)
    reponse = client.post(geste("ecarter", propose), {"motif": "Trop court"})
    assert "vient d’être examiné" in reponse.text


def test_une_proposition_examinee_ne_se_modifie_plus(client, publie, propose, agent_59):
    client.force_login(agent_59)
    for nom in ("modifier", "supprimer"):
        assert client.get(geste(nom, publie)).status_code == 404
        assert client.get(geste(nom, propose)).status_code == 200


def test_la_prefecture_modifie_puis_supprime_sa_proposition(client, propose, agent_59):
    client.force_login(agent_59)
    client.post(geste("modifier", propose), SAISIE | {"departement": "59"})
    propose.refresh_from_db()
    assert propose.titre == "Forum"
    client.post(geste("supprimer", propose))
    assert not Exemple.objects.exists()


@pytest.mark.parametrize("role", ["agent_13", "region_32", "ministere", "administrateur"])
def test_les_autres_ne_lisent_que_ce_qui_est_publie(client, request, propose, publie, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(propose.get_absolute_url()).status_code == 404
    page = client.get(publie.get_absolute_url()).text
    assert "Texte relu par le CGET." in page
    assert publie.texte not in page


def test_la_prefecture_lit_son_original_a_cote_du_texte_publie(client, publie, agent_59):
    client.force_login(agent_59)
    page = client.get(publie.get_absolute_url()).text
    assert "Texte relu par le CGET." in page
    assert publie.texte in page


def test_le_tableau_de_bord_du_cget_dit_ce_qui_est_a_examiner(client, propose, publie, cget):
    client.force_login(cget)
    assert "1 exemple proposé" in client.get(reverse("accueil")).text
