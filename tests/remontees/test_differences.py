"""Les différences entre deux versions, ou deux périodes : textes, listes, fortes variations."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contrats.formats.v1 import SyntheseV1
from paqte.formats.v1 import BilanV1
from regions.formats.v1 import SyntheseRegionaleV1
from remontees.differences import Difference, comparer, lignes
from remontees.formats import FAIT_UNE_LIGNE
from tests.factories import SyntheseFactory, synthese_complete

FORMATS = {
    "bilan": BilanV1,
    "synthese": SyntheseV1,
    "synthese_regionale": SyntheseRegionaleV1,
}
CONTENUS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda suite: (
        st.lists(suite, max_size=3) | st.dictionaries(st.text(max_size=3), suite, max_size=3)
    ),
    max_leaves=10,
)


def test_un_texte_change_et_un_contrat_ajoute_se_voient():
    avant = {"textes": {"exemples": "A"}, "contrats": [{"nom": "Lille", "quartiers": 2}]}
    apres = {
        "textes": {"exemples": "B"},
        "contrats": [{"nom": "Denain", "quartiers": 1}, {"nom": "Lille", "quartiers": 2}],
    }
    assert [(d.chemin, d.avant, d.apres) for d in comparer(avant, apres)] == [
        ("textes › exemples", "A", "B"),
        ("contrats › Denain › nom", None, "Denain"),
        ("contrats › Denain › quartiers", None, 1),
    ]


def entreprise(nom, **champs):
    return {"nom": nom, "taille": "PME", "signature": "2019-03-01", "axes": ["Achats"]} | champs


def lire(genre, avant, apres):
    schema = FORMATS[genre].schema_json()
    return [(li.ou, li.avant, li.apres) for li in lignes(comparer(avant, apres), schema)]


def test_une_entreprise_fait_une_ligne_en_francais():
    avant = {"entreprises": {"liste": [entreprise("Acier", issue_charte=False)]}}
    changee = entreprise("Acier", taille="ETI", issue_charte=True, axes=["Achats", "Recrutement"])
    apres = {"entreprises": {"liste": [changee, entreprise("Béton")]}}
    assert lire("bilan", avant, apres) == [
        (
            "Entreprises signataires › Acier",
            "Taille : PME ; Axes retenus : Achats ; Issue d’une charte : non",
            "Taille : ETI ; Axes retenus : Achats, Recrutement ; Issue d’une charte : oui",
        ),
        (
            "Entreprises signataires › Béton",
            "",
            "Taille : PME ; Signature : 1er mars 2019 ; Axes retenus : Achats",
        ),
    ]


def test_une_phrase_que_d_autres_suivent_ne_finit_pas_par_un_point():
    apres = {"entreprises": {"liste": [entreprise("Acier", taille="PME.", axes=["Achats."])]}}
    ((_, _, ecrit),) = lire("bilan", {"entreprises": {"liste": []}}, apres)
    assert ecrit == "Taille : PME ; Signature : 1er mars 2019 ; Axes retenus : Achats."


def test_deux_conventions_d_une_meme_entreprise_restent_distinctes():
    avant = {"entreprises": {"liste": [entreprise("Acier"), entreprise("Acier", taille="ETI")]}}
    apres = {"entreprises": {"liste": [entreprise("Acier"), entreprise("Acier", taille="TPE")]}}
    assert lire("bilan", avant, apres) == [
        ("Entreprises signataires › Acier (2)", "Taille : ETI", "Taille : TPE")
    ]


def test_un_chiffre_corrige_se_lit_sans_ses_cles_et_dit_sa_variation():
    chiffre = {"cle": "contexte-population", "libelle": "Population", "calcule": 1000}
    avant = {"contexte": {"chiffres": [chiffre | {"corrige": None, "valeur": 1000}]}}
    apres = {
        "contexte": {
            "chiffres": [chiffre | {"corrige": 12500.5, "motif": "Recompté", "valeur": 12500.5}]
        }
    }
    (ligne,) = lignes(comparer(avant, apres), BilanV1.schema_json())
    assert ligne.ou == "Contexte du département › Population"
    assert ligne.apres == "Corrigé en : 12\xa0500,50 ; Motif de la correction : Recompté"
    assert ligne.est_forte


def sans_titre(noeud, definitions, chemin=""):
    """Les valeurs simples que le schéma n'intitule pas, hors de ce qui fait une ligne."""
    for choix in (noeud, *noeud.get("anyOf", ())):
        if "$ref" in choix:
            noeud = definitions[choix["$ref"].rpartition("/")[2]]
    if FAIT_UNE_LIGNE in noeud:
        return
    suites = noeud.get("properties") or ({"[]": noeud["items"]} if "items" in noeud else {})
    if not suites and "title" not in noeud:
        yield chemin
    for cle, suite in suites.items():
        yield from sans_titre(suite, definitions, f"{chemin}.{cle}" if chemin else cle)


