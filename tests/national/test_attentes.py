"""« À faire », sur le tableau national : qui ne dit rien, qui est en retard, quoi lire, par nom."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from remontees.models import Campagne
from tests.factories import (
    BilanFactory,
    DepartementFactory,
    RegionFactory,
    UtilisateurFactory,
    bilan_complet,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ADRESSE = reverse("national:tableau")
EN_2019 = {"annee": "2019", "semestre": "2019-s1"}


@pytest.fixture(autouse=True)
def _le_30_aout_2019():
    with time_machine.travel("2019-08-30T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def nord(db):
    return DepartementFactory(code="59", nom="Nord")


@pytest.fixture
def campagne(db):
    """Les bilans sont attendus pour le 31 juillet : trente jours ont passé."""
    return Campagne.objects.create(
        genre="bilan", periode="2019-s1", ouverture_le="2019-07-01", echeance_le="2019-07-31"
    )


def lire(client, user, **choix):
    client.force_login(user)
    return client.get(ADRESSE, EN_2019 | choix)


def nommer(page):
    return {
        groupe.titre: [(nom, depuis) for nom, depuis, _ in groupe.lignes]
        for groupe in page.context["attentes"].groupes
    }


@pytest.mark.usefixtures("campagne")
def test_chacun_est_nomme_la_ou_il_en_est_le_plus_grave_d_abord(client, cget, nord, valideur_59):
    bilan_complet(nord).transmettre(valideur_59)
    BilanFactory(departement__code="62", departement__nom="Pas-de-Calais")
    for code, nom in (("80", "Somme"), ("27", "Eure")):
        DepartementFactory(code=code, nom=nom)
    lus = nommer(lire(client, cget))
    assert [*lus.items()] == [
        (
            "Silencieux, rien n’est commencé",
            [("Eure (27)", "depuis 30 jours"), ("Somme (80)", "depuis 30 jours")],
        ),
        ("En retard, en cours", [("Pas-de-Calais (62)", "depuis 30 jours")]),
        ("À lire", [("Nord (59)", "reçu le 30 août 2019")]),
    ]


def test_qui_a_le_plus_grand_retard_vient_d_abord(client, cget, campagne):
    eure, somme = DepartementFactory(code="27"), DepartementFactory(code="80")
    campagne.prolongations.create(
        departement=eure, jusqu_au="2019-08-20", etat="accordee", motif="Crue."
    )
    (groupe,) = lire(client, cget).context["attentes"].groupes
    assert [ligne[:2] for ligne in groupe.lignes] == [
        (str(somme), "depuis 30 jours"),
        (str(eure), "depuis 10 jours"),
    ]


@pytest.mark.usefixtures("campagne")
def test_un_groupe_mene_a_la_liste_de_ceux_qu_il_compte(client, cget, valideur_59):
    bilan_complet().transmettre(valideur_59)
    BilanFactory(departement__code="62")
    DepartementFactory(code="80")
    for groupe in lire(client, cget).context["attentes"].groupes:
        lignes = client.get(groupe.adresse).context["lignes"]
        assert [str(ligne.territoire) for ligne in lignes] == [nom for nom, *_ in groupe.lignes]
        assert all(client.get(adresse).status_code == 200 for *_, adresse in groupe.lignes)


@pytest.mark.usefixtures("campagne")
def test_au_dela_de_quatre_les_noms_se_replient(client, cget):
    for rang in range(6):
        DepartementFactory(code=f"{rang:02}", nom=f"Nom {rang}")
    page = lire(client, cget)
    (groupe,) = page.context["attentes"].groupes
    assert [nom for nom, *_ in groupe.premieres] == [f"Nom {r} (0{r})" for r in range(4)]
    assert "<summary>2 autres</summary>" in page.text
    assert "Nom 4 (04), Nom 5 (05)." in page.text


@pytest.mark.parametrize(
    ("role", "relance"), [("cget", True), ("region", True), ("ministere", False)]
)
def test_on_ne_propose_de_relancer_qu_a_qui_le_peut(client, campagne, role, relance):
    DepartementFactory(code="62", region__code="32")
    portee = {"regions": ["32"]} if role == "region" else {"national": True}
    page = lire(client, UtilisateurFactory(role=role, **portee))
    lien = reverse("rappeler", args=[campagne.pk])
    assert (f'href="{lien}"' in page.text) == relance
    assert (client.get(lien).status_code < 400) == relance


def test_une_campagne_close_ne_se_relance_pas(client, cget, campagne):
    DepartementFactory(code="62")
    campagne.clore("Sans objet.")
    page = lire(client, cget)
    assert "Relancer" not in page.text
    assert page.context["attentes"].groupes == []
    assert page.context["attentes"].phrase == "Sans échéance : à commencer, 1."


def test_avant_l_echeance_rien_n_est_en_retard(client, cget, campagne):
    DepartementFactory(code="62")
    BilanFactory(departement__code="80")
    with time_machine.travel("2019-07-10"):
        page = lire(client, cget)
        assert "Personne n’est en retard, et rien n’attend d’être lu." in page.text
        assert "Échéance le 31 juillet 2019 : à commencer, 1 ; en cours, 1." in page.text


def test_une_region_n_est_qu_une_ligne_qui_mene_a_ses_departements(client, cget):
    Campagne.objects.create(
        genre="synthese_regionale",
        periode="2019",
        ouverture_le="2019-01-22",
        echeance_le="2019-03-15",
    )
    region = RegionFactory(code="32", nom="Hauts-de-France")
    for code in ("59", "62"):
        DepartementFactory(code=code, region=region)
    page = lire(client, cget, carte="synthese_regionale")
    ((nom, depuis, adresse),) = page.context["attentes"].groupes[0].lignes
    assert (nom, depuis) == ("Hauts-de-France", "depuis 168 jours")
    lignes = client.get(adresse).context["suivi"].lignes
    assert [ligne.departement.code for ligne in lignes] == ["59", "62"]


def test_ce_qui_est_a_faire_des_autres_remontees_se_dit_aussi(client, cget, campagne):
    Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )
    for code in ("62", "80"):
        DepartementFactory(code=code)
    page = lire(client, cget)
    assert page.context["attentes"].ailleurs == [("synthese", "Synthèses, 2019", "2 en retard")]
    assert "carte=synthese#a-faire" in page.text
    # La même remontée ne se redit pas.
    page = lire(client, cget, carte="synthese")
    assert [genre for genre, *_ in page.context["attentes"].ailleurs] == ["bilan"]


@pytest.mark.usefixtures("campagne")
def test_la_remontee_suivie_est_celle_de_la_carte(client, cget):
    assert lire(client, cget).context["attentes"].titre == "Bilans du PAQTE, 1er semestre 2019"
    page = lire(client, cget, carte="synthese")
    assert page.context["attentes"].titre == "Synthèses, 2019"
    assert page.context["cles"][0].nom == "Synthèses reçues"
    # Une carte qui n'est pas d'une remontée laisse la première.
    page = lire(client, cget, carte="referent")
    assert page.context["attentes"].titre == "Bilans du PAQTE, 1er semestre 2019"


def test_le_jour_de_reception_est_celui_de_paris(client, cget, nord, campagne, valideur_59):
    with time_machine.travel(datetime.datetime(2019, 8, 1, 22, 30, tzinfo=datetime.UTC)):
        bilan_complet(nord).transmettre(valideur_59)
    assert nommer(lire(client, cget))["À lire"] == [("Nord (59)", "reçu le 2 août 2019")]


@pytest.mark.usefixtures("campagne")
def test_ce_qui_est_a_completer_dit_quand_il_fut_renvoye(client, cget, nord, valideur_59):
    with time_machine.travel("2019-08-01T12:00:00+02:00"):
        bilan = bilan_complet(nord)
        bilan.transmettre(valideur_59)
    with time_machine.travel("2019-08-10T12:00:00+02:00"):
        bilan.renvoyer(cget, "Précisez la stratégie.")
    (groupe,) = lire(client, cget).context["attentes"].groupes
    renvoi = ("Nord (59)", "renvoyé le 10 août 2019", bilan.get_absolute_url())
    assert (groupe.titre, groupe.lignes) == ("À compléter", [renvoi])


@pytest.mark.usefixtures("campagne")
def test_une_version_de_plus_est_recue_a_son_jour(client, cget, nord, valideur_59):
    bilan = bilan_complet(nord)
    for jour in ("2019-08-01", "2019-08-20"):
        with time_machine.travel(f"{jour}T12:00:00+02:00"):
            bilan.transmettre(valideur_59)
            if jour == "2019-08-01":
                bilan.renvoyer(cget, "Précisez la stratégie.")
    assert nommer(lire(client, cget))["À lire"] == [("Nord (59)", "reçu le 20 août 2019")]
