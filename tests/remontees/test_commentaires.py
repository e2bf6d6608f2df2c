"""Les commentaires du CGET : à leur champ, avec réponse, et au besoin seuls champs rouverts."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from contrats.models import Synthese
from paqte.forms.bilan import BilanForm
from paqte.models import Bilan
from remontees.models import Commentaire
from remontees.periodes import Annee
from socle.francais import ecrire_jour
from socle.noms import nommer
from tests.factories import bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ARGUMENTS = [Annee(2019), "59"]
ADRESSE = reverse("synthese", args=ARGUMENTS)


def renvoyer(transmise, cget, *champs, limite=False):
    """Commente ces champs puis renvoie la synthèse ; rend les commentaires."""
    commentaires = [transmise.commenter(cget, champ, f"Précisez {champ}.") for champ in champs]
    transmise.renvoyer(cget, "À reprendre", limite=limite)
    transmise.refresh_from_db()
    return commentaires


def saisie(synthese, **champs):
    textes = ("demarches", "declinaison", "echeances", "difficultes", "exemples")
    return {"verrou": synthese.verrou} | {n: getattr(synthese, n) for n in textes} | champs


def test_le_cget_commente_un_champ_que_la_prefecture_voit_a_sa_place(
    client, transmise, cget, agent_59
):
    client.force_login(cget)
    client.post(
        reverse("synthese_commenter", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Donnez un <b>lieu</b>.", "version": 1},
    )
    client.post(
        reverse("synthese_renvoyer", args=ARGUMENTS),
        {"motif": "autre", "commentaire": "À reprendre", "version": 1},
    )
    client.force_login(agent_59)
    page = client.get(ADRESSE)
    aide = page.context["form"]["exemples"].help_text
    assert aide == nommer("{Le cget} demande : Donnez un &lt;b&gt;lieu&lt;/b&gt;.")
    assert nommer("Votre réponse {au cget}") in page.text


def test_un_commentaire_sans_reponse_empeche_de_transmettre(transmise, cget):
    (commentaire,) = renvoyer(transmise, cget, "exemples")
    (manque,) = transmise.tous_les_manques()
    assert manque.lien == f"{ADRESSE}#id_reponse-{commentaire.pk}"


def test_la_reponse_s_enregistre_avec_le_brouillon(client, transmise, cget, agent_59, valideur_59):
    (commentaire,) = renvoyer(transmise, cget, "exemples")
    client.force_login(agent_59)
    client.post(ADRESSE, saisie(transmise, **{f"reponse-{commentaire.pk}": "À Denain."}))
    commentaire.refresh_from_db()
    assert commentaire.reponse == "À Denain."
    transmise.refresh_from_db()
    assert transmise.transmettre(valideur_59).numero == 2


def test_une_reponse_ecrite_pendant_la_transmission_revient_a_son_auteur(
    client, transmise, cget, agent_59, valideur_59
):
    (commentaire,) = renvoyer(transmise, cget, "exemples")
    Commentaire.objects.update(reponse="À Denain.")
    verrou = transmise.verrou
    transmise.transmettre(valideur_59)
    client.force_login(agent_59)
    envoi = saisie(transmise, **{f"reponse-{commentaire.pk}": "À Lille aussi."})
    reponse = client.post(ADRESSE, envoi | {"verrou": verrou})
    assert reponse.status_code == 409
    assert "À Lille aussi." in reponse.text


def test_un_retour_limite_ne_rouvre_que_les_champs_commentes(client, transmise, cget, agent_59):
    renvoyer(transmise, cget, "exemples", limite=True)
    client.force_login(agent_59)
    client.post(ADRESSE, saisie(transmise, demarches="Réécrit", exemples="À Denain"))
    synthese = Synthese.objects.get()
    assert synthese.exemples == "À Denain"
    assert synthese.demarches != "Réécrit"


def test_un_retour_limite_veut_un_commentaire(client, transmise, cget):
    client.force_login(cget)
    page = client.post(
        reverse("synthese_renvoyer", args=ARGUMENTS),
        {"motif": "autre", "commentaire": "X", "limite": "on", "version": 1},
        follow=True,
    )
    assert "Commentez d’abord" in page.text
    assert Synthese.objects.get().etat == "transmise"


def test_la_date_attendue_se_lit_en_tete(client, transmise, cget, agent_59):
    demain = timezone.localdate() + datetime.timedelta(days=1)
    client.force_login(cget)
    client.post(
        reverse("synthese_renvoyer", args=ARGUMENTS),
        {"motif": "autre", "commentaire": "X", "pour_le": demain.isoformat(), "version": 1},
    )
    client.force_login(agent_59)
    assert f"pour le {ecrire_jour(demain)}" in client.get(ADRESSE).text


@pytest.mark.parametrize(
    ("pour_le", "motif"),
    [
        ("2019-04-30", "Donnez une date à venir"),
        ("2099-12-31", "Donnez une date à venir"),
        ("9999-12-31", "pas plausible"),
    ],
)
def test_un_complement_refuse_garde_ce_que_le_cget_a_ecrit(client, transmise, cget, pour_le, motif):
    client.force_login(cget)
    page = client.post(
        reverse("synthese_renvoyer", args=ARGUMENTS),
        {"motif": "autre", "commentaire": "Précisez les lieux.", "pour_le": pour_le},
    )
    assert page.status_code == 422
    assert motif in page.text
    assert "Précisez les lieux." in page.text
    assert Synthese.objects.get().etat == "transmise"


def test_la_prefecture_relit_ses_versions_pendant_le_complement(client, transmise, cget, agent_59):
    renvoyer(transmise, cget)
    client.force_login(agent_59)
    assert transmise.adresse("version_pdf", 1) in client.get(ADRESSE).text


def test_transmettre_dit_que_rien_n_a_change(client, transmise, cget, valideur_59):
    renvoyer(transmise, cget)
    client.force_login(valideur_59)
    page = transmise.adresse("transmettre")
    assert "Rien n’a changé depuis la version 1" in client.get(page).text
    client.post(ADRESSE, saisie(transmise, exemples="Un autre exemple."))
    texte = client.get(page).text
    assert "Rien n’a changé" not in texte
    assert "À reprendre" in texte


def test_le_cget_relit_sa_demande_apres_la_version_suivante(client, transmise, cget, valideur_59):
    renvoyer(transmise, cget)
    transmise.transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(ADRESSE).text
    assert "Dernier complément demandé" in page
    assert "À reprendre" in page


def test_le_cget_clot_un_commentaire_et_accepter_les_clot_tous(client, transmise, cget):
    premier = transmise.commenter(cget, "exemples", "Un")
    transmise.commenter(cget, "demarches", "Deux")
    client.force_login(cget)
    client.post(reverse("synthese_clore", args=[*ARGUMENTS, premier.pk]), {"version": 1})
    page = client.get(ADRESSE).text
    assert (page.count(", ouvert)"), page.count(", clos)")) == (1, 1)
    transmise.accepter(cget)
    assert client.get(ADRESSE).text.count(", clos)") == 2


@pytest.mark.parametrize("partie", ["rubrique-referent", "contexte-population"])
def test_une_rubrique_ou_un_chiffre_se_commente_et_attend_sa_reponse(
    client, cget, agent_59, valideur_59, partie
):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    client.force_login(cget)
    client.post(
        bilan.adresse("commenter"), {"champ": partie, "texte": "D’où vient-il ?", "version": 1}
    )
    commentaire = Commentaire.objects.get()
    bilan.renvoyer(cget, "À reprendre")
    client.force_login(agent_59)
    page = client.get(bilan.adresse()).text
    assert f"« {commentaire.partie} »" in page
    assert nommer("{Le cget} demande : D’où vient-il") in page
    (manque,) = Bilan.objects.get().tous_les_manques()
    assert commentaire.partie in manque.libelle
    assert commentaire.partie in {"référent du PAQTE", "Population des QPV"}


# À compléter, la page s'écrit : premier jet, points à vérifier, contacts, exemples, journées.
@pytest.mark.parametrize(("etat", "requetes"), [("a_completer", 40), ("transmise", 30)])
def test_un_commentaire_de_plus_ne_coute_aucune_requete(
    client, cget, agent_59, valideur_59, etat, requetes, django_assert_max_num_queries
):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.commenter(cget, "contexte-population", "D’où vient-il ?")
    Bilan.objects.update(etat=etat)
    client.force_login(agent_59)
    with django_assert_max_num_queries(requetes) as avant:
        client.get(bilan.adresse())
    for champ in ("obstacles", "contexte-defm"):
        bilan.commentaires.create(champ=champ, texte="Précisez.", auteur=cget)
    with django_assert_max_num_queries(len(avant)):
        assert client.get(bilan.adresse()).text.count("Précisez.") >= 2


def test_un_retour_limite_rouvre_le_chiffre_commente_et_lui_seul(cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    bilan.commenter(cget, "contexte-population", "D’où vient-il ?")
    bilan.renvoyer(cget, "À reprendre", limite=True)
    champs = BilanForm(instance=Bilan.objects.get()).fields
    assert not champs["valeur-contexte-population"].disabled
    assert not champs["motif-contexte-population"].disabled
    assert champs["valeur-contexte-defm"].disabled
    assert champs["strategie"].disabled


@pytest.mark.parametrize(
    ("geste", "champs"),
    [
        ("commenter", {"champ": "exemples", "texte": "x" * 2001}),
        ("renvoyer", {"motif": "autre", "commentaire": "x" * 2001}),
    ],
)
def test_un_commentaire_trop_long_le_dit_et_se_garde(client, transmise, cget, geste, champs):
    client.force_login(cget)
    page = client.post(reverse(f"synthese_{geste}", args=ARGUMENTS), champs)
    assert page.status_code == 422
    assert "2001 caractères, pour 2 000 au plus" in page.text
    assert "x" * 2001 in page.text
    assert 'maxlength="2000"' not in page.text


def test_une_partie_inconnue_ne_se_commente_pas(client, transmise, cget):
    client.force_login(cget)
    adresse = reverse("synthese_commenter", args=ARGUMENTS)
    client.post(adresse, {"champ": "verrou", "texte": "X"})
    assert not Commentaire.objects.exists()