@pytest.mark.parametrize(
    ("genre", "attendus"),
    [
        (
            "bilan",
            "genre format version transmis_le transmis_par departement.code departement.nom "
            "departement.region semestre.code semestre.libelle semestre.debut semestre.fin "
            "organisation.reunions.[].date "
            "entreprises.tailles.[].libelle entreprises.liste.[].nom entreprises.liste.[].axes.[] "
            "partenaires.liste.[].nom resultats.axes.[].nom resultats.exemples.[].entreprise "
            "a_verifier.[]",
        ),
        (
            "synthese",
            "genre format version transmis_le transmis_par departement.code departement.nom "
            "departement.region annee contrats.[].nom contrats.[].avancement_code table_serree "
            "mesures.[].nom "
            "mesures.[].mesures.[].code en_toutes_lettres dijon.[].domaine",
        ),
        (
            "synthese_regionale",
            "genre format version transmis_le transmis_par region.code region.nom annee "
            "remontees.attendues.[].libelle remontees.departements.[].code "
            "remontees.departements.[].nom remontees.departements.[].remontees.[].libelle "
            "table_serree mesures.niveaux.[].libelle paqte.resultats.[].axe "
            "paqte.resultats.[].libelle paqte.resultats.[].unite",
        ),
    ],
)
def test_seuls_les_noms_les_codes_et_la_mise_en_page_restent_sans_libelle(genre, attendus):
    schema = FORMATS[genre].schema_json()
    assert list(sans_titre(schema, schema["$defs"])) == attendus.split()


@given(CONTENUS)
def test_un_contenu_ne_differe_pas_de_lui_meme(contenu):
    assert comparer(contenu, contenu) == []


@pytest.mark.parametrize(
    ("avant", "apres", "forte"),
    [
        (100, 126, False),
        (100, 140, True),
        (100, 70, True),
        (3, 2, False),
        (0, 3, False),
        (0, 40, True),
        (1_000_000, 1_200_000, False),
        (0, 0, False),
        ("a", "b", False),
    ],
)
def test_une_variation_est_forte_au_dela_du_quart_et_du_hasard_des_petits_nombres(
    avant, apres, forte
):
    assert Difference("x", avant, apres).est_forte is forte


@pytest.mark.parametrize(
    ("avant", "apres", "ecart"),
    [
        (100, 140, "+40 (+40 %)"),
        (1500, 1200, "−300 (−20 %)"),
        (0, 3, "+3"),
        (2.5, 3, "+0,50 (+20 %)"),
        (None, 3, ""),
        ("a", "b", ""),
        (True, False, ""),
    ],
)
def test_deux_nombres_disent_leur_ecart_et_sa_part(avant, apres, ecart):
    assert Difference("x", avant, apres).ecart == ecart


@pytest.mark.usefixtures("db", "sans_rendu")
def test_la_page_compare_a_la_version_et_a_l_annee_d_avant(client, valideur_59, cget):
    synthese = synthese_complete(periode="2020")
    ancienne = SyntheseFactory(
        departement=synthese.departement,
        periode="2019",
        demarches="D",
        difficultes="D",
        exemples="E",
    )
    ancienne.transmettre(valideur_59)
    synthese.transmettre(valideur_59)
    synthese.renvoyer(cget, "À préciser")
    synthese.refresh_from_db()
    synthese.exemples = "Exemple précisé."
    synthese.save()
    synthese.transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(reverse("synthese_differences", args=["2020", "59", 2]))
    depuis_la_version, depuis_l_annee = page.context["comparaisons"]
    assert [d.apres for d in depuis_la_version[1]] == ["Exemple précisé."]
    assert "2019" in depuis_l_annee[0]


@pytest.mark.usefixtures("db", "sans_rendu")
def test_la_premiere_version_n_a_rien_a_comparer(client, valideur_59, cget):
    synthese_complete().transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(reverse("synthese_differences", args=["2019", "59", 1])).text
    assert "rien à comparer" in page
