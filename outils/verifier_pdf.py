"""Échoue si une bibliothèque du système nécessaire aux PDF manque, ou s'il n'y a aucune police."""

import ctypes.util
import sys
from pathlib import Path

BIBLIOTHEQUES = ["pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset"]
POLICES = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]

manquantes = [nom for nom in BIBLIOTHEQUES if not ctypes.util.find_library(nom)]
if not any(police for dossier in POLICES for police in dossier.rglob("*.[to]tf")):
    manquantes.append("une police")
if manquantes:
    sys.exit(f"Il manque : {', '.join(manquantes)}")
