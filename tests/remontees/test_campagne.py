"""Les campagnes : ouvertes par le CGET, adressées à tous ou à certains, avec leurs pièces."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from contrats.models import Synthese
from paqte.models import Bilan
from quartiers.models import Departement
from remontees.forms.campagne import nommer_la_piece
from remontees.models import Campagne, PieceJointe, Transmission
from tests.factories import BilanFactory, DepartementFactory, bilan_complet

pytestmark = pytest.mark.django_db


def saisie(**champs):
    return {
        "genre": "synthese",
        "periode": "2019",
        "ouverture_le": "2019-01-22",
        "echeance_le": "2019-03-15",
    } | champs


@pytest.fixture
def nord(db):
    return DepartementFactory(code="59", nom="Nord")


def test_le_cget_ouvre_une_campagne_que_la_prefecture_voit(client, nord, cget, agent_59):
    client.force_login(cget)
    client.post(reverse("campagne_ajouter"), saisie(consignes="Cinq pages au plus."))
    assert Campagne.objects.get().periode == "2019"
    client.force_login(agent_59)
    assert "Synthèse 2019, Nord (59)" in client.get(reverse("accueil")).text
    assert "Cinq pages au plus." in client.get(reverse("synthese", args=["2019", "59"])).text


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"periode": "2019-s1"}, "periode"),
        ({"genre": "bilan"}, "periode"),
        ({"genre": "bilan", "periode": "2019-s3"}, "periode"),
        ({"periode": "02019"}, "periode"),
        ({"echeance_le": "2019-01-01"}, "echeance_le"),
        ({"echeance_le": "2926-12-31"}, "echeance_le"),
        ({"echeance_le": "9999-12-31"}, "echeance_le"),
        ({"ouverture_le": "0001-01-01"}, "ouverture_le"),
        ({"periode": "9999"}, "periode"),
    ],
)
def test_une_campagne_fausse_est_refusee_au_bon_champ(client, nord, cget, champs, champ):
    client.force_login(cget)
    reponse = client.post(reverse("campagne_ajouter"), saisie(**champs))
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors


def test_une_periode_suivie_d_une_espace_n_est_pas_celle_d_une_campagne():
    with pytest.raises(ValidationError, match="2019"):
        Campagne(genre="synthese", periode="2019 ").clean()


def test_une_seule_campagne_par_genre_et_periode(client, nord, cget):
    client.force_login(cget)
    client.post(reverse("campagne_ajouter"), saisie())
    assert "existe déjà" in client.post(reverse("campagne_ajouter"), saisie()).text


def test_une_campagne_adressee_a_d_autres_n_est_pas_attendue(
    client, nord, cget, agent_59, agent_13
):
    client.force_login(cget)
    client.post(reverse("campagne_ajouter"), saisie(destinataires=["13"]))
    client.force_login(agent_59)
    assert "Synthèse 2019" not in client.get(reverse("accueil")).text
    client.force_login(agent_13)
    assert "Synthèse 2019" in client.get(reverse("accueil")).text
    (avancement,) = Synthese.objects.avancement(
        Departement.objects.values_list("pk", flat=True), Campagne.objects.ouvertes()
    )
    assert (avancement["attendues"], avancement["a_commencer"]) == (1, 1)


def test_une_piece_jointe_se_telecharge_par_les_prefectures(
    client, nord, cget, agent_59, ministere
):
    client.force_login(cget)
    piece = SimpleUploadedFile("../modèle à suivre.odt", b"contenu")
    client.post(reverse("campagne_ajouter"), saisie(piece=piece))
    adresse = reverse("piece", args=[PieceJointe.objects.get().pk])
    client.force_login(agent_59)
    reponse = client.get(adresse)
    assert reponse.content == b"contenu"
    assert "modèle à suivre.odt" in PieceJointe.objects.get().nom
    client.force_login(ministere)
    assert client.get(adresse).status_code == 403


@pytest.mark.parametrize(
    ("donne", "garde"),
    [
        (
            "Note n° 12 – l’été à Saint-Étienne (v2).pdf",
            "Note n° 12 – l’été à Saint-Étienne (v2).pdf",
        ),
        ("a\\b:c\n\u202efdp.exe", "a_b_c_fdp.exe"),
        ("..", "piece-jointe"),
        (f"{'é' * 300}.pdf", f"{'é' * 146}.pdf"),
    ],
)
def test_une_piece_garde_le_nom_que_la_personne_lui_a_donne(donne, garde):
    assert nommer_la_piece(donne) == garde


def test_la_piece_d_une_campagne_a_venir_n_existe_pas_encore(client, nord, cget, agent_59):
    client.force_login(cget)
    piece = SimpleUploadedFile("modele.odt", b"contenu")
    annee = timezone.localdate().year + 1
    client.post(
        reverse("campagne_ajouter"),
        saisie(ouverture_le=f"{annee}-01-01", echeance_le=f"{annee}-03-15", piece=piece),
    )
    client.force_login(agent_59)
    adresse = reverse("piece", args=[PieceJointe.objects.get().pk])
    assert client.get(adresse).status_code == 404


def test_une_case_ne_se_dit_jamais_facultative(client, nord, cget):
    client.force_login(cget)
    page = client.get(reverse("campagne_ajouter")).text
    assert "Répondre à cette campagne est obligatoire" in page
    assert "obligatoire (facultatif)" not in " ".join(page.split())


def test_le_tableau_du_cget_dit_la_periode_et_accorde_ses_colonnes(client, nord, cget):
    client.force_login(cget)
    for genre, periode in (("bilan", "2019-s2"), ("synthese", "2019")):
        Campagne.objects.create(
            genre=genre, periode=periode, ouverture_le="2019-07-01", echeance_le="2019-12-31"
        )
    page = client.get(reverse("accueil")).text
    assert ">2d semestre 2019</a>" in page
    for accorde in (">Transmis<", ">Acceptés<", ">Transmises<", ">Acceptées<"):
        assert accorde in page


@pytest.mark.parametrize(
    ("modele", "etat", "libelle"),
    [
        (Bilan, "transmise", "Transmis"),
        (Bilan, "acceptee", "Accepté"),
        (Bilan, "a_completer", "À compléter"),
        (Synthese, "transmise", "Transmise"),
    ],
)
def test_l_etat_s_accorde_avec_la_remontee(modele, etat, libelle):
    assert modele(etat=etat).get_etat_display() == libelle


def test_le_cget_trie_sa_file_par_la_plus_ancienne_transmission(client, cget, valideur_59):
    attendus = []
    for code in ("62", "59"):
        bilan = BilanFactory(departement__code=code, etat="transmise")
        Transmission.objects.create(
            remontee=bilan,
            departement=bilan.departement,
            numero=1,
            donnees={},
            pdf=b"",
            sha256=code,
            nom_fichier=f"{code}.pdf",
            transmise_le=f"2019-07-{len(attendus) + 1:02}T10:00:00+02:00",
            transmise_par=valideur_59,
        )
        attendus.append(code)
    client.force_login(cget)
    adresse = reverse("paqte:bilans")
    choix = {"periode": "2019-s1", "etat": "transmise", "tri": "anciennete"}
    lignes = client.get(adresse, choix).context["lignes"]
    assert [ligne.territoire.code for ligne in lignes] == attendus


def test_une_campagne_ouverte_garde_son_genre_et_sa_periode(client, nord, cget):
    client.force_login(cget)
    client.post(reverse("campagne_ajouter"), saisie())
    campagne = Campagne.objects.get()
    version = campagne.history.first().history_id
    client.post(campagne.get_absolute_url(), saisie(periode="2020", version=version))
    campagne.refresh_from_db()
    assert campagne.periode == "2019"


def test_supprimer_une_campagne_dit_ce_qui_disparait(client, nord, cget):
    client.force_login(cget)
    client.post(reverse("campagne_ajouter"), saisie())
    page = client.get(reverse("campagne_supprimer", args=[Campagne.objects.get().pk])).text
    assert "Les remontées déjà écrites restent" in page


@pytest.mark.usefixtures("sans_rendu")
def test_la_liste_dit_combien_sont_recues_et_mene_a_rappeler_les_autres(
    client, nord, cget, valideur_59, django_assert_max_num_queries
):
    DepartementFactory(code="62")
    bilan = bilan_complet(nord)
    campagne = Campagne.objects.filter(genre="bilan", periode=str(bilan.periode)).first()
    if campagne is None:
        campagne = Campagne.objects.create(**saisie(genre="bilan", periode=str(bilan.periode)))
    attendues = Departement.objects.count()
    client.force_login(cget)
    lue = " ".join(client.get(reverse("campagnes")).text.split())
    assert f"0 sur {attendues}" in lue
    assert reverse("rappeler", args=[campagne.pk]) in lue
    bilan.transmettre(valideur_59)
    lue = " ".join(client.get(reverse("campagnes")).text.split())
    assert f"1 sur {attendues}" in lue
    with django_assert_max_num_queries(30) as avant:
        client.get(reverse("campagnes"))
    Campagne.objects.create(**saisie(genre="bilan", periode="2021-s1"))
    with django_assert_max_num_queries(len(avant)):
        client.get(reverse("campagnes"))


def test_une_obligation_n_a_rien_a_recevoir(client, nord, cget):
    campagne = Campagne.objects.create(**saisie(genre="protocoles"))
    client.force_login(cget)
    page = client.get(reverse("campagnes")).text
    assert reverse("rappeler", args=[campagne.pk]) not in page
