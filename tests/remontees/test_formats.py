"""Une version figée se lit toujours : formats d'hier, format de demain, schémas publiés."""

import copy
import hashlib
import json
from typing import Literal

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from pydantic import Field, ValidationError

from donnees.integrite import fautes
from donnees.referentiels import charger_les_controles
from paqte.formats.v2 import BilanV2
from paqte.models import Bilan
from quartiers.models import Departement, Region
from remontees import registre
from remontees.formats import interpreter
from remontees.management.commands.schemas import schemas_publies
from remontees.models import Transmission
from remontees.relecture import relire
from tests.documents import jointes, lire_archive
from tests.factories import bilan_complet, synthese_complete

pytestmark = pytest.mark.django_db

# Chaque (genre, format) a la sienne : un format de plus en ajoute une.
ARCHIVES = [(modele, numero) for modele in registre.remontees() for numero in modele.formats]


def test_les_schemas_publies_sont_ceux_des_classes():
    dossier = settings.BASE_DIR / "docs" / "schemas"
    publies = {fichier.name: fichier.read_text("utf-8") for fichier in dossier.iterdir()}
    assert publies == schemas_publies(), "manage.py schemas docs/schemas"


def test_la_commande_ecrit_les_schemas(tmp_path):
    call_command("schemas", tmp_path)
    assert {fichier.name for fichier in tmp_path.iterdir()} == set(schemas_publies())


@pytest.mark.parametrize(("modele", "numero"), ARCHIVES)
def test_une_archive_de_chaque_format_se_lit_par_sa_classe(modele, numero):
    octets, donnees = lire_archive(f"{modele.genre}-{numero}")
    assert jointes(octets) == donnees
    contenu = interpreter(donnees, modele.formats)
    du_nord = {Departement: ("59", "2019"), Region: ("32", "2020")}
    assert (contenu.territoire, contenu.periode[:4]) == du_nord[modele.Territoire]
    assert contenu.difficultes_rencontrees
    assert contenu.model_dump() == donnees


@pytest.mark.parametrize(("modele", "numero"), ARCHIVES)
def test_un_gabarit_ne_lit_que_ce_que_porte_l_archive(modele, numero, settings):
    """Ce qu'un format n'a pas ne laisse aucune section vide : le gabarit ne le lit pas."""
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "[absent : %s]"
    _, donnees = lire_archive(f"{modele.genre}-{numero}")
    gabarit_pdf, contexte = modele.a_imprimer(donnees)
    contexte |= {"empreinte_des_donnees": None}
    for gabarit in (modele.gabarit_sections, gabarit_pdf):
        assert "[absent" not in render_to_string(gabarit, contexte)
        tronquees = {cle: donnees[cle] for cle in donnees if cle not in {"strategie", "textes"}}
        assert "[absent" in render_to_string(gabarit, contexte | {"contenu": tronquees})


@pytest.mark.parametrize("complete", [bilan_complet, synthese_complete])
def test_rien_ne_se_fige_que_le_portail_ne_saurait_relire(complete, valideur_59, monkeypatch):
    remontee = complete()
    contenu = remontee.contenu() | {"intrus": 1}
    monkeypatch.setattr(type(remontee), "contenu", lambda _: contenu)
    with pytest.raises(ValidationError, match="intrus"):
        remontee.transmettre(valideur_59)
    assert not Transmission.objects.exists()


@pytest.mark.parametrize(
    ("chemin", "valeur"),
    [
        (("strategie",), None),
        (("entreprises", "nombre", "calcule"), True),
        (("entreprises", "nombre", "calcule"), "4"),
        (("entreprises", "tailles", 0, "nombre"), -1),
        (("entreprises", "tailles", 0, "nombre"), 1.0),
        (("semestre", "debut"), "2019-07-01\n"),
        (("referent", "designe_le"), "2019-02-30"),
        (("departement", "code"), "9٧"),
    ],
)
def test_un_type_ne_se_convertit_pas(chemin, valeur):
    _, donnees = lire_archive("bilan-1")
    *parents, cle = chemin
    objet = donnees
    for parent in parents:
        objet = objet[parent]
    objet[cle] = valeur
    with pytest.raises(ValidationError):
        interpreter(donnees, Bilan.formats)


class BilanV3(BilanV2):
    """Un format de demain : une valeur de plus, exigée."""

    format: Literal[3]
    apprentis: str = Field(title="Accueil des apprentis")


SECTIONS_DE_DEMAIN = """{% include "paqte/_bilan_sections.html" %}
{% if contenu.format >= 3 %}<h2>8. Accueil des apprentis</h2>{{ contenu.apprentis }}{% endif %}
"""


