"""Les épreuves longues de solidité : 200 enregistrements sous les coups, 103 transmissions."""

import time

from tests.factories import UtilisateurFactory, bilan_complet
from tests.solidite.scenarios import enregistrer_sous_les_coups, transmettre_tous


def test_200_enregistrements_le_serveur_tue_vingt_fois(base, servir, connecter):
    bilan = bilan_complet()
    serveur = servir()
    agent = connecter(serveur, UtilisateurFactory(role="agent", departements=["59"]))
    debut = time.perf_counter()
    enregistrer_sous_les_coups(serveur, agent, bilan, nombre=200, tous_les=10)
    duree = time.perf_counter() - debut
    print(f"\n200 enregistrements, serveur tué un sur dix ({base}) : {duree:.0f} s, rien de perdu")


def test_103_prefectures_transmettent_au_meme_instant(transactional_db, servir, connecter):
    debut = time.perf_counter()
    transmettre_tous(servir(), connecter, nombre=103)
    duree = time.perf_counter() - debut
    print(f"\n103 transmissions au même instant : {duree:.0f} s, 103 versions figées et vérifiées")
