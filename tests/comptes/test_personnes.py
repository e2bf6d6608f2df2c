"""Les comptes : l'administrateur invite, modifie, désactive ; il en reste toujours un."""

from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from comptes.models import Jeton, Utilisateur
from comptes.personnes import desactiver_personne, un_administrateur_reste
from remontees.models import Transmission
from tests.factories import DepartementFactory, RegionFactory, UtilisateurFactory, bilan_complet
from tests.mots_de_passe import MOT_DE_PASSE, choisir, lien
from tests.tableaux import lire_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]


def saisie(**champs):
    return {
        "first_name": "Camille",
        "last_name": "Durand",
        "email": "Camille.Durand@nord.gouv.fr",
        "telephone": "",
        "fonction": "Déléguée du préfet",
        "role": "agent",
        "departements": ["59"],
    } | champs


@pytest.fixture
def admin(client, administrateur):
    """Le client d'un administrateur, dans un Nord qui n'est pas toute la nation."""
    DepartementFactory(code="59", nom="Nord")
    DepartementFactory(code="13", region__code="93")
    client.force_login(administrateur)
    return client


@pytest.fixture
def inviter(admin):
    """Invite une personne par la page ; rend son compte."""

    def inviter(**champs):
        reponse = admin.post(reverse("personne_inviter"), saisie(**champs))
        assert reponse.status_code == 302
        return Utilisateur.objects.latest("pk")

    return inviter


def test_une_personne_invitee_choisit_son_mot_de_passe_puis_se_connecte(inviter, client):
    personne = inviter()
    assert personne.est_en_attente
    client.logout()
    page = choisir(client, mail.outbox[0])
    assert "Votre mot de passe est choisi" in page.text
    saisi = {"username": "camille.durand@nord.gouv.fr", "password": MOT_DE_PASSE}
    assert client.post(reverse("connexion"), saisi).url == reverse("accueil")
    personne.refresh_from_db()
    assert not personne.est_en_attente
    assert personne.codes_departements == ("59",)


def test_l_invitation_est_en_texte_et_en_html(inviter):
    inviter()
    (message,) = mail.outbox
    assert message.to == ["Camille.Durand@nord.gouv.fr"]
    ((html, genre),) = message.alternatives
    assert genre == "text/html"
    for corps in (message.body, html):
        assert lien(message) in corps
        assert "vaut 3 jours" in corps
        assert "Agent de préfecture" in corps


def test_une_invitation_renvoyee_perime_le_premier_lien(inviter, admin):
    personne = inviter()
    admin.post(reverse("personne_renvoyer", args=[personne.pk]))
    premier, second = mail.outbox
    assert "Ce lien ne vaut plus" in choisir(admin, premier).text
    assert "Votre mot de passe est choisi" in choisir(admin, second).text
    assert "Ce lien ne vaut plus" in choisir(admin, second).text


def test_une_invitation_ne_se_renvoie_pas_a_qui_se_connecte_deja(admin, agent_59):
    agent_59.set_password(MOT_DE_PASSE)
    agent_59.save()
    assert admin.post(reverse("personne_renvoyer", args=[agent_59.pk])).status_code == 404
    agent_59.refresh_from_db()
    assert agent_59.has_usable_password()


def test_une_invitation_qui_ne_peut_pas_etre_envoyee_n_ouvre_pas_de_compte(admin):
    with (
        mock.patch("comptes.courriel.preparer", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        admin.post(reverse("personne_inviter"), saisie())
    assert not Utilisateur.objects.filter(last_name="Durand").exists()


@pytest.mark.parametrize("cache", ["\u202e", "\u200b", "\u00ad", "\u3164"])
def test_un_nom_ne_cache_aucun_signe(inviter, cache):
    personne = inviter(last_name=f"Durand{cache}-Morel")
    assert personne.last_name == "Durand-Morel"


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"email": "AGENT-59@exemple.gouv.fr"}, "email"),
        ({"email": "ancien@exemple.fr"}, "email"),
        ({"email": ""}, "email"),
        ({"last_name": ""}, "last_name"),
        ({"departements": []}, "departements"),
        ({"regions": ["32"]}, "regions"),
        *(
            ({"role": role} | champs, champ)
            for role in ("agent_region", "valideur_region", "region")
            for champs, champ in (
                ({"departements": []}, "regions"),
                ({"regions": ["32"]}, "departements"),
            )
        ),
    ],
)
def test_une_invitation_fausse_est_refusee_au_bon_champ(admin, agent_59, champs, champ):
    UtilisateurFactory(username="ancien@exemple.fr", email="")
    RegionFactory()
    reponse = admin.post(reverse("personne_inviter"), saisie(**champs))
    assert reponse.status_code == 422
    assert set(reponse.context["form"].errors) == {champ}
    assert "Camille" in reponse.text
    assert mail.outbox == []


@pytest.mark.parametrize("role", ["agent_region", "valideur_region"])
def test_qui_ecrit_pour_une_region_est_invite_dans_sa_region(inviter, role):
    RegionFactory(code="32")
    assert inviter(role=role, departements=[], regions=["32"]).codes_regions_modifiables == ("32",)


def test_un_role_national_sans_territoire_voit_la_nation(inviter):
    assert inviter(role="cget", departements=[]).est_national