@pytest.fixture
def figee_hier(valideur_59):
    """Un bilan dont la version 1 est celle que le portail a figée autrefois, octet pour octet."""
    octets, donnees = lire_archive("bilan-1")
    bilan = bilan_complet()
    bilan.periode = donnees["semestre"]["code"]
    bilan.etat = Bilan.Etat.TRANSMISE
    bilan.save()
    return Transmission.objects.create(
        remontee=bilan,
        departement=bilan.departement,
        numero=1,
        donnees=donnees,
        pdf=octets,
        sha256=hashlib.sha256(octets).hexdigest(),
        nom_fichier="bilan-paqte-2019-s2-59-v1.pdf",
        transmise_le=donnees["transmis_le"],
        transmise_par=valideur_59,
    )


@pytest.fixture
def demain(monkeypatch, settings):
    """Le portail, une fois un format ajouté au bilan."""
    contenu = Bilan.contenu
    monkeypatch.setattr(Bilan, "formats", Bilan.formats | {3: BilanV3})
    monkeypatch.setattr(
        Bilan, "contenu", lambda bilan: contenu(bilan) | {"apprentis": "Douze en un an."}
    )
    monkeypatch.setattr(Bilan, "gabarit_sections", "demain.html")
    moteur = settings.TEMPLATES[0] | {"APP_DIRS": False}
    moteur["OPTIONS"] = moteur["OPTIONS"] | {
        "loaders": [
            ("django.template.loaders.locmem.Loader", {"demain.html": SECTIONS_DE_DEMAIN}),
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
        ]
    }
    settings.TEMPLATES = [moteur, *settings.TEMPLATES[1:]]


@pytest.mark.usefixtures("demain")
def test_une_archive_d_hier_se_reconnait_et_se_lit(client, cget, figee_hier):
    octets = bytes(figee_hier.pdf)
    lecture = relire(octets)
    assert (lecture.transmission, lecture.donnees) == (figee_hier, figee_hier.donnees)
    client.force_login(cget)
    page = client.post(reverse("relecture"), {"fichier": SimpleUploadedFile("a.pdf", octets)}).text
    assert "Version figée par ce portail" in page
    assert "Accueil des apprentis" not in page


@pytest.mark.usefixtures("demain")
def test_une_archive_d_hier_se_montre_sans_section_vide(client, cget, figee_hier):
    client.force_login(cget)
    bilan = figee_hier.remontee
    page = client.get(bilan.get_absolute_url()).text
    assert figee_hier.donnees["obstacles"].split("\n")[0] in page
    assert "Accueil des apprentis" not in page
    assert client.get(bilan.adresse("version_pdf", 1)).content == bytes(figee_hier.pdf)
    assert client.get(bilan.adresse("version_json", 1)).json() == figee_hier.donnees


@pytest.mark.usefixtures("demain")
def test_une_version_de_demain_se_compare_a_celle_d_hier(client, cget, valideur_59, figee_hier):
    bilan = Bilan.objects.get()
    bilan.renvoyer(cget, "Dites combien d’apprentis.")
    nouvelle = bilan.transmettre(valideur_59)
    assert nouvelle.donnees["format"] == 3
    assert relire(bytes(nouvelle.pdf)).transmission == nouvelle
    client.force_login(cget)
    page = client.get(bilan.adresse("differences", 2))
    [(_, lignes)] = page.context["comparaisons"]
    changements = {ligne.ou: (ligne.avant, ligne.apres) for ligne in lignes}
    assert changements["Accueil des apprentis"] == ("", "Douze en un an.")
    assert changements["Stratégie définie dans le département"][1] == "Aller vers les PME."
    assert "Douze en un an." in client.get(bilan.get_absolute_url()).text
    assert list(fautes()) == []


@pytest.mark.usefixtures("demain")
def test_le_bilan_suivant_se_compare_a_une_archive_d_hier(figee_hier):
    """Les points à vérifier lisent le bilan d'avant par la classe de son format."""
    charger_les_controles()
    bilan = Bilan(departement=figee_hier.departement, periode="2020-s1")
    assert "Aucune entreprise signataire, contre 4 au 2d semestre 2019." in [
        point["texte"] for point in bilan.contenu()["a_verifier"]
    ]


def test_une_archive_dont_le_schema_n_est_plus_suivi_se_reconnait_encore(figee_hier, monkeypatch):
    """Son empreinte suffit : le format n'est jamais une raison de la refuser."""
    monkeypatch.setattr(Bilan, "formats", {3: BilanV3})
    assert relire(bytes(figee_hier.pdf)).transmission == figee_hier


def test_l_archive_d_hier_garde_ses_octets(figee_hier):
    assert list(fautes()) == []
    assert json.loads(json.dumps(figee_hier.donnees)) == jointes(bytes(figee_hier.pdf))
