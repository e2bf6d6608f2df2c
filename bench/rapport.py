"""Le rapport des bancs : docs/performance.md, réécrit par `make bench`."""

import os
import platform
from pathlib import Path

RAPPORT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
TETE = "# Ce que mesure `make bench`\n"


def machine():
    """Rend la description de la machine, en une ligne."""
    memoire = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"{os.cpu_count()} processeurs, {memoire:.0f} Go, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}"
    )


def noter(titre, entetes, lignes, remarque=""):
    """Imprime un tableau suivi d'une remarque, et remplace la section de ce titre du rapport."""
    tableau = [
        entetes,
        ["---"] * len(entetes),
        *([str(cellule) for cellule in ligne] for ligne in lignes),
    ]
    texte = "\n".join(f"| {' | '.join(ligne)} |" for ligne in tableau)
    section = f"## {titre}\n\nMachine : {machine()}. {remarque}\n\n{texte}\n"
    print(f"\n{section}")
    ancien = RAPPORT.read_text(encoding="utf-8") if RAPPORT.exists() else TETE
    tete, *sections = ancien.split("\n## ")
    autres = [partie for partie in sections if not partie.startswith(f"{titre}\n")]
    parties = sorted([section.removeprefix("## "), *autres])
    contenu = "\n## ".join([tete.rstrip() + "\n", *(partie.rstrip() + "\n" for partie in parties)])
    RAPPORT.write_text(contenu, encoding="utf-8")
