"""La forme longue : 200 enregistrements sous les coups, 103 transmissions (`make epreuves`)."""

import pytest

from tests.factories import UtilisateurFactory, bilan_complet

from .conftest import POSTGRESQL
from .scenarios import enregistrer_sous_les_coups, transmettre_tous

pytestmark = pytest.mark.long


def test_200_enregistrements_le_serveur_tue_vingt_fois(base, servir, connecter):
    bilan = bilan_complet()
    serveur = servir()
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    enregistrer_sous_les_coups(serveur, agent, bilan, nombre=200, tous_les=10)


@POSTGRESQL
def test_103_prefectures_transmettent_au_meme_instant(transactional_db, servir, connecter):
    transmettre_tous(servir(), connecter, nombre=103)
