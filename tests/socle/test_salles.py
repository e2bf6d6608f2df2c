"""Le socle n'a que ce que plusieurs salles emploient : le reste est à sa salle."""

import re
import tomllib

import grimp
from django.conf import settings

REGLES = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
GABARITS = settings.BASE_DIR / "templates"
CHARGEES = re.compile(r"{%\s*load\s+(.+?)\s*%}")
# Django les charge pour tout le portail : aucune salle n'a à les nommer.
POUR_TOUS = {"socle.apps", "socle.bornes", "socle.templatetags.francais"}
# `socle.imports.classeur` le lance dans un processus à part.
POUR_TOUS |= {"socle.imports.ouvreur"}
# Les gabarits de toutes les salles s'en servent par les filtres que Django charge pour tous.
POUR_TOUS |= {"socle.structure"}


def salles_des_gabarits(bibliotheque):
    """Donne la salle de chaque gabarit qui charge cette bibliothèque de balises."""
    for gabarit in GABARITS.rglob("*.html"):
        if any(bibliotheque in noms.split() for noms in CHARGEES.findall(gabarit.read_text())):
            yield gabarit.relative_to(GABARITS).parts[0]


def test_chaque_module_du_socle_sert_plusieurs_salles():
    graphe = grimp.build_graph(*REGLES["root_packages"])
    modules = {
        m
        for m in graphe.modules
        if m.startswith("socle.") and ".migrations" not in m and not graphe.find_children(m)
    }
    seuls = {}
    for module in modules - POUR_TOUS:
        # Un module peut n'être que la moitié d'un autre, dont les salles se servent.
        suivants = graphe.find_downstream_modules(module) & modules | {module}
        importeurs = {i for m in suivants for i in graphe.find_modules_that_directly_import(m)}
        salles = {importeur.split(".")[0] for importeur in importeurs}
        if module.startswith("socle.templatetags."):
            salles |= set(salles_des_gabarits(module.rpartition(".")[2]))
        if len(salles - {"socle"}) < 2:
            seuls[module] = salles
    assert seuls == {}
