"""Les valeurs, les niveaux et les appréciations : types, droits, saisie."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from mesures.models import Appreciation, ChangementDeNiveau, Valeur
from tests.factories import (
    IndicateurNationalFactory,
    MesureFactory,
    QuartierFactory,
    UtilisateurFactory,
    ValeurFactory,
)
from tests.formulaires import rempli

pytestmark = pytest.mark.django_db


def saisie(**champs):
    return {"le": "2019-06-30", "nombre": "1 234", "source": "Enquête"} | champs


@pytest.mark.parametrize("lieu", [{}, {"france_entiere": "on", "departement": "59"}])
def test_une_valeur_dit_si_elle_est_d_un_territoire_ou_de_la_nation(client, indicateur, lieu):
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    page = client.post(adresse, saisie(**lieu))
    assert "france_entiere" in page.context["form"].errors
    assert not Valeur.objects.exists()


def test_le_chef_de_file_ajoute_une_valeur_nationale(client, indicateur, ministere):
    client.post(
        reverse("mesures:valeur_ajouter", args=[indicateur.code]), saisie(france_entiere="on")
    )
    valeur = Valeur.objects.get()
    assert (valeur.nombre, valeur.territoire, valeur.par) == (1234, "FR", ministere)


def test_un_quartier_inconnu_n_a_d_erreur_qu_a_son_champ(client, indicateur):
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    page = client.post(adresse, saisie(quartier="QP0"))
    assert [*page.context["form"].errors] == ["quartier"]


def test_un_champ_vide_n_a_qu_une_erreur(client, indicateur):
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    page = client.post(adresse, saisie(nombre="", france_entiere="on"))
    assert page.context["form"].errors["nombre"] == ["Ce champ est obligatoire."]


def test_une_valeur_de_quartier_porte_son_code(client, indicateur):
    quartier = QuartierFactory(departement__code="59")
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    client.post(adresse, saisie(quartier=quartier.code.lower()))
    assert Valeur.objects.get().quartier == quartier


@pytest.mark.parametrize(
    ("nature", "champs", "champ"),
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
    client, indicateur, nature, champs, champ
):
    indicateur.nature = nature
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


def test_la_valeur_d_un_quartier_est_a_son_departement_et_a_la_nation(agent_59, agent_13, cget):
    quartier = QuartierFactory(departement__code="59")
    valeur = ValeurFactory(quartier=quartier)
    lecteurs = (agent_59, agent_13, cget)
    lues = [valeur in Valeur.objects.visibles_par(lecteur) for lecteur in lecteurs]
    assert lues == [True, False, True]


def test_a_une_date_passee_une_valeur_posterieure_n_existe_pas_encore():
    mars, juin = datetime.date(2019, 3, 31), datetime.date(2019, 6, 30)
    ancienne = ValeurFactory(le=mars)
    recente = ValeurFactory(indicateur=ancienne.indicateur, le=juin)
    veille = mars - datetime.timedelta(days=1)
    connues = [set(Valeur.objects.dernieres(au)) for au in (veille, mars, juin)]
    assert connues == [set(), {ancienne}, {recente}]


def test_une_part_va_jusqu_a_tout_son_total(client, indicateur):
    indicateur.nature = "part"
    indicateur.save()
    adresse = reverse("mesures:valeur_ajouter", args=[indicateur.code])
    client.post(adresse, saisie(nombre="10", base="10", france_entiere="on"))
    assert Valeur.objects.get().grandeur == 100


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


def test_le_prefet_apprecie_depuis_la_page_telle_qu_elle_est(client, agent_59):
    mesure = MesureFactory()
    client.force_login(agent_59)
    adresse = reverse("mesures:apprecier", args=[mesure.code])
    saisie = rempli(client, adresse, niveau="lancement")
    assert client.post(adresse, saisie).status_code == 302
    assert Appreciation.objects.get().departement_id == "59"


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


def test_la_derniere_valeur_de_chaque_territoire_suit_la_date_choisie(client, cget):
    ancienne = ValeurFactory(code="59", le=datetime.date(2019, 3, 31))
    recente = ValeurFactory(indicateur=ancienne.indicateur, code="59")
    client.force_login(cget)
    for au, attendue in (("", recente), ("2019-04-30", ancienne)):
        page = client.get(reverse("mesures:valeurs"), {"dernieres": "on", "au": au})
        assert list(page.context["page_obj"]) == [attendue]


def test_une_date_fausse_se_dit_sans_rien_filtrer(client, cget):
    valeur = ValeurFactory()
    client.force_login(cget)
    page = client.get(reverse("mesures:valeurs"), {"dernieres": "on", "au": "hier"})
    assert list(page.context["page_obj"]) == [valeur]
    assert "au" in page.context["filtre"].form.errors
