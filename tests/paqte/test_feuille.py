"""Une entreprise répond par un fichier, ou en écrivant : son brouillon s'enregistre en passant."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from paqte.models import Demande
from tests.factories import ConventionFactory, ResultatFactory, bilan_complet
from tests.factories.demandes import acier_du_nord, demande_et_lien

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    return acier_du_nord(bilan_complet().departement)


@pytest.fixture
def ouverte(convention):
    return demande_et_lien(convention)


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def telecharger(client, adresse):
    reponse = client.get(f"{adresse}?feuille")
    assert reponse.status_code == 200
    return load_workbook(io.BytesIO(reponse.content))


def remplir(classeur, **resultats):
    feuille = classeur.active
    codes = {ligne[7].value: ligne for ligne in feuille.iter_rows(min_row=2)}
    for code, valeur in resultats.items():
        codes[code.replace("_", "-")][10].value = valeur
    octets = io.BytesIO()
    classeur.save(octets)
    return SimpleUploadedFile("feuille.xlsx", octets.getvalue())


def test_la_feuille_n_a_que_sa_convention_et_rien_de_la_saisie_de_la_prefecture(
    client, convention, ouverte
):
    ConventionFactory(entreprise=convention.entreprise, date_signature=datetime.date(2019, 5, 5))
    ResultatFactory(convention=convention, indicateur__code="embauches", valeur=777)
    lignes = list(telecharger(client, ouverte[1]).active.iter_rows(min_row=2, values_only=True))
    assert {ligne[1] for ligne in lignes} == {convention.pk}
    assert 777 not in [ligne[10] for ligne in lignes]


def test_une_feuille_remplie_se_relit_dans_la_page_avant_de_partir(client, ouverte):
    demande, adresse = ouverte
    classeur = telecharger(client, adresse)
    fichier = remplir(classeur, embauches=12, qpv="s.o.", autres_engagements="Deux visites.")
    page = client.post(adresse, {"feuille": fichier, "lire": "", "exemples": "Un forum."})
    assert page.status_code == 200
    form = page.context["form"]
    lus = [form[n].value() for n in ("valeur-embauches", "valeur-qpv", "autres", "exemples")]
    assert lus == ["12", "s.o.", "Deux visites.", "Un forum."]
    demande.refresh_from_db()
    assert demande.ecrite_le is None


def test_la_feuille_rend_ce_que_l_entreprise_avait_ecrit(client, ouverte):
    _, adresse = ouverte
    client.post(adresse, {"valeur-embauches": "12", "valeur-qpv": "n.d.", "enregistrer": ""})
    lignes = telecharger(client, adresse).active.iter_rows(min_row=2, values_only=True)
    assert {ligne[7]: ligne[10] for ligne in lignes} == {
        "embauches": 12,
        "qpv": "n.d.",
        "autres-engagements": None,
    }


def d_une_autre(client):
    autre = ConventionFactory(axes=[])
    autre.axes.add(acier_du_nord(autre.entreprise.departement).axes.get())
    return remplir(telecharger(client, demande_et_lien(autre)[1]), embauches=3)


@pytest.mark.parametrize(
    ("fichier", "dit"),
    [
        (d_une_autre, "ne dit rien de votre convention"),
        (lambda client: SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"0" * 60), "illisible"),
        (lambda client: SimpleUploadedFile("a.csv", b"x" * (1024 * 1024 + 1)), "dépasse 1 Mo"),
        (lambda client: None, "Choisissez un fichier"),
    ],
)
def test_un_mauvais_fichier_se_dit_et_rien_n_est_perdu(client, ouverte, fichier, dit):
    depose = fichier(client)
    saisie = {"lire": "", "exemples": "Un forum."} | ({"feuille": depose} if depose else {})
    page = client.post(ouverte[1], saisie)
    assert page.status_code == 422
    assert dit in page.text
    assert "Un forum." in page.text


def test_le_brouillon_s_enregistre_en_passant(client, ouverte):
    demande, adresse = ouverte
    corps = client.post(adresse, {"valeur-embauches": "12", "en_passant": ""}).json()
    assert corps["dit"].startswith("Brouillon enregistré à")
    demande.refresh_from_db()
    assert (demande.etat, demande.valeurs) == (Demande.Etat.ATTENDUE, {"embauches": "12"})


def test_un_champ_qui_ne_s_enregistre_pas_en_passant_est_nomme(client, ouverte):
    _, adresse = ouverte
    reponse = client.post(adresse, {"valeur-embauches": "douze", "en_passant": ""})
    assert (reponse.status_code, reponse.json()["faute"]["ancre"]) == (422, "id_valeur-embauches")


def test_ce_qui_est_envoye_ne_change_pas_en_passant(client, ouverte):
    demande, adresse = ouverte
    client.post(adresse, {"valeur-embauches": "12", "envoyer": ""})
    assert client.post(adresse, {"valeur-embauches": "1", "en_passant": ""}).status_code == 409
    demande.refresh_from_db()
    assert demande.valeurs == {"embauches": "12"}
    assert "data-en-passant" not in client.get(adresse).text


def test_un_lien_ferme_ne_donne_ni_feuille_ni_enregistrement(client, ouverte):
    demande, adresse = ouverte
    demande.revoquer()
    assert client.get(f"{adresse}?feuille").status_code == 404
    assert client.post(adresse, {"en_passant": ""}).status_code == 404
