"""La synthèse du 15 mars : contenu, manques, cinq pages, transmission."""

from io import BytesIO
from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from contrats.models import Synthese
from remontees import pdf
from remontees.periodes import Annee
from tests.factories import (
    ContratFactory,
    EngagementDijonFactory,
    EngagementFactory,
    MesureFactory,
    ProtocoleFactory,
    QuartierFactory,
    synthese_complete,
)

pytestmark = pytest.mark.django_db

ADRESSE = reverse("synthese", args=[Annee(2019), "59"])
LONG = "Une phrase de plus pour les habitants des quartiers. " * 700


def pages(octets):
    return len(PdfReader(BytesIO(octets)).pages)


def saisie(synthese, **textes):
    champs = ("demarches", "declinaison", "echeances", "difficultes", "exemples")
    return {"verrou": synthese.verrou} | {n: getattr(synthese, n) for n in champs} | textes


def test_la_synthese_se_remplit_d_elle_meme(client, agent_59):
    dijon, mesure = EngagementDijonFactory(), MesureFactory()
    synthese = synthese_complete()
    contrat = ContratFactory(
        departement=synthese.departement, quartiers=[QuartierFactory() for _ in range(2)]
    )
    protocole = ProtocoleFactory(contrat=contrat, avancement="signe", signe_le="2019-03-10")
    EngagementFactory(
        protocole=protocole, engagement_dijon=dijon, domaine=dijon.domaine, mesures=[mesure]
    )
    contenu = synthese.contenu()
    assert contenu["totaux"] == {
        "contrats": 2,
        "quartiers": 2,
        "engagements": 1,
        "engagements_en_retard": 0,
        "a_engager": 1,
        "en_negociation": 0,
        "signe": 1,
    }
    assert contenu["mesures"][0]["mesures"][0]["code"] == mesure.code
    assert contenu["dijon"][0]["repris"] == 1


@pytest.mark.parametrize(
    ("codes", "nombre", "declinaisons"),
    [(["1"], 1, []), (["1.a"], 0, ["1.a"]), (["1", "1.a"], 1, ["1.a"])],
)
def test_une_declinaison_se_dit_a_part_de_sa_mesure(codes, nombre, declinaisons):
    une = MesureFactory(code="1")
    mesures = {"1": une, "1.a": MesureFactory(code="1.a", parent=une)}
    EngagementFactory(
        protocole__contrat__departement__code="59", mesures=[mesures[code] for code in codes]
    )
    contenu = synthese_complete().contenu()
    assert (contenu["mesures_nombre"], contenu["declinaisons"]) == (nombre, declinaisons)
    assert [m["code"] for p in contenu["mesures"] for m in p["mesures"]] == codes


@pytest.mark.parametrize(
    ("protocole", "attendus"),
    [
        (None, ["Val de Sambre"]),
        ({"signature_prevue_le": None}, ["Val de Sambre"]),
        ({"signature_prevue_le": "2019-07-01"}, []),
        (
            {"signature_prevue_le": None, "signe_le": "2019-03-10", "avancement": "signe"},
            [],
        ),
    ],
)
@pytest.mark.parametrize("d_avance", [False, True])
def test_un_contrat_sans_signature_faite_ni_prevue_manque(protocole, attendus, d_avance):
    synthese = synthese_complete()
    contrat = ContratFactory(departement=synthese.departement, nom="Val de Sambre")
    if protocole is not None:
        ProtocoleFactory(contrat=contrat, **protocole)
    synthese = Synthese.objects.get()
    if d_avance:
        Synthese.preparer([synthese])
    assert [c["nom"] for c in synthese.contrats_a_dater] == attendus


def test_un_contrat_reuni_ne_compte_plus():
    synthese = synthese_complete()
    agglomeration = ContratFactory(departement=synthese.departement, perimetre="agglomeration")
    agglomeration.reunir([ContratFactory(departement=synthese.departement)])
    assert synthese.contenu()["totaux"]["contrats"] == 2


def test_l_agent_enregistre_son_brouillon_et_voit_sa_longueur(client, agent_59):
    synthese = synthese_complete()
    client.force_login(agent_59)
    client.post(ADRESSE, saisie(synthese, demarches="**Tous** les maires ont été réunis."))
    synthese.refresh_from_db()
    assert synthese.demarches.startswith("**Tous**")
    assert 0 < synthese.place["longueur"] < 5
    assert "page sur 5" in client.get(ADRESSE).text.replace("\xa0", " ")


def test_un_brouillon_rouvert_n_est_remis_en_page_que_s_il_a_change(client, agent_59):
    synthese = synthese_complete()
    client.force_login(agent_59)
    client.post(ADRESSE, saisie(synthese))
    with mock.patch.object(pdf, "calculer_a_part", wraps=pdf.calculer_a_part) as mise_en_page:
        client.get(ADRESSE)
        assert not mise_en_page.called
        ContratFactory(departement=synthese.departement)
        client.get(ADRESSE)
        assert mise_en_page.called


