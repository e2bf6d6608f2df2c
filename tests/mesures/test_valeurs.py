"""Les valeurs : types, sommes et parts, droits, contestation, appréciation."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from mesures.fiche import fiche
from mesures.models import Appreciation, ChangementDeNiveau, Contestation, Valeur
from quartiers.models import Region
from tests.factories import (
    ContestationFactory,
    DepartementFactory,
    IndicateurNationalFactory,
    MesureFactory,
    QuartierFactory,
    UtilisateurFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicateur(client, chef_de_file, ministere):
    """Un indicateur d'une mesure du ministère, devant lequel son membre est connecté."""
    client.force_login(ministere)
    return IndicateurNationalFactory(mesure__chef_de_file=chef_de_file)


def saisie(**champs):
    return {"le": "2019-06-30", "nombre": "1 234", "source": "Enquête"} | champs


def test_le_chef_de_file_ajoute_une_valeur_nationale(client, indicateur, ministere):
    client.post(reverse("mesures:valeur_ajouter", args=[indicateur.code]), saisie())
    valeur = Valeur.objects.get()
    assert (valeur.nombre, valeur.territoire, valeur.par) == (1234, "FR", ministere)


def test_une_valeur_de_quartier_porte_son_code(client, indicateur):
    quartier = QuartierFactory(departement__code="59")
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    client.post(adresse, saisie(quartier=quartier.code.lower()))
    assert Valeur.objects.get().quartier == quartier


@pytest.mark.parametrize(
    ("genre", "champs", "champ"),
    [
        ("entier", {"nombre": ""}, "nombre"),
        ("entier", {"nombre": "1,5"}, "nombre"),
        ("part", {"nombre": "5"}, "base"),
        ("part", {"nombre": "12", "base": "10"}, "nombre"),
        ("part", {"nombre": "0", "base": "0"}, "base"),
        ("oui_non", {}, "oui_non"),
        ("texte", {}, "texte"),
        ("entier", {"le": "2999-01-01"}, "le"),
        ("entier", {"quartier": "QP000000"}, "quartier"),
        ("entier", {"source": ""}, "source"),
    ],
)
def test_une_valeur_du_mauvais_type_est_refusee_au_bon_champ(
    client, indicateur, genre, champs, champ
):
    indicateur.genre = genre
    indicateur.save()
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    reponse = client.post(adresse, saisie(**champs))
    assert reponse.status_code == 422
    assert champ in reponse.context["form"].errors


def test_deux_valeurs_du_meme_territoire_n_ont_pas_la_meme_date(client, indicateur):
    ValeurFactory(indicateur=indicateur)
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    assert "a déjà une valeur à cette date" in client.post(adresse, saisie()).text


def test_deux_territoires_a_la_fois_sont_refuses(client, indicateur):
    region = QuartierFactory(departement__code="59").departement.region
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    reponse = client.post(adresse, saisie(region=region.pk, departement="59"))
    assert "un seul territoire" in reponse.text


def test_un_ministere_ne_touche_pas_aux_mesures_des_autres(client, ministere):
    valeur = ValeurFactory()
    client.force_login(ministere)
    for adresse in (
        reverse("mesures:valeur", args=[valeur.pk]),
        reverse("mesures:valeur_ajouter", args=[valeur.indicateur.code]),
        reverse("mesures:niveau", args=[valeur.indicateur.mesure.code]),
    ):
        assert client.get(adresse).status_code == 404


def test_une_prefecture_lit_les_valeurs_de_la_nation_et_les_siennes(agent_59):
    nationale = ValeurFactory()
    nord = ValeurFactory(code="59")
    ValeurFactory(code="13")
    assert set(Valeur.objects.visibles_par(agent_59)) == {nationale, nord}


def fiche_de(indicateur, user):
    return next(iter(fiche(indicateur.mesure, user)["indicateurs"]))


def test_une_part_se_somme_par_ses_parties_et_ne_se_moyenne_pas(cget):
    indicateur = IndicateurNationalFactory(genre="part")
    ValeurFactory(indicateur=indicateur, code="59", nombre=10, base=100)
    ValeurFactory(indicateur=indicateur, code="62", nombre=90, base=100)
    ValeurFactory(indicateur=indicateur, code="13", nombre=0, base=800)
    somme = fiche_de(indicateur, cget).somme
    assert somme.affichage.startswith("10\xa0%")
    assert somme.departements == 3


