"""Une démonstration chargée une fois pour tous ces tests : complète et vraisemblable."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from contrats.models import Synthese
from mesures.devoir import devoirs
from mesures.models import Collecte, Mesure, Valeur
from national.evolution import dresser_evolution
from paqte.models import Bilan, Convention, Entreprise, Referent
from partage.models import ContactCget, Exemple, Journee
from quartiers.models import Departement, Quartier
from regions.models import SyntheseRegionale
from remontees import registre
from remontees.models import Campagne, Transmission
from remontees.periodes import Annee, Semestre

pytestmark = pytest.mark.usefixtures("demonstration", "db")

ROLES = {
    "agent-59": "agent",
    "prefet-59": "valideur",
    "agent-13": "agent",
    "region-32": "agent_region",
    "prefet-region-32": "valideur_region",
    "ministere-emploi": "ministere",
    "cget": "cget",
    "admin": "administrateur",
}


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Une démonstration réduite aux départements qui ont des remontées ; défaite à la fin.

    Rend les courriels que son chargement a envoyés.
    """
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        transaction.atomic(),
    ):
        avant = len(mail.outbox)
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("demo", echelle=0.01, verbosity=0)
        with django_db_blocker.block():
            yield mail.outbox[avant:]
        transaction.set_rollback(True)


def test_l_historique_genere_n_ecrit_a_personne(demonstration):
    assert Transmission.objects.exists()
    assert not Transmission.objects.filter(courriel_envoye_le=None).exists()
    assert not demonstration


def test_demonstration_montre_tous_les_etats():
    assert set(Bilan.objects.values_list("etat", flat=True)) == set(Bilan.Etat.values)
    assert set(Synthese.objects.values_list("etat", flat=True)) == set(Synthese.Etat.values)
    transmis = sum(g.objects.transmises().count() for g in registre.remontees())
    assert Transmission.objects.count() == transmis
    assert {bytes(t.pdf)[:4] for t in Transmission.objects.all()} == {b"%PDF"}
    assert set(Campagne.objects.values_list("genre", flat=True)) == {
        attendu.genre for attendu in registre.attendus()
    }


def test_la_region_32_a_un_brouillon_pour_2026_et_des_transmises_ailleurs():
    assert SyntheseRegionale.objects.get(region="32", periode="2026").etat == "brouillon"
    transmises = SyntheseRegionale.objects.exclude(etat="brouillon").values_list("region", "etat")
    assert {("93", "transmise"), ("32", "acceptee"), ("11", "a_completer")} == set(transmises)


def test_agent_59_a_un_brouillon_a_completer_pour_le_semestre_courant(client):
    courant = Semestre.courant()
    bilan = Bilan.objects.get(departement="59", periode=str(courant))
    assert bilan.etat == Bilan.Etat.BROUILLON
    assert bilan.manques()
    client.force_login(Utilisateur.objects.get(username="agent-59"))
    page = client.get(reverse("accueil")).content.decode()
    assert reverse("paqte:bilan", args=[courant, "59"]) in page


def test_demonstration_montre_des_exemples_une_journee_un_contact():
    assert set(Exemple.objects.values_list("etat", flat=True)) == set(Exemple.Etat.values)
    assert Journee.objects.a_venir().exists()
    assert ContactCget.objects.suivant(["59"]).exists()


def test_chaque_compte_annonce_ouvre_une_session(client):
    for identifiant, role in ROLES.items():
        assert client.login(
            request=HttpRequest(), username=identifiant, password="quartiers-demo"
        ), identifiant
        compte = Utilisateur.objects.get(username=identifiant)
        assert compte.role == role
        assert compte.codes_departements
        assert client.get(reverse("accueil")).status_code == 200


@pytest.mark.parametrize("identifiant", ROLES)
def test_chaque_etape_de_la_premiere_visite_s_ouvre(client, identifiant):
    client.force_login(Utilisateur.objects.get(username=identifiant))
    page = client.get(reverse("premiere_visite"))
    etapes = page.context["etapes"]
    assert 3 <= len(etapes) <= 5
    for etape in etapes:
        assert f'href="{etape["adresse"]}"' in page.content.decode()
        assert client.get(etape["adresse"]).status_code == 200, etape["titre"]


def test_ce_qui_est_genere_est_valide():
    for modele in (Quartier, Entreprise, Convention):
        assert modele.objects.exists()
        for objet in modele.objects.all():
            objet.full_clean()
    assert not Quartier.objects.exclude(nom__contains="démonstration").exists()
    assert set(Quartier.objects.values_list("millesime", flat=True)) == {2015, 2024}


def test_quelques_departements_n_ont_pas_de_referent():
    sans_referent = Departement.objects.filter(referent=None).count()
    assert 0 < sans_referent < Referent.objects.count()


def test_une_seconde_fois_ne_change_rien(capsys):
    avant = Convention.objects.count(), Quartier.objects.count(), Bilan.objects.count()
    call_command("demo")
    assert "déjà chargées" in capsys.readouterr().out
    apres = Convention.objects.count(), Quartier.objects.count(), Bilan.objects.count()
    assert apres == avant


def test_un_ministere_y_est_en_dette():
    emploi = Utilisateur.objects.get(username="ministere-emploi")
    siens = devoirs(Mesure.objects.modifiables_par(emploi), timezone.localdate())
    assert any(devoir.jamais for devoir in siens)
    assert any(devoir.perimes for devoir in siens)
    dus = {str(m): len(restants) for m, restants in Collecte.objects.get().restants().items()}
    assert all(dus.values())


def test_ce_qui_change_dans_le_temps_n_y_est_pas_plat():
    dessins = dresser_evolution(
        Departement.objects.select_related("region"),
        {pas: pas.ouvertes()[0] for pas in (Semestre, Annee)},
    )
    niveaux, protocoles, *_ = dessins["ensemble"]
    assert len({tuple(comptes) for comptes in niveaux.comptes}) > 3
    assert len(set(protocoles.valeurs)) > 2
    series = Valeur.objects.filter(territoire="FR").values_list("indicateur")
    assert series.annotate(Count("pk")).filter(pk__count__gt=3).count() > 20
