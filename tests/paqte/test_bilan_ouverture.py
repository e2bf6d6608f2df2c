"""Ce qui ouvre un bilan : un paragraphe, des chiffres clés, puis le format de l'annexe 2."""

import datetime

import pytest

from donnees.referentiels import charger_les_controles
from tests.documents import texte_des_pages
from tests.factories import (
    AxeFactory,
    BilanFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    IndicateurFactory,
    ResultatFactory,
    bilan_complet,
)

pytestmark = pytest.mark.django_db

RUBRIQUES = [
    "Référent du PAQTE (coordonnées)",
    "Organisation retenue de suivi et d’animation du PAQTE",
    "Nombre et liste des entreprises signataires au niveau départemental",
    "Associations et autres acteurs partenaires du déploiement du PAQTE",
    "Résultats agrégés des entreprises signataires de votre département ainsi que des exemples "
    "concrets d’actions réalisées",
    "Éléments de contexte de votre département",
]


def sans_blanc(texte):
    return "".join(texte.split())


def suivre(axe, cible=None, valeur=None, convention=None):
    """Rend un indicateur de cet axe, sa cible et son résultat du 1er semestre 2019."""
    indicateur = IndicateurFactory(axe=axe)
    if cible is not None:
        CibleFactory(convention=convention, indicateur=indicateur, valeur=cible)
    if valeur is not None:
        ResultatFactory(convention=convention, indicateur=indicateur, valeur=valeur)
    return indicateur


def resultats(bilan):
    return {
        resultat["cle"].removeprefix("resultat-"): resultat
        for axe in bilan.contenu()["resultats"]["axes"]
        for resultat in axe["indicateurs"]
    }


def test_le_document_ouvre_par_la_strategie_puis_suit_les_six_rubriques():
    texte = texte_des_pages(bilan_complet().pdf_de_projet())
    suite = ["J’ai l’honneur", "Stratégie définie", "Obstacles rencontrés", *RUBRIQUES]
    rangs = [texte.index(sans_blanc(attendu)) for attendu in suite]
    assert rangs == sorted(rangs)


def test_l_ouverture_compte_les_entreprises_et_leurs_reponses():
    bilan = bilan_complet()
    ancienne = ConventionFactory(
        entreprise__departement=bilan.departement, date_signature=datetime.date(2018, 12, 1)
    )
    ConventionFactory(entreprise__departement=bilan.departement)
    ResultatFactory(convention=ancienne)
    assert bilan.contenu()["ouverture"] == (
        "J’ai l’honneur de vous transmettre le bilan du pacte avec les quartiers pour toutes les "
        "entreprises (PAQTE) dans le Nord, du 1er janvier 2019 au 30 juin 2019. "
        "2 entreprises y sont engagées par une convention de trois ans, dont 1 depuis le début du "
        "semestre ; 1 a communiqué ses résultats."
    )


def test_sans_entreprise_l_ouverture_le_dit():
    assert "Aucune entreprise n’y est engagée" in bilan_complet().contenu()["ouverture"]


def test_l_ouverture_dit_quels_axes_tiennent_le_rythme():
    bilan = bilan_complet()
    convention = ConventionFactory(entreprise__departement=bilan.departement)
    suivre(AxeFactory(rang=1, nom="Former"), 30, 30, convention)
    suivre(AxeFactory(rang=2, nom="Acheter"), 3000, 1, convention)
    assert bilan.contenu()["ouverture"].endswith(
        "le rythme prévu est tenu pour former ; il ne l’est pas pour acheter."
    )


def test_les_chiffres_cles_sont_les_deux_premiers_de_chaque_axe_qui_ont_une_cible():
    bilan = bilan_complet()
    convention = ConventionFactory(entreprise__departement=bilan.departement)
    axe = AxeFactory(rang=1)
    sans_cible = suivre(axe, None, 3, convention)
    suivis = [suivre(axe, 30, 3, convention) for _ in range(3)]
    cles = {code for code, resultat in resultats(bilan).items() if resultat["est_cle"]}
    assert cles == {suivis[0].code, suivis[1].code}
    assert sans_cible.code not in cles


def test_un_resultat_se_lit_a_cote_du_semestre_d_avant_s_il_fut_transmis(valideur_59):
    nord = DepartementFactory(code="59", nom="Nord")
    convention = ConventionFactory(entreprise__departement=nord)
    indicateur = suivre(AxeFactory(rang=1), 30, 12, convention)
    bilan_complet(nord).transmettre(valideur_59)
    suivant = BilanFactory(departement=nord, periode="2019-s2")
    assert resultats(suivant)[indicateur.code]["avant"] == 12
    assert suivant.contenu()["semestre_avant"] == "1er semestre 2019"
    bien_apres = BilanFactory(departement=nord, periode="2021-s1")
    assert resultats(bien_apres)[indicateur.code]["avant"] is None
    assert bien_apres.contenu()["semestre_avant"] is None


def test_le_corps_n_a_que_les_nouvelles_entreprises_et_l_annexe_les_a_toutes():
    bilan = bilan_complet()
    for nom, signature in (("Ancienne SA", (2018, 12, 1)), ("Nouvelle SA", (2019, 3, 1))):
        ConventionFactory(
            entreprise__departement=bilan.departement,
            entreprise__nom=nom,
            date_signature=datetime.date(*signature),
        )
    texte, annexe = texte_des_pages(bilan.pdf_de_projet()).split(sans_blanc("Annexe. Liste des"))
    corps = texte.partition(sans_blanc(RUBRIQUES[2]))[2].partition(sans_blanc(RUBRIQUES[3]))[0]
    assert ("NouvelleSA" in corps, "AncienneSA" in corps) == (True, False)
    assert ("NouvelleSA" in annexe, "AncienneSA" in annexe) == (True, True)
    assert "PME" in annexe


def test_les_points_a_verifier_se_lisent_a_l_ecran_et_ne_s_impriment_pas(client, valideur_59):
    charger_les_controles()
    bilan = bilan_complet()
    point = bilan.contenu()["a_verifier"][0]["texte"]
    transmission = bilan.transmettre(valideur_59)
    assert sans_blanc(point) not in texte_des_pages(bytes(transmission.pdf))
    client.force_login(valideur_59)
    assert point in client.get(bilan.get_absolute_url()).text


def test_les_textes_ont_la_mise_en_forme_de_la_synthese():
    bilan = bilan_complet(strategie="**Aller** vers :\n\n- les PME\n- les TPE")
    texte = texte_des_pages(bilan.pdf_de_projet())
    assert "**" not in texte
