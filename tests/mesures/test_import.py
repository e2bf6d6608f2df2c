"""L'import de valeurs : modèle, aperçu, refus à la bonne ligne, tout ou rien, historique."""

import datetime
import io
from contextlib import suppress

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from mesures import imports
from mesures.lecture import lire_valeurs
from mesures.models import Valeur
from socle.imports.lecture import FichierRefuse
from tests.factories import IndicateurNationalFactory, QuartierFactory, ValeurFactory

ENTETE = "indicateur;territoire;date;valeur;total;source;precision\n"


@pytest.fixture
def indicateur(client, db, chef_de_file, ministere):
    """Un indicateur que tient le ministère connecté."""
    client.force_login(ministere)
    return IndicateurNationalFactory(code="18-1", mesure__chef_de_file=chef_de_file)


def analyser(texte, user):
    return imports.analyser_valeurs(lire_valeurs((ENTETE + texte).encode(), "valeurs.csv"), user)


def refus(texte, user):
    return [(r.ligne, r.colonne, r.motif) for r in analyser(texte, user).refus]


def deposer(client, octets, nom="valeurs.csv"):
    fichier = SimpleUploadedFile(nom, octets)
    return client.post(reverse("mesures:import"), {"fichier": fichier}, follow=True)


def test_le_ministere_depose_voit_puis_confirme(client, indicateur, ministere):
    page = deposer(client, f"{ENTETE}18-1;FR;2019-s1;28 500;;Enquête;\n".encode())
    assert "Valeurs créées : 1" in page.text
    assert not Valeur.objects.exists()
    adresse = page.redirect_chain[-1][0]
    client.post(adresse, {"apercu_lu": page.context["form"]["apercu_lu"].value()})
    valeur = Valeur.objects.get()
    assert (valeur.nombre, valeur.le) == (28500, datetime.date(2019, 6, 30))
    assert valeur.history.get().history_user == ministere


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_le_modele_rempli_se_reimporte(client, indicateur, ministere, extension):
    modele = client.get(reverse("mesures:modele", args=[extension]))
    contenu = modele.content if extension != "csv" else modele.text
    feuille = tablib.Dataset().load(contenu, format=extension, headers=False)
    lignes = [list(ligne) for ligne in feuille]
    lignes[1][2:4] = ["30/06/2019", "1234"]
    lignes[1][5] = "Enquête"
    rempli = tablib.Dataset(*lignes[1:], headers=lignes[0]).export(extension)
    octets = rempli.encode() if isinstance(rempli, str) else rempli
    apercu = imports.analyser_valeurs(lire_valeurs(octets, f"valeurs.{extension}"), ministere)
    assert [v.nombre for v in apercu.crees] == [1234]


def test_une_valeur_connue_est_modifiee_ou_inchangee(indicateur, ministere):
    ValeurFactory(indicateur=indicateur, nombre=100)
    apercu = analyser("18-1;FR;2019-06-30;120;;Enquête annuelle;\n", ministere)
    ((_, changements),) = apercu.modifies
    assert [(nom, int(a), int(b)) for nom, a, b in changements] == [("nombre", 100, 120)]
    assert analyser("18-1;FR;2019-06-30;100;;Enquête annuelle;\n", ministere).inchanges == 1


def test_chaque_territoire_se_reconnait(indicateur, ministere):
    quartier = QuartierFactory(departement__code="01", departement__region__code="84")
    lignes = "".join(
        f"18-1;{code};2019-06-30;5;;X;\n" for code in ("FR", "r84", "1", quartier.code.lower())
    )
    apercu = analyser(lignes, ministere)
    assert apercu.refus == []
    assert [v.territoire for v in apercu.crees] == ["FR", "R84", "01", quartier.code]