def test_le_texte_structure_est_sur(client, cget, valideur_59):
    synthese = synthese_complete(
        demarches="**Gras**\n\n- un\n- deux\n\n<script>alert(1)</script> [x](javascript:alert(1))"
    )
    synthese.transmettre(valideur_59)
    client.force_login(cget)
    page = client.get(ADRESSE).text
    assert "<strong>Gras</strong>" in page
    assert "<li>un</li>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("champ", "manque"),
    [
        ("demarches", "Les démarches engagées ne sont pas décrites."),
        ("difficultes", "Les difficultés ne sont pas décrites"),
        ("exemples", "Aucun exemple concret n’est donné."),
    ],
)
def test_ce_qui_manque_est_dit_et_mene_au_champ(champ, manque):
    (trouve,) = synthese_complete(**{champ: ""}).manques()
    assert manque in trouve.libelle
    assert trouve.lien.endswith(f"#id_{champ}")


def test_l_echeance_de_chaque_contrat_est_attendue():
    synthese = synthese_complete()
    contrat = ContratFactory(departement=synthese.departement, nom="Contrat de Denain")
    (manque,) = synthese.manques()
    assert "Contrat de Denain" in manque.libelle
    assert manque.lien == reverse("contrats:protocole", args=[contrat.pk])


def test_au_dela_de_cinq_pages_la_transmission_est_refusee_et_dit_ce_qui_pese(valideur_59):
    synthese = synthese_complete(demarches=LONG)
    with pytest.raises(ValidationError, match="raccourcissez d’abord « démarches engagées »"):
        synthese.transmettre(valideur_59)
    assert not synthese.transmissions.exists()


def test_la_page_refuse_de_transmettre_un_texte_trop_long(client, valideur_59):
    synthese = synthese_complete()
    client.force_login(valideur_59)
    client.post(ADRESSE, saisie(synthese, difficultes=LONG))
    page = client.get(reverse("synthese_transmettre", args=[Annee(2019), "59"])).text
    assert "raccourcissez d’abord « difficultés rencontrées »" in page
    assert "Transmettre la synthèse aux ministres</button>" not in page


def test_la_version_transmise_part_aux_ministres_en_cinq_pages_au_plus(
    valideur_59, settings, django_capture_on_commit_callbacks
):
    settings.COURRIEL_MINISTRES = ["cabinet1@exemple.gouv.fr", "cabinet2@exemple.gouv.fr"]
    with django_capture_on_commit_callbacks(execute=True):
        transmission = synthese_complete().transmettre(valideur_59)
    assert pages(bytes(transmission.pdf)) <= 5
    assert mail.outbox[0].to == settings.COURRIEL_MINISTRES
    assert mail.outbox[0].attachments[0].filename == "synthese-2019-59-v1.pdf"


def test_la_jauge_mesure_le_texte_en_cours_sans_l_enregistrer(client, agent_59):
    synthese = synthese_complete()
    client.force_login(agent_59)
    adresse = reverse("synthese_jauge", args=[Annee(2019), "59"])
    reponse = client.post(adresse, saisie(synthese, exemples=LONG))
    assert "Trop long pour être transmis" in reponse.text
    synthese.refresh_from_db()
    assert synthese.exemples != LONG


def test_la_jauge_refuse_un_envoi_sans_formulaire(client, agent_59):
    synthese_complete()
    client.force_login(agent_59)
    adresse = reverse("synthese_jauge", args=[Annee(2019), "59"])
    assert client.post(adresse).status_code == 422


def test_trente_contrats_et_soixante_quartiers_tiennent(
    client, agent_59, valideur_59, django_assert_max_num_queries
):
    synthese = synthese_complete()
    for rang in range(30):
        contrat = ContratFactory(
            departement=synthese.departement,
            nom=f"Contrat de ville de la communauté d’agglomération au très long nom n° {rang:02}",
            quartiers=[QuartierFactory() for _ in range(2)],
        )
        ProtocoleFactory(contrat=contrat)
    client.force_login(agent_59)
    with django_assert_max_num_queries(26):
        assert client.get(ADRESSE).status_code == 200
    assert pages(bytes(synthese.transmettre(valideur_59).pdf)) <= 3


def test_le_cget_ne_lit_pas_un_brouillon(client, cget):
    synthese_complete()
    client.force_login(cget)
    assert client.get(ADRESSE).status_code == 404


def test_deux_agents_ne_s_effacent_pas(client, agent_59):
    synthese = synthese_complete()
    client.force_login(agent_59)
    client.post(ADRESSE, saisie(synthese, demarches="Premier texte"))
    reponse = client.post(ADRESSE, saisie(synthese, demarches="Second texte"))
    assert reponse.status_code == 409
    assert "Second texte" in reponse.text
    assert Synthese.objects.get().demarches == "Premier texte"
