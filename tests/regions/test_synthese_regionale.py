"""La synthèse régionale : saisie, manques, deux pages, transmission, examen, versions."""

from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from regions.models import SyntheseRegionale
from remontees import relecture
from tests.factories import (
    CampagneFactory,
    DepartementFactory,
    SyntheseRegionaleFactory,
    synthese_regionale_complete,
)

pytestmark = pytest.mark.django_db

ADRESSE = reverse("regions:synthese", args=["2019", "32"])
PHRASE = "Une phrase de plus pour les habitants des quartiers.\n\n"


@pytest.fixture(autouse=True)
def _campagnes(db):
    """2019 et 2020 sont ouvertes."""
    for annee in ("2019", "2020"):
        CampagneFactory(genre="synthese_regionale", periode=annee)


def pages(octets):
    return len(PdfReader(BytesIO(octets)).pages)


def saisie(synthese, **textes):
    champs = ("appreciation", "attentions", "propositions")
    return {"verrou": synthese.verrou} | {n: getattr(synthese, n) for n in champs} | textes


def test_la_page_montre_les_tables_et_une_ligne_a_ecrire_par_departement(client, agent_region_32):
    DepartementFactory(code="59", nom="Nord")
    DepartementFactory(code="02", nom="Aisne")
    client.force_login(agent_region_32)
    page = client.get(ADRESSE)
    assert page.context["form"]["attentions"].value() == (
        "- **Aisne**\N{NO-BREAK SPACE}: \n- **Nord**\N{NO-BREAK SPACE}: "
    )
    assert "1. État des remontées des départements" in page.text
    assert "page sur 2" in page.text


def test_un_brouillon_incomplet_s_enregistre(client, agent_region_32):
    client.force_login(agent_region_32)
    reponse = client.post(ADRESSE, {"verrou": 0, "appreciation": "Un début."})
    assert reponse.status_code == 302
    synthese = SyntheseRegionale.objects.get()
    assert (synthese.appreciation, synthese.etat) == ("Un début.", "brouillon")
    assert synthese.place["nombre"] == 1


def test_une_neuve_reprend_l_an_dernier_a_confirmer(client, agent_region_32):
    synthese_regionale_complete(appreciation="L’an dernier.")
    client.force_login(agent_region_32)
    form = client.get(reverse("regions:synthese", args=["2020", "32"])).context["form"]
    assert form["attentions"].value() == "- **Nord** : l’ingénierie manque."
    assert form["appreciation"].value() == ""
    assert [champ for champ, _ in form.fields["confirmes"].choices] == [
        "attentions",
        "propositions",
    ]


@pytest.mark.parametrize(
    ("champ", "manque"),
    [
        ("appreciation", "L’appréciation d’ensemble n’est pas écrite."),
        ("attentions", "Les points d’attention ne sont pas écrits"),
        ("propositions", "Les propositions ne sont pas écrites"),
    ],
)
def test_ce_qui_manque_est_dit_et_mene_au_champ(champ, manque):
    (trouve,) = synthese_regionale_complete(**{champ: ""}).manques()
    assert manque in trouve.libelle
    assert trouve.lien == f"{ADRESSE}#id_{champ}"


def test_une_ligne_laissee_vide_est_dite_une_ligne_otee_non():
    DepartementFactory(code="59", nom="Nord")
    DepartementFactory(code="02", nom="Aisne")
    synthese = SyntheseRegionaleFactory(appreciation="A", propositions="Néant.")
    synthese.attentions = synthese.attentions_a_ecrire()
    (manque,) = synthese.manques()
    assert "Rien n’est écrit pour Aisne, Nord" in manque.libelle
    synthese.attentions = "- **Nord** : deux contrats en retard."
    assert synthese.manques() == []


def _bord():
    """Rend les plus longues propositions qui tiennent en deux pages, en phrases."""
    synthese = synthese_regionale_complete()
    tient, deborde = 0, 200
    while deborde - tient > 1:
        milieu = (tient + deborde) // 2
        synthese.propositions = PHRASE * milieu
        if synthese.jauge().nombre <= 2:
            tient = milieu
        else:
            deborde = milieu
    return synthese, tient


def test_deux_pages_pleines_partent_une_ligne_de_plus_non(valideur_region_32):
    synthese, phrases = _bord()
    synthese.propositions = PHRASE * (phrases + 1)
    jauge = synthese.jauge()
    assert jauge.nombre == pages(synthese.pdf_de_projet()) == 3
    assert 2 < jauge.longueur < 2.3
    synthese.save()
    with pytest.raises(ValidationError, match="raccourcissez d’abord « propositions »"):
        synthese.transmettre(valideur_region_32)
    synthese.propositions = PHRASE * phrases
    jauge = synthese.jauge()
    assert 1.9 <= jauge.longueur <= 2
    synthese.save()
    assert pages(bytes(synthese.transmettre(valideur_region_32).pdf)) == 2


