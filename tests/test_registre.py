"""Une remontée inscrite au registre se trouve partout, et hors de sa salle rien ne la nomme."""

import io
import re
import tokenize
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as reglages
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import modify_settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter

from national.models import Recueil
from national.taches import fabriquer
from remontees import registre
from remontees.models import Campagne, Transmission
from tests.factories import DepartementFactory
from tests.tableaux import lire_csv

ADRESSE_DU_TABLEAU = "/national/?annee=2019"
# Les salles des remontées, et le toit, qui mène à leurs adresses.
SALLES_DES_REMONTEES = {"paqte", "contrats", "regions", "config"}
NOMS_DE_REMONTEE = re.compile(r"bilan|synth[eèé]se", re.IGNORECASE)


@pytest.fixture
def rapport(db, settings, monkeypatch):
    """Le rapport d'essai du Nord, 2019, transmis ; son modèle est inscrit le temps du test."""
    monkeypatch.setattr(registre, "_remontees", dict(registre._remontees))
    with modify_settings(INSTALLED_APPS={"append": "tests.factice"}):
        from tests.factice.models import Rapport

        settings.ROOT_URLCONF = "tests.factice.urls"
        with connection.schema_editor() as editeur:
            editeur.create_model(Rapport)
            editeur.create_model(Rapport.history.model)
        Campagne.objects.create(
            genre="rapport", periode="2019", ouverture_le="2019-01-01", echeance_le="2019-12-31"
        )
        nord = DepartementFactory(code="59", nom="Nord", region__code="32")
        ContentType.objects.clear_cache()
        yield Rapport.objects.create(periode="2019", departement=nord)
    ContentType.objects.clear_cache()


@pytest.fixture
def version(rapport, valideur_59):
    pdf = io.BytesIO()
    page_blanche = PdfWriter()
    page_blanche.add_blank_page(210, 297)
    page_blanche.write(pdf)
    rapport.etat = rapport.Etat.TRANSMISE
    rapport.save()
    return Transmission.objects.create(
        remontee=rapport,
        departement=rapport.departement,
        numero=1,
        donnees=rapport.contenu()
        | {"version": 1, "transmis_le": "2019-07-01T10:00:00+02:00", "transmis_par": "X"},
        pdf=pdf.getvalue(),
        sha256="0" * 64,
        nom_fichier="rapport-2019-59-v1.pdf",
        transmise_le=timezone.now(),
        transmise_par=valideur_59,
    )


def test_l_accueil_de_la_prefecture_la_demande(client, rapport, agent_59):
    client.force_login(agent_59)
    page = client.get(reverse("accueil"))
    attendus = [*page.context["a_faire"], *page.context["anciennes"]]
    assert [ligne.remontee for ligne in attendus] == [rapport]
    assert rapport.get_absolute_url() in page.text


def test_l_accueil_du_cget_en_compte_l_avancement(client, rapport, cget):
    client.force_login(cget)
    avancements = dict(client.get(reverse("accueil")).context["avancements"])
    (ligne,) = avancements[type(rapport)]
    assert (ligne["attendues"], ligne["brouillon"]) == (1, 1)


def test_le_tableau_national_la_compte_la_montre_et_la_dessine(client, version, cget):
    client.force_login(cget)
    page = client.get(f"{ADRESSE_DU_TABLEAU}&carte=rapport&region=32")
    comptes = {modele.genre: comptes for modele, _, comptes in page.context["remontees"]}
    assert ("Transmis", "transmise", 1) in comptes["rapport"]["etats"]
    assert [tuile["libelle"] for tuile in page.context["carte"]["tuiles"]] == ["Transmis"]
    assert '<th scope="col">Rapport d’essai</th>' in page.text
    (ligne, *_) = lire_csv(client.get(f"{ADRESSE_DU_TABLEAU}&format=csv"))
    assert {"rapport", "rapport_en_retard"} <= set(ligne)


def test_les_exports_ont_ses_versions(client, version, cget):
    client.force_login(cget)
    assert "Rapports d’essai, versions transmises" in client.get(reverse("exports")).text
    lignes = client.get(reverse("export", args=["rapports", "csv"])).getvalue().decode()
    assert version.nom_fichier in lignes


def test_elle_a_son_document_de_travail(client, version, cget):
    client.force_login(cget)
    reponse = client.get(version.remontee.adresse("odt"))
    assert 'filename="rapport-2019-59-document-de-travail.odt"' in reponse["Content-Disposition"]


def test_le_recueil_la_rassemble(client, version, cget, django_capture_on_commit_callbacks):
    client.force_login(cget)
    client.post(reverse("national:recueil", args=["rapport", "2019"]), {"format": "zip"})
    recueil = Recueil.objects.get()
    fabriquer(recueil.pk)
    recueil.refresh_from_db()
    noms = zipfile.ZipFile(io.BytesIO(recueil.contenu)).namelist()
    assert noms == ["rapport-2019-59-v1.pdf", "rapport-2019-59-v1.json"]


def _fichiers_des_autres_salles():
    for salle in sorted(Path(reglages.BASE_DIR).glob("*/apps.py")):
        if salle.parent.name not in SALLES_DES_REMONTEES:
            yield from (f for f in salle.parent.rglob("*.py") if "migrations" not in f.parts)


def _mots(fichier):
    """Produit (ligne, mot) de ce qui n'est pas un texte montré à quelqu'un : code, commentaires,
    documentation, et chaînes d'un seul mot, hors des adresses électroniques.
    """
    precedent = tokenize.NEWLINE
    with fichier.open("rb") as flux:
        for jeton in tokenize.tokenize(flux.readline):
            est_une_documentation = jeton.type == tokenize.STRING and precedent in {
                tokenize.NEWLINE,
                tokenize.NL,
                tokenize.INDENT,
                tokenize.ENCODING,
            }
            est_un_mot = jeton.type == tokenize.STRING and not re.search("[ @]", jeton.string)
            if (
                jeton.type in {tokenize.NAME, tokenize.COMMENT}
                or est_une_documentation
                or est_un_mot
            ):
                yield jeton.start[0], jeton.string
            precedent = jeton.type


def test_hors_de_leur_salle_aucun_code_ne_nomme_une_remontee():
    nommees = [
        f"{fichier.relative_to(reglages.BASE_DIR)}:{ligne} {mot}"
        for fichier in _fichiers_des_autres_salles()
        for ligne, mot in _mots(fichier)
        if NOMS_DE_REMONTEE.search(mot)
    ]
    assert nommees == []


def test_hors_de_leur_salle_aucun_gabarit_ne_nomme_une_remontee():
    gabarits = Path(reglages.BASE_DIR) / "templates"
    balises = re.compile(r"{[%{#].*?[%}#]}")
    nommees = [
        f"{gabarit.relative_to(gabarits)} {balise}"
        for gabarit in gabarits.rglob("*.*")
        if gabarit.relative_to(gabarits).parts[0] not in SALLES_DES_REMONTEES
        for balise in balises.findall(gabarit.read_text())
        if NOMS_DE_REMONTEE.search(balise)
    ]
    assert nommees == []
