"""L'examen par le CGET : rien de ce qu'il écrit ne se perd, et tout refus se dit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from contrats.models import Synthese
from remontees.models import EtatInvalide
from remontees.periodes import Annee
from tests.factories import UtilisateurFactory, bilan_complet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ARGUMENTS = [Annee(2019), "59"]
ADRESSE = reverse("synthese", args=ARGUMENTS)


def test_commenter_garde_la_demande_deja_ecrite(client, transmise, cget):
    client.force_login(cget)
    demande = {"motif": "autre", "commentaire": "À reprendre", "limite": "on", "version": 1}
    client.post(
        reverse("synthese_commenter", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Où ?"} | demande,
    )
    retour = client.get(ADRESSE).context["retour"]
    assert (retour["commentaire"].value(), retour["limite"].value()) == ("À reprendre", "on")
    client.post(reverse("synthese_renvoyer", args=ARGUMENTS), demande)
    transmise.refresh_from_db()
    assert (transmise.etat, transmise.retour_limite) == ("a_completer", True)


def test_renvoyer_ne_perd_pas_le_commentaire_qu_on_n_a_pas_ajoute(client, transmise, cget):
    client.force_login(cget)
    page = client.post(
        reverse("synthese_renvoyer", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Où ?", "commentaire": "À reprendre", "version": 1},
    )
    assert "Ajoutez d’abord le commentaire écrit" in page.text
    assert page.context["commenter"]["texte"].value() == "Où ?"
    assert page.context["retour"]["commentaire"].value() == "À reprendre"
    transmise.refresh_from_db()
    assert transmise.etat == "transmise"


def test_une_demande_abandonnee_ne_revient_pas_apres_l_acceptation(client, transmise, cget):
    client.force_login(cget)
    client.post(
        reverse("synthese_commenter", args=ARGUMENTS),
        {"champ": "exemples", "texte": "Où ?", "commentaire": "À reprendre", "version": 1},
    )
    acceptee = {"lue": "on", "malgre": "on", "version": 1}
    client.post(reverse("synthese_accepter", args=ARGUMENTS), acceptee)
    Synthese.objects.update(etat="transmise")
    assert not client.get(ADRESSE).context["retour"]["commentaire"].value()


@pytest.mark.parametrize("geste", ["commenter", "renvoyer", "accepter"])
def test_recharger_un_refus_ramene_a_la_remontee(client, transmise, cget, geste):
    client.force_login(cget)
    assert client.get(reverse(f"synthese_{geste}", args=ARGUMENTS)).url == ADRESSE


def test_un_commentaire_ne_se_clot_plus_une_fois_le_complement_demande(client, transmise, cget):
    commentaire = transmise.commenter(cget, "exemples", "Où ?")
    transmise.renvoyer(cget, "À reprendre")
    client.force_login(cget)
    page = client.post(reverse("synthese_clore", args=[*ARGUMENTS, commentaire.pk]))
    assert page.status_code == 422
    assert "Cette remontée est à compléter. Rien n’est enregistré." in page.text
    commentaire.refresh_from_db()
    assert not commentaire.clos


def test_un_commentaire_d_une_autre_remontee_ne_se_clot_pas(transmise, cget, valideur_59):
    bilan = bilan_complet()
    bilan.transmettre(valideur_59)
    commentaire = bilan.commenter(cget, "obstacles", "Lesquels ?")
    transmise.clore(cget, commentaire)
    commentaire.refresh_from_db()
    assert not commentaire.clos


GESTES = {
    "commenter": lambda remontee, user: remontee.commenter(user, "exemples", "Où ?"),
    "clore": lambda remontee, user: remontee.clore(user, remontee.commentaires.get()),
    "renvoyer": lambda remontee, user: remontee.renvoyer(user, "À reprendre"),
    "accepter": lambda remontee, user: remontee.accepter(user),
}


@pytest.mark.parametrize("geste", GESTES.values(), ids=GESTES)
def test_on_n_examine_qu_au_cget_et_dans_son_territoire(transmise, cget, administrateur, geste):
    transmise.commenter(cget, "exemples", "Où ?")
    ailleurs = UtilisateurFactory(role="cget", departements=["13"])
    for user in (ailleurs, administrateur):
        with pytest.raises(PermissionDenied):
            geste(transmise, user)
    geste(transmise, UtilisateurFactory(role="cget", departements=["59"]))


@pytest.mark.parametrize("geste", GESTES.values(), ids=GESTES)
@pytest.mark.parametrize("etat", ["brouillon", "a_completer", "acceptee"])
def test_on_n_examine_que_ce_qui_est_transmis(transmise, cget, geste, etat):
    transmise.commenter(cget, "exemples", "Où ?")
    Synthese.objects.update(etat=etat)
    with pytest.raises(EtatInvalide):
        geste(transmise, cget)


def test_une_decision_trop_tardive_dit_pourquoi_et_rend_le_texte(client, transmise, cget):
    transmise.accepter(cget)
    client.force_login(cget)
    demande = {"motif": "autre", "commentaire": "À revoir"}
    page = client.post(reverse("synthese_renvoyer", args=ARGUMENTS), demande)
    assert "Cette remontée est acceptée." in page.text
    assert "Votre texte, à copier : « À revoir »" in page.text


def test_un_refus_qui_ne_se_montre_plus_se_dit_quand_meme(client, transmise, cget):
    transmise.accepter(cget)
    client.force_login(cget)
    demande = {"motif": "autre", "commentaire": ""}
    page = client.post(reverse("synthese_renvoyer", args=ARGUMENTS), demande)
    assert "Ce champ est obligatoire. Rien n’est enregistré." in page.text
