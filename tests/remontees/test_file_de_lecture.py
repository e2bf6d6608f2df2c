"""La file du CGET : le plus pressé d'abord, ses territoires, ce qui a changé, notes et délais."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from paqte.models import Bilan
from remontees.file_de_lecture import a_lire, compte_de_l_examen
from remontees.models import Campagne, Decision
from tests.factories import (
    ContactCgetFactory,
    DepartementFactory,
    UtilisateurFactory,
    bilan_complet,
    synthese_complete,
)
from tests.formulaires import caches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


def transmis(code, jour="2019-07-10"):
    """Un bilan du département de ce code, transmis ce jour-là."""
    bilan = bilan_complet(DepartementFactory(code=code))
    with time_machine.travel(f"{jour}T10:00:00+02:00", tick=False):
        bilan.transmettre(UtilisateurFactory(role="valideur", departements=[code]))
    return Bilan.objects.get(pk=bilan.pk)


@pytest.fixture
def bilans(db):
    return [
        transmis("62", "2019-07-12"),
        transmis("59", "2019-07-10"),
        transmis("80", "2019-07-11"),
    ]


def codes(file):
    return [ligne.remontee.code for ligne in file]


def test_le_plus_presse_se_lit_d_abord(bilans, cget):
    assert codes(a_lire(cget)) == ["59", "80", "62"]


def test_le_delai_est_celui_de_la_campagne_au_jour_ouvre_qui_suit(bilans, cget):
    assert a_lire(cget)[0].a_decider_le == datetime.date(2019, 8, 9)
    Campagne.objects.create(
        genre="bilan",
        periode="2019-s1",
        ouverture_le="2019-06-01",
        echeance_le="2019-07-31",
        jours_d_examen=3,
    )
    (premiere, *_) = a_lire(cget)
    assert premiere.a_decider_le == datetime.date(2019, 7, 15)
    assert premiere.est_en_retard


def test_ce_qui_est_decide_quitte_la_file(bilans, cget):
    bilans[1].accepter(cget)
    bilans[2].renvoyer(cget, "Précisez.")
    assert codes(a_lire(cget)) == ["62"]


def test_mes_territoires_sont_ceux_de_mon_contact(client, bilans, cget):
    ContactCgetFactory(courriel=cget.email.upper(), departements=["62"])
    cget = type(cget).objects.get(pk=cget.pk)
    assert codes(a_lire(cget)) == ["62"]
    assert codes(a_lire(cget, tous=True)) == ["59", "80", "62"]
    client.force_login(cget)
    assert "vos 1 département" in " ".join(client.get(reverse("accueil")).text.split())
    listes = {"periode": "2019-s1", "miens": "on"}
    lignes = client.get(reverse("paqte:bilans"), listes).context["lignes"]
    assert [ligne.territoire.code for ligne in lignes] == ["62"]


def test_ouvrir_une_version_la_marque_lue_pour_soi_seul(client, bilans, cget):
    client.force_login(cget)
    client.get(bilans[1].adresse())
    assert [ligne.version.lue for ligne in a_lire(cget)] == [True, False, False]
    autre = UtilisateurFactory(role="cget", national=True)
    assert not any(ligne.version.lue for ligne in a_lire(autre))
    non_lues = client.get(reverse("paqte:bilans"), {"periode": "2019-s1", "non_lues": "on"})
    assert len(non_lues.context["lignes"]) == 2


def test_une_prefecture_qui_relit_sa_version_ne_marque_rien(client, bilans, agent_59, cget):
    client.force_login(agent_59)
    client.get(bilans[1].adresse())
    assert not a_lire(cget)[0].version.lue


def test_accepter_peut_mener_a_la_suivante(client, bilans, cget):
    client.force_login(cget)
    client.get(reverse("a_lire_suivante"))
    page = client.get(bilans[1].adresse())
    assert "Passer à la suivante" in page.text
    saisie = {"lue": "on", "suivante": "", "version": 1}
    reponse = client.post(bilans[1].adresse("accepter"), saisie)
    assert reponse.url == reverse("a_lire_suivante")
    assert client.get(reponse.url).url == bilans[2].adresse()


def test_sans_rien_a_lire_la_suivante_mene_a_la_file(client, cget):
    client.force_login(cget)
    assert client.get(reverse("a_lire_suivante")).url == reverse("a_lire")
    assert "Rien n’attend votre lecture." in client.get(reverse("a_lire")).text


def test_la_version_dit_ce_qui_a_change_depuis_la_periode_d_avant(client, cget, valideur_59):
    DepartementFactory(code="59")
    synthese_complete(periode="2019").transmettre(valideur_59)
    nouvelle = synthese_complete(periode="2020", exemples="Un autre exemple.")
    nouvelle.transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(nouvelle.adresse())
    assert "Ce qui a changé depuis 2019" in page.text
    assert "Un autre exemple." in [ligne.apres for ligne in page.context["depuis"]]


def test_on_ne_compare_jamais_a_une_periode_plus_lointaine(client, cget, valideur_59):
    DepartementFactory(code="59")
    synthese_complete(periode="2019").transmettre(valideur_59)
    nouvelle = synthese_complete(periode="2022")
    nouvelle.transmettre(valideur_59)
    client.force_login(cget)
    assert (
        "Rien n’a été transmis pour la période qui précède" in client.get(nouvelle.adresse()).text
    )


def test_accepter_malgre_des_commentaires_ouverts_se_confirme(client, bilans, cget):
    bilan = bilans[1]
    bilan.commenter(cget, "obstacles", "Lesquels ?")
    client.force_login(cget)
    saisie = {"lue": "on"} | caches(client.get(bilan.adresse()))
    assert client.post(bilan.adresse("accepter"), saisie).status_code == 422
    client.post(bilan.adresse("accepter"), saisie | {"malgre": "on"})
    bilan.refresh_from_db()
    assert bilan.etat == "acceptee"


def test_un_renvoi_a_une_cause_que_la_nation_compte(client, bilans, cget):
    campagne = Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-06-01", echeance_le="2019-07-31"
    )
    client.force_login(cget)
    sans_cause = {"commentaire": "Précisez.", "version": 1}
    assert client.post(bilans[0].adresse("renvoyer"), sans_cause).status_code == 422
    with time_machine.travel("2019-07-20T10:00:00+02:00", tick=False):
        client.force_login(cget)
        client.post(bilans[0].adresse("renvoyer"), sans_cause | {"motif": "chiffres"})
        bilans[1].renvoyer(cget, "Précisez.", motif="chiffres")
        bilans[2].accepter(cget)
        bilans[2].defaire(cget)
    (examen,) = compte_de_l_examen([campagne])
    assert (examen.decidees, examen.a_temps, examen.mediane) == (3, 3, 9)
    assert examen.motifs == [("Chiffres incohérents ou à vérifier", 2)]
    client.force_login(cget)
    page = " ".join(client.get(reverse("a_lire")).text.split())
    assert "Chiffres incohérents ou à vérifier : 2" in page


def test_chaque_decision_est_gardee(bilans, cget):
    bilans[0].accepter(cget)
    bilans[0].defaire(cget)
    sens = Decision.objects.order_by("pk").values_list("sens", "par__username")
    assert list(sens) == [("acceptee", "cget"), ("defaite", "cget")]


def test_les_examinateurs_se_laissent_des_notes_que_personne_d_autre_ne_lit(
    client, bilans, cget, agent_59, region_32, administrateur
):
    client.force_login(cget)
    client.post(bilans[1].adresse("noter"), {"note": "Vu avec la DRIEETS."})
    assert "Vu avec la DRIEETS." in client.get(bilans[1].adresse()).text
    for user in (agent_59, region_32, administrateur):
        client.force_login(user)
        assert "Vu avec la DRIEETS." not in client.get(bilans[1].adresse()).text
        with pytest.raises(PermissionDenied):
            bilans[1].annoter(user, "Moi aussi.")


def test_une_note_se_laisse_aussi_apres_la_decision(client, bilans, cget):
    bilans[1].accepter(cget)
    client.force_login(cget)
    assert client.post(bilans[1].adresse("noter"), {"note": ""}).status_code == 422
    client.post(bilans[1].adresse("noter"), {"note": "À reprendre l’an prochain."})
    assert bilans[1].notes.get().auteur == cget


def test_la_file_ne_compte_pas_ses_requetes_par_ligne(
    client, bilans, cget, django_assert_max_num_queries
):
    client.force_login(cget)
    with django_assert_max_num_queries(24):
        client.get(reverse("a_lire"))
