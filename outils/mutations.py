"""Change une à une les règles des droits, des états et des sommes ; dit ce qu'aucun test ne voit.

Greffon de pytest, que lance `make mutations` (voir docs/adr/0015-mutations.md). Les tests passent
une fois sur le code juste ; puis chaque changement se joue dans une copie du processus (`fork`) :
la base SQLite, en mémoire, y est copiée aussi, et rien n'est à réimporter. `FICHIERS=` n'en joue
que quelques-uns, sans rien écrire.
"""

import csv
import datetime
import functools
import gc
import multiprocessing
import os
import signal
import time
from collections import Counter, defaultdict
from itertools import chain, groupby
from types import FunctionType

import coverage
import pytest
from _pytest.runner import runtestprotocol

from outils.changements import RACINE, changements

# Chaque fichier et les tests qui en tiennent les règles.
CIBLES = {
    "comptes/models.py": ("tests/comptes", "tests/confiance/test_acces_fermes.py"),
    "comptes/querysets.py": ("tests/comptes",),
    "comptes/territoires.py": ("tests/comptes", "tests/partage"),
    "contrats/dijon.py": ("tests/contrats",),
    "contrats/querysets.py": ("tests/contrats",),
    "mesures/models/niveau.py": ("tests/mesures",),
    "mesures/models/indicateur.py": ("tests/mesures",),
    "mesures/models/referentiel.py": ("tests/mesures",),
    "mesures/models/territoire.py": ("tests/mesures",),
    "mesures/models/valeur.py": ("tests/mesures",),
    "mesures/models/requetes.py": ("tests/mesures",),
    "national/suivi.py": ("tests/national",),
    "paqte/sommes.py": ("tests/paqte", "tests/national"),
    "paqte/totaux.py": ("tests/paqte", "tests/national"),
    "quartiers/querysets.py": ("tests/quartiers", "tests/contrats", "tests/paqte"),
    "remontees/models/campagne.py": ("tests/remontees", "tests/accueil"),
    "remontees/models/circuit.py": ("tests/remontees",),
    "remontees/models/examen.py": ("tests/remontees",),
    "remontees/models/remontee.py": ("tests/remontees", "tests/paqte", "tests/contrats"),
    "remontees/models/sans_objet.py": ("tests/remontees",),
    "remontees/models/soumission.py": ("tests/remontees",),
    "remontees/models/suivi.py": ("tests/remontees", "tests/paqte", "tests/contrats"),
    "remontees/periodes.py": ("tests/remontees",),
}
FICHIERS = os.environ.get("FICHIERS", "").split() or [*CIBLES]
RAPPORT = RACINE / "docs" / "mutations.md"
# Ceux qu'aucun test ne peut voir : le changement, et pourquoi.
EXPLIQUES = RACINE / "tests" / "mutations.csv"
A_LA_FOIS = 2
# De tous ceux qui passent par une ligne, ceux qui passent par peu d'autres la visent, et ceux qui
# parcourent toute sa fonction ; autant de chaque.
TESTS_PROCHES = 20
ATTENDUS = 95