@pytest.mark.parametrize(
    ("ligne", "colonne", "motif"),
    [
        ("99-9;FR;2019-06-30;5;;X;", "indicateur", "n’est pas un indicateur de vos mesures"),
        ("18-1;ZZ;2019-06-30;5;;X;", "territoire", "attendu FR"),
        ("18-1;FR;hier;5;;X;", "date", "attendu 30/06/2019"),
        ("18-1;FR;2999-01-01;5;;X;", "date", "est à venir"),
        ("18-1;FR;2019-06-30;douze;;X;", "valeur", "n’est pas un nombre"),
        ("18-1;FR;2019-06-30;-3;;X;", "valeur", "positif"),
        ("18-1;FR;2019-06-30;1,5;;X;", "valeur", "en entiers"),
        ("18-1;FR;2019-06-30;99999999999999999999;;X;", "valeur", "chiffres"),
        ("18-1;FR;2019-06-30;1e99999999;;X;", "valeur", "n’est pas un nombre"),
        ("18-1;FR;2019-06-30;12,004;;X;", "valeur", "deux décimales"),
        ("18-1;FR;2019-06-30;12;0;X;", "total", "Seule une part"),
        ("18-1;FR;1019-06-30;12;;X;", "date", "antérieure"),
        ("18-1;FR;2019-06-30;5;;;", "source", "d’où vient"),
    ],
)
def test_une_ligne_fausse_est_refusee_avec_sa_place_et_sa_raison(
    indicateur, ministere, ligne, colonne, motif
):
    ((numero, vue, raison),) = refus(f"18-1;FR;2018-06-30;5;;X;\n{ligne}\n", ministere)
    assert (numero, vue) == (3, colonne)
    assert motif in raison


def test_une_part_veut_son_total(indicateur, ministere):
    indicateur.nature = "part"
    indicateur.save()
    ((_, colonne, _),) = refus("18-1;FR;2019-06-30;40;;X;\n", ministere)
    assert colonne == "total"


def test_un_doublon_dans_le_fichier_est_refuse(indicateur, ministere):
    ((ligne, _, motif),) = refus("18-1;FR;2019-s1;5;;X;\n18-1;FR;30/06/2019;6;;X;\n", ministere)
    assert ligne == 3
    assert "déjà à la ligne 2" in motif


def test_une_ligne_refusee_et_rien_n_est_importe(client, indicateur):
    page = deposer(client, f"{ENTETE}18-1;FR;2019-s1;5;;X;\n18-1;FR;x;5;;X;\n".encode())
    client.post(page.redirect_chain[-1][0], {"apercu_lu": "x"})
    assert not Valeur.objects.exists()


def test_mille_valeurs_coutent_autant_de_requetes_que_dix(
    indicateur, ministere, django_assert_max_num_queries
):
    jours = [datetime.date(2015, 1, 1) + datetime.timedelta(days=n) for n in range(1000)]
    lignes = "".join(f"18-1;FR;{jour};5;;X;\n" for jour in jours)
    with django_assert_max_num_queries(21):
        assert len(analyser(lignes, ministere).crees) == 1000


@pytest.mark.parametrize(
    ("octets", "motif"),
    [
        (b"", "vide"),
        (b"a;b\n1;2\n", "Il manque les colonnes"),
        (ENTETE.encode(), "Aucune ligne"),
        (b"PK\x03\x04abime", "illisible"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_un_fichier_qui_n_est_pas_un_tableau_de_valeurs_est_refuse(octets, motif):
    with pytest.raises(FichierRefuse, match=motif):
        lire_valeurs(octets, "x")


@given(st.binary(max_size=300))
def test_des_octets_quelconques_sont_lus_ou_refuses_en_francais(octets):
    with suppress(FichierRefuse):
        lire_valeurs(octets, "x")


@pytest.mark.parametrize("nom", ["mesures:import", "mesures:valeurs"])
def test_qui_ne_tient_aucune_mesure_n_importe_pas(client, agent_59, nom):
    client.force_login(agent_59)
    reponse = client.get(reverse(nom))
    assert reponse.status_code == 403 if nom.endswith("import") else "Importer" not in reponse.text


def test_une_cellule_perdue_au_bout_de_la_feuille_ne_coute_rien(indicateur, ministere):
    classeur = Workbook()
    for ligne in (ENTETE.strip().split(";"), ["18-1", "FR", "2019-s1", 12, None, "X", None]):
        classeur.active.append(ligne)
    classeur.active["XFD19000"] = "perdue"
    octets = io.BytesIO()
    classeur.save(octets)
    apercu = imports.analyser_valeurs(lire_valeurs(octets.getvalue(), "valeurs.xlsx"), ministere)
    assert [v.nombre for v in apercu.crees] == [12]