def test_seule_la_derniere_valeur_de_chaque_territoire_compte(cget):
    ancienne = ValeurFactory(code="59", le=datetime.date(2019, 3, 31))
    ValeurFactory(indicateur=ancienne.indicateur, code="59", nombre=7)
    assert fiche_de(ancienne.indicateur, cget).somme.nombre == 7


def test_une_mesure_montre_dix_territoires_et_mene_a_tous(client, cget):
    indicateur = IndicateurNationalFactory()
    for rang in range(12):
        code = f"{rang + 10}"
        ValeurFactory(indicateur=indicateur, code=code, le=datetime.date(2019, 3, 31))
        ValeurFactory(indicateur=indicateur, code=code, nombre=7)
    client.force_login(cget)
    page = client.get(indicateur.mesure.get_absolute_url())
    fiche = next(iter(page.context["indicateurs"]))
    assert [v.territoire for v in fiche.territoires] == [f"{rang + 10}" for rang in range(10)]
    assert {v.nombre for v in fiche.territoires} == {7}
    assert (fiche.nombre_de_territoires, fiche.somme.nombre) == (12, 84)
    (lien,) = re.findall(r'href="([^"]*dernieres=on)"', page.text)
    liste = client.get(html.unescape(lien)).context["page_obj"]
    assert {v.nombre for v in liste} == {7}
    assert len(liste.object_list) == 12


def test_une_region_ne_compte_pas_deux_fois_ses_valeurs(region_32):
    indicateur = IndicateurNationalFactory()
    region = Region.objects.get(pk="32")
    for code in ("59", "60"):
        DepartementFactory(code=code, region=region)
    ValeurFactory(indicateur=indicateur, region=region)
    assert fiche_de(indicateur, region_32).nombre_de_territoires == 1


@pytest.mark.parametrize(
    ("sens", "cible", "nombre", "progres"),
    [
        ("hausse", 200, 50, 25),
        ("hausse", 200, 300, 100),
        ("baisse", 50, 100, 50),
        ("baisse", 50, 40, 100),
        ("hausse", None, 5, None),
    ],
)
def test_le_progres_va_vers_la_cible(sens, cible, nombre, progres):
    indicateur = IndicateurNationalFactory.build(
        sens=sens, cible=cible and Decimal(cible), mesure=None
    )
    assert indicateur.progres(Decimal(nombre)) == progres


def test_le_chef_de_file_change_le_niveau_et_l_histoire_le_garde(client, indicateur, ministere):
    mesure = indicateur.mesure
    client.post(
        reverse("mesures:niveau", args=[mesure.code]),
        {"niveau": "atteint", "le": "2019-09-01", "motif": "Toutes les classes sont ouvertes."},
    )
    changement = ChangementDeNiveau.objects.get()
    assert (changement.niveau, changement.par) == ("atteint", ministere)
    assert "Toutes les classes sont ouvertes." in client.get(mesure.get_absolute_url()).text


def test_le_prefet_apprecie_une_mesure_dans_son_departement(client, agent_59):
    mesure = MesureFactory()
    client.force_login(agent_59)
    client.post(
        reverse("mesures:apprecier", args=[mesure.code]),
        {"departement": "59", "niveau": "lancement", "le": "2019-06-01", "commentaire": "Débute"},
    )
    assert Appreciation.objects.get().departement_id == "59"


def test_une_region_n_apprecie_pas(client, region_32):
    mesure = MesureFactory()
    client.force_login(region_32)
    assert client.get(reverse("mesures:apprecier", args=[mesure.code])).status_code == 404


def test_la_prefecture_conteste_la_valeur_de_son_territoire(client, agent_59):
    valeur = ValeurFactory(code="59")
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[valeur.pk])
    client.post(adresse, {"nombre": "120", "motif": "Oubli", "source": "Recensement"})
    contestation = Contestation.objects.get()
    assert contestation.nombre == 120
    assert "120" in client.get(valeur.indicateur.mesure.get_absolute_url()).text


def test_une_valeur_nationale_ne_se_conteste_pas(client, agent_59):
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[ValeurFactory().pk])
    assert client.get(adresse).status_code == 404


def test_une_seconde_proposition_attend_la_reponse_a_la_premiere(client, agent_59):
    contestation = ContestationFactory(valeur__code="59")
    client.force_login(agent_59)
    adresse = reverse("mesures:contester", args=[contestation.valeur_id])
    reponse = client.post(adresse, {"nombre": "130", "motif": "Oubli", "source": "X"})
    assert "attend déjà la réponse" in reponse.text


