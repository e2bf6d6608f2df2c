"""La note d'une page : les chiffres du tableau, qui manque par son nom, une page toujours."""

import datetime
import io
import re
import subprocess

import pytest
from django.urls import reverse
from lxml import html
from pypdf import PdfReader

from donnees import referentiels
from national import carte, contours
from quartiers.models import Departement
from remontees.models import Campagne
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    MesureFactory,
    ProtocoleFactory,
    ReferentFactory,
    ResultatFactory,
    TexteFactory,
    bilan_complet,
)

pytestmark = pytest.mark.django_db

NOTE, TABLEAU = reverse("national:note_pdf"), reverse("national:tableau")
EN_2019 = {"annee": "2019", "semestre": "2019-s1"}
GENRES = {"bilan": "2019-s1", "synthese": "2019", "synthese_regionale": "2019"}


@pytest.fixture
def _campagnes(db):
    """Tout ce que 2019 attend, dont l'échéance est passée."""
    for genre, periode in GENRES.items():
        Campagne.objects.create(
            genre=genre, periode=periode, ouverture_le="2019-01-22", echeance_le="2019-07-31"
        )


def lire(reponse):
    """Rend le texte d'une note imprimée en HTML, ses blancs réduits."""
    return " ".join(re.sub("<[^>]+>", " ", reponse.text).split())


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_ses_chiffres_sont_ceux_du_tableau(client, cget, valideur_59):
    bilan_complet().transmettre(valideur_59)
    DepartementFactory(code="62", nom="Pas-de-Calais", region__code="32")
    ProtocoleFactory(contrat__departement_id="59", avancement="signe", signe_le="2019-06-30")
    ProtocoleFactory(contrat__departement_id="62")
    MesureFactory()
    client.force_login(cget)
    tableau = client.get(TABLEAU, EN_2019).context
    note = client.get(NOTE, EN_2019)
    assert note.context["paqte"] == tableau["paqte"]
    comptes = {modele.genre: comptes for modele, _, comptes in tableau["remontees"]}
    recus, attendus = comptes["bilan"]["recues"], comptes["bilan"]["attendues"]
    assert (recus, attendus) == (1, 2)
    texte = lire(note)
    assert "Bilans du PAQTE, 1er semestre 2019 : 1 reçu sur 2" in texte
    protocoles = {avancement.value: nombre for avancement, nombre in tableau["suivi"].protocoles}
    assert f"{protocoles['signe']} signé, pour {sum(protocoles.values())} contrats" in texte
    mesures = client.get(reverse("mesures:tableau"), {"date": "2019-12-31"}).context["tableau"]
    assert note.context["note"].mesures.comptes == mesures.comptes
    assert f"des {len(mesures.principales)} mesures" in texte


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_un_indicateur_est_atteint_en_retard_ou_silencieux(client, cget):
    convention = ConventionFactory(date_signature=datetime.date(2019, 1, 1))
    for code, valeur, cible in (("atteint", 30, 30), ("lent", 1, 60), ("muet", None, None)):
        indicateur = IndicateurFactory(code=code, libelle=code)
        if cible:
            CibleFactory(convention=convention, indicateur=indicateur, valeur=cible)
            ResultatFactory(convention=convention, indicateur=indicateur, valeur=valeur)
    client.force_login(cget)
    note = client.get(NOTE, EN_2019).context["note"]
    groupes = (note.paqte_atteints, note.paqte_en_retard, note.paqte_silencieux)
    assert [[i.code for i in groupe] for groupe in groupes] == [["atteint"], ["lent"], ["muet"]]


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_qui_n_a_rien_transmis_a_temps_est_nomme_selon_ce_qu_il_a_commence(client, cget):
    BilanFactory(departement__code="59", departement__nom="Nord")
    DepartementFactory(code="62", nom="Pas-de-Calais", region__code="32")
    client.force_login(cget)
    texte = lire(client.get(NOTE, EN_2019))
    assert "À commencer (1) : Pas-de-Calais. En cours (1) : Nord." in texte
    # Une région n'est qu'une ligne, quel que soit le nombre de ses départements.
    assert re.search(r"Synthèses régionales, 2019\. À commencer \(1\) : [^,.]+\.", texte)


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_qui_manque_se_lit_dans_l_ordre_francais(client, cget):
    for code, nom, region in (("93", "Var", "93"), ("59", "Nord", "11"), ("62", "Île", "75")):
        DepartementFactory(code=code, nom=nom, region__code=region, region__nom=f"{nom} (région)")
    client.force_login(cget)
    lue = lire(client.get(NOTE, EN_2019))
    assert " ." not in lue
    for suite in ("Île, Nord, Var", "Île (région), Nord (région), Var (région)"):
        assert suite in lue


