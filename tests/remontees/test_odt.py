"""Le document de travail d'une remontée : le contenu de son PDF, à corriger sur papier."""

import io

import pytest
from odf import text
from odf.opendocument import load
from odf.teletype import extractText

from remontees import registre
from remontees.odt import telecharger_odt
from tests.documents import lire_archive, texte_des_pages
from tests.factories import bilan_complet, synthese_complete, synthese_regionale_complete

pytestmark = pytest.mark.django_db

COMPLETES = {
    "bilan": bilan_complet,
    "synthese": synthese_complete,
    "synthese_regionale": synthese_regionale_complete,
}


def texte(reponse):
    """Rend le texte d'un document, sans ses blancs ; la mention de ses pages en tête."""
    document = load(io.BytesIO(reponse.content))
    portes = (document.masterstyles, document.text)
    return "".join("".join(extractText(porte).split()) for porte in portes)


def paragraphes(octets):
    document = load(io.BytesIO(octets))
    return [
        "".join(extractText(paragraphe).split())
        for nature in (text.P, text.H)
        for paragraphe in document.text.getElementsByType(nature)
    ]


def qui_prepare(request, remontee):
    regionale = remontee.champ_territoire == "region"
    return request.getfixturevalue("valideur_region_32" if regionale else "valideur_59")


@pytest.mark.parametrize("modele", registre.remontees(), ids=lambda modele: modele.genre)
def test_il_dit_ce_que_dit_le_pdf_et_rien_d_autre(client, request, modele):
    remontee = COMPLETES[modele.genre]()
    client.force_login(qui_prepare(request, remontee))
    imprime = texte_des_pages(client.get(remontee.adresse("pdf")).content).casefold()
    ecrits = paragraphes(client.get(remontee.adresse("odt")).content)
    assert [ecrit for ecrit in ecrits if ecrit.casefold() not in imprime] == []
    # Le PDF a en plus son filigrane et son pied de page.
    assert len("".join(ecrits)) > 0.9 * len(imprime)


def test_un_projet_y_est_marque_avec_sa_date(client, valideur_59):
    bilan = bilan_complet()
    client.force_login(valideur_59)
    reponse = client.get(bilan.adresse("odt"))
    assert reponse["Content-Type"] == "application/vnd.oasis.opendocument.text"
    assert "-document-de-travail.odt" in reponse["Content-Disposition"]
    assert "Documentdetravail,au" in texte(reponse)
    assert "Projet,nontransmis" in texte(reponse)


def test_qui_lit_une_version_transmise_n_en_lit_pas_la_suite(client, valideur_59, cget):
    synthese = synthese_complete(difficultes="Le premier texte.")
    synthese.transmettre(valideur_59)
    synthese.rectifier(valideur_59, "Un chiffre faux.")
    type(synthese).objects.update(difficultes="Le texte à venir.")
    client.force_login(cget)
    lu = texte(client.get(synthese.adresse("odt")))
    assert "Lepremiertexte." in lu
    assert "Projet" not in lu
    client.force_login(valideur_59)
    assert "Letexteàvenir." in texte(client.get(synthese.adresse("odt")))


ARCHIVES = [(modele, numero) for modele in registre.remontees() for numero in modele.formats]


@pytest.mark.parametrize(("modele", "numero"), ARCHIVES)
def test_un_contenu_fige_de_chaque_format_s_y_lit(modele, numero):
    _, donnees = lire_archive(f"{modele.genre}-{numero}")
    reponse = telecharger_odt(*modele.a_imprimer(donnees), "archive")
    lus = paragraphes(reponse.content)
    assert len(lus) > 20
    assert any(donnees["transmis_par"].replace(" ", "") in lu for lu in lus)
