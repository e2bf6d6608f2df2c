"""Les textes sont ceux qui ont été signés : ce que le portail en cite s'y lit mot pour mot."""

import re

import pytest
from django.core.management import call_command

from socle.fixtures import lire_fixture, lire_texte
from textes.lecture import mettre_en_page

CIRCULAIRE = "circulaire-6057-sg"


def mots(texte):
    """Rend `texte` sans mise en forme, une espace entre deux mots."""
    return " ".join(texte.replace("*", "").split()).strip(" .,;")


def alineas(nom):
    return [mots(alinea) for alinea in mettre_en_page(lire_texte(nom)).alineas]


@pytest.mark.parametrize("ligne", lire_fixture("aide"), ids=lambda ligne: ligne["section"])
def test_chaque_citation_de_l_aide_se_lit_dans_l_alinea_qu_elle_nomme(ligne):
    fragments = list(filter(None, map(mots, re.split(r"\[[^]]*\]", ligne["citation"]))))
    lus = alineas(CIRCULAIRE)
    for fragment in fragments:
        assert any(fragment in alinea for alinea in lus)
    assert any(fragment in lus[int(ligne["alinea"]) - 1] for fragment in fragments)


def test_les_42_engagements_du_pacte_de_dijon_s_y_lisent():
    lus = alineas("pacte-de-dijon")
    engagements = [mots(ligne["texte"]) for ligne in lire_fixture("dijon_engagements")]
    assert len(engagements) == 42
    assert set(engagements) - set(lus) == set()


def test_le_pacte_de_dijon_a_son_preambule_ses_responsabilites_et_ses_conditions():
    page = mettre_en_page(lire_texte("pacte-de-dijon"))
    assert [titre["label"] for titre in page.sommaire] == [
        "Nous nous engageons",
        "Les responsabilités premières des agglomérations et métropoles, où l’Etat doit nous "
        "accompagner",
        "Les responsabilités partagées et les services publics fondamentaux de la responsabilité "
        "de l’État",
        "Conclusion",
    ]
    assert page.html.count("Cela sera possible si l’Etat et ses services s’engagent à") == 5
    assert "Jean-Luc Rigaut" in page.alineas[-1]


def test_les_42_mesures_leur_niveau_et_leurs_indicateurs_se_lisent_dans_l_annexe_3():
    lus = alineas(CIRCULAIRE)
    mesures = lire_fixture("mesures")
    attendues = {
        mots(f"{m['code']} {m['intitule']} - {m['niveau_engagement_2019_01']}") for m in mesures
    }
    assert len(attendues) == 42
    assert attendues - set(lus) == set()
    for indicateur in lire_fixture("mesures_indicateurs"):
        assert any(mots(indicateur["libelle"]) in alinea for alinea in lus), indicateur["libelle"]


def test_les_225_engagements_des_conventions_nationales_s_y_lisent():
    engagements = [mots(ligne["texte"]) for ligne in lire_fixture("engagements_nationaux")]
    assert len(engagements) == 225
    assert set(engagements) - set(alineas("conventions-nationales")) == set()


def test_chaque_correction_de_transcription_est_dite_avec_le_texte():
    corrigees = [li for li in lire_fixture("engagements_nationaux") if li["transcription"]]
    assert [(li["convention"], li["numero"]) for li in corrigees] == [
        ("1", "2.2"),
        ("2", "6"),
        ("10", "2.4"),
        ("13", "1"),
    ]
    dites = " ".join(alineas("conventions-nationales"))
    for ligne in corrigees:
        assert ligne["transcription"] in dites
        assert ligne["transcription"] not in ligne["texte"]


def test_les_objectifs_de_2015_gardent_leur_annee():
    cibles = {
        (li["convention"], li["numero"]): li["cible"]
        for li in lire_fixture("engagements_nationaux")
    }
    assert all("objectifs 2015" in cibles["3", numero] for numero in ("4.1", "4.2"))


@pytest.mark.parametrize(
    "chiffre",
    [
        "plus de 13 milliards d’euros d’investissement",
        "des démolitions portée à 80 % voire à 100 %",
        "près de 700 copropriétés soit 56 000 logements",
        "proches de douze élèves",
        "près de 20 % des crédits spécifiques",
        "26 des 40 mesures sont atteintes ou en cours de déploiement",
        "l’exonération de fiscalité locale pour les commerces de proximité",
        "n° 2017-86 du 27 janvier 2017",
        "n° 2018-1021 du 23 novembre 2018",
    ],
)
def test_les_chiffres_de_la_circulaire_s_y_lisent(chiffre):
    assert any(chiffre in alinea for alinea in alineas(CIRCULAIRE))


def test_la_note_definit_les_trois_enjeux():
    lus = alineas("note-trois-enjeux")
    for enjeu in ("Garantir les mêmes droits aux habitants", "Favoriser l’émancipation"):
        assert any(alinea.startswith(f"{enjeu} : c’est") for alinea in lus)
    assert any(alinea.startswith("Faire République : restaurer") for alinea in lus)


def test_chaque_passage_suivi_existe_et_mene_a_une_page(client, cget):
    call_command("charger_referentiels", verbosity=0)
    client.force_login(cget)
    suivis = lire_fixture("textes_suivis")
    comptes = {nom: len(alineas(nom)) for nom in {ligne["texte"] for ligne in suivis}}
    assert all(1 <= int(ligne["alinea"]) <= comptes[ligne["texte"]] for ligne in suivis)
    for adresse in {ligne["adresse"] for ligne in suivis}:
        assert client.get(adresse).status_code == 200, adresse
