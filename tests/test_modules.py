"""Les modules de test ne s'importent pas : ce qui se partage est dans un module sans test."""

import ast
from importlib.util import resolve_name
from pathlib import Path

DOSSIER = Path(__file__).parent


def importes(chemin):
    """Donne le nom complet de chaque module, et de chaque objet, qu'importe un fichier."""
    paquet = ".".join(chemin.relative_to(DOSSIER.parent).parent.parts)
    for noeud in ast.walk(ast.parse(chemin.read_text())):
        if isinstance(noeud, ast.Import):
            yield from (alias.name for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            module = resolve_name("." * noeud.level + (noeud.module or ""), paquet)
            yield from (f"{module}.{alias.name}" for alias in noeud.names)


def test_aucun_module_de_test_n_en_importe_un_autre():
    fichiers = [*DOSSIER.rglob("*.py")]
    modules = {".".join(f.relative_to(DOSSIER.parent).with_suffix("").parts): f for f in fichiers}
    de_test = tuple(nom for nom in modules if nom.rpartition(".")[2].startswith("test_"))
    assert len(de_test) > 50
    fautifs = [
        (nom, importe)
        for nom, fichier in modules.items()
        for importe in importes(fichier)
        if importe.startswith(de_test)
    ]
    assert fautifs == []
