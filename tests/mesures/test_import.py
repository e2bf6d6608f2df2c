"""L'import de valeurs : modèle, aperçu, refus à la bonne ligne, tout ou rien, historique."""

import datetime
import io

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from mesures import imports
from mesures.lecture import lire_valeurs
from mesures.models import ImportValeurs, Valeur
from socle.imports.lecture import FichierRefuse
from tests.factories import (
    DepartementFactory,
    IndicateurNationalFactory,
    QuartierFactory,
    ValeurFactory,
)
from tests.tableaux import ouvrir

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
    lignes = [list(ligne) for ligne in ouvrir(modele.content, extension)]
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
    DepartementFactory(code="59")
    jours = [datetime.date(2015, 1, 1) + datetime.timedelta(days=n) for n in range(1000)]
    for nombre, (crees, modifies) in ((5, (1000, 0)), (6, (0, 1000))):
        lignes = "".join(f"18-1;59;{jour};{nombre};;X;\n" for jour in jours)
        with django_assert_max_num_queries(22):
            apercu = analyser(lignes, ministere)
            assert apercu.empreinte
        assert (len(apercu.crees), len(apercu.modifies)) == (crees, modifies)
        liste = lire_valeurs((ENTETE + lignes).encode(), "valeurs.csv")
        with django_assert_max_num_queries(45):  # par lots, plus petits sur SQLite
            journal = ImportValeurs(fait_par=ministere, fichier="v")
            imports.appliquer_valeurs(liste, journal, ministere)


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


@pytest.mark.parametrize("nom", ["mesures:import", "mesures:valeurs"])
def test_qui_ne_tient_aucune_mesure_n_importe_pas(client, agent_59, nom):
    client.force_login(agent_59)
    reponse = client.get(reverse(nom))
    assert reponse.status_code == 403 if nom.endswith("import") else "Importer" not in reponse.text


@pytest.mark.parametrize("perdue", ["CZ19000", "XFD19000"])
def test_une_cellule_perdue_au_bout_de_la_feuille_ne_coute_rien(indicateur, ministere, perdue):
    classeur = Workbook()
    for ligne in (ENTETE.strip().split(";"), ["18-1", "FR", "2019-s1", 12, None, "X", None]):
        classeur.active.append(ligne)
    classeur.active[perdue] = "perdue"
    octets = io.BytesIO()
    classeur.save(octets)
    if perdue == "XFD19000":
        with pytest.raises(FichierRefuse, match="copiez le tableau seul"):
            lire_valeurs(octets.getvalue(), "valeurs.xlsx")
    else:
        apercu = imports.analyser_valeurs(lire_valeurs(octets.getvalue(), "v.xlsx"), ministere)
        assert [v.nombre for v in apercu.crees] == [12]


@pytest.mark.parametrize(
    "ecrite",
    [
        *("30/06/2019", "30/06/19", "2019-06-30", "30-06-2019", "30.06.2019"),
        *("30 juin 2019", "1er semestre 2019", "S1 2019", "2019-S1", "2019-06-30 00:00:00"),
    ],
)
def test_une_date_se_lit_comme_on_l_ecrit(indicateur, ministere, ecrite):
    (valeur,) = analyser(f"18-1;FR;{ecrite};5;;X;\n", ministere).crees
    assert valeur.le == datetime.date(2019, 6, 30)


@pytest.mark.parametrize("ecrite", ["43646", "juin 2019", "2019-06", "2019"])
def test_une_date_imprecise_dit_les_formes_attendues(indicateur, ministere, ecrite):
    ((_, _, motif),) = refus(f"18-1;FR;{ecrite};5;;X;\n", ministere)
    assert "attendu 30/06/2019" in motif
    assert ("mettez la colonne au format date" in motif) is (ecrite == "43646")


@pytest.fixture
def gers_et_region():
    """« 32 » est à la fois le Gers et les Hauts-de-France."""
    DepartementFactory(code="32", nom="Gers")
    DepartementFactory(code="59", nom="Nord", region__code="32", region__nom="Hauts-de-France")


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [
        *(("59", "59"), ("D59", "59"), ("Nord", "59"), ("Nord (59)", "59"), ("59 - Nord", "59")),
        *(("R32", "R32"), ("Hauts-de-France", "R32"), ("HAUTS DE FRANCE", "R32")),
        *(("D32", "32"), ("Gers (32)", "32"), ("France entière", "FR")),
    ],
)
def test_un_territoire_se_lit_comme_le_portail_l_ecrit(
    indicateur, ministere, gers_et_region, ecrit, code
):
    (valeur,) = analyser(f"18-1;{ecrit};2019-s1;5;;X;\n", ministere).crees
    assert valeur.territoire == code