@pytest.mark.usefixtures("sans_rendu")
def test_sans_echeance_passee_personne_ne_manque(client, cget):
    DepartementFactory(code="62", nom="Pas-de-Calais")
    for genre, periode in GENRES.items():
        CampagneFactory(genre=genre, periode=periode, echeance_le=datetime.date(2099, 1, 1))
    client.force_login(cget)
    texte = lire(client.get(NOTE, EN_2019))
    assert texte.count("Personne n’est en retard.") == len(GENRES)


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_un_protocole_non_signe_est_en_retard_apres_le_delai_du_texte(client, cget):
    TexteFactory(signe_le="2019-01-22", renovation_le="2019-07-31")
    for avancement, signe_le in (("signe", "2019-09-30"), ("en_negociation", None)):
        ProtocoleFactory(avancement=avancement, signe_le=signe_le)
    client.force_login(cget)
    assert client.get(NOTE, EN_2019).context["note"].hors_delai == 1


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_une_region_lit_la_sienne(client, region_32):
    DepartementFactory(code="59", nom="Nord", region__code="32", region__nom="Hauts-de-France")
    DepartementFactory(code="13", nom="Bouches-du-Rhône", region__code="93")
    client.force_login(region_32)
    reponse = client.get(NOTE, EN_2019)
    assert "Note régionale, Hauts-de-France" in lire(reponse)
    assert "note-regionale-hauts-de-france-2019-12-31.pdf" in reponse["Content-Disposition"]
    assert "Bouches-du-Rhône" not in reponse.text


@pytest.mark.usefixtures("sans_rendu")
def test_un_filtre_faux_ramene_au_tableau_qui_le_dit(client, cget):
    client.force_login(cget)
    reponse = client.get(NOTE, {"region": "inconnue"})
    assert reponse.status_code == 302
    assert reponse.url == f"{TABLEAU}?region=inconnue"


@pytest.mark.usefixtures("sans_rendu")
def test_le_tableau_mene_a_la_note_de_ses_filtres(client, cget):
    DepartementFactory(code="59", region__code="32")
    client.force_login(cget)
    assert (
        f'href="{NOTE}?annee=2019&amp;region=32"'
        in client.get(TABLEAU, {"annee": "2019", "region": "32"}).text
    )


@pytest.mark.long
@pytest.mark.usefixtures("_campagnes")
def test_elle_tient_sur_une_page_quand_tout_manque_et_nomme_chacun(client, cget):
    referentiels.charger_referentiels()
    client.force_login(cget)
    (page,) = PdfReader(io.BytesIO(client.get(NOTE, EN_2019).content)).pages
    texte = "".join(page.extract_text().split())
    for departement in Departement.objects.all():
        assert texte.count("".join(departement.nom.split())) >= len(GENRES) - 1, departement


@pytest.mark.usefixtures("_campagnes", "sans_rendu")
def test_la_carte_dessine_chaque_departement_et_dit_ses_comptes(client, cget):
    referentiels.charger_referentiels()
    client.force_login(cget)
    page = html.fromstring(client.get(NOTE, EN_2019).text)
    (dessin,) = page.xpath("//figure[@class='atlas']/svg")
    chemins = {chemin.get("d") for chemin in dessin.iter("path")}
    assert chemins == {trace.chemin for trace in contours.traces().values()}
    assert dessin.findtext("title") == (
        "Où en sont les bilans du PAQTE ? En retard, à commencer : 103 sur 103 départements."
    )


def test_chaque_etat_de_la_carte_a_son_encre():
    assert contours.ENCRES.keys() == carte.COULEURS.keys()
    assert len(set(contours.ENCRES.values())) == len(contours.ENCRES)


@pytest.mark.usefixtures("sans_rendu")
@pytest.mark.parametrize("nombre", [2, 30])
def test_la_note_a_un_nombre_constant_de_requetes(
    client, cget, django_assert_max_num_queries, nombre
):
    for rang in range(nombre):
        departement = DepartementFactory(code=f"{rang:02}")
        ProtocoleFactory(contrat__departement=departement)
        ConventionFactory(entreprise__departement=departement)
        ReferentFactory(departement=departement)
    client.force_login(cget)
    client.get(NOTE)
    # Périodes d'une campagne ou d'une remontée, délais accordés, envois hors portail par genre.
    with django_assert_max_num_queries(29):
        client.get(NOTE)


@pytest.mark.usefixtures("_campagnes")
def test_ses_dessins_se_lisent_quand_tout_manque(client, cget, tmp_path):
    """Réduits pour tenir sur la page, leurs nombres n'avaient plus que trois points."""
    referentiels.charger_referentiels()
    convention = ConventionFactory(date_signature=datetime.date(2019, 1, 1))
    indicateur = IndicateurFactory(code="lent")
    CibleFactory(convention=convention, indicateur=indicateur, valeur=6000)
    ResultatFactory(convention=convention, indicateur=indicateur, valeur=777)
    ProtocoleFactory(contrat__departement_id="59", avancement="signe", signe_le="2019-06-30")
    client.force_login(cget)
    note = tmp_path / "note.pdf"
    note.write_bytes(client.get(NOTE, EN_2019).content)
    boites = subprocess.run(
        ["pdftotext", "-bbox", note, "-"], capture_output=True, text=True, check=True
    ).stdout
    # La boîte d'un mot de la Marianne fait une fois et demie sa taille, en points.
    tailles = {
        mot: (float(bas) - float(haut)) / 1.5
        for haut, bas, mot in re.findall(r'yMin="([^"]+)".*?yMax="([^"]+)">([^<]+)<', boites)
    }
    # Un semestre et un mois sur un axe, le dernier nombre d'une courbe.
    for ecrit in ("S1", "06/2019", "777"):
        assert tailles[ecrit] >= 7
    assert min(tailles.values()) >= 6 - 0.1
