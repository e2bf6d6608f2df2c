"""Les contrats de ville : saisie, droits, réunion, suppression."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from contrats.models import Abattement, ContratDeVille, Signataire
from contrats.models.engagement import EngagementQuerySet
from tests.factories import (
    ContratFactory,
    DepartementFactory,
    EngagementFactory,
    ProtocoleFactory,
    QuartierFactory,
)

pytestmark = pytest.mark.django_db

LE = datetime.date(2026, 1, 1)

# Un navigateur envoie toujours ce champ : un formulaire dont rien n'est coché n'est jamais vide.
CSRF = {"csrfmiddlewaretoken": "jeton"}


def saisie(**champs):
    return {
        "departement": "59",
        "nom": "Contrat de Lille",
        "perimetre": "intercommunal",
        "porteur": "epci",
        "porteur_nom": "Métropole européenne de Lille",
        "porteur_siren": "245 900 410",
        "fin_le": "2022-12-31",
    } | champs


def test_l_agent_enregistre_un_contrat_sur_plusieurs_quartiers(client, agent_59):
    quartiers = [QuartierFactory(departement__code="59").pk for _ in range(2)]
    client.force_login(agent_59)
    reponse = client.post(reverse("contrats:contrat_ajouter"), saisie(quartiers=quartiers))
    contrat = ContratDeVille.objects.get()
    assert reponse.url == contrat.get_absolute_url()
    assert contrat.quartiers.count() == 2
    assert contrat.porteur_siren == "245900410"


def test_un_contrat_finit_en_2022_par_defaut(client, agent_59):
    client.force_login(agent_59)
    assert 'value="2022-12-31"' in client.get(reverse("contrats:contrat_ajouter")).text


@pytest.mark.parametrize(
    ("champs", "champ", "message"),
    [
        ({"porteur_siren": ""}, "porteur_siren", "Donnez le SIREN de l’intercommunalité."),
        ({"porteur_siren": "123456789"}, "porteur_siren", "n’est pas un SIREN"),
        (
            {"signe_le": "2023-01-01"},
            "fin_le",
            "La fin ne peut pas précéder la signature.",
        ),
        ({"evaluation_faite": "on"}, "evaluation_le", "Donnez la date de l’évaluation."),
        ({"nom": ""}, "nom", "obligatoire"),
    ],
)
def test_une_saisie_fausse_est_dite_au_bon_champ(client, agent_59, champs, champ, message):
    client.force_login(agent_59)
    reponse = client.post(reverse("contrats:contrat_ajouter"), saisie(**champs))
    assert reponse.status_code == 422
    assert message in " ".join(reponse.context["form"].errors[champ])
    assert not ContratDeVille.objects.exists()


def test_le_departement_pilote_n_est_pas_parmi_les_autres(client, agent_59):
    DepartementFactory(code="62")
    client.force_login(agent_59)
    form = client.get(reverse("contrats:contrat_ajouter")).context["form"]
    assert [d.pk for d in form.fields["departements_associes"].queryset] == ["62"]


def test_deux_contrats_du_departement_n_ont_pas_le_meme_nom(client, agent_59):
    ContratFactory(departement__code="59", nom="Contrat de Lille")
    client.force_login(agent_59)
    reponse = client.post(reverse("contrats:contrat_ajouter"), saisie())
    assert "porte déjà ce nom" in reponse.text


def test_un_quartier_d_ailleurs_est_refuse(client, agent_59):
    ailleurs = QuartierFactory(departement__code="62")
    client.force_login(agent_59)
    reponse = client.post(reverse("contrats:contrat_ajouter"), saisie(quartiers=[ailleurs.pk]))
    assert "quartiers" in reponse.context["form"].errors


def test_le_departement_associe_lit_le_contrat_sans_le_modifier(client, agent_13):
    contrat = ContratFactory(departement__code="59")
    contrat.departements_associes.add(DepartementFactory(code="13"))
    client.force_login(agent_13)
    page = client.get(contrat.get_absolute_url())
    assert page.status_code == 200
    assert "Modifier le contrat" not in page.text
    assert client.get(reverse("contrats:contrat_modifier", args=[contrat.pk])).status_code == 404


def test_la_region_lit_les_contrats_de_ses_departements(client, region_32):
    contrat = ContratFactory(departement__code="59")
    client.force_login(region_32)
    assert client.get(contrat.get_absolute_url()).status_code == 200


def test_le_ministere_ne_lit_pas_les_contrats(client, ministere):
    contrat = ContratFactory()
    client.force_login(ministere)
    assert client.get(contrat.get_absolute_url()).status_code == 404


def lignes(prefixe, *formulaires):
    donnees = {f"{prefixe}-TOTAL_FORMS": len(formulaires), f"{prefixe}-INITIAL_FORMS": 0}
    for rang, formulaire in enumerate(formulaires):
        donnees |= {f"{prefixe}-{rang}-{nom}": valeur for nom, valeur in formulaire.items()}
    return donnees


def test_l_agent_tient_la_liste_des_signataires(client, agent_59):
    contrat = ContratFactory(departement__code="59")
    client.force_login(agent_59)
    client.post(
        reverse("contrats:signataires", args=[contrat.pk]),
        lignes(
            "signataires",
            {"nature": "etat", "nom": "Préfecture du Nord", "qualite": "le préfet"},
            {"nature": "caf", "nom": "CAF du Nord"},
            {"nature": "", "nom": ""},
        ),
    )
    assert list(contrat.signataires.values_list("nom", flat=True)) == [
        "Préfecture du Nord",
        "CAF du Nord",
    ]


def test_un_signataire_en_double_est_refuse(client, agent_59):
    contrat = ContratFactory(departement__code="59")
    deux = {"nature": "caf", "nom": "CAF du Nord"}
    client.force_login(agent_59)
    reponse = client.post(
        reverse("contrats:signataires", args=[contrat.pk]), lignes("signataires", deux, deux)
    )
    assert reponse.status_code == 422
    assert not Signataire.objects.exists()


def test_l_agent_enregistre_un_abattement(client, agent_59):
    contrat = ContratFactory(departement__code="59")
    client.force_login(agent_59)
    client.post(
        reverse("contrats:abattements", args=[contrat.pk]),
        lignes("abattements", {"bailleur": "Vilogia", "logements": "1 200", "usages": "Tri"}),
    )
    assert Abattement.objects.get().logements == 1200


def test_un_contrat_d_agglomeration_reunit_des_contrats_communaux(client, agent_59):
    quartier = QuartierFactory(departement__code="59")
    ancien = ContratFactory(perimetre="communal", quartiers=[quartier])
    agglomeration = ContratFactory(perimetre="agglomeration")
    client.force_login(agent_59)
    client.post(reverse("contrats:reunir", args=[agglomeration.pk]), {"contrats": [ancien.pk]})
    ancien.refresh_from_db()
    assert ancien.reuni_dans == agglomeration
    assert quartier in agglomeration.quartiers.all()
    assert str(agglomeration) in client.get(ancien.get_absolute_url()).text
    assert client.get(reverse("contrats:contrat_modifier", args=[ancien.pk])).status_code == 404


def test_un_contrat_decoche_redevient_autonome(client, agent_59):
    ancien = ContratFactory(departement__code="59", perimetre="communal")
    agglomeration = ContratFactory(perimetre="agglomeration")
    agglomeration.reunir([ancien])
    client.force_login(agent_59)
    client.post(reverse("contrats:reunir", args=[agglomeration.pk]), CSRF)
    ancien.refresh_from_db()
    assert not ancien.est_reuni


def test_seul_un_contrat_d_agglomeration_en_reunit_d_autres():
    with pytest.raises(ValidationError, match="agglomération"):
        ContratFactory().reunir([ContratFactory()])


def test_un_contrat_ne_se_reunit_ni_a_lui_meme_ni_deux_fois():
    agglomeration = ContratFactory(perimetre="agglomeration")
    autre = ContratFactory(perimetre="agglomeration")
    ancien = ContratFactory()
    autre.reunir([ancien])
    for refuse in (agglomeration, ancien):
        with pytest.raises(ValidationError, match="ne peut pas être réuni"):
            agglomeration.reunir([refuse])


def test_un_contrat_vide_se_supprime_apres_confirmation(client, agent_59):
    contrat = ContratFactory(departement__code="59")
    adresse = reverse("contrats:contrat_supprimer", args=[contrat.pk])
    client.force_login(agent_59)
    assert "ne s’annule pas" in client.get(adresse).text
    client.post(adresse)
    assert not ContratDeVille.objects.exists()


def test_un_contrat_qui_a_des_engagements_ne_se_supprime_pas(client, agent_59):
    contrat = EngagementFactory(protocole__contrat__departement__code="59").protocole.contrat
    client.force_login(agent_59)
    page = client.post(reverse("contrats:contrat_supprimer", args=[contrat.pk]), follow=True)
    assert "ne se supprime pas" in page.text
    assert ContratDeVille.objects.exists()


def test_les_filtres_retrouvent_un_contrat(client, cget):
    voulu = ContratFactory(nom="Contrat de Roubaix", departement__code="59")
    ProtocoleFactory(contrat=voulu, avancement="signe", signe_le="2019-06-30")
    ContratFactory(nom="Contrat d’Arras", departement__code="62")
    client.force_login(cget)
    for filtre in ({"recherche": "roubaix"}, {"departement": "59"}, {"protocole": "signe"}):
        assert list(client.get(reverse("contrats:contrats"), filtre).context["page_obj"]) == [voulu]


def test_un_contrat_sans_protocole_est_a_engager(client, cget):
    voulu = ContratFactory()
    ProtocoleFactory(avancement="en_negociation")
    client.force_login(cget)
    page = client.get(reverse("contrats:contrats"), {"protocole": "a_engager"})
    assert list(page.context["page_obj"]) == [voulu]


def test_un_contrat_qui_en_reunit_reste_d_agglomeration(client, agent_59):
    agglomeration = ContratFactory(departement__code="59", perimetre="agglomeration")
    agglomeration.reunir([ContratFactory()])
    client.force_login(agent_59)
    reponse = client.post(
        reverse("contrats:contrat_modifier", args=[agglomeration.pk]),
        saisie(nom=agglomeration.nom, perimetre="intercommunal"),
    )
    assert "il reste d’agglomération" in reponse.text


def test_un_contrat_sorti_reprend_ses_quartiers():
    quartier = QuartierFactory(departement__code="59")
    ancien = ContratFactory(perimetre="communal", quartiers=[quartier])
    agglomeration = ContratFactory(perimetre="agglomeration")
    agglomeration.reunir([ancien])
    agglomeration.reunir([])
    assert not agglomeration.quartiers.exists()


def test_un_contrat_qui_a_un_protocole_ou_des_signataires_ne_se_supprime_pas():
    assert ContratFactory().est_vide
    assert not ProtocoleFactory().contrat.est_vide
    contrat = ContratFactory()
    contrat.signataires.create(nature="caf", nom="CAF")
    assert not contrat.est_vide


def test_un_siren_ecrit_avec_des_points_est_lu(client, agent_59):
    client.force_login(agent_59)
    client.post(reverse("contrats:contrat_ajouter"), saisie(porteur_siren="245.900.410"))
    assert ContratDeVille.objects.get().porteur_siren == "245900410"


def test_un_engagement_abandonne_ne_compte_pas():
    engagement = EngagementFactory(etat="abandonne")
    EngagementFactory(protocole=engagement.protocole)
    assert ContratDeVille.objects.avec_comptes(LE).get().nombre_engagements == 1


def test_le_compte_d_un_contrat_suit_ce_qu_est_un_engagement_actif(monkeypatch):
    protocole = ProtocoleFactory()
    EngagementFactory(protocole=protocole, etat="prevu")
    EngagementFactory(protocole=protocole, etat="abandonne")
    monkeypatch.setattr(EngagementQuerySet, "actifs", lambda engagements: engagements.none())
    assert ContratDeVille.objects.avec_comptes(LE).get().nombre_engagements == 0
