"""Les données de démonstration : complètes, vraisemblables, chargées une seule fois."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from comptes.models import Utilisateur
from contrats.models import Synthese
from donnees import demo
from paqte.models import Bilan, Convention, Entreprise, Referent
from quartiers.models import Departement, Quartier
from remontees.models import Campagne, Transmission
from remontees.periodes import Semestre

ROLES = {
    "agent-59": "agent",
    "prefet-59": "valideur",
    "agent-13": "agent",
    "region-32": "region",
    "ministere-emploi": "ministere",
    "cget": "cget",
    "admin": "administrateur",
}


@pytest.fixture(autouse=True)
def _en_demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def demonstration(db):
    """Une démonstration réduite aux départements qui ont des bilans."""
    call_command("demo", echelle=0.01, verbosity=0)


@pytest.mark.usefixtures("demonstration")
def test_demonstration_montre_tous_les_etats():
    assert set(Bilan.objects.values_list("etat", flat=True)) == set(Bilan.Etat.values)
    assert set(Synthese.objects.values_list("etat", flat=True)) == set(Synthese.Etat.values)
    transmis = sum(g.objects.exclude(etat="brouillon").count() for g in (Bilan, Synthese))
    assert Transmission.objects.count() == transmis
    assert all(bytes(t.pdf).startswith(b"%PDF") for t in Transmission.objects.all())
    assert Campagne.objects.count() == 5


@pytest.mark.usefixtures("demonstration")
def test_agent_59_a_un_brouillon_a_completer_pour_le_semestre_courant(client):
    courant = Semestre.courant()
    bilan = Bilan.objects.get(departement="59", semestre=str(courant))
    assert bilan.etat == Bilan.Etat.BROUILLON
    assert bilan.manques()
    client.force_login(Utilisateur.objects.get(username="agent-59"))
    page = client.get(reverse("accueil")).content.decode()
    assert reverse("paqte:bilan", args=[courant, "59"]) in page


@pytest.mark.usefixtures("demonstration")
def test_chaque_compte_annonce_ouvre_une_session(client):
    for identifiant, role in ROLES.items():
        assert client.login(username=identifiant, password="quartiers-demo"), identifiant
        compte = Utilisateur.objects.get(username=identifiant)
        assert compte.role == role
        assert compte.codes_departements
        assert client.get(reverse("accueil")).status_code == 200


@pytest.mark.usefixtures("demonstration")
def test_ce_qui_est_genere_est_valide():
    for modele in (Quartier, Entreprise, Convention):
        for objet in modele.objects.all():
            objet.full_clean()
    assert all("démonstration" in quartier.nom for quartier in Quartier.objects.all())
    assert set(Quartier.objects.values_list("millesime", flat=True)) == {2015, 2024}


@pytest.mark.usefixtures("demonstration")
def test_quelques_departements_n_ont_pas_de_referent():
    sans_referent = Departement.objects.filter(referent=None).count()
    assert 0 < sans_referent < Referent.objects.count()


@pytest.mark.usefixtures("demonstration")
def test_une_seconde_fois_ne_change_rien(capsys):
    avant = Convention.objects.count(), Quartier.objects.count(), Bilan.objects.count()
    call_command("demo")
    assert "déjà chargées" in capsys.readouterr().out
    apres = Convention.objects.count(), Quartier.objects.count(), Bilan.objects.count()
    assert apres == avant


def test_refuse_hors_demonstration(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")
    assert not Utilisateur.objects.exists()


@pytest.mark.parametrize("echelle", [0, -1, 1.5])
def test_refuse_une_echelle_impossible(db, echelle):
    with pytest.raises(CommandError, match="échelle"):
        call_command("demo", echelle=echelle)


@pytest.mark.django_db(transaction=True)
def test_l_historique_genere_n_ecrit_a_personne():
    demo.charger(0.01)
    assert Transmission.objects.exists()
    assert not Transmission.objects.filter(courriel_envoye_le=None).exists()
    assert not mail.outbox


def test_l_echelle_1_a_la_taille_de_la_nation(db):
    comptes = demo.charger(1)
    assert comptes["départements"] == 103
    assert Quartier.objects.filter(millesime=2015).count() == 1514
    assert Convention.objects.count() == 2200
    assert max(map(len, Quartier.objects.values_list("code", flat=True))) == 8
