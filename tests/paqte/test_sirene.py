"""Ce que l'État sait d'une entreprise se lit dans l'API « Recherche d'entreprises »."""

import pytest

from paqte import sirene
from tests.paqte.repertoire import ETABLISSEMENT_FERME, SIREN

TVA = "FR 96 552 100 554"


@pytest.mark.parametrize("ecrit", [SIREN, " 552 100 554 ", "552.100.554", TVA])
def test_un_siren_rend_nom_taille_adresse_et_commune(repertoire, ecrit):
    fiche = sirene.chercher(ecrit)
    assert (fiche.nom, fiche.taille, fiche.commune) == ("ACIER DU NORD", "eti", "Lille")
    assert fiche.adresse == "12 RUE DES FORGES 59000 LILLE"
    assert (fiche.code_commune, fiche.longitude, fiche.latitude) == ("59350", 3.06, 50.62)
    assert [*fiche.remarques()] == []
    [(chemin, demande)] = repertoire.demandes
    assert (chemin, demande["q"]) == ("/search", [SIREN])


def test_un_siret_rend_son_etablissement_et_dit_qu_il_est_ferme(repertoire):
    fiche = sirene.chercher(ETABLISSEMENT_FERME)
    assert (fiche.commune, fiche.code_commune) == ("Villeneuve-d’Ascq", "59009")
    assert [*fiche.remarques()] == ["Cet établissement est fermé depuis le 31 décembre 2025."]


def test_une_entreprise_fermee_se_dit(repertoire):
    repertoire.dire(etat_administratif="C", date_fermeture="2024-06-01")
    remarques = [*sirene.chercher(SIREN).remarques()]
    assert remarques == ["Cette entreprise est fermée depuis le 1er juin 2024."]


@pytest.mark.parametrize(
    ("categorie", "tranche", "taille", "deduite"),
    [
        ("GE", "53", "grande", False),
        ("ETI", "32", "eti", False),
        ("PME", "12", "pme", False),
        ("PME", "03", "tpe", True),
        ("PME", "NN", "pme", False),
        ("PME", None, "pme", False),
        (None, "01", "tpe", True),
        (None, "21", "pme", True),
        (None, "41", "", False),
        (None, None, "", False),
    ],
)
def test_une_tpe_se_deduit_de_l_effectif_et_le_dit(repertoire, categorie, tranche, taille, deduite):
    repertoire.dire(categorie_entreprise=categorie, tranche_effectif_salarie=tranche)
    fiche = sirene.chercher(SIREN)
    assert fiche.taille == taille
    assert any("déduit" in remarque for remarque in fiche.remarques()) == deduite


def test_ce_que_l_entreprise_cache_reste_vide(repertoire):
    cache = "[NON-DIFFUSIBLE]"
    repertoire.dire(
        nom_raison_sociale=None,
        nom_complet=cache,
        siege={"adresse": cache, "latitude": cache, "longitude": None},
    )
    fiche = sirene.chercher(SIREN)
    assert (fiche.nom, fiche.adresse, fiche.latitude, fiche.longitude) == ("", "", None, None)


@pytest.mark.parametrize("ecrit", ["", "552100555", "Acier du Nord", "FR00552100554", "1" * 14])
def test_ce_qui_n_est_pas_un_numero_ne_se_demande_pas(repertoire, ecrit):
    assert sirene.chercher(ecrit) is None
    assert repertoire.demandes == []


def test_une_entreprise_inconnue_ne_rend_rien(repertoire):
    repertoire.reponse = {"results": [], "total_results": 0}
    assert sirene.chercher(SIREN) is None


def test_la_fiche_d_une_autre_ne_se_prend_pas(repertoire):
    repertoire.dire(siren="775672272")
    assert sirene.chercher(SIREN) is None


def test_ce_qui_est_trouve_se_garde_et_ne_se_redemande_pas(repertoire):
    assert sirene.chercher(SIREN) == sirene.chercher(SIREN)
    repertoire.reponse = {"results": []}
    assert sirene.chercher("775672272") is None
    assert sirene.chercher("775672272") is None
    assert len(repertoire.demandes) == 2


def lent(repertoire):
    repertoire.attente = 0.5


def goutte_a_goutte(repertoire):
    repertoire.goutte = 0.02


def arrete(repertoire):
    repertoire.fermer()


@pytest.mark.parametrize(
    "panne",
    [
        lent,
        goutte_a_goutte,
        arrete,
        lambda r: setattr(r, "reponse", ""),
        lambda r: setattr(r, "reponse", "<html>Maintenance</html>"),
        lambda r: setattr(r, "reponse", {"erreur": "Trop de demandes"}),
        lambda r: setattr(r, "reponse", {"results": [{"siren": SIREN}]}),
        lambda r: r.dire(etat_administratif="C", date_fermeture="hier"),
        lambda r: setattr(r, "reponse", " " * sirene.TAILLE_MAXIMALE + "{}"),
        lambda r: setattr(r, "statut", 429),
        lambda r: setattr(r, "statut", 500),
        lambda r: setattr(r, "statut", 301),
    ],
)
def test_une_panne_de_l_api_se_dit_et_ne_se_redemande_pas_aussitot(repertoire, monkeypatch, panne):
    monkeypatch.setattr(sirene, "DELAI", 0.2)
    panne(repertoire)
    for numero in (SIREN, "775672272"):
        with pytest.raises(sirene.Indisponible):
            sirene.chercher(numero)
    assert len(repertoire.demandes) <= 1


def test_eteinte_elle_n_est_pas_appelee(repertoire, settings):
    settings.RECHERCHE_ENTREPRISES = ""
    with pytest.raises(sirene.Indisponible):
        sirene.chercher(SIREN)
    assert repertoire.demandes == []
