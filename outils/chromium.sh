#!/usr/bin/env bash
# Écrit le chemin d'un Chromium : celui du système, celui de Debian, celui de Playwright.
set -euo pipefail
cd "$(dirname "$0")/.."
. outils/communs.sh

du_systeme() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

de_playwright() {
    .venv/bin/python - <<'PY'
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    chemin = playwright.chromium.executable_path
sys.exit(0 if Path(chemin).exists() and not print(chemin) else 1)
PY
}

# Sans fenêtre ni carte graphique, la version « shell » prend un cinquième de temps en moins.
command -v chromium-headless-shell && exit
installer_paquets chromium-headless-shell && command -v chromium-headless-shell && exit
du_systeme && exit
installer_paquets chromium && du_systeme && exit
de_playwright && exit
dire "Téléchargement du Chromium de Playwright"
.venv/bin/python -m playwright install chromium >&2 || true
de_playwright && exit
echouer "aucun Chromium. Faites : apt-get install chromium (en administrateur), puis relancez."
