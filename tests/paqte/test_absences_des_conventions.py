"""Un résultat qu'on n'a pas garde sa raison dans l'import des conventions : il n'est pas zéro."""

import datetime

import pytest

from paqte.models import Absence, ResultatConvention
from tests.factories import IndicateurFactory, ResultatFactory

from .signataires import LIGNE, analyser, importer, tableau

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize(
    ("ecrit", "absence"),
    [
        ("n.d.", Absence.NON_COMMUNIQUE),
        ("ns", Absence.NON_COMMUNIQUE),
        ("-", Absence.NON_COMMUNIQUE),
        ("s.o.", Absence.SANS_OBJET),
        ("<5", Absence.SECRET),
    ],
)
def test_un_resultat_qu_on_n_a_pas_dit_pourquoi(client, agent_59, nord, ecrit, absence, extension):
    client.force_login(agent_59)
    lignes = tableau(LIGNE | {"2019-s1 embauches": ecrit}, extension=extension)
    assert importer(client, lignes, f"c.{extension}").status_code == 302
    assert ResultatConvention.objects.get().lu == absence


def test_une_absence_connue_montre_ce_qui_change(nord):
    def resultat():
        return ResultatFactory(
            convention__entreprise__departement=nord,
            convention__entreprise__nom="Acier du Nord",
            convention__entreprise__siren="552100554",
            convention__date_signature=datetime.date(2019, 3, 15),
            indicateur=IndicateurFactory(code="embauches"),
            valeur=None,
            absence="non_communique",
        )

    resultat()
    ligne = LIGNE | {"Objectif embauches": "", "Axes": ""}
    assert analyser(nord, ligne | {"2019-s1 embauches": "nd"}).inchanges == 1
    ((_, changements),) = analyser(nord, ligne | {"2019-s1 embauches": "3"}).modifies
    assert changements == [("1er semestre 2019, Embauches en QPV", "non communiqué", 3)]


def test_une_cible_non_communiquee_se_laisse_vide_et_se_dit(nord):
    apercu = analyser(nord, LIGNE | {"Cible : Achats": "n.d."})
    assert apercu.refus == []
    assert "Cible : Achats, non communiquée, est laissée vide" in apercu.a_verifier[0]
