"""Les jeux de données : fichiers, schémas qui les valident, API par jeton, droits."""

import csv
import datetime
import io
import json

import pytest
from django.urls import reverse
from frictionless import Resource, Schema

from comptes.models import Jeton, JournalAcces
from donnees.jeux import jeux
from mesures.models import Valeur
from tests.factories import (
    ContratFactory,
    ConventionFactory,
    EngagementFactory,
    MesureFactory,
    ProjetFactory,
    QuartierFactory,
    ReferentFactory,
    UtilisateurFactory,
    ValeurFactory,
    bilan_complet,
    synthese_complete,
    synthese_regionale_complete,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def donnees(valideur_59, valideur_region_32):
    """Au moins une ligne dans chaque jeu, dont des textes difficiles."""
    bilan_complet().transmettre(valideur_59)
    synthese_complete().transmettre(valideur_59)
    synthese_regionale_complete().transmettre(valideur_region_32)
    projet = ProjetFactory(contrat__nom='=SOMME(A1) "guillemets" ; point-virgule')
    EngagementFactory(
        protocole__contrat=projet.contrat,
        mesures=[MesureFactory()],
        projet=projet,
        cible=12.5,
        indicateur="Actions\nsur deux lignes",
    )
    ValeurFactory(code="59", indicateur__nature="part", nombre=1, base=3)
    ValeurFactory(indicateur__nature="oui_non", nombre=None, oui_non=True)
    ConventionFactory(entreprise__departement__code="59")
    QuartierFactory(departement__code="59", retire_le="2019-01-01")
    ReferentFactory.reset_sequence()


@pytest.mark.usefixtures("donnees")
@pytest.mark.parametrize("nom", jeux())
def test_le_csv_de_chaque_jeu_suit_son_schema(client, cget, nom, tmp_path):
    client.force_login(cget)
    schema = client.get(reverse("export_schema", args=[nom])).json()
    (tmp_path / "jeu.csv").write_bytes(client.get(reverse("export", args=[nom, "csv"])).getvalue())
    resource = Resource(path="jeu.csv", basepath=str(tmp_path), schema=Schema(schema))
    rapport = resource.validate()
    assert rapport.flatten(["rowNumber", "fieldName", "note"]) == []
    assert rapport.tasks[0].stats["rows"] >= 1


@pytest.mark.usefixtures("donnees")
@pytest.mark.parametrize("extension", ["xlsx", "ods", "json"])
@pytest.mark.parametrize("nom", jeux())
def test_chaque_jeu_se_telecharge_dans_chaque_format(client, cget, nom, extension):
    client.force_login(cget)
    reponse = client.get(reverse("export", args=[nom, extension]))
    assert reponse.status_code == 200
    if extension == "json":
        assert [c for c, _, _ in jeux()[nom].colonnes()] == list(json.loads(reponse.getvalue())[0])


@pytest.mark.usefixtures("donnees")
@pytest.mark.parametrize("nom", jeux())
def test_un_nombre_est_un_nombre_dans_le_json(client, cget, nom):
    client.force_login(cget)
    lus = json.loads(client.get(reverse("export", args=[nom, "json"])).getvalue())
    types = {"integer": int, "number": float}
    colonnes = {c: types[genre] for c, genre, _ in jeux()[nom].colonnes() if genre in types}
    fautives = {
        colonne
        for ligne in lus
        for colonne, genre in colonnes.items()
        if not isinstance(ligne[colonne], genre | None)
    }
    assert fautives == set()


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
    contenu = client.get(reverse("export", args=[nom, "csv"])).getvalue().decode()
    return list(csv.DictReader(io.StringIO(contenu)))


def test_une_formule_est_neutralisee(client, cget):
    ContratFactory(nom="=CMD()")
    client.force_login(cget)
    assert lignes(client, "contrats")[0]["nom"] == "'=CMD()"


@pytest.mark.usefixtures("donnees")
def test_chacun_n_exporte_que_ce_qu_il_peut_lire(client, agent_13, ministere):
    client.force_login(agent_13)
    for nom in set(jeux()) - {"mesures", "indicateurs", "valeurs"}:
        assert lignes(client, nom) == [], nom
    assert {ligne["territoire"] for ligne in lignes(client, "valeurs")} == {"FR"}
    client.force_login(ministere)
    for nom in ("contrats", "engagements", "conventions", "bilans", "syntheses", "completude"):
        assert lignes(client, nom) == [], nom


def test_la_page_des_exports_ne_propose_que_ce_qui_peut_se_lire(client, agent_13, ministere):
    page = reverse("exports")
    client.force_login(agent_13)
    lisibles = [export["jeu"].nom for export in client.get(page).context["jeux"]]
    assert lisibles == [nom for nom in jeux() if nom != "completude"]
    client.force_login(ministere)
    lisibles = [export["jeu"].nom for export in client.get(page).context["jeux"]]
    assert lisibles == ["mesures", "indicateurs", "valeurs", "quartiers"]


def test_un_jeu_ou_un_format_inconnu_n_existe_pas(client, cget):
    client.force_login(cget)
    for nom, extension in (("inconnu", "csv"), ("mesures", "exe")):
        assert client.get(reverse("export", args=[nom, extension])).status_code == 404


def appeler(client, secret, nom, **parametres):
    return client.get(f"/api/{nom}", parametres, headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.usefixtures("donnees")
@pytest.mark.parametrize("nom", jeux())
def test_l_api_rend_les_memes_lignes(client, cget, nom):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    reponse = appeler(client, secret, nom).json()
    client.force_login(cget)
    exportees = json.loads(client.get(reverse("export", args=[nom, "json"])).getvalue())
    assert reponse["total"] == len(reponse["lignes"]) == len(exportees)


def test_lire_les_referents_par_l_api_est_note(client, cget):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    appeler(client, secret, "completude")
    (acces,) = JournalAcces.objects.all()
    assert (acces.utilisateur, acces.page, acces.export) == (cget, "referents", "api")


def test_un_export_qui_n_existe_pas_ne_se_note_pas(client, cget):
    client.force_login(cget)
    assert client.get(reverse("export", args=["completude", "nimporte"])).status_code == 404
    assert not JournalAcces.objects.exists()


def test_qui_ne_lit_aucun_referent_n_est_pas_note(client, ministere):
    client.force_login(ministere)
    client.get(reverse("export", args=["completude", "csv"]))
    assert not JournalAcces.objects.exists()


def test_l_api_se_lit_page_par_page(client, cget):
    ContratFactory.create_batch(5)
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    reponse = appeler(client, secret, "contrats", depuis=3, nombre=10).json()
    assert (reponse["total"], len(reponse["lignes"])) == (5, 2)
    assert appeler(client, secret, "contrats", nombre=5000).status_code == 422
    assert appeler(client, secret, "contrats", depuis="9" * 24).status_code == 422


def test_l_api_applique_les_droits_du_jeton(client, agent_13):
    ContratFactory(departement__code="59")
    _, secret = Jeton.objects.creer(agent_13, "Essai", "api")
    assert appeler(client, secret, "contrats").json()["total"] == 0


@pytest.mark.parametrize("etat", ["absent", "faux", "expire", "inactif", "session"])
def test_sans_jeton_valable_l_api_se_tait(client, cget, etat):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    if etat == "faux":
        secret += "x"
    if etat == "expire":
        Jeton.objects.update(expire_le="2019-01-01T00:00Z")
    if etat == "inactif":
        type(cget).objects.update(is_active=False)
    if etat == "session":
        client.force_login(cget)
    reponse = (
        client.get("/api/contrats")
        if etat in {"absent", "session"}
        else appeler(client, secret, "contrats")
    )
    assert reponse.status_code == 401


def test_le_document_openapi_decrit_chaque_jeu(client):
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {f"/api/{nom}" for nom in jeux()}


def test_chaque_jeu_a_son_nom_d_operation_dans_le_document_openapi(client):
    chemins = client.get("/api/openapi.json").json()["paths"].values()
    assert len({chemin["get"]["operationId"] for chemin in chemins}) == len(jeux())


def test_un_jeton_ne_se_montre_qu_une_fois_et_se_revoque(client, cget):
    client.force_login(cget)
    page = client.post(reverse("jetons"), {"nom": "Tableau de bord", "portee": "api"}, follow=True)
    secret = page.context["secret"]
    assert secret in page.text
    assert secret not in client.get(reverse("jetons")).text
    assert appeler(client, secret, "mesures").status_code == 200
    client.post(reverse("jeton_supprimer", args=[Jeton.objects.get().pk]))
    assert appeler(client, secret, "mesures").status_code == 401


def test_un_lien_d_agenda_ne_donne_que_le_calendrier(client, cget):
    client.force_login(cget)
    saisie = {"nom": "Mon agenda", "portee": "agenda"}
    page = client.post(reverse("jetons"), saisie, follow=True)
    secret = page.context["secret"]
    lien = reverse("agenda", args=[secret])
    assert page.redirect_chain == [(reverse("jetons"), 302)]
    assert lien in page.text
    client.logout()
    assert client.get(lien)["Content-Type"].startswith("text/calendar")
    assert appeler(client, secret, "mesures").status_code == 401


def test_un_jeton_de_l_api_ne_donne_pas_le_calendrier(client, cget):
    _, secret = Jeton.objects.creer(cget, "Essai", "api")
    assert client.get(reverse("agenda", args=[secret])).status_code == 404


def test_on_ne_revoque_pas_le_jeton_d_un_autre(client, cget):
    jeton, _ = Jeton.objects.creer(UtilisateurFactory(), "Autre", "api")
    client.force_login(cget)
    assert client.post(reverse("jeton_supprimer", args=[jeton.pk])).status_code == 404
