"""Ce que le portail exporte se réimporte tel quel, dans chaque format."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mesures import imports
from mesures.lecture import lire_valeurs
from mesures.models import Ministere, Valeur
from tests.factories import (
    IndicateurNationalFactory,
    QuartierFactory,
    RegionFactory,
    ValeurFactory,
)

pytestmark = pytest.mark.django_db

FORMATS = ["valeurs.csv", "valeurs.csv?usage=machine", "valeurs.xlsx", "valeurs.ods"]


@pytest.fixture
def tenues(ministere):
    """Une valeur de chaque nature et de chaque sorte de territoire, et une d'un autre ministère."""
    chef_de_file = Ministere.objects.create(nom="Ministère du travail")
    chef_de_file.membres.add(ministere)

    def indicateur(nature, code):
        return IndicateurNationalFactory(
            code=code, nature=nature, mesure__chef_de_file=chef_de_file
        )

    quartier = QuartierFactory(departement__code="01", departement__nom="Ain")
    entier = indicateur("entier", "20-1")
    return [
        ValeurFactory(indicateur=entier, nombre=1234, code="01", note="=1+1", source="+33 ; -x"),
        ValeurFactory(indicateur=entier, nombre=5, region=RegionFactory(code="32")),
        ValeurFactory(indicateur=entier, nombre=0, quartier=quartier),
        ValeurFactory(indicateur=indicateur("part", "19-1"), nombre=1.5, base=3),
        ValeurFactory(indicateur=indicateur("oui_non", "18-1"), nombre=None, oui_non=False),
        ValeurFactory(indicateur=indicateur("texte", "17-1"), nombre=None, texte="« 3/4 »\n- a"),
        ValeurFactory(nombre=7),
    ]


@pytest.mark.parametrize("fichier", FORMATS)
@pytest.mark.usefixtures("tenues")
def test_les_valeurs_exportees_se_reimportent_sans_rien_changer(client, ministere, fichier):
    client.force_login(ministere)
    octets = client.get(f"/exports/{fichier}").getvalue()
    apercu = imports.analyser_valeurs(lire_valeurs(octets, fichier), ministere)
    assert (apercu.refus, apercu.crees, apercu.modifies) == ([], [], [])
    assert apercu.inchanges == Valeur.objects.count()


@pytest.mark.parametrize("fichier", FORMATS)
def test_les_valeurs_effacees_reviennent_telles_qu_exportees(client, ministere, tenues, fichier):
    client.force_login(ministere)
    octets = client.get(f"/exports/{fichier}").getvalue()
    champs = ("territoire", "le", "nombre", "base", "oui_non", "texte", "source", "note")
    tiennes = Valeur.objects.filter(pk__in=[v.pk for v in tenues[:-1]])
    avant = sorted(tiennes.values_list("indicateur__code", *champs), key=str)
    tiennes.delete()
    envoi = SimpleUploadedFile(fichier.partition("?")[0], octets)
    page = client.post(reverse("mesures:import"), {"fichier": envoi}, follow=True)
    adresse = page.redirect_chain[-1][0]
    client.post(adresse, {"apercu_lu": page.context["form"]["apercu_lu"].value()})
    apres = Valeur.objects.exclude(pk=tenues[-1].pk).values_list("indicateur__code", *champs)
    assert sorted(apres, key=str) == avant


def test_une_valeur_d_un_autre_ministere_ne_s_importe_pas(ministere, tenues):
    autre = tenues[-1]
    lignes = (
        f"indicateur;territoire;date;valeur;source\n{autre.indicateur.code};FR;{autre.le};8;X\n"
    )
    (refus,) = imports.analyser_valeurs(lire_valeurs(lignes.encode(), "v.csv"), ministere).refus
    assert (refus.colonne, "de vos mesures" in refus.motif) == ("indicateur", True)