def pytest_collection_modifyitems(session, config, items):
    """Ne garde que les tests des fichiers choisis."""
    dossiers = tuple(dossier for fichier in FICHIERS for dossier in CIBLES[fichier])
    items[:] = [test for test in items if test.nodeid.startswith(dossiers)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """Passe les tests sur le code juste, puis sur chaque changement."""
    debut = time.monotonic()
    passages, durees = relever(session)
    survivants, joues = essayer(session, passages, durees)
    rendre_compte(session, survivants, joues, time.monotonic() - debut)
    return True


def relever(session):
    """Rend {fichier: {ligne: noms des tests qui y passent}}, et la durée de chaque test réussi.

    Le processus et une copie se partagent les modules de tests, l'un prenant le suivant dès qu'il
    a fini le sien.
    """
    modules = [list(tests) for _, tests in groupby(session.items, key=lambda test: test.path)]
    suivant = multiprocessing.Value("i", 0)
    recu, envoi = multiprocessing.Pipe(duplex=False)
    copie = multiprocessing.get_context("fork").Process(
        target=lambda: envoi.send(passer(session, modules, suivant))
    )
    copie.start()
    passages, durees, echecs = passer(session, modules, suivant)
    autres, autres_durees, autres_echecs = recu.recv()
    copie.join()
    for fichier, par_ligne in autres.items():
        for ligne, noms in par_ligne.items():
            passages[fichier].setdefault(ligne, []).extend(noms)
    session.testsfailed = echecs + autres_echecs
    return passages, durees | autres_durees


def passer(session, modules, suivant):
    """Passe sur le code juste les modules que l'autre n'a pas pris ; rend ce que rend `relever`, et
    combien de tests échouent : ils font échouer la commande, et ne jugent aucun changement.
    """
    fichiers = [str(RACINE / nom) for nom in FICHIERS]
    mesure = coverage.Coverage(data_file=None, config_file=False, include=fichiers)
    # L'un des deux peut n'avoir rien eu à passer.
    mesure.set_option("run:disable_warnings", ["no-data-collected"])
    durees = {}
    mesure.start()
    for test in chain.from_iterable(prendre(modules, suivant)):
        mesure.switch_context(test.nodeid)
        debut, echecs = time.monotonic(), session.testsfailed
        # « Le suivant » est la session : rien de ce qui dure plus qu'un test n'est défait.
        session.config.hook.pytest_runtest_protocol(item=test, nextitem=session)
        if session.testsfailed == echecs:
            durees[test.nodeid] = time.monotonic() - debut
    mesure.stop()
    lues = mesure.get_data()
    passages = {nom: lues.contexts_by_lineno(str(RACINE / nom)) for nom in FICHIERS}
    return passages, durees, session.testsfailed


def prendre(modules, suivant):
    """Donne un à un les modules que nul n'a pris."""
    while True:
        with suivant.get_lock():
            rang, suivant.value = suivant.value, suivant.value + 1
        if rang >= len(modules):
            return
        yield modules[rang]


def essayer(session, passages, durees):
    """Joue chaque changement, deux à la fois ; rend les survivants, et {fichier: nombre joué}."""
    tests = {test.nodeid: test for test in session.items}
    connus, vivants, joues = expliques(), fonctions_vivantes(), Counter()
    en_cours, survivants = {}, []
    # Ce qui a vu un changement d'une fonction voit souvent le suivant : il passe d'abord.
    ont_vu = defaultdict(Counter)
    choisir = choix_des_tests(passages, durees, ont_vu)

    def attendre_un():
        processus, etat = os.wait()
        changement, choisis = en_cours.pop(processus)
        verdict = os.waitstatus_to_exitcode(etat)
        if verdict == 0:
            survivants.append(changement)
        elif 0 < verdict <= len(choisis):
            ont_vu[changement.fonction][choisis[verdict - 1]] += 1

    # Le ramasse-miettes ne parcourt plus ce qui est déjà là : rien n'en est copié.
    gc.freeze()
    for changement in chain.from_iterable(map(changements, FICHIERS)):
        joues[changement.fichier] += 1
        fonctions = vivants[changement.fichier, changement.fonction]
        # D'une fonction qui ne vit nulle part, rien ne se joue : rien n'est vu.
        if changement.cle in connus or not fonctions:
            survivants.append(changement)
            continue
        if len(en_cours) == A_LA_FOIS:
            attendre_un()
        choisis = choisir(changement)
        processus = os.fork()
        if processus == 0:
            # Passé ce temps de calcul, ou dix minutes d'attente, le signal tue : le changement fait
            # tourner sans fin, et se voit. Une machine chargée attend, mais ne calcule pas plus.
            signal.setitimer(signal.ITIMER_PROF, 30 + 5 * sum(map(durees.get, choisis)))
            signal.alarm(600)
            juger(changement, fonctions, [tests[nom] for nom in choisis])
        en_cours[processus] = changement, choisis
    while en_cours:
        attendre_un()
    return survivants, joues


def choix_des_tests(passages, durees, ont_vu):
    """Rend la fonction qui donne, à un changement, les noms des tests à jouer, dans l'ordre."""
    etendue = Counter()
    for par_ligne in passages.values():
        etendue.update(chain.from_iterable(par_ligne.values()))

    def passent(fichier, lignes):
        """Rend {test: nombre de ces lignes où il passe}."""
        noms = chain.from_iterable(passages[fichier].get(ligne, ()) for ligne in lignes)
        siens = Counter(nom for nom in noms if nom.startswith(CIBLES[fichier]))
        return {nom: nombre for nom, nombre in siens.items() if nom in durees}

    def choisir(changement):
        fichier, vus = changement.fichier, ont_vu[changement.fonction]
        dans_la_fonction = passent(fichier, changement.toutes)
        # Par ses lignes ; par une autre de la fonction, si nul test n'y passe.
        noms = passent(fichier, changement.lignes) or dans_la_fonction
        brefs = sorted(noms, key=lambda nom: etendue[nom] * durees[nom])
        # Les plus brefs n'entrent pas dans ses boucles : ceux qui la parcourent le plus, aussi.
        entiers = sorted(brefs, key=lambda nom: -dans_la_fonction[nom])
        proches = {*brefs[:TESTS_PROCHES], *entiers[:TESTS_PROCHES]}
        return sorted(proches, key=lambda nom: (-vus[nom], durees[nom]))

    return choisir


def fonctions_vivantes():
    """Rend {(fichier, nom complet): fonctions qui portent ce code}, décorées ou non.

    Ce que `functools.cache` a gardé des vraies est oublié.
    """
    trouvees = defaultdict(list)
    # Les tests ont mis hors de vue du ramasse-miettes ce qui était chargé avant eux.
    gc.unfreeze()
    for objet in gc.get_objects():
        if type(objet) is functools._lru_cache_wrapper:
            if objet.__module__.replace(".", "/") + ".py" in FICHIERS:
                objet.cache_clear()
        elif type(objet) is FunctionType and objet.__code__.co_filename.startswith(str(RACINE)):
            fichier = os.path.relpath(objet.__code__.co_filename, RACINE)
            trouvees[fichier, objet.__code__.co_qualname].append(objet)
    return trouvees


def juger(changement, fonctions, tests):
    """Dans une copie du processus : la finit sur le rang du test qui voit le changement, ou 0."""
    verdict = 255
    try:
        gc.disable()
        for fonction in fonctions:
            fonction.__code__ = changement.code
        verdict = next((rang for rang, test in enumerate(tests, start=1) if echoue(test)), 0)
    finally:
        os._exit(verdict)


def echoue(test):
    """Dit si un test échoue, sans que la session le sache."""
    rapports = runtestprotocol(test, log=False, nextitem=test.session)
    return any(rapport.failed for rapport in rapports)


def expliques():
    """Rend les clés des changements que rien ne peut voir ; on ne les rejoue pas."""
    with EXPLIQUES.open(encoding="utf-8", newline="") as fichier:
        return {tuple(ligne[:4]) for ligne in csv.reader(fichier)}


def rendre_compte(session, survivants, joues, duree):
    """Dit ce qui n'est pas expliqué, écrit le rapport, et échoue si trop peu a été vu."""
    connus = expliques()
    inexpliques = [s.cle for s in survivants if s.cle not in connus]
    vus = 100 - 100 * len(survivants) / joues.total()
    ecran = session.config.pluginmanager.get_plugin("terminalreporter")
    ecran.ensure_newline()
    for cle in inexpliques:
        ecran.write_line(" | ".join(cle))
    ecran.write_line(
        f"{joues.total()} changements, {vus:.1f} % vus, {len(inexpliques)} à expliquer"
    )
    if [*CIBLES] == FICHIERS:
        restes = Counter(survivant.fichier for survivant in survivants)
        RAPPORT.write_text(rapport(joues, restes, vus, inexpliques, duree), encoding="utf-8")
    if vus < ATTENDUS and inexpliques:
        session.testsfailed += 1


def rapport(joues, restes, vus, inexpliques, duree):
    """Rend le texte de docs/mutations.md."""
    lignes = [
        "# Les mutations",
        f"Écrit par `make mutations` le {datetime.date.today():%d/%m/%Y}, en {duree // 60:.0f} min "
        f"{duree % 60:.0f} s. Comment, et pourquoi : [décision 15](adr/0015-mutations.md).",
        "",
        f"{joues.total()} changements, dont {vus:.1f} % vus par un test. Les autres ne changent "
        "rien qui puisse se voir : `tests/mutations.csv` dit pourquoi, un par un"
        + (f", sauf {len(inexpliques)} qui restent à voir." if inexpliques else "."),
        "",
        "| fichier | changements | vus | non vus |",
        "|---|---|---|---|",
        *(f"| `{nom}` | {n} | {n - restes[nom]} | {restes[nom]} |" for nom, n in joues.items()),
    ]
    if inexpliques:
        lignes += [
            "",
            "## À voir",
            *(f"- `{f}`, `{g}` : `{a}` → `{b}`" for f, g, a, b in inexpliques),
        ]
    return "\n".join(lignes) + "\n"
