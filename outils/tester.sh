#!/usr/bin/env bash
# Lance pytest avec un vrai PostgreSQL, un vrai Chromium et les outils de lecture des PDF.
set -euo pipefail
cd "$(dirname "$0")/.."
. outils/communs.sh

DATABASE_URL=$(outils/postgresql.sh adresse)
CHROMIUM=$(outils/chromium.sh)
export DATABASE_URL CHROMIUM
# Une machine de CI l'interdit souvent ; les tests lancent cent fois Python, qui relirait tout.
unset PYTHONDONTWRITEBYTECODE

command -v pdfinfo >/dev/null || installer_paquets poppler-utils || true
command -v pdfinfo >/dev/null ||
    echouer "pdfinfo manque. Faites : apt-get install poppler-utils (en administrateur)."

exec .venv/bin/python -m pytest "$@"
