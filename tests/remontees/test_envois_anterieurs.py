"""Ce qui fut envoyé hors du portail se dépose, et compte : reçu à sa date, ni dû ni relancé."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contrats.models import Synthese
from quartiers.models import Departement
from remontees.models import Campagne, EnvoiAnterieur
from remontees.models.avancee import Delai
from remontees.periodes import Annee
from tests.factories import DepartementFactory, synthese_complete

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

DEPOT = reverse("synthese_anterieur", args=["2019", "59"])


@pytest.fixture
def campagne(db):
    for code in ("59", "62"):
        DepartementFactory(code=code)
    return Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )


def deposer(client, user, contenu=b"%PDF-1.4 envoye", envoye_le="2019-03-14"):
    client.force_login(user)
    fichier = SimpleUploadedFile("Synthèse Nord 2019.pdf", contenu)
    return client.post(DEPOT, {"envoye_le": envoye_le, "fichier": fichier})


def avancee_du_nord():
    campagne = Campagne.objects.avec_attendus().get()
    avancees = Synthese.objects.avancees(Departement.objects.all(), Annee(2019), campagne)
    return next(a for a in avancees.values() if a.code == "59")


def test_elle_compte_comme_recue_a_sa_date(client, campagne, agent_59):
    assert avancee_du_nord().en_retard
    deposer(client, agent_59)
    avancee = avancee_du_nord()
    assert (avancee.libelle, avancee.en_retard, avancee.hors_delai) == (
        "Envoi hors portail",
        False,
        False,
    )
    assert avancee.transmise_le.date() == datetime.date(2019, 3, 14)
    deposee = EnvoiAnterieur.objects.get()
    assert (deposee.depose_par, deposee.nom) == (agent_59, "Synthèse Nord 2019.pdf")


def test_envoyee_apres_l_echeance_elle_est_arrivee_hors_delai(client, campagne, agent_59):
    deposer(client, agent_59, envoye_le="2019-04-02")
    assert avancee_du_nord().delai == Delai.APRES


def test_elle_n_est_plus_due_ni_attendue(client, campagne, agent_59, cget):
    deposer(client, agent_59)
    assert [due.territoire.pk for due in Synthese.objects.dues(campagne)] == ["62"]
    client.get(reverse("accueil"))
    assert "Synthèse 2019" not in client.get(reverse("accueil")).text
    client.force_login(cget)
    assert "et 1 hors portail" in " ".join(client.get(reverse("accueil")).text.split())


def test_le_cget_lit_le_pdf_et_un_autre_departement_non(client, campagne, agent_59, agent_13, cget):
    deposer(client, agent_59)
    adresse = reverse("synthese_anterieur_pdf", args=["2019", "59"])
    client.force_login(cget)
    assert client.get(adresse).content == b"%PDF-1.4 envoye"
    lignes = client.get(reverse("syntheses"), {"periode": "2019", "etat": "anterieure"})
    assert [ligne.territoire.pk for ligne in lignes.context["lignes"]] == ["59"]
    client.force_login(agent_13)
    assert client.get(adresse).status_code == 404
    assert client.get(DEPOT).status_code == 404


def test_elle_se_retire(client, campagne, agent_59):
    deposer(client, agent_59)
    assert "de nouveau attendue" in client.get(DEPOT).text
    client.post(DEPOT)
    assert not EnvoiAnterieur.objects.exists()


def test_ce_qui_part_ensuite_du_portail_l_emporte(client, campagne, agent_59, valideur_59):
    deposer(client, agent_59)
    synthese_complete().transmettre(valideur_59)
    assert avancee_du_nord().etat == "transmise"


@pytest.mark.parametrize(
    ("champs", "champ"),
    [({"contenu": b"PK"}, "fichier"), ({"envoye_le": "2999-01-01"}, "envoye_le")],
)
def test_un_depot_faux_est_refuse_au_bon_champ(client, campagne, agent_59, champs, champ):
    reponse = deposer(client, agent_59, **champs)
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors
