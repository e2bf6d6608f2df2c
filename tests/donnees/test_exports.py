"""Les jeux de données : fichiers, schémas qui les valident, API par jeton, droits."""

import datetime
import io
import json

import pytest
from django.urls import reverse
from frictionless import Dialect, Resource, Schema
from openpyxl import load_workbook

from comptes.models import Jeton, JournalAcces
from donnees.jeux import jeux
from mesures.models import Valeur
from remontees import registre
from tests.factories import (
    ValeurFactory,
    bilan_complet,
)
from tests.tableaux import lire_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]
# Ce que lit aussi qui ne suit aucune remontée.
SANS_REMONTEES = (
    "mesures",
    "indicateurs",
    "objectifs",
    "valeurs",
    "quartiers",
    "correspondances",
)
# Ce que chacun lit : la feuille de route, et les contrôles du portail.
COMMUNS = {"mesures", "indicateurs", "objectifs", "valeurs", "controles"}


@pytest.mark.usefixtures("donnees")
def test_le_csv_de_chaque_jeu_suit_son_schema(client, cget, subtests, tmp_path):
    client.force_login(cget)
    for nom in jeux():
        schema = client.get(reverse("export_schema", args=[nom])).json()
        (tmp_path / "jeu.csv").write_bytes(client.get(schema["path"]).getvalue())
        resource = Resource(
            path="jeu.csv",
            basepath=str(tmp_path),
            schema=Schema(schema),
            dialect=Dialect.from_descriptor(schema["dialect"]),
            encoding=schema["encoding"],
        )
        rapport = resource.validate()
        with subtests.test(nom):
            assert rapport.flatten(["rowNumber", "fieldName", "note"]) == []
            assert rapport.tasks[0].stats["rows"] >= 1


@pytest.mark.long
@pytest.mark.usefixtures("donnees")
def test_chaque_jeu_se_telecharge_en_classeur_a_cellules_typees(client, cget, subtests):
    client.force_login(cget)
    for nom, jeu in jeux().items():
        with subtests.test(nom):
            assert client.get(reverse("export", args=[nom, "ods"])).status_code == 200
            classeur = client.get(reverse("export", args=[nom, "xlsx"]))
            assert classeur.status_code == 200
            assert _mal_types(jeu, classeur.content) == set()


def _mal_types(jeu, octets):
    """Rend les colonnes dont une cellule du classeur n'est pas du type annoncé."""
    natifs = {
        "any": object,
        "integer": int,
        "number": int | float,
        "boolean": str,
        "date": datetime.date,
        "datetime": datetime.datetime,
    }
    lignes = load_workbook(io.BytesIO(octets)).active.iter_rows(min_row=2, values_only=True)
    return {
        colonne.nom
        for ligne in lignes
        for colonne, valeur in zip(jeu.colonnes(), ligne, strict=True)
        if not isinstance(valeur, natifs.get(colonne.type, str) | None)
        or (colonne.type == "boolean" and valeur not in {"oui", "non", None})
    }


@pytest.mark.usefixtures("donnees")
def test_le_json_a_les_colonnes_du_jeu_et_un_nombre_y_est_un_nombre(client, cget, subtests):
    client.force_login(cget)
    types = {"integer": int, "number": float}
    for nom, jeu in jeux().items():
        reponse = client.get(reverse("export", args=[nom, "json"]))
        lus = json.loads(reponse.getvalue())
        nombres = {c.nom: types[c.type] for c in jeu.colonnes() if c.type in types}
        with subtests.test(nom):
            assert reponse.status_code == 200
            assert list(lus[0]) == [colonne.nom for colonne in jeu.colonnes()]
            assert [
                (colonne, ligne[colonne])
                for ligne in lus
                for colonne, genre in nombres.items()
                if not isinstance(ligne[colonne], genre | None)
            ] == []


@pytest.mark.parametrize(("extension", "vide"), [("csv", None), ("json", b"[]")])
def test_un_texte_part_ligne_a_ligne(client, cget, extension, vide):
    client.force_login(cget)
    adresse = reverse("export", args=["valeurs", extension])
    (seul,) = client.get(adresse)
    assert vide in (None, seul)
    for code in ("59", "62", "80"):
        ValeurFactory(code=code)
    assert len(list(client.get(adresse))) == 1 + 3


def test_un_grand_export_ne_relit_pas_la_requete(client, cget, django_assert_max_num_queries):
    valeur = ValeurFactory(code="59")
    client.force_login(cget)
    for adresse in (reverse("export", args=["valeurs", "csv"]), "/mesures/valeurs/?format=xlsx"):
        Valeur.objects.exclude(pk=valeur.pk).delete()
        with django_assert_max_num_queries(20) as une_ligne:
            client.get(adresse).getvalue()
        Valeur.objects.bulk_create(
            Valeur(
                indicateur=valeur.indicateur,
                departement=valeur.departement,
                territoire="59",
                le=valeur.le - datetime.timedelta(jours),
                nombre=1,
            )
            for jours in range(1, 251)
        )
        with django_assert_max_num_queries(len(une_ligne)):
            client.get(adresse).getvalue()


def lignes(client, nom):
    return lire_csv(client.get(reverse("export", args=[nom, "csv"])))


@pytest.mark.usefixtures("donnees")
def test_chacun_n_exporte_que_ce_qu_il_peut_lire(client, agent_13, ministere):
    client.force_login(agent_13)
    for nom in set(jeux()) - COMMUNS:
        assert lignes(client, nom) == [], nom
    assert {ligne["territoire"] for ligne in lignes(client, "valeurs")} == {"FR"}
    client.force_login(ministere)
    for nom in jeux().keys() - COMMUNS - set(SANS_REMONTEES):
        assert lignes(client, nom) == [], nom


def test_la_page_des_exports_ne_propose_que_ce_qui_peut_se_lire(client, agent_13, ministere):
    page = reverse("exports")
    client.force_login(agent_13)
    lisibles = [export["jeu"].nom for export in client.get(page).context["jeux"]]
    assert lisibles == [nom for nom in jeux() if nom != "completude"]
    client.force_login(ministere)
    lisibles = [export["jeu"].nom for export in client.get(page).context["jeux"]]
    assert lisibles == [*SANS_REMONTEES]


def test_un_jeu_ou_un_format_inconnu_n_existe_pas(client, cget):
    client.force_login(cget)
    for nom, extension in (("inconnu", "csv"), ("mesures", "exe")):
        assert client.get(reverse("export", args=[nom, extension])).status_code == 404


def test_un_export_qui_n_existe_pas_ne_se_note_pas(client, cget):
    client.force_login(cget)
    assert client.get(reverse("export", args=["completude", "nimporte"])).status_code == 404
    assert not JournalAcces.objects.exists()


def test_qui_ne_lit_aucun_referent_n_est_pas_note(client, ministere):
    client.force_login(ministere)
    client.get(reverse("export", args=["completude", "csv"]))
    assert not JournalAcces.objects.exists()


@pytest.mark.usefixtures("donnees")
@pytest.mark.parametrize("nom", ["contenus-bilans", "contenus-syntheses"])
def test_une_remontee_transmise_s_exporte_en_une_ligne(client, cget, nom):
    client.force_login(cget)
    (ligne,) = json.loads(client.get(reverse("export", args=[nom, "json"])).getvalue())
    assert (ligne["territoire"], ligne["version"]) == ("59", 1)
    assert ligne["periode"].startswith("2019")
    assert ligne["etat"].startswith("Transmis")
    assert datetime.datetime.fromisoformat(ligne["transmise_le"]).tzinfo


@pytest.mark.usefixtures("donnees")
def test_le_contenu_d_un_bilan_porte_ses_chiffres_corriges_et_ses_textes(client, cget):
    client.force_login(cget)
    ligne = json.loads(client.get("/exports/contenus-bilans.json").getvalue())[0]
    correction = json.loads(client.get("/exports/corrections.json").getvalue())[0]
    assert ligne["chiffres_corriges"] == 1
    assert ligne[correction["chiffre"].replace("-", "_")] == correction["valeur"] == 12.5
    assert ligne[correction["chiffre"].replace("-", "_") + "_cible"] == 30
    assert ligne["strategie"]
    assert correction["motif"] == "Recompté."


def test_une_correction_de_brouillon_ne_se_lit_que_dans_sa_prefecture(client, cget, agent_59):
    bilan_complet().corrections.create(cle="contexte-nombre", valeur=3, motif="Compté.")
    for personne, nombre in ((cget, 0), (agent_59, 1)):
        client.force_login(personne)
        assert len(lignes(client, "corrections")) == nombre


def test_toute_remontee_du_registre_a_ses_colonnes(db):
    sans = [m.genre for m in registre.remontees() if not m.a_plat.colonnes()]
    assert sans == []


FILTRES = [
    ("resultats", "periode=2019-s1", 1),
    ("resultats", "periode=2019-s2", 0),
    ("resultats", "territoire=59", 1),
    ("resultats", "territoire=R32", 1),
    ("resultats", "territoire=13", 0),
    ("resultats", "modifie_depuis=2000-01-01", 1),
    ("resultats", "modifie_depuis=2999-01-01T00:00:00%2B01:00", 0),
    ("contenus-bilans", "periode=2019-s1&territoire=59", 1),
    ("contenus-bilans", "periode=2018", 0),
    ("bilans", "modifie_depuis=2999-01-01", 0),
    ("valeurs", "territoire=FR", 1),
    ("valeurs", "periode=2019", 2),
    ("valeurs", "periode=2018-s2", 0),
]


@pytest.mark.usefixtures("donnees")
def test_un_jeu_se_filtre_dans_ses_fichiers_et_dans_l_api(client, cget):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    client.force_login(cget)
    for nom, filtre, nombre in FILTRES:
        fichier = client.get(f"/exports/{nom}.json?{filtre}").getvalue()
        assert len(json.loads(fichier)) == nombre, (nom, filtre)
        entete = {"Authorization": f"Bearer {secret}"}
        reponse = client.get(f"/api/{nom}?{filtre}", headers=entete).json()
        assert reponse["total"] == len(reponse["lignes"]) == nombre, (nom, filtre)
