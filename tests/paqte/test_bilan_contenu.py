"""Ce que le portail sait et préremplit dans un bilan (circulaire, annexe 2)."""

import datetime

import pytest

from paqte.models import Correction, ExempleAction, Partenaire
from tests.factories import (
    AxeFactory,
    BilanFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    OrganisationFactory,
    QuartierFactory,
    ReferentFactory,
    ResultatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bilan():
    return BilanFactory(periode="2019-s1")


def indicateur_du_contenu(bilan, code):
    return next(
        indicateur
        for axe in bilan.contenu()["resultats"]["axes"]
        for indicateur in axe["indicateurs"]
        if indicateur["cle"] == f"resultat-{code}"
    )


def test_le_contenu_suit_l_ordre_de_l_annexe_2(bilan):
    assert list(bilan.contenu())[5:] == [
        "referent",
        "autres_referents",
        "designation",
        "organisation",
        "entreprises",
        "partenaires",
        "resultats",
        "contexte",
        "strategie",
        "obstacles",
        "semestre_avant",
        "ouverture",
        "a_verifier",
    ]


def test_le_referent_et_l_organisation_viennent_de_l_animation(bilan):
    ReferentFactory(departement=bilan.departement, nom="Camille Lefèvre")
    OrganisationFactory(departement=bilan.departement, description="Une équipe de trois.")
    contenu = bilan.contenu()
    assert contenu["referent"]["nom"] == "Camille Lefèvre"
    assert contenu["organisation"]["description"] == "Une équipe de trois."


def test_les_partenaires_sont_ceux_du_departement(bilan):
    Partenaire.objects.create(departement=bilan.departement, nom="FACE Hainaut", reseau="face")
    Partenaire.objects.create(departement=DepartementFactory(code="13"), nom="X", reseau="club")
    assert [p["nom"] for p in bilan.contenu()["partenaires"]["liste"]] == ["FACE Hainaut"]


@pytest.mark.parametrize(
    ("signature", "comptee"),
    [
        (datetime.date(2019, 6, 30), True),
        (datetime.date(2019, 7, 1), False),
        (datetime.date(2016, 1, 2), True),
        (datetime.date(2016, 1, 1), False),
    ],
)
def test_une_convention_compte_du_jour_de_sa_signature_a_la_fin_de_ses_trois_ans(
    bilan, signature, comptee
):
    ConventionFactory(date_signature=signature)
    assert bool(bilan.contenu()["entreprises"]["liste"]) is comptee


def test_deux_conventions_d_une_entreprise_font_un_signataire(bilan):
    entreprise = EntrepriseFactory()
    ConventionFactory(entreprise=entreprise, date_signature=datetime.date(2016, 3, 1))
    ConventionFactory(entreprise=entreprise, date_signature=datetime.date(2019, 3, 1))
    entreprises = bilan.contenu()["entreprises"]
    assert entreprises["nombre"]["valeur"] == 1
    assert sum(taille["nombre"] for taille in entreprises["tailles"]) == 1


def test_les_resultats_s_additionnent_par_indicateur(bilan):
    indicateur = IndicateurFactory(code="stages")
    for valeur in (10, 15):
        ResultatFactory(indicateur=indicateur, valeur=valeur, semestre="2019-s1")
    assert indicateur_du_contenu(bilan, "stages")["valeur"] == 25


def test_le_cumul_ajoute_les_semestres_passes_et_la_cible_donne_le_taux(bilan):
    indicateur = IndicateurFactory(code="stages")
    convention = ConventionFactory(date_signature=datetime.date(2018, 9, 1))
    CibleFactory(convention=convention, indicateur=indicateur, valeur=40)
    for semestre, valeur in (("2018-s2", 4), ("2019-s1", 6), ("2019-s2", 100)):
        ResultatFactory(
            convention=convention, indicateur=indicateur, semestre=semestre, valeur=valeur
        )
    resultat = indicateur_du_contenu(bilan, "stages")
    assert (resultat["valeur"], resultat["cumul"], resultat["cible"], resultat["taux"]) == (
        6,
        10,
        40,
        25,
    )


def test_un_indicateur_sans_saisie_n_est_pas_un_zero(bilan):
    IndicateurFactory(code="achats")
    assert indicateur_du_contenu(bilan, "achats")["valeur"] is None


def test_les_resultats_d_un_autre_departement_ne_comptent_pas(bilan):
    ailleurs = ConventionFactory(entreprise__departement=DepartementFactory(code="13"))
    ResultatFactory(convention=ailleurs, indicateur=IndicateurFactory(code="stages"), valeur=99)
    assert indicateur_du_contenu(bilan, "stages")["valeur"] is None


def test_le_contexte_compte_les_quartiers_de_la_liste_en_vigueur(bilan):
    QuartierFactory(population=1200, defm=90, pru="national")
    QuartierFactory(population=800, defm=60)
    QuartierFactory(code="QN05901M", millesime=2024, population=5000)
    QuartierFactory(retire_le=datetime.date(2019, 1, 1), population=7000)
    valeurs = {c["cle"]: c["valeur"] for c in bilan.contenu()["contexte"]["chiffres"]}
    assert valeurs == {
        "contexte-nombre": 2,
        "contexte-pru_nationaux": 1,
        "contexte-population": 2000,
        "contexte-defm": 150,
    }


@pytest.mark.parametrize(("connus", "compte"), [([], None), (["national", "aucun"], 1)])
def test_un_pru_inconnu_n_est_pas_un_zero_et_se_demande(bilan, connus, compte):
    for pru in ("inconnu", *connus):
        QuartierFactory(pru=pru)
    chiffre = bilan.contenu()["contexte"]["chiffres"][1]
    assert (chiffre["cle"], chiffre["valeur"]) == ("contexte-pru_nationaux", compte)
    assert "1 QPV sans ce chiffre" in chiffre["origine"]
    manques = [manque.libelle for manque in bilan.manques()]
    phrase = "« Projets de renouvellement urbain d’intérêt national » n’est pas connu"
    assert any(phrase in texte for texte in manques)


def test_une_correction_motivee_remplace_le_chiffre(bilan):
    QuartierFactory(population=1200)
    Correction.objects.create(
        bilan=bilan, cle="contexte-population", valeur=1500, motif="Recensement local"
    )
    chiffre = bilan.contenu()["contexte"]["chiffres"][2]
    assert (chiffre["valeur"], chiffre["calcule"], chiffre["motif"]) == (
        1500,
        1200,
        "Recensement local",
    )


def test_une_correction_sans_motif_ne_s_applique_pas(bilan):
    QuartierFactory(population=1200)
    Correction.objects.create(bilan=bilan, cle="contexte-population", valeur=1500)
    assert bilan.contenu()["contexte"]["chiffres"][2]["valeur"] == 1200


def test_les_exemples_sont_ceux_du_semestre(bilan):
    convention = ConventionFactory(entreprise__nom="Ateliers du Nord")
    for semestre, texte in (("2019-s1", "Forum des métiers"), ("2019-s2", "Visite d’usine")):
        ExempleAction.objects.create(
            convention=convention, semestre=semestre, texte=texte, axe=AxeFactory()
        )
    exemples = bilan.contenu()["resultats"]["exemples"]
    assert [(e["entreprise"], e["texte"]) for e in exemples] == [
        ("Ateliers du Nord", "Forum des métiers")
    ]


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_conventions(
    bilan, django_assert_num_queries
):
    def remplir(combien):
        for _ in range(combien):
            convention = ConventionFactory(axes=[AxeFactory(rang=1), AxeFactory(rang=2)])
            ResultatFactory(convention=convention)
            ExempleAction.objects.create(convention=convention, semestre="2019-s1", texte="Un")

    remplir(2)
    relu = type(bilan).objects.select_related("departement__region").get(pk=bilan.pk)
    with django_assert_num_queries(22):
        relu.contenu()
    remplir(10)
    relu = type(bilan).objects.select_related("departement__region").get(pk=bilan.pk)
    with django_assert_num_queries(22):
        relu.contenu()
