"""Le recueil national : contenu, droits, annulation, reprise après la mort d'un travailleur."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from national import assemblage, taches
from national.models import Recueil
from tests.balises import fautes, fautes_d_outloud
from tests.factories import DepartementFactory, RegionFactory, UtilisateurFactory, bilan_complet

SYNTHESE = {"genre": "synthese", "periode": "2019", "format": "pdf"}


@pytest.fixture
def recueil(quatre_syntheses, cget):
    """Un recueil des synthèses de 2019, de quatre départements, en attente."""
    return Recueil.objects.create(demande_par=cget, **SYNTHESE)


def textes(contenu):
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(contenu)).pages]


def test_le_recueil_rassemble_chaque_synthese_dans_l_ordre_de_son_sommaire(recueil):
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    assert (recueil.etat, recueil.faits, recueil.total) == ("fait", 4, 4)
    pages = textes(bytes(recueil.contenu))
    sommaire = next(page for page in pages if "Sommaire" in page)
    lecteur = PdfReader(io.BytesIO(bytes(recueil.contenu)))
    regions = [e for e in lecteur.outline if not isinstance(e, list) and "Recueil" not in e.title]
    assert [region.title for region in regions] == ["Hauts-de-France", "Rhône"]
    for region in regions:
        numero = lecteur.get_destination_page_number(region) + 1
        assert region.title in pages[numero - 1]
        assert f"{region.title} {numero}" in sommaire


def test_une_version_figee_y_entre_telle_quelle(recueil):
    transmission = recueil.modele.objects.get(departement="59").derniere_transmission()
    figee = textes(bytes(transmission.pdf))
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    pages = textes(bytes(recueil.contenu))
    contenus = [page.partition(" Recueil, page ")[0] for page in pages]
    assert any(contenus[rang : rang + len(figee)] == figee for rang in range(len(pages)))


@pytest.mark.long
def test_chaque_page_porte_son_numero_dans_le_recueil_et_le_sommaire_y_mene(recueil):
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    lecteur = PdfReader(io.BytesIO(bytes(recueil.contenu)))
    pages = textes(bytes(recueil.contenu))
    for rang, page in enumerate(pages, start=1):
        assert f"Recueil, page {rang} sur {len(pages)}" in page
    liens = [a.get_object() for page in lecteur.pages for a in page.get("/Annots", ())]
    menes = {lecteur.get_page_number(lien["/Dest"][0].get_object()) for lien in liens}
    assert len(menes) == 6
    assert all("/A" not in lien for lien in liens)
    assert list(fautes(bytes(recueil.contenu))) == []
    assert fautes_d_outloud({"recueil": bytes(recueil.contenu)}) == ""


def test_le_cahier_dit_qui_manque(quatre_syntheses, cget):
    DepartementFactory(code="02", nom="Aisne")
    recueil = Recueil.objects.create(demande_par=cget, **SYNTHESE)
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    tout = " ".join(textes(bytes(recueil.contenu)))
    assert "Hauts-de-France : Aisne (02)" in tout
    assert "Aisne (02) non transmis" in tout


def test_les_regions_se_rangent_comme_en_francais(cget):
    noms = {"11": "Île-de-France", "93": "Provence", "32": "Hauts-de-France", "52": "Pays"}
    for code, nom in noms.items():
        DepartementFactory(code=code, region=RegionFactory(code=code, nom=nom))
    recueil = Recueil(demande_par=cget, **SYNTHESE)
    rangees = [departement.region.nom for departement in recueil.departements()]
    assert rangees == ["Hauts-de-France", "Île-de-France", "Pays", "Provence"]


@pytest.mark.long
def test_le_cahier_dit_les_comptes_et_les_difficultes_les_plus_citees(recueil):
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    cahier = " ".join(textes(bytes(recueil.contenu))[:4])
    assert "4 documents transmis sur 4" in cahier
    assert "Ingénierie et moyens humains 4" in cahier


def test_le_zip_porte_le_pdf_et_les_donnees_de_chacun(recueil):
    recueil.format = "zip"
    recueil.save()
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    noms = zipfile.ZipFile(io.BytesIO(bytes(recueil.contenu))).namelist()
    assert sorted(noms)[:2] == ["synthese-2019-59-v1.json", "synthese-2019-59-v1.pdf"]
    assert len(noms) == 8


def test_les_bilans_d_un_semestre_se_rassemblent_aussi(cget, valideur_59):
    bilan_complet(obstacles="Trop peu d’entreprises.").transmettre(valideur_59)
    recueil = Recueil.objects.create(
        genre="bilan", periode="2019-s1", format="pdf", demande_par=cget
    )
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    cahier = " ".join(textes(bytes(recueil.contenu))[:4])
    assert "Emploi et entreprises 1" in cahier
    assert "Population des QPV habitants 1 200" in cahier


@pytest.mark.long
def test_un_courriel_previent_que_le_recueil_est_pret(recueil):
    taches.fabriquer(recueil.pk)
    assert mail.outbox[-1].to == [recueil.demande_par.email]


@pytest.mark.usefixtures("quatre_syntheses")
def test_une_region_ne_rassemble_que_ses_departements(region_32):
    recueil = Recueil(demande_par=region_32, **SYNTHESE)
    assert list(recueil.transmissions()) == ["59", "62"]


@pytest.mark.usefixtures("quatre_syntheses")
def test_la_page_demande_un_recueil_et_le_met_en_file(
    client, cget, django_capture_on_commit_callbacks
):
    client.force_login(cget)
    with django_capture_on_commit_callbacks() as rappels:
        client.post(reverse("national:recueil", args=["synthese", "2019"]), {"format": "zip"})
    assert Recueil.objects.get().format == "zip"
    assert len(rappels) == 1


def test_sans_document_il_n_y_a_rien_a_rassembler(client, cget):
    DepartementFactory(code="59")
    client.force_login(cget)
    adresse = reverse("national:recueil", args=["synthese", "2019"])
    assert "rien à rassembler" in client.post(adresse, {"format": "pdf"}, follow=True).text
    assert not Recueil.objects.exists()


@pytest.mark.parametrize("geste", ["recueil_avancement", "recueil_annuler", "recueil_fichier"])
def test_le_recueil_d_un_autre_n_existe_pas(client, recueil, geste):
    client.force_login(UtilisateurFactory(role="cget", national=True))
    methode = client.post if geste == "recueil_annuler" else client.get
    assert methode(reverse(f"national:{geste}", args=[recueil.pk])).status_code == 404


def test_un_recueil_annule_s_arrete_au_document_suivant(recueil, monkeypatch):
    lire = assemblage.PdfReader

    def annuler_puis_lire(flux):
        recueil.annuler()
        return lire(flux)

    monkeypatch.setattr(assemblage, "PdfReader", annuler_puis_lire)
    taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    assert (recueil.etat, recueil.contenu) == ("annule", None)


def test_une_panne_se_lit_sur_le_recueil(recueil, monkeypatch):
    monkeypatch.setitem(assemblage.FORMATS, "pdf", lambda recueil: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    assert recueil.etat == "echec"
    assert "division" in recueil.erreur


def test_un_recueil_pris_ne_se_fabrique_pas_deux_fois(recueil, monkeypatch):
    assert recueil.prendre()
    monkeypatch.setitem(assemblage.FORMATS, "pdf", lambda recueil: pytest.fail("refait"))
    taches.fabriquer(recueil.pk)


@pytest.mark.long
def test_un_travailleur_silencieux_est_remplace_et_ne_peut_plus_ecrire(recueil):
    assert recueil.prendre()
    assert taches.reprendre() == 0
    with time_machine.travel(time.time() + 61):
        assert taches.reprendre() == 1
        taches.fabriquer(recueil.pk)
    assert not recueil.noter(faits=1)
    assert Recueil.objects.get().etat == "fait"


def test_un_travailleur_dont_l_horloge_avancait_d_un_an_est_remplace_aussi(recueil):
    with time_machine.travel(time.time() + 365 * 86_400):
        assert recueil.prendre()
    assert taches.reprendre() == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="la base des tests y est en mémoire")
def test_un_travailleur_tue_a_mi_chemin_est_repris_sans_doublon(recueil):
    base = connection.settings_dict
    environnement = os.environ | {
        "DEBUG": "1",
        "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**base),
    }
    code = (
        "import django; django.setup()\n"
        "import time\n"
        "from national import assemblage, taches\n"
        "lire = assemblage.PdfReader\n"
        "assemblage.PdfReader = lambda flux: (time.sleep(0.5), lire(flux))[1]\n"
        f"taches.fabriquer({recueil.pk})\n"
    )
    travailleur = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environnement | {"DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    for _ in range(100):
        recueil.refresh_from_db()
        if recueil.faits >= 2:
            break
        time.sleep(0.1)
    os.kill(travailleur.pid, signal.SIGKILL)
    travailleur.wait()
    recueil.refresh_from_db()
    assert (recueil.etat, recueil.contenu) == ("en_cours", None)
    with time_machine.travel(time.time() + 61):
        assert taches.reprendre() == 1
        taches.fabriquer(recueil.pk)
    recueil.refresh_from_db()
    assert recueil.etat == "fait"
    titres = [page for page in textes(bytes(recueil.contenu)) if "1. Démarches engagées" in page]
    assert len(titres) == 4


def test_qui_ne_suit_plus_un_departement_ne_telecharge_plus_son_recueil(client, recueil):
    taches.fabriquer(recueil.pk)
    cget = recueil.demande_par
    adresse = reverse("national:recueil_fichier", args=[recueil.pk])
    client.force_login(cget)
    assert client.get(adresse).status_code == 200
    cget.perimetres.update(departement="69")
    assert client.get(adresse).status_code == 404


def test_un_recueil_qui_tue_trois_fois_son_travailleur_est_en_echec(recueil):
    for essai in range(4):
        recueil.prendre()
        with time_machine.travel(time.time() + 61):
            assert taches.reprendre() == (essai < 2)
        if essai == 2:
            break
    recueil.refresh_from_db()
    assert recueil.etat == "echec"


def test_un_recueil_dont_la_tache_s_est_perdue_est_relance(
    recueil, django_capture_on_commit_callbacks
):
    with (
        time_machine.travel(time.time() + 16 * 60),
        django_capture_on_commit_callbacks() as rappels,
    ):
        taches.reprendre()
    assert len(rappels) == 1


def test_annuler_un_recueil_pret_ne_l_annule_pas(client, recueil):
    taches.fabriquer(recueil.pk)
    client.force_login(recueil.demande_par)
    page = client.post(reverse("national:recueil_annuler", args=[recueil.pk]), follow=True)
    assert "n’était plus en fabrication" in page.text


def test_le_meme_recueil_demande_deux_fois_ne_se_fabrique_qu_une(client, recueil):
    client.force_login(recueil.demande_par)
    page = client.post(recueil.get_absolute_url(), {"format": recueil.format}, follow=True)
    assert "se fabrique déjà" in page.text
    assert Recueil.objects.get() == recueil


def test_un_recueil_pret_se_redemande(client, recueil):
    Recueil.objects.update(etat="fait")
    client.force_login(recueil.demande_par)
    client.post(recueil.get_absolute_url(), {"format": recueil.format})
    assert Recueil.objects.count() == 2
