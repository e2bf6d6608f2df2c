"""La grille des résultats : téléchargée, remplie dans un tableur, relue avec aperçu."""

import io

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from paqte.grille import MODELE, grille
from paqte.models import Bilan, ImportResultats, ResultatConvention
from paqte.resources import analyser_grille
from remontees.periodes import Semestre
from tests.factories import (
    BilanFactory,
    CampagneFactory,
    ConventionFactory,
    IndicateurFactory,
    ResultatFactory,
)
from tests.tableaux import ouvrir

from .grilles import remplie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sans_rendu")]

ARGUMENTS = [Semestre(2019, 1), "59"]
DEPOT = reverse("paqte:grille", args=ARGUMENTS)


def refus(bilan, octets):
    return [
        (refus.colonne, refus.motif)
        for refus in analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan).refus
    ]


def test_la_grille_donne_une_ligne_par_convention_et_indicateur(bilan, convention):
    (ligne,) = grille(bilan).dict
    assert (ligne["entreprise"], ligne["indicateur"]) == ("Acier du Nord", "recrutements-qpv")
    assert (ligne["cible"], ligne["resultat"]) == (10, None)


def test_la_grille_porte_les_resultats_deja_saisis(bilan, convention):
    ResultatFactory(convention=convention, indicateur=convention.cibles.get().indicateur, valeur=3)
    assert grille(bilan)["resultat"] == [3]


def test_le_nombre_de_requetes_de_la_grille_ne_depend_pas_des_conventions(
    bilan, convention, django_assert_max_num_queries
):
    for _ in range(5):
        ConventionFactory(entreprise__departement=bilan.departement)
    with django_assert_max_num_queries(6):
        grille(bilan)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_la_grille_telechargee_se_depose_remplie(client, agent_59, bilan, convention, extension):
    client.force_login(agent_59)
    modele = client.get(reverse("paqte:grille_modele", args=[*ARGUMENTS, extension]))
    entetes, *feuille = ouvrir(modele.content, extension)
    lignes = [[*ligne[:-1], 4] for ligne in feuille]
    octets = tablib.Dataset(*lignes, headers=entetes).export(extension)
    octets = octets.encode() if isinstance(octets, str) else octets
    page = client.post(
        DEPOT, {"fichier": SimpleUploadedFile(f"grille.{extension}", octets)}, follow=True
    )
    assert "Acier du Nord" in page.text
    assert not ResultatConvention.objects.exists()
    adresse = page.redirect_chain[-1][0]
    client.post(adresse, {"apercu_lu": page.context["form"]["apercu_lu"].value()})
    resultat = ResultatConvention.objects.get()
    assert (resultat.convention, resultat.valeur, resultat.semestre) == (convention, 4, "2019-s1")
    assert resultat.history.get().history_user == agent_59


def test_une_grille_deposee_commence_le_bilan_avec_ses_textes_repris(client, agent_59):
    convention = ConventionFactory(entreprise__departement__code="59")
    ResultatFactory(convention=convention, semestre="2019-s1", valeur=2)
    BilanFactory(departement_id="59", periode=Semestre(2018, 2), strategie="La même")
    CampagneFactory()
    client.force_login(agent_59)
    assert client.get(DEPOT).status_code == 200
    octets = client.get(reverse("paqte:grille_modele", args=[*ARGUMENTS, "csv"])).content
    page = client.post(DEPOT, {"fichier": SimpleUploadedFile("g.csv", octets)}, follow=True)
    assert page.status_code == 200
    bilan = Bilan.objects.get(periode="2019-s1")
    assert (bilan.strategie, bilan.reprises) == ("La même", ["strategie"])
    assert bilan.imports.get().fait_par == agent_59


@pytest.mark.parametrize("geste", ["confirmer", "annuler", "fichier"])
def test_un_bilan_pas_commence_n_a_aucun_import(client, agent_59, geste):
    ancien = ImportResultats.objects.create(fait_par=agent_59, fichier="g.csv", contenu=b"")
    client.force_login(agent_59)
    adresse = reverse(f"paqte:grille_{geste}", args=[*ARGUMENTS, ancien.pk])
    assert client.get(adresse).status_code == 404


def test_un_resultat_change_montre_l_ancien_et_le_nouveau(bilan, convention):
    indicateur = convention.cibles.get().indicateur
    ResultatFactory(convention=convention, indicateur=indicateur, valeur=3)
    apercu = analyser_grille(
        MODELE.lire_liste(remplie(bilan, convention, resultat="5"), "g.csv"), bilan
    )
    assert apercu.modifies[0][1] == [("valeur", 3, 5)]


def test_une_case_vide_ne_change_rien(bilan, convention):
    octets = remplie(bilan, convention) + b"2019-s1,1,autre,\r\n"
    assert analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan).refus == []


