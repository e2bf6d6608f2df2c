"""Le droit de lire et d'écrire par territoire, quand personne n'est connecté ou pour la nation."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contrats.models import ContratDeVille, Synthese
from quartiers.models import Departement, Quartier
from tests.factories import QuartierFactory, SyntheseFactory

pytestmark = pytest.mark.django_db


def test_qui_n_est_pas_connecte_ne_lit_ni_n_ecrit_rien():
    QuartierFactory(departement=SyntheseFactory().departement)
    visiteur = AnonymousUser()
    for modele in (Quartier, ContratDeVille, Synthese):
        assert not modele.objects.visibles_par(visiteur)
        assert not modele.objects.modifiables_par(visiteur)


def test_qui_couvre_la_nation_lit_tout_sans_comparer_cent_departements(cget):
    QuartierFactory()
    visibles = Quartier.objects.visibles_par(cget)
    assert visibles.count() == 1
    assert not visibles.query.has_filters()


def test_une_prefecture_ne_lit_et_n_ecrit_que_chez_elle(agent_59):
    sien = QuartierFactory(departement__code="59")
    QuartierFactory(departement__code="13")
    for permis in (Quartier.objects.visibles_par, Quartier.objects.modifiables_par):
        assert list(permis(agent_59)) == [sien]


def test_prendre_tous_les_departements_ne_filtre_rien():
    quartier = QuartierFactory(departement__code="59")
    QuartierFactory(departement__code="13")
    tous = Quartier.objects.des(Departement.objects.all())
    assert tous.count() == 2
    assert not tous.query.has_filters()
    assert list(Quartier.objects.des(Departement.objects.filter(code="59"))) == [quartier]