def test_un_code_ambigu_est_refuse_en_nommant_les_deux(indicateur, ministere, gers_et_region):
    ((_, colonne, motif),) = refus("18-1;32;2019-s1;5;;X;\n", ministere)
    assert colonne == "territoire"
    assert motif == ("« 32 » peut être Hauts-de-France (écrivez R32) ou Gers (écrivez D32).")


def test_le_nom_du_territoire_leve_l_ambiguite(indicateur, ministere, gers_et_region):
    entete = "indicateur;territoire;nom_du_territoire;le;nombre;source\n"
    octets = f"{entete}18-1;32;Gers (32);2019-06-30;5;X\n".encode()
    (valeur,) = imports.analyser_valeurs(lire_valeurs(octets, "export.csv"), ministere).crees
    assert valeur.territoire == "32"


@pytest.mark.parametrize(("choix", "code"), [("departement", "32"), ("region", "R32")])
def test_l_apercu_propose_de_choisir_pour_tout_le_fichier(
    client, indicateur, gers_et_region, choix, code
):
    page = deposer(client, f"{ENTETE}18-1;32;2019-s1;5;;X;\n".encode())
    assert f'href="?ambigus={choix}"' in page.text
    adresse = f"{page.redirect_chain[-1][0]}?ambigus={choix}"
    apercu_lu = client.get(adresse).context["form"]["apercu_lu"].value()
    client.post(adresse, {"apercu_lu": apercu_lu})
    assert Valeur.objects.get().territoire == code


@pytest.mark.parametrize("code", ["20-janv", "1-févr.", "2020-10-01", "01/10/2020"])
def test_un_code_devenu_date_dit_ce_qu_un_tableur_a_fait(indicateur, ministere, code):
    ((_, _, motif),) = refus(f"{code};FR;2019-s1;5;;X;\n", ministere)
    assert "pris un code comme « 20-1 » pour une date" in motif


def test_ce_qui_n_est_pas_un_chiffre_se_compte_ou_se_refuse(indicateur, ministere):
    lignes = "".join(
        f"18-1;FR;{2015 + n}-06-30;{ecrit};;X;\n"
        for n, ecrit in enumerate(["nd", "s", "-", "n.d.", "< 5", "12 %"])
    )
    apercu = analyser(lignes, ministere)
    assert apercu.ecartees == {"non communiquées": 4}
    assert [r.lu for r in apercu.refus] == ["12 %"]
    assert [(v.secret, v.nombre) for v in apercu.crees] == [(True, None)]


def test_un_tableau_croise_se_refuse_en_disant_comment_faire():
    with pytest.raises(FichierRefuse, match="non une colonne par période"):
        lire_valeurs("Code;Département;T1 2019;T2 2019\n01;Ain;3;4\n".encode(), "croise.csv")


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_les_vraies_dates_et_les_nombres_d_un_classeur_se_lisent(indicateur, ministere, extension):
    DepartementFactory(code="01")
    jour = datetime.date(2019, 6, 30)
    lignes = [
        ("18-1", 1, jour, 1250.0, "", "DARES", ""),
        ("18-1", "FR", jour, "1 250", "", "D", ""),
    ]
    octets = tablib.Dataset(*lignes, headers=ENTETE.strip().split(";")).export(extension)
    apercu = imports.analyser_valeurs(lire_valeurs(octets, "valeurs"), ministere)
    assert [(v.territoire, v.le, v.nombre) for v in apercu.crees] == [
        ("01", jour, 1250),
        ("FR", jour, 1250),
    ]


def test_l_apercu_montre_un_nombre_qui_etonne(indicateur, ministere):
    ValeurFactory(indicateur=indicateur, code="59", nombre=1000, le=datetime.date(2018, 12, 31))
    lignes = "18-1;59;2019-s1;12000;;E;\n18-1;FR;2019-s1;123456789;;E;\n18-1;59;2019-s2;12100;;E;\n"
    apercu = analyser(lignes, ministere)
    assert apercu.est_importable
    assert [point.split(" : ")[-1] for point in apercu.a_verifier] == [
        "c’était 1\xa0000 le 31/12/2018.",
        "ce nombre étonne.",
    ]