@pytest.mark.parametrize(
    ("champs", "colonne", "motif"),
    [
        ({"resultat": "beaucoup"}, "resultat", "n’est pas un nombre"),
        ({"resultat": "-3"}, "resultat", "nombre positif"),
        ({"resultat": "1,5"}, "resultat", "nombre entier"),
        ({"resultat": "9999999999999999"}, "resultat", "chiffres"),
        ({"semestre": "2019-s2"}, "semestre", "celui de 2019-s1"),
        ({"convention": "0"}, "convention", "n’est pas une convention"),
        ({"convention": "9" * 30}, "convention", "n’est pas une convention"),
        ({"siren": "552100554"}, "siren", "pas de l’entreprise 552100554"),
        ({"indicateur": "inconnu"}, "indicateur", "n’existe pas"),
    ],
)
def test_une_ligne_fausse_est_refusee_a_sa_colonne(bilan, convention, champs, colonne, motif):
    ((lue, raison),) = refus(bilan, remplie(bilan, convention, **champs))
    assert lue == colonne
    assert motif in raison


@pytest.mark.parametrize("ecrit", ["000000018", "18", "18.0", " 000 000 018 "])
def test_le_siren_de_l_entreprise_est_accepte_tel_qu_un_tableur_l_ecrit(bilan, convention, ecrit):
    convention.entreprise.siren = "000000018"
    convention.entreprise.save()
    assert refus(bilan, remplie(bilan, convention, siren=ecrit)) == []


def test_une_grille_d_un_autre_semestre_se_refuse_au_depot_une_seule_fois(
    client, agent_59, bilan, convention
):
    client.force_login(agent_59)
    octets = remplie(bilan, convention, semestre="2019-s2")
    octets += octets.splitlines(keepends=True)[1]
    page = client.post(DEPOT, {"fichier": SimpleUploadedFile("g.csv", octets)})
    assert page.status_code == 422
    (motif,) = page.context["form"].errors["fichier"]
    assert "celle du semestre 2019-s2" in motif


def test_le_classeur_garde_ses_colonnes_a_l_ecran_et_son_en_tete(client, agent_59, bilan):
    indicateur = IndicateurFactory(libelle="Un libellé très long " * 8)
    convention = ConventionFactory(entreprise__departement=bilan.departement)
    convention.axes.set([indicateur.axe])
    client.force_login(agent_59)
    modele = client.get(reverse("paqte:grille_modele", args=[*ARGUMENTS, "xlsx"])).content
    feuille = load_workbook(io.BytesIO(modele)).active
    assert feuille.freeze_panes == "A2"
    assert {d.width <= 45 for d in feuille.column_dimensions.values()} == {True}
    assert feuille["F2"].alignment.wrap_text


def test_une_convention_d_ailleurs_est_refusee(bilan, convention):
    ailleurs = ConventionFactory(entreprise__departement__code="13")
    ((colonne, _),) = refus(bilan, remplie(bilan, ailleurs))
    assert colonne == "convention"


def test_une_ligne_en_double_est_refusee(bilan, convention):
    octets = remplie(bilan, convention)
    octets += octets.splitlines(keepends=True)[1]
    ((_, motif),) = refus(bilan, octets)
    assert "déjà à la ligne 2" in motif


def test_un_bilan_transmis_ne_se_remplit_plus(client, valideur_59, bilan):
    bilan.transmettre(valideur_59)
    client.force_login(valideur_59)
    assert client.get(DEPOT).status_code == 404


def test_un_fichier_illisible_le_dit(client, agent_59, bilan):
    client.force_login(agent_59)
    fichier = SimpleUploadedFile("g.xlsx", b"PK\x03\x04" + io.BytesIO(b"rien").read())
    reponse = client.post(DEPOT, {"fichier": fichier})
    assert reponse.status_code == 422
    assert "illisible" in reponse.text


@pytest.mark.parametrize(
    "ecrit", ["2019-s1", "2019-S1", "S1 2019", "1er semestre 2019", "1ER SEMESTRE 2019"]
)
def test_le_semestre_se_lit_comme_le_portail_l_ecrit(bilan, convention, ecrit):
    assert refus(bilan, remplie(bilan, convention, semestre=ecrit)) == []


def test_la_grille_en_csv_se_redepose_avec_un_siren_aux_zeros_de_tete(
    client, agent_59, bilan, convention
):
    convention.entreprise.siren = "000000018"
    convention.entreprise.save()
    ResultatFactory(convention=convention, indicateur=convention.cibles.get().indicateur, valeur=3)
    client.force_login(agent_59)
    octets = client.get(reverse("paqte:grille_modele", args=[*ARGUMENTS, "csv"])).content
    apercu = analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan)
    assert (apercu.inchanges, apercu.refus) == (1, [])


def test_un_siret_designe_l_entreprise(bilan, convention):
    convention.entreprise.siren = "552100554"
    convention.entreprise.save()
    assert refus(bilan, remplie(bilan, convention, siren="552 100 554 00013")) == []


def test_un_refus_nomme_l_entreprise_et_ce_qui_est_lu(bilan, convention):
    octets = remplie(bilan, convention, entreprise="Acier du Nord", resultat="vingt")
    (refus,) = analyser_grille(MODELE.lire_liste(octets, "g.csv"), bilan).refus
    assert (refus.objet, refus.lu) == ("Acier du Nord", "vingt")
    assert "n’est pas un nombre" in refus.motif


@pytest.mark.parametrize("chiffres", ["9" * 5000, "9" * 4299])
def test_un_numero_demesure_se_refuse(bilan, convention, chiffres):
    ((colonne, _),) = refus(bilan, remplie(bilan, convention, convention=chiffres))
    assert colonne == "convention"