def test_la_jauge_mesure_le_texte_en_cours_sans_l_enregistrer(client, agent_region_32):
    synthese = synthese_regionale_complete()
    client.force_login(agent_region_32)
    adresse = reverse("regions:synthese_jauge", args=["2019", "32"])
    reponse = client.post(adresse, saisie(synthese, propositions=PHRASE * 200))
    assert "Trop long pour être transmis" in reponse.text
    assert "Sommes du PAQTE" in reponse.text
    synthese.refresh_from_db()
    assert synthese.propositions == "Néant."


def test_treize_departements_et_douze_indicateurs_laissent_une_page_aux_textes():
    for rang in range(13):
        DepartementFactory(
            code=f"{rang + 10}", nom=f"Un département au nom assez long n° {rang}", region_id="32"
        )
    synthese = synthese_regionale_complete(periode="2020")
    trois = [f"Bilan, {n} semestre 2019" for n in ("1er", "2d")] + ["Synthèse, 2020"]
    total = {"realise": 1234567, "cumul": 12345678, "cible": 23456789, "taux": 53}
    contenu = synthese.contenu()
    for departement in contenu["remontees"]["departements"]:
        departement["remontees"] = [
            {
                "libelle": libelle,
                "etat": "Transmise",
                "transmise_le": "2020-09-28",
                "en_retard": True,
            }
            for libelle in trois
        ]
    contenu["remontees"]["attendues"] = [
        {"libelle": libelle, "echeance_le": "2020-03-15", "nombre": 13, "transmises": 9}
        | {"en_retard": 4}
        for libelle in trois
    ]
    contenu["paqte"]["resultats"] = [
        {"axe": "Recruter", "unite": "euros", "region": total, "nation": total}
        | {"libelle": "Montant des achats auprès d’entreprises implantées en quartier prioritaire"}
    ] * 12
    contenu["textes"]["appreciation"] = "Mille signes, ou presque, par texte. " * 27
    imprime = PdfReader(BytesIO(SyntheseRegionale.imprimer(contenu)))
    assert len(imprime.pages) == 2


def test_agent_ne_transmet_pas_et_un_valideur_de_departement_non_plus(agent_region_32, valideur_59):
    synthese = synthese_regionale_complete()
    for user in (agent_region_32, valideur_59):
        with pytest.raises(PermissionDenied):
            synthese.transmettre(user)


def test_la_version_transmise_est_figee_part_aux_ministres_et_se_relit(
    valideur_region_32, settings, django_capture_on_commit_callbacks
):
    settings.COURRIEL_MINISTRES = ["cabinet@exemple.gouv.fr"]
    DepartementFactory(code="59", nom="Nord")
    synthese = synthese_regionale_complete()
    with django_capture_on_commit_callbacks(execute=True):
        transmission = synthese.transmettre(valideur_region_32)
    assert (transmission.region_id, transmission.departement_id) == ("32", None)
    assert mail.outbox[0].to == ["cabinet@exemple.gouv.fr"]
    assert mail.outbox[0].attachments[0].filename == "synthese-regionale-2019-32-v1.pdf"
    relue = relecture.relire(bytes(transmission.pdf))
    assert relue.transmission == transmission
    assert relue.donnees["textes"]["propositions"] == "Néant."
    texte = " ".join(
        "".join(p.extract_text() for p in PdfReader(BytesIO(transmission.pdf)).pages).split()
    )
    assert "synthèse 2019 de la région Hauts-de-France" in texte
    assert "Points d’attention par département" in texte


@pytest.mark.usefixtures("sans_rendu")
def test_le_cget_commente_renvoie_puis_accepte_la_version_suivante(
    client, cget, agent_region_32, valideur_region_32
):
    synthese = synthese_regionale_complete()
    synthese.transmettre(valideur_region_32)
    client.force_login(cget)
    page = client.get(ADRESSE).text
    for partie in ("Points d’attention par département", "sommes du PAQTE"):
        assert partie.lower() in page.lower()
    synthese.commenter(cget, "rubrique-paqte", "Dites pourquoi.")
    synthese.renvoyer(cget, "Précisez.")
    synthese.refresh_from_db()
    client.force_login(agent_region_32)
    reponse = {f"reponse-{synthese.commentaires.get().pk}": "Deux conventions échues."}
    client.post(ADRESSE, saisie(synthese, propositions="Un séminaire.") | reponse)
    synthese.refresh_from_db()
    assert synthese.transmettre(valideur_region_32).numero == 2
    differences = reverse("regions:synthese_differences", args=["2019", "32", 2])
    page = client.get(differences).text
    assert "Propositions" in page
    assert "Un séminaire." in page
    synthese.accepter(cget)
    synthese.refresh_from_db()
    assert synthese.etat == "acceptee"


@pytest.mark.usefixtures("sans_rendu")
def test_deux_agents_ne_s_effacent_pas(client, agent_region_32):
    synthese = synthese_regionale_complete()
    client.force_login(agent_region_32)
    client.post(ADRESSE, saisie(synthese, appreciation="Premier texte"))
    reponse = client.post(ADRESSE, saisie(synthese, appreciation="Second texte"))
    assert reponse.status_code == 409
    assert "Second texte" in reponse.text
    assert SyntheseRegionale.objects.get().appreciation == "Premier texte"