@pytest.mark.parametrize(
    ("geste", "etat", "nombre"), [("accepter", "acceptee", 120), ("", "refusee", 100)]
)
def test_le_chef_de_file_tranche_avec_un_mot(client, indicateur, geste, etat, nombre):
    contestation = ContestationFactory(valeur__indicateur=indicateur, valeur__code="59")
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    vue = contestation.valeur.affichage
    client.post(adresse, {"reponse": "Vérifié.", "vue": vue} | ({geste: ""} if geste else {}))
    contestation.refresh_from_db()
    contestation.valeur.refresh_from_db()
    assert (contestation.etat, contestation.reponse) == (etat, "Vérifié.")
    assert contestation.valeur.nombre == nombre


def test_une_reponse_sans_mot_est_refusee(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    assert client.post(adresse, {"accepter": ""}).status_code == 422


def test_la_prefecture_ne_tranche_pas_sa_propre_contestation(client, agent_59):
    contestation = ContestationFactory(valeur__code="59")
    client.force_login(agent_59)
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"reponse": "Oui", "accepter": "", "vue": "x"}).status_code == 403


def rempli(client, adresse, **champs):
    """Rend ce qu'enverrait un navigateur : les champs de la page, puis ceux qu'on a changés."""
    form = client.get(adresse).context["form"]
    valeurs = {champ.html_name: champ.value() for champ in form}
    return {nom: v for nom, v in valeurs.items() if v not in (None, "")} | champs


def test_le_prefet_apprecie_depuis_la_page_telle_qu_elle_est(client, agent_59):
    mesure = MesureFactory()
    client.force_login(agent_59)
    adresse = reverse("mesures:apprecier", args=[mesure.code])
    saisie = rempli(client, adresse, niveau="lancement")
    assert client.post(adresse, saisie).status_code == 302
    assert Appreciation.objects.get().departement_id == "59"


def test_accepter_n_ecrase_pas_une_correction_faite_entre_temps(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    saisie = rempli(client, adresse, reponse="Oui", accepter="")
    Valeur.objects.update(nombre=500)
    page = client.post(adresse, saisie, follow=True)
    assert "a été corrigée depuis" in page.text
    assert Valeur.objects.get().nombre == 500


def test_une_valeur_contestee_ne_se_supprime_ni_ne_se_deplace(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    valeur = contestation.valeur
    client.post(reverse("mesures:valeur_supprimer", args=[valeur.pk]))
    adresse = reverse("mesures:valeur", args=[valeur.pk])
    reponse = client.post(adresse, rempli(client, adresse, departement=""))
    assert "répondez-lui avant" in reponse.text
    assert Contestation.objects.get().valeur.departement_id == "59"


def test_une_proposition_qui_n_est_plus_du_type_ne_s_accepte_pas(client, indicateur):
    contestation = ContestationFactory(valeur__indicateur=indicateur)
    indicateur.genre = "part"
    indicateur.save()
    adresse = reverse("mesures:contestation", args=[contestation.pk])
    client.post(adresse, rempli(client, adresse, reponse="Oui", accepter=""))
    assert Contestation.objects.get().etat == "proposee"


def test_une_saisie_fondue_puis_refusee_garde_la_valeur_de_l_autre(client, indicateur):
    valeur = ValeurFactory(indicateur=indicateur, source="S1")
    adresse = reverse("mesures:valeur", args=[valeur.pk])
    lue = rempli(client, adresse)
    valeur.source = "S2"
    valeur.save()
    reponse = client.post(adresse, lue | {"nombre": "abc"})
    montre = {champ.html_name: champ.value() for champ in reponse.context["form"]}
    assert montre["source"] == "S2"
    client.post(adresse, {n: v for n, v in montre.items() if v is not None} | {"nombre": "7"})
    valeur.refresh_from_db()
    assert (valeur.source, valeur.nombre) == ("S2", 7)


def test_un_ministere_sans_perimetre_n_ecrit_rien(client, chef_de_file):
    sans = UtilisateurFactory(role="ministere")
    chef_de_file.membres.add(sans)
    mesure = MesureFactory(chef_de_file=chef_de_file)
    client.force_login(sans)
    assert client.get(reverse("mesures:niveau", args=[mesure.code])).status_code == 404


def test_la_liste_des_valeurs_offre_ses_gestes_a_qui_les_a(client, indicateur, ministere):
    sienne, autre = ValeurFactory(indicateur=indicateur), ValeurFactory()
    page = client.get(reverse("mesures:valeurs")).text
    assert reverse("mesures:valeur", args=[sienne.pk]) in page
    assert reverse("mesures:valeur", args=[autre.pk]) not in page
