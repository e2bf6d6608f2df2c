"""Ce que dit une personne d'elle-même : son nom, l'état de son compte, ce qu'on exige d'elle."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from comptes.models import Perimetre, Utilisateur
from quartiers.models import Departement, Region
from tests.factories import DepartementFactory, UtilisateurFactory
from tests.mots_de_passe import MOT_DE_PASSE

pytestmark = pytest.mark.django_db

INVITE = datetime.datetime(2019, 3, 1, 10, tzinfo=datetime.UTC)
AVANT, APRES = INVITE - datetime.timedelta(hours=1), INVITE + datetime.timedelta(hours=1)


def test_une_personne_s_appelle_par_son_nom_sinon_par_son_identifiant():
    assert str(Utilisateur(username="c.durand", first_name="Camille", last_name="Durand")) == (
        "Camille Durand"
    )
    assert str(Utilisateur(username="c.durand")) == "c.durand"


@pytest.mark.parametrize(
    ("actif", "mot_de_passe", "venue", "invite", "etat"),
    [
        (True, None, None, INVITE, "Invitation en attente"),
        (True, None, None, None, "Invitation en attente"),
        (True, None, AVANT, INVITE, "Invitation en attente"),
        (True, None, INVITE, INVITE, "Actif"),
        (True, None, APRES, INVITE, "Actif"),
        (True, None, APRES, None, "Actif"),
        (True, MOT_DE_PASSE, None, INVITE, "Actif"),
        (False, None, None, INVITE, "Désactivé"),
    ],
)
def test_est_en_attente_qui_n_est_pas_venu_depuis_son_invitation(
    actif, mot_de_passe, venue, invite, etat
):
    personne = UtilisateurFactory(is_active=actif, last_login=venue, invite_le=invite)
    personne.set_password(mot_de_passe)
    personne.save()
    assert personne.libelle_etat == etat
    en_attente = etat == "Invitation en attente"
    assert personne.est_en_attente is en_attente
    assert Utilisateur.objects.en_attente().filter(pk=personne.pk).exists() is en_attente


def test_l_adresse_d_un_compte_n_est_pas_l_identifiant_d_un_autre():
    UtilisateurFactory(username="c.durand@nord.gouv.fr", email="")
    personne = UtilisateurFactory(email="C.Durand@NORD.gouv.fr")
    with pytest.raises(ValidationError, match="déjà celle d’un autre compte"):
        personne.clean()


def test_un_compte_garde_son_adresse_et_son_domaine_s_ecrit_en_minuscules():
    personne = UtilisateurFactory(username="C.Durand@NORD.GOUV.FR", email="C.Durand@NORD.GOUV.FR")
    personne.clean()
    assert personne.email == "C.Durand@nord.gouv.fr"


@pytest.mark.parametrize(
    ("champs", "exige"),
    [
        ({"role": "cget"}, True),
        ({"role": "administrateur"}, True),
        ({"role": "agent", "is_staff": True}, True),
        ({"role": "agent", "is_superuser": True}, True),
        ({"role": "agent"}, False),
        ({"role": "valideur"}, False),
        ({"role": "ministere"}, False),
    ],
)
def test_le_second_facteur_s_exige_de_qui_gere_ou_examine(settings, champs, exige):
    personne = Utilisateur(**champs)
    settings.SECOND_FACTEUR_EXIGE = True
    assert personne.doit_second_facteur is exige
    settings.SECOND_FACTEUR_EXIGE = False
    assert personne.doit_second_facteur is False


def test_un_perimetre_se_nomme_par_son_territoire():
    nord, region = Departement(code="59", nom="Nord"), Region(code="32", nom="Hauts-de-France")
    assert str(Perimetre(departement=nord)) == str(nord)
    assert str(Perimetre(region=region)) == "Hauts-de-France"
    assert str(Perimetre()) == "National"


def test_poser_des_perimetres_ouvre_departements_et_regions_ensemble():
    for code, region in (("59", "32"), ("62", "32"), ("13", "93"), ("06", "93"), ("69", "84")):
        DepartementFactory(code=code, region__code=region)
    personne = UtilisateurFactory()
    personne.poser_perimetres(["59", "69"], ["93"])
    relue = Utilisateur.objects.get(pk=personne.pk)
    assert sorted(relue.codes_departements) == ["06", "13", "59", "69"]


def test_une_recherche_se_garde_par_liste_vide_s_oublie_et_rien_d_autre_ne_s_enregistre():
    personne = UtilisateurFactory()
    personne.fonction = "pas encore enregistrée"
    personne.garder_la_liste("/bilans/", "departement=59")
    personne.garder_la_liste("/contrats/", "etat=signe")
    personne.garder_la_liste("/bilans/", "")
    personne.garder_la_liste("/jamais-vue/", "")
    relue = Utilisateur.objects.get(pk=personne.pk)
    assert (relue.listes, relue.fonction) == ({"/contrats/": "etat=signe"}, "")


def test_fermer_ses_acces_n_enregistre_rien_d_autre():
    personne = UtilisateurFactory()
    personne.fonction = "pas encore enregistrée"
    personne.fermer_les_acces()
    relue = Utilisateur.objects.get(pk=personne.pk)
    assert (relue.sessions_fermees_le, relue.fonction) == (personne.sessions_fermees_le, "")
