"""Aucune demande d'aucun compte n'arrête le portail : le pire de chaque porte, en peu de temps."""

import pytest
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse

from contrats.models import Synthese
from paqte.forms.bilan import BilanForm
from remontees import pdf
from socle.textes import LIGNES_MAXIMALES, LONGUEUR_MAXIMALE, TexteField, valider_texte
from tests.factories import (
    BilanFactory,
    ContratFactory,
    ConventionFactory,
    ProtocoleFactory,
    SyntheseFactory,
    synthese_complete,
)
from tests.peser import sans_peser, secondes_de_calcul
from tests.salles import champs_des_formulaires, salles

pytestmark = [
    pytest.mark.django_db,
    # Une mise en page arrêtée peut l'être pendant que Python nettoie un objet : il le dit, et suit.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# Ce qu'un attaquant a fait tenir dans une petite demande ; chacune prenait de 7 à 60 secondes.
PIRES = {
    "espaces": "a" + " " * 60_000 + "b",
    "gras": "**a*b" * 2_000,
    "listes": "- a\n" * 10_000,
    "alinéas": "a\n\n" * 10_000,
    "émoticônes": "\N{GRINNING FACE}" * 60_001,
    "accents": "e" + "\N{COMBINING ACUTE ACCENT}" * 20_000,
    "quatre mégaoctets": "mot " * 1_000_000,
}
# Les plus lourds des textes admis.
ADMIS = {
    "mots": "mot " * (LONGUEUR_MAXIMALE // 4 - 1),
    "gras": "**a*b" * 250,
    "listes": "- a\n" * LIGNES_MAXIMALES,
    "émoticônes": "\N{GRINNING FACE}" * LONGUEUR_MAXIMALE,
    "accents": ("e" + "\N{COMBINING ACUTE ACCENT}" * 19) * (LONGUEUR_MAXIMALE // 20),
}


@pytest.fixture(autouse=True)
def _comme_en_service(settings):
    """La typographie, que les autres tests coupent, passe sur tout ce qui se lit."""
    settings.TYPOGRAPHIE = True


@pytest.fixture
def portes(agent_59):
    """Rend {porte: (adresse, champ, autres champs)} de ce qui met en page ou garde un texte."""
    synthese = SyntheseFactory(departement__code="59")
    contrat = ContratFactory(departement=synthese.departement)
    return {
        "synthèse": (synthese.adresse(), "demarches", {"verrou": 0}),
        "jauge": (synthese.adresse("jauge"), "demarches", {"verrou": 0}),
        "brouillon": (synthese.adresse("brouillon"), "demarches", {"verrou": 0}),
        "bilan": (
            BilanFactory(departement=synthese.departement).adresse(),
            "obstacles",
            {"verrou": 0},
        ),
        "protocole": (
            reverse("contrats:protocole_modifier", args=[contrat.pk]),
            "approche_globale",
            {},
        ),
        "engagement": (reverse("contrats:engagement_ajouter", args=[contrat.pk]), "texte", {}),
    }


PORTES = ("synthèse", "jauge", "brouillon", "bilan", "protocole", "engagement")


@pytest.mark.parametrize("pire", PIRES)
def test_un_texte_demesure_est_refuse_et_rendu_entier(client, agent_59, portes, pire):
    client.force_login(agent_59)
    assert tuple(portes) == PORTES
    for nom, (adresse, champ, autres) in portes.items():
        with sans_peser():
            reponse = client.post(adresse, {champ: PIRES[pire]} | autres)
        assert reponse.status_code == 422, nom
        if reponse.context:
            form = reponse.context["form"]
            assert "raccourcissez-le" in str(form.errors[champ])
            assert form[champ].value() == PIRES[pire]
    assert Synthese.objects.get().demarches == ""


# Dix secondes se comptent sur une machine à soi, dans `make epreuves` : la jauge met en page chaque
# section, puis, près d'un nombre entier de pages, le tout.
@pytest.mark.long
@pytest.mark.parametrize("admis", ADMIS)
def test_la_plus_lourde_des_syntheses_admises_se_mesure_a_temps(client, agent_59, portes, admis):
    client.force_login(agent_59)
    champs = ("demarches", "declinaison", "echeances", "difficultes", "exemples")
    saisie = dict.fromkeys(champs, ADMIS[admis]) | {"verrou": 0}
    with sans_peser(secondes=10):
        assert client.post(portes["jauge"][0], saisie).status_code == 200


def test_chaque_texte_saisi_d_un_modele_est_borne():
    textes = [
        champ
        for salle in salles()
        for modele in salle.get_models()
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.TextField) and champ.editable
    ]
    assert len(textes) > 40
    libres = {str(champ) for champ in textes if not isinstance(champ, TexteField)}
    # Le portail les écrit lui-même ; le mot d'une annonce est déjà borné là où il fut saisi.
    assert {nom for nom in libres if "Historical" not in nom} == {
        "courriels.Annonce.mot",
        "courriels.Annonce.phrase",
        "courriels.Courriel.destinataires",
        "courriels.Courriel.erreur",
        "courriels.Courriel.sujet",
        "national.Recueil.erreur",
        "remontees.Transmission.courriel_erreur",
    }


def test_chaque_texte_d_un_formulaire_est_borne():
    longs = [
        (nom, champ)
        for nom, champ in champs_des_formulaires()
        if isinstance(champ.widget, forms.Textarea)
    ]
    assert len(longs) > 30
    for nom, champ in longs:
        assert any(
            v is valider_texte or isinstance(v, MaxLengthValidator) for v in champ.validators
        ), nom


def test_les_champs_qu_un_formulaire_ajoute_sont_bornes(valideur_59):
    form = BilanForm(instance=BilanFactory(departement__code="59"))
    motifs = [champ for nom, champ in form.fields.items() if nom.startswith("motif-")]
    assert motifs
    assert all(valider_texte in motif.validators for motif in motifs)


@pytest.mark.parametrize("lignes", ["signataires", "abattements", "exemples"])
def test_un_jeu_de_deux_mille_lignes_est_refuse(client, agent_59, lignes):
    client.force_login(agent_59)
    convention = ConventionFactory(entreprise__departement__code="59")
    adresse = (
        reverse("paqte:resultats", args=[convention.pk, "2019-s1"])
        if lignes == "exemples"
        else reverse(f"contrats:{lignes}", args=[ContratFactory(departement__code="59").pk])
    )
    with sans_peser():
        page = client.post(adresse, {f"{lignes}-TOTAL_FORMS": 2000, f"{lignes}-INITIAL_FORMS": 0})
    assert page.status_code == 422
    assert "au plus 100" in page.text
    assert page.text.count("<fieldset") < 500


def test_les_espaces_d_un_texte_se_lisent_une_fois(sans_rendu):
    ProtocoleFactory(approche_globale="a" + " " * 90_000 + "b")
    with sans_peser():
        pdf.html(
            "contrats/protocole_pdf.html", {"protocole": ProtocoleFactory._meta.model.objects.get()}
        )


@pytest.fixture
def protocole():
    """Un protocole écrit avant les bornes, trop lourd à mettre en page."""
    texte = "\n\n".join(["mot " * 2_000] * 40)
    return ProtocoleFactory(contrat__departement__code="59", approche_globale=texte)


def test_un_texte_d_avant_les_bornes_s_ouvre_encore(client, agent_59, protocole):
    client.force_login(agent_59)
    page = client.get(reverse("contrats:protocole_modifier", args=[protocole.contrat_id]))
    assert page.context["form"]["approche_globale"].value() == protocole.approche_globale
    assert client.get(protocole.get_absolute_url()).status_code == 200


def test_un_document_trop_lourd_est_refuse_a_temps(client, agent_59, protocole, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDES_DE_CALCUL", 0.5)
    client.force_login(agent_59)
    debut = secondes_de_calcul()
    page = client.get(reverse("contrats:protocole_pdf", args=[protocole.contrat_id]))
    assert secondes_de_calcul() - debut < 1.5
    assert page.status_code == 422
    assert "trop lourd à mettre en page" in page.text


@pytest.mark.usefixtures("copie_neuve")
def test_un_document_qui_prend_trop_de_memoire_est_refuse(client, agent_59, protocole, monkeypatch):
    # Une vraie mise en page se loge d'abord dans ce que le processus a libéré ; un bloc, non.
    def s_emballer(page):
        raise AssertionError(f"{len(bytearray(500 * 1024**2))} octets donnés à une mise en page")

    monkeypatch.setattr(pdf, "_document", s_emballer)
    client.force_login(agent_59)
    page = client.get(reverse("contrats:protocole_pdf", args=[protocole.contrat_id]))
    assert page.status_code == 422
    assert "trop lourd à mettre en page" in page.text


def test_un_brouillon_trop_lourd_s_enregistre_mais_ne_part_pas(agent_59, monkeypatch):
    synthese = synthese_complete()
    monkeypatch.setattr(pdf, "SECONDES_DE_CALCUL", 0.001)
    synthese.enregistrer(agent_59, synthese.verrou)
    assert synthese.place is None
    with pytest.raises(pdf.DocumentTropLourd):
        synthese.verifier()
