"""Entreprises et conventions : SIREN, axes, cibles, trois ans, liste, export, droits."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from paqte.models import Convention, Entreprise
from socle.champs import NombreField
from tests.factories import (
    AxeFactory,
    CibleFactory,
    ConventionFactory,
    DepartementFactory,
    EntrepriseFactory,
    IndicateurFactory,
    ResultatFactory,
)
from tests.formulaires import caches
from tests.tableaux import lire_csv

pytestmark = pytest.mark.django_db

AJOUTER = reverse("paqte:convention_ajouter")
LISTE = reverse("paqte:conventions")


@pytest.fixture
def agent(client, agent_59):
    client.force_login(agent_59)
    return client


@pytest.fixture
def axes():
    axes = [AxeFactory(rang=rang) for rang in (1, 2, 3, 4)]
    for axe in axes:
        IndicateurFactory(code=f"i{axe.rang}", axe=axe, unite="euros")
    return axes


def saisie(entreprise, axes, **champs):
    return {
        "entreprise": entreprise.pk,
        "date_signature": "2019-03-01",
        "axes": [axe.pk for axe in axes],
        **{f"valeur-i{axe.rang}": "10" for axe in axes},
    } | champs


def test_une_convention_s_enregistre_pour_trois_ans_avec_ses_cibles(agent, axes):
    agent.post(AJOUTER, saisie(EntrepriseFactory(), axes[:1], **{"valeur-i1": "1 200,5"}))
    convention = Convention.objects.get()
    assert convention.date_fin == datetime.date(2022, 2, 28)
    assert [str(cible.valeur) for cible in convention.cibles.all()] == ["1200.50"]


def test_une_convention_signee_un_29_fevrier_finit_un_27():
    convention = ConventionFactory(date_signature=datetime.date(2020, 2, 29))
    assert convention.date_fin == datetime.date(2023, 2, 27)


@pytest.mark.parametrize("taille", ["grande", "eti"])
def test_une_grande_entreprise_s_engage_sur_les_quatre_axes(agent, axes, taille):
    entreprise = EntrepriseFactory(taille=taille)
    reponse = agent.post(AJOUTER, saisie(entreprise, axes[:3]))
    assert "sur les quatre axes" in reponse.content.decode()
    agent.post(AJOUTER, saisie(entreprise, axes))
    assert Convention.objects.count() == 1


@pytest.mark.parametrize("taille", ["pme", "tpe"])
def test_une_petite_entreprise_peut_n_avoir_que_d_autres_engagements(agent, axes, taille):
    entreprise = EntrepriseFactory(taille=taille)
    assert agent.post(AJOUTER, saisie(entreprise, [])).status_code == 422
    agent.post(AJOUTER, saisie(entreprise, [], autres_engagements="Parrainage sportif."))
    assert Convention.objects.get().autres_engagements == "Parrainage sportif."


def test_un_axe_retenu_demande_une_cible(agent, axes):
    reponse = agent.post(AJOUTER, saisie(EntrepriseFactory(), axes[:1], **{"valeur-i1": ""}))
    assert "au moins une cible pour l’axe" in reponse.content.decode()


def test_une_cible_hors_des_axes_retenus_est_refusee_a_son_champ(agent, axes):
    reponse = agent.post(AJOUTER, saisie(EntrepriseFactory(), axes[:1], **{"valeur-i2": "5"}))
    assert list(reponse.context["form"].errors) == ["valeur-i2"]


@pytest.mark.parametrize(
    ("champs", "fautif"),
    [({"issue_charte": "on"}, "fin_charte"), ({"fin_charte": "2019-12-01"}, "issue_charte")],
)
def test_une_charte_va_avec_son_echeance(agent, axes, champs, fautif):
    reponse = agent.post(AJOUTER, saisie(EntrepriseFactory(), axes[:1], **champs))
    assert fautif in reponse.context["form"].errors


def test_une_convention_ne_se_signe_pas_avec_une_entreprise_d_ailleurs(agent, axes):
    ailleurs = EntrepriseFactory(departement=DepartementFactory(code="13"))
    assert agent.post(AJOUTER, saisie(ailleurs, axes[:1])).status_code == 422


def test_la_page_montre_cumul_cible_et_taux(agent):
    axe = AxeFactory(rang=1)
    indicateur = IndicateurFactory(axe=axe)
    convention = ConventionFactory(axes=[axe])
    CibleFactory(convention=convention, indicateur=indicateur, valeur=40)
    ResultatFactory(convention=convention, indicateur=indicateur, valeur=10)
    page = agent.get(convention.get_absolute_url()).content.decode()
    assert "25&nbsp;%" in page


@pytest.mark.parametrize("date", ["2018-06-30", "2999-01-01", "9999-12-31", "0001-01-01", "hier"])
def test_une_date_de_signature_impossible_est_refusee(agent, axes, date):
    reponse = agent.post(AJOUTER, saisie(EntrepriseFactory(), axes[:1], date_signature=date))
    assert "date_signature" in reponse.context["form"].errors


def test_la_signature_ne_passe_pas_apres_des_resultats_saisis(agent, axes):
    convention = ConventionFactory(axes=axes[:1])
    ResultatFactory(convention=convention, semestre="2019-s1")
    adresse = reverse("paqte:convention_modifier", args=[convention.pk])
    reponse = agent.post(
        adresse, saisie(convention.entreprise, axes[:1], date_signature="2020-01-15")
    )
    assert "date_signature" in reponse.context["form"].errors


@pytest.mark.parametrize("saisi", ["2,5", "1e3", "1_000", "-1", "NaN", "١٢"])
def test_des_personnes_se_comptent_en_entiers(saisi):
    with pytest.raises(ValidationError):
        NombreField().clean(saisi)


def test_un_lecteur_n_ajoute_pas_d_entreprise(client, region_32):
    client.force_login(region_32)
    assert client.get(reverse("paqte:entreprise_ajouter")).status_code == 404


def test_une_convention_avec_des_resultats_ne_se_supprime_pas(agent):
    convention = ResultatFactory().convention
    agent.post(reverse("paqte:convention_supprimer", args=[convention.pk]))
    assert Convention.objects.exists()


def test_une_convention_sans_resultat_se_supprime(agent):
    convention = ConventionFactory()
    agent.post(reverse("paqte:convention_supprimer", args=[convention.pk]))
    assert not Convention.objects.exists()


@pytest.mark.parametrize(
    ("siren", "valide"),
    [
        ("552100554", True),
        ("552 100 554", True),
        ("552100555", False),
        ("55210055", False),
        ("000000000", False),
        ("５５２１００５５４", False),
        ("abcdefghi", False),
    ],
)
def test_le_siren_est_controle_par_sa_cle(agent, siren, valide):
    agent.post(
        reverse("paqte:entreprise_ajouter"),
        {"departement": "59", "nom": "Ateliers", "siren": siren, "taille": "pme"},
    )
    assert Entreprise.objects.filter(siren="552100554").exists() is valide


def test_un_siren_ne_sert_qu_une_fois_par_departement(agent):
    EntrepriseFactory(siren="552100554")
    EntrepriseFactory(siren="552100554", departement=DepartementFactory(code="13"))
    reponse = agent.post(
        reverse("paqte:entreprise_ajouter"),
        {"departement": "59", "nom": "Ateliers", "siren": "552100554", "taille": "pme"},
    )
    assert "porte déjà ce SIREN" in reponse.content.decode()


def test_une_entreprise_ajoutee_mene_a_sa_convention(agent):
    reponse = agent.post(
        reverse("paqte:entreprise_ajouter"),
        {"departement": "59", "nom": "Ateliers", "siren": "552100554", "taille": "pme"},
    )
    assert reponse.url == f"{AJOUTER}?entreprise={Entreprise.objects.get().pk}"


def test_la_liste_se_filtre_et_se_cherche(agent):
    voulue = ConventionFactory(entreprise__nom="Ateliers du Nord", france_une_chance=True)
    ConventionFactory(entreprise__taille="grande")
    for filtre in ({"recherche": "ateliers"}, {"taille": "pme"}, {"france_une_chance": "true"}):
        assert list(agent.get(LISTE, filtre).context["page_obj"]) == [voulue]


@pytest.mark.parametrize("adresse", [LISTE, reverse("paqte:entreprises")])
@pytest.mark.parametrize("mots", ["electricite", "ÉLECTRICITÉ", "flandre électricité", "552 100"])
def test_une_entreprise_se_cherche_sans_accents(agent, adresse, mots):
    ConventionFactory(entreprise__nom="Électricité de Flandre", entreprise__siren="552100554")
    ConventionFactory(entreprise__nom="Ateliers")
    (trouve,) = agent.get(adresse, {"recherche": mots}).context["page_obj"]
    assert str(getattr(trouve, "entreprise", trouve)) == "Électricité de Flandre"


def test_la_liste_s_exporte(agent):
    ConventionFactory(entreprise__nom="Ateliers du Nord")
    (ligne,) = lire_csv(agent.get(LISTE, {"format": "csv"}))
    assert ligne["entreprise"] == "Ateliers du Nord"


@pytest.mark.parametrize("adresse", [LISTE, reverse("paqte:entreprises")])
def test_le_nombre_de_requetes_est_constant(agent, adresse, django_assert_max_num_queries):
    ConventionFactory.create_batch(3, axes=[AxeFactory(rang=1)])
    with django_assert_max_num_queries(15) as peu:
        agent.get(adresse)
    ConventionFactory.create_batch(9, axes=[AxeFactory(rang=1), AxeFactory(rang=2)])
    with django_assert_max_num_queries(15) as beaucoup:
        agent.get(adresse)
    assert len(peu) == len(beaucoup)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_un_nombre_ecrit_a_la_francaise_se_relit(valeur):
    champ = NombreField(decimal_places=2)
    a_la_francaise = f"{valeur:,.2f}".replace(",", " ").replace(".", ",")
    assert champ.clean(a_la_francaise) == valeur
    assert champ.clean(champ.prepare_value(valeur)) == valeur


@given(st.text(max_size=30))
def test_un_nombre_illisible_ne_provoque_pas_d_autre_erreur(texte):
    try:
        valeur = NombreField(decimal_places=2, required=False).clean(texte)
    except ValidationError:
        return
    assert valeur is None or valeur >= 0


def test_deux_agents_modifient_une_convention_sans_s_effacer(agent, axes):
    agent.post(AJOUTER, saisie(EntrepriseFactory(), axes[:1]))
    convention = Convention.objects.get()
    lues = caches(agent.get(reverse("paqte:convention_modifier", args=[convention.pk])))
    convention.cibles.update(valeur=99)
    convention.autres_engagements = "Un parrainage, dit le collègue."
    convention.save()
    france = {"france_une_chance": "on"}
    reponse = agent.post(
        reverse("paqte:convention_modifier", args=[convention.pk]),
        saisie(convention.entreprise, axes[:1], **france, **lues),
    )
    assert reponse.status_code == 302
    convention.refresh_from_db()
    assert convention.france_une_chance
    assert convention.autres_engagements == "Un parrainage, dit le collègue."
    assert convention.cibles.get().valeur == 99
