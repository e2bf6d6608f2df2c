"""Ce qu'un compte garde quand deux gestes s'y croisent, et à qui un lien part."""

import pytest
from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from quartiers.models import Region
from tests.factories import DepartementFactory, RegionFactory, UtilisateurFactory
from tests.mots_de_passe import MOT_DE_PASSE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "geste",
    [Utilisateur.fermer_les_acces, lambda compte: compte.garder_la_liste("/contrats/", "q=Lille")],
    ids=["fermer les accès", "garder une liste"],
)
def test_un_geste_sur_son_compte_n_efface_pas_ce_qu_un_autre_y_ecrit(agent_59, geste):
    Utilisateur.objects.update(fonction="Déléguée du préfet")
    geste(agent_59)
    agent_59.refresh_from_db()
    assert agent_59.fonction == "Déléguée du préfet"


def test_une_liste_gardee_remplace_la_precedente_et_vide_l_oublie(agent_59):
    gardees = []
    for recherche in ("departement=59", "departement=62", ""):
        agent_59.garder_la_liste("/contrats/", recherche)
        gardees.append(Utilisateur.objects.get(pk=agent_59.pk).listes)
    assert gardees == [
        {"/contrats/": "departement=59"},
        {"/contrats/": "departement=62"},
        {},
    ]


def test_oublier_une_liste_qui_n_est_pas_gardee_ne_fait_rien(agent_59):
    agent_59.garder_la_liste("/contrats/", "")
    assert Utilisateur.objects.get(pk=agent_59.pk).listes == {}


def test_fermer_ses_acces_une_seconde_fois_ferme_les_sessions_ouvertes_depuis(client, agent_59):
    for _ in range(2):
        client.force_login(agent_59)
        assert client.get(reverse("accueil")).status_code == 200
        agent_59.fermer_les_acces()
        assert client.get(reverse("accueil")).status_code == 302


def test_changer_la_cle_du_portail_ne_ferme_pas_les_sessions_tant_que_l_ancienne_vaut(
    client, agent_59, settings
):
    client.force_login(agent_59)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-cle-neuve-" * 4
    assert client.get(reverse("accueil")).status_code == 200
    client.force_login(agent_59)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "une-autre-cle-" * 4
    assert client.get(reverse("accueil")).status_code == 302


def test_les_homonymes_se_rangent_par_prenom_puis_par_identifiant():
    noms = [("b", "Zoé", "Durand"), ("c", "Ada", "Durand"), ("a", "Zoé", "Durand"), ("d", "", "A")]
    for identifiant, prenom, nom in noms:
        UtilisateurFactory(username=identifiant, first_name=prenom, last_name=nom)
    ranges = Utilisateur.objects.par_nom().values_list("username", flat=True)
    assert list(ranges) == ["d", "c", "a", "b"]


def test_un_lien_de_mot_de_passe_ne_part_qu_a_qui_en_a_un_ou_est_invite():
    """Qui n'entre que par ProConnect n'a jamais choisi de mot de passe : il n'en reçoit pas."""
    invite = UtilisateurFactory(username="invite", email="a@nord.gouv.fr", invite_le=timezone.now())
    par_proconnect = UtilisateurFactory(
        username="proconnect", email="b@nord.gouv.fr", last_login=timezone.now()
    )
    for compte in (invite, par_proconnect):
        compte.set_unusable_password()
        compte.save()
    connu = UtilisateurFactory(username="connu", email="c@nord.gouv.fr")
    connu.set_password(MOT_DE_PASSE)
    connu.save()
    secourus = {
        adresse: list(Utilisateur.objects.a_secourir(adresse))
        for adresse in ("A@nord.gouv.fr", "b@nord.gouv.fr", "c@nord.gouv.fr", "d@nord.gouv.fr")
    }
    assert list(secourus.values()) == [[invite], [], [connu], []]


def test_les_regions_dont_on_suit_les_remontees_sont_les_siennes_jamais_celles_d_un_ministere(
    region_32, ministere, cget
):
    DepartementFactory(code="13", region=RegionFactory(code="93", nom="Provence"))
    suivies = [set(user.codes_regions_suivies) for user in (region_32, ministere, cget)]
    assert suivies == [{"32"}, set(), {"32", "93"}]
    assert Region.objects.count() == 2