def test_seul_l_administrateur_entre_dans_l_administration_de_django(inviter, admin):
    personne = inviter(role="administrateur", departements=[])
    assert personne.is_staff
    admin.post(personne.get_absolute_url(), saisie())
    personne.refresh_from_db()
    assert (personne.role, personne.is_staff, personne.is_superuser) == ("agent", False, False)
    assert personne.codes_departements == ("59",)


def test_l_identifiant_d_une_personne_invitee_suit_son_adresse(inviter, admin):
    personne = inviter()
    admin.post(personne.get_absolute_url(), saisie(email="c.durand@nord.gouv.fr"))
    personne.refresh_from_db()
    assert personne.username == "c.durand@nord.gouv.fr"


def test_nul_ne_change_son_propre_role(admin, administrateur):
    admin.post(administrateur.get_absolute_url(), saisie(role="agent"))
    administrateur.refresh_from_db()
    assert (administrateur.role, administrateur.last_name) == ("administrateur", "Durand")


def test_desactiver_ferme_les_sessions_et_revoque_les_jetons(admin, agent_59):
    agent = type(admin)()
    agent.force_login(agent_59)
    Jeton.objects.creer(agent_59, "Tableau de la DDT", "api")
    admin.post(reverse("personne_desactiver", args=[agent_59.pk]), {"csrfmiddlewaretoken": "x"})
    assert not Jeton.objects.exists()
    assert agent.get(reverse("accueil")).url.startswith(reverse("connexion"))
    admin.post(reverse("personne_renvoyer", args=[agent_59.pk]))
    agent_59.refresh_from_db()
    assert agent_59.is_active
    # Le compte rouvert ne ranime pas l'ancienne session.
    assert agent.get(reverse("accueil")).url.startswith(reverse("connexion"))


def test_desactiver_perime_le_lien_d_une_invitation(inviter, admin):
    personne = inviter()
    admin.post(reverse("personne_desactiver", args=[personne.pk]), {"csrfmiddlewaretoken": "x"})
    assert "Ce lien ne vaut plus" in choisir(admin, mail.outbox[0]).text


def test_les_remontees_figees_d_un_compte_desactive_restent(valideur_59, administrateur):
    bilan_complet().transmettre(valideur_59)
    desactiver_personne(valideur_59, administrateur)
    assert Transmission.objects.get().transmise_par == valideur_59


def test_nul_ne_se_desactive(admin, administrateur):
    adresse = reverse("personne_desactiver", args=[administrateur.pk])
    reponse = admin.post(adresse, {"csrfmiddlewaretoken": "x"})
    assert reponse.status_code == 422
    assert "votre propre compte" in reponse.text
    administrateur.refresh_from_db()
    assert administrateur.is_active


def test_le_dernier_administrateur_qui_se_connecte_reste(administrateur, agent_59, inviter):
    inviter(role="administrateur", departements=[])
    with pytest.raises(ValidationError, match="au moins un administrateur"):
        desactiver_personne(administrateur, agent_59)
    assert Utilisateur.objects.get(pk=administrateur.pk).is_active


def test_un_second_administrateur_permet_de_desactiver_le_premier(administrateur, agent_59):
    UtilisateurFactory(role="administrateur")
    desactiver_personne(administrateur, agent_59)
    assert not Utilisateur.objects.get(pk=administrateur.pk).is_active


def test_un_role_retire_au_dernier_administrateur_n_est_pas_ecrit(administrateur):
    def retirer():
        with un_administrateur_reste():
            administrateur.prendre_role("agent")
            administrateur.save()

    with pytest.raises(ValidationError, match="au moins un administrateur"):
        retirer()
    assert Utilisateur.objects.get(pk=administrateur.pk).est_administrateur


def test_la_liste_se_filtre(admin, agent_59, agent_13, region_32, inviter):
    personne = inviter()
    desactive = UtilisateurFactory(is_active=False)
    attendus = {
        "recherche=deleguee+CAMILLE": {personne},
        "role=region": {region_32},
        "departement=59": {agent_59, region_32, personne},
        "etat=attente": {personne},
        "etat=desactive": {desactive},
    }
    for requete, comptes in attendus.items():
        page = admin.get(f"{reverse('personnes')}?{requete}")
        assert set(page.context["page_obj"]) == comptes, requete


def test_la_liste_s_exporte(admin, agent_59):
    (ligne,) = lire_csv(admin.get(f"{reverse('personnes')}?departement=59&format=csv"))
    assert list(ligne)[:5] == ["courriel", "prenom", "nom", "role", "departements"]
    assert list(ligne)[5:8] == ["regions", "fonction", "telephone"]
    assert list(ligne.values())[:5] == ["agent-59@exemple.gouv.fr", "", "", "agent", "59"]
    assert list(ligne.values())[-1] == "Actif"


def test_les_requetes_de_la_liste_ne_dependent_pas_du_nombre(admin, django_assert_max_num_queries):
    UtilisateurFactory(departements=["59"], regions=["32"])
    with django_assert_max_num_queries(12) as avant:
        admin.get(reverse("personnes"))
    for _ in range(10):
        UtilisateurFactory(departements=["59"], regions=["32"])
    with django_assert_max_num_queries(len(avant)):
        admin.get(reverse("personnes"))
