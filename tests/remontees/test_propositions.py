"""Les textes proposent leurs campagnes ; une campagne se clôt sans objet, partout ou ici."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from contrats.models import Synthese
from quartiers.models import Departement
from remontees.models import Campagne, SansObjet
from remontees.propositions import proposees
from remontees.relances import relancer
from tests.factories import DepartementFactory, TexteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _le_1er_fevrier_2019():
    with time_machine.travel("2019-02-01T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def referent():
    """La campagne du référent, ouverte, avec un texte."""
    return Campagne.objects.create(
        genre="referent",
        periode="2019",
        ouverture_le="2019-01-22",
        echeance_le="2019-02-15",
        texte=TexteFactory(titre="Circulaire", numero="n° 1/SG"),
    )


@pytest.fixture
def nord():
    return DepartementFactory(code="59", nom="Nord")


def attendus(client, user):
    """Rend ce que le tableau de bord de cette personne dit à faire, fût-ce depuis longtemps."""
    contexte = accueil(client, user).context
    return [*contexte["a_faire"], *contexte["anciennes"]]


def accueil(client, user):
    client.force_login(user)
    return client.get(reverse("accueil"))


def test_une_installation_neuve_propose_les_campagnes_de_la_circulaire():
    call_command("charger_referentiels", verbosity=0)
    dues = {(c.genre, c.periode): (c.ouverture_le, c.echeance_le) for c in proposees()}
    ouverture = datetime.date(2019, 1, 22)
    assert dues == {
        ("referent", "2019"): (ouverture, datetime.date(2019, 2, 15)),
        ("synthese", "2019"): (ouverture, datetime.date(2019, 3, 15)),
        ("comite", "2019-s1"): (datetime.date(2019, 1, 1), datetime.date(2019, 6, 30)),
        ("college", "2019-s1"): (datetime.date(2019, 1, 1), datetime.date(2019, 6, 30)),
        ("bilan", "2019-s1"): (datetime.date(2019, 1, 1), datetime.date(2019, 7, 31)),
        ("protocoles", "2019"): (ouverture, datetime.date(2019, 7, 31)),
        ("chartes", "2020"): (ouverture, datetime.date(2020, 1, 31)),
    }
    assert {str(c.texte) for c in proposees()} == {
        "Circulaire du Premier ministre n° 6057/SG du 22 janvier 2019"
    }


def test_ce_qui_est_demande_chaque_semestre_l_est_jusqu_a_aujourd_hui():
    call_command("charger_referentiels", verbosity=0)
    with time_machine.travel("2020-09-01T12:00:00+02:00", tick=False):
        semestres = [c.periode for c in proposees() if c.genre == "college"]
    assert semestres == ["2019-s1", "2019-s2", "2020-s1", "2020-s2"]


def test_le_cget_ouvre_celles_qu_il_coche_et_elles_ne_se_proposent_plus(client, cget):
    call_command("charger_referentiels", verbosity=0)
    client.force_login(cget)
    page = client.get(reverse("campagnes_proposees"))
    assert "referent-2019" in page.context["form"].initial["campagnes"]
    client.post(reverse("campagnes_proposees"), {"campagnes": ["referent-2019"]})
    ouverte = Campagne.objects.get()
    assert (ouverte.genre, ouverte.texte.numero) == ("referent", "n° 6057/SG")
    assert "referent" not in {campagne.genre for campagne in proposees()}


def test_une_echeance_passee_se_propose_sans_etre_cochee(client, cget):
    call_command("charger_referentiels", verbosity=0)
    with time_machine.travel("2019-02-16T12:00:00+01:00", tick=False):
        client.force_login(cget)
        form = client.get(reverse("campagnes_proposees")).context["form"]
    assert "referent-2019" in dict(form.fields["campagnes"].choices)
    assert "referent-2019" not in form.initial["campagnes"]


def test_n_en_cocher_aucune_est_refuse_au_champ(client, cget):
    client.force_login(cget)
    reponse = client.post(reverse("campagnes_proposees"), {"autre": "1"})
    assert reponse.status_code == 422
    assert "Cochez au moins une campagne." in reponse.text


def test_une_echeance_cite_son_texte(client, referent, nord, agent_59):
    page = accueil(client, agent_59).text
    assert f'<a href="{referent.texte.get_absolute_url()}">Circulaire n° 1/SG' in page


def test_une_campagne_close_n_est_plus_attendue_ni_relancee(client, referent, nord, agent_59, cget):
    client.force_login(cget)
    adresse = reverse("campagne_clore", args=[referent.pk])
    assert client.post(adresse, {"motif": ""}).status_code == 422
    client.post(adresse, {"motif": "Remplacée en 2024."})
    assert "Remplacée en 2024." in client.get(reverse("campagnes")).text
    assert attendus(client, agent_59) == []
    with time_machine.travel("2019-02-14T12:00:00+01:00", tick=False):
        assert relancer() == []


def test_une_campagne_close_se_rouvre(client, referent, nord, agent_59, cget):
    referent.clore("Par erreur.")
    client.force_login(cget)
    client.post(reverse("campagne_rouvrir", args=[referent.pk]))
    assert len(attendus(client, agent_59)) == 1


def test_une_prefecture_dit_une_campagne_sans_objet_chez_elle_et_pourquoi(
    client, referent, nord, agent_59, agent_13, cget
):
    adresse = reverse("campagne_sans_objet", args=[referent.pk, "59"])
    client.force_login(agent_13)
    assert client.post(adresse, {"motif": "Non."}).status_code == 404
    client.force_login(agent_59)
    assert client.post(adresse, {"motif": ""}).status_code == 422
    client.post(adresse, {"motif": "Aucun quartier prioritaire ici."})
    assert attendus(client, agent_59) == []
    assert len(attendus(client, agent_13)) == 1
    client.force_login(cget)
    page = client.get(referent.get_absolute_url()).text
    assert "Nord (59)" in page
    assert "Aucun quartier prioritaire ici." in page


def test_une_prefecture_revient_sur_ce_qu_elle_a_dit_sans_objet(client, referent, nord, agent_59):
    SansObjet.objects.create(campagne=referent, departement=nord, motif="Aucun.")
    client.force_login(agent_59)
    client.post(reverse("campagne_sans_objet", args=[referent.pk, "59"]))
    assert len(attendus(client, agent_59)) == 1


def test_une_remontee_ne_se_dit_pas_sans_objet_ici(client, nord, agent_59):
    synthese = Campagne.objects.create(
        genre="synthese", periode="2019", ouverture_le="2019-01-22", echeance_le="2019-03-15"
    )
    client.force_login(agent_59)
    adresse = reverse("campagne_sans_objet", args=[synthese.pk, "59"])
    assert client.get(adresse).status_code == 404


@pytest.mark.parametrize(
    ("echeance", "dernier"),
    [
        ("2019-03-15", "2019-03-15"),  # un vendredi
        ("2026-03-15", "2026-03-16"),  # un dimanche
        ("2019-06-08", "2019-06-11"),  # la veille de la Pentecôte, lundi férié
    ],
)
def test_une_echeance_de_fin_de_semaine_se_tient_le_premier_jour_ouvre(echeance, dernier):
    campagne = Campagne(echeance_le=datetime.date.fromisoformat(echeance))
    assert campagne.dernier_jour == datetime.date.fromisoformat(dernier)


def test_le_lundi_qui_suit_une_echeance_du_dimanche_est_a_l_heure(nord):
    campagne = Campagne.objects.create(
        genre="synthese",
        periode="2026",
        ouverture_le="2026-01-22",
        echeance_le=datetime.date(2026, 3, 15),
    )
    tous = Departement.objects.all()
    retards = {}
    for jour in ("2026-03-16", "2026-03-17"):
        with time_machine.travel(f"{jour}T12:00:00+01:00", tick=False):
            [avancee] = Synthese.objects.avancees(tous, "2026", campagne).values()
            retards[jour] = avancee.hors_delai
    assert retards == {"2026-03-16": False, "2026-03-17": True}


def test_une_campagne_close_ne_met_personne_en_retard(nord):
    campagne = Campagne.objects.create(
        genre="synthese",
        periode="2019",
        ouverture_le="2018-01-22",
        echeance_le=datetime.date(2018, 3, 15),
    )
    campagne.clore("Remplacée.")
    [avancee] = Synthese.objects.avancees(Departement.objects.all(), "2019", campagne).values()
    assert avancee.hors_delai is False
