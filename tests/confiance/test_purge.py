"""Ce qui a fait son temps s’oublie, et rien d’autre."""

import datetime
import re
from unittest import mock

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Task

from comptes.models import ImportComptes, JournalAcces
from courriels.models import Courriel
from donnees.retention import a_oublier
from national.models import Recueil
from paqte.models import Bilan
from quartiers.models import ImportQuartiers
from tests.factories import BilanFactory, ConventionFactory


@pytest.fixture
def traces(agent_59):
    """Une trace de chaque sorte, d'il y a `jours` ; rend de quoi les écrire."""

    def ecrire(jours):
        le = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=jours)
        with mock.patch("django.utils.timezone.now", return_value=le):
            JournalAcces.objects.create(utilisateur=agent_59, page="annuaire")
            LogEntry.objects.create(user=agent_59, action_flag=2, action_time=le)
            ImportComptes.objects.create(fait_par=agent_59, fichier="a.csv", contenu=b"x")
            bilan = BilanFactory(periode="2019-s1")
            bilan.obstacles = "Aucun."
            bilan.save()
            convention = ConventionFactory()
            convention.axes.set([])
            convention.save()

    return ecrire


def restants():
    modeles = (JournalAcces, LogEntry, ImportComptes, Bilan.history.model)
    return [modele.objects.count() for modele in modeles]


def test_la_purge_oublie_ce_qui_a_fait_son_temps(traces):
    traces(jours=4000)
    call_command("purger")
    assert restants() == [0, 0, 0, 1]
    assert Bilan.objects.get().history.get().obstacles == "Aucun."


@pytest.mark.parametrize(("jours", "restent"), [(29, 1), (31, 0)])
@pytest.mark.parametrize("reussie", [True, False])
@pytest.mark.django_db
def test_la_purge_oublie_une_tache_finie_au_bout_d_un_mois(jours, restent, reussie):
    il_y_a = timezone.now() - datetime.timedelta(days=jours)
    Task.objects.create(id="t", name="t", func="f", started=il_y_a, stopped=il_y_a, success=reussie)
    call_command("purger")
    assert Task.objects.count() == restent


@pytest.mark.parametrize(("jours", "restent"), [(29, 1), (31, 0)])
def test_la_purge_oublie_un_recueil_au_bout_d_un_mois(cget, jours, restent):
    recueil = Recueil.objects.create(
        genre="synthese", periode="2019", format="pdf", demande_par=cget
    )
    il_y_a = timezone.now() - datetime.timedelta(days=jours)
    Recueil.objects.filter(pk=recueil.pk).update(demande_le=il_y_a)
    call_command("purger")
    assert Recueil.objects.count() == restent


@pytest.mark.parametrize(("attend", "restent"), [(True, 1), (False, 0)])
def test_la_purge_oublie_un_courriel_ancien_sauf_s_il_attend(db, attend, restent):
    il_y_a_deux_ans = timezone.now() - datetime.timedelta(days=730)
    Courriel.objects.create(
        identifiant="<abc@quartiers>",
        ajoute_le=il_y_a_deux_ans,
        prochain_essai_le=timezone.now() if attend else None,
    )
    call_command("purger")
    assert Courriel.objects.count() == restent


def test_la_purge_garde_ce_qui_est_recent(traces):
    traces(jours=20)
    call_command("purger")
    assert restants() == [1, 1, 1, 2]


def test_une_simulation_compte_sans_oublier(traces, capsys):
    traces(jours=4000)
    avant = restants()
    call_command("purger", simulation=True)
    assert restants() == avant
    annoncees = int(re.search(r"(\d+) trace", capsys.readouterr().out)[1])
    assert annoncees == sum(objets.count() for _, objets in a_oublier()) > 3
    call_command("purger")
    assert f"Suppression faite : {annoncees} trace" in capsys.readouterr().out


def test_l_historique_d_un_objet_supprime_finit_par_partir(traces):
    traces(jours=4000)
    bilan = Bilan.objects.get()
    with mock.patch(
        "django.utils.timezone.now",
        return_value=datetime.datetime(2010, 1, 1, tzinfo=datetime.UTC),
    ):
        bilan.delete()
    call_command("purger")
    assert not Bilan.history.exists()


def test_un_fait_confirme_n_est_pas_un_depot_oublie(agent_59):
    importe = ImportComptes.objects.create(fait_par=agent_59, fichier="a.csv")
    ImportComptes.objects.update(depose_le="2019-01-01T00:00Z", fait_le="2019-01-01T00:00Z")
    call_command("purger")
    assert ImportComptes.objects.get() == importe


@pytest.mark.parametrize(("jours", "garde"), [(364, True), (366, False)])
def test_la_purge_oublie_le_fichier_d_un_import_au_bout_d_un_an(db, jours, garde):
    le = timezone.now() - datetime.timedelta(days=jours)
    ImportQuartiers.objects.create(fichier="q.csv", contenu=b"x", effet=[], fait_le=le)
    call_command("purger")
    fait = ImportQuartiers.objects.faits().get()
    assert (fait.a_son_fichier, fait.est_annulable) == (garde, garde)
