"""Un niveau ou une valeur saisi par erreur se retire ; sa trace reste."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mesures.models import ChangementDeNiveau, Mesure, Valeur
from tests.factories import ContestationFactory, ValeurFactory

pytestmark = pytest.mark.django_db

MARS, JUIN = datetime.date(2019, 3, 1), datetime.date(2019, 6, 1)


@pytest.fixture
def mesure(indicateur):
    """Une mesure du ministère connecté, « en cours de lancement » d'après la circulaire."""
    indicateur.mesure.changements.create(niveau="lancement", le=MARS, motif="Annexe 3")
    return indicateur.mesure


def niveau(mesure, le=JUIN):
    return Mesure.objects.au(le).get(pk=mesure.pk).niveau_au


def retirer(client, changement):
    adresse = reverse("mesures:niveau_retirer", args=[changement.pk])
    return client.post(adresse, {"motif": "Faute de frappe"})


def test_un_niveau_retire_ne_compte_plus(client, mesure, ministere):
    faux = mesure.changements.create(niveau="atteint", le=JUIN, motif="Fait", par=ministere)
    retirer(client, faux)
    assert niveau(mesure) == "lancement"


def test_un_niveau_retire_se_lit_encore_avec_son_motif(client, mesure, ministere):
    faux = mesure.changements.create(niveau="atteint", le=JUIN, motif="Fait", par=ministere)
    retirer(client, faux)
    page = client.get(mesure.get_absolute_url()).text
    assert "<s>1er juin 2019 : Objectif atteint</s>" in page.replace("\xa0", " ")
    assert "Faute de frappe" in page
    assert faux.retire_le is None


def test_un_niveau_ne_se_retire_qu_une_fois(mesure, ministere):
    faux = mesure.changements.create(niveau="atteint", le=JUIN, motif="Fait", par=ministere)
    faux.retirer(ministere, "Faute")
    with pytest.raises(ValidationError):
        faux.retirer(ministere, "Encore")


def test_l_etat_de_la_circulaire_ne_se_retire_pas(client, mesure):
    [circulaire] = mesure.changements.all()
    assert retirer(client, circulaire).status_code == 404
    assert niveau(mesure) == "lancement"


def test_le_niveau_d_un_autre_ministere_ne_se_retire_pas(client, mesure, ministere):
    faux = mesure.changements.create(niveau="atteint", le=JUIN, motif="Fait", par=ministere)
    Mesure.objects.update(chef_de_file=None)
    assert retirer(client, faux).status_code == 404


def test_le_meme_niveau_ne_s_ecrit_pas_deux_fois(client, mesure):
    saisie = {"niveau": "lancement", "le": "2019-06-01", "motif": "Toujours"}
    page = client.post(reverse("mesures:niveau", args=[mesure.code]), saisie)
    assert page.context["form"].errors["niveau"] == [
        "La mesure est à ce niveau depuis le 01/03/2019."
    ]
    assert ChangementDeNiveau.objects.count() == 1


def test_un_niveau_retire_peut_se_reecrire(client, mesure, ministere):
    faux = mesure.changements.create(niveau="atteint", le=JUIN, motif="Fait", par=ministere)
    faux.retirer(ministere, "Trop tôt")
    saisie = {"niveau": "atteint", "le": "2019-06-02", "motif": "Fait, cette fois"}
    client.post(reverse("mesures:niveau", args=[mesure.code]), saisie)
    assert niveau(mesure, datetime.date(2019, 6, 2)) == "atteint"


def test_une_valeur_retiree_garde_qui_et_pourquoi(client, indicateur, ministere):
    valeur = ValeurFactory(indicateur=indicateur)
    client.post(reverse("mesures:valeur_supprimer", args=[valeur.pk]), {"motif": "Doublon"})
    assert not Valeur.objects.exists()
    trace = Valeur.history.filter(history_type="-").get()
    assert (trace.history_user, trace.history_change_reason) == (ministere, "Doublon")


def test_une_valeur_ne_se_retire_pas_sans_dire_pourquoi(client, indicateur):
    valeur = ValeurFactory(indicateur=indicateur)
    client.post(reverse("mesures:valeur_supprimer", args=[valeur.pk]))
    assert Valeur.objects.exists()


def test_une_valeur_contestee_ne_se_retire_pas(ministere):
    valeur = ContestationFactory().valeur
    with pytest.raises(ValidationError, match="conteste"):
        valeur.retirer(ministere, "Doublon")
