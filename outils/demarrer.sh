#!/usr/bin/env bash
# Démarre le portail de démonstration : base SQLite dans var/, données d'exemple, gunicorn.
set -euo pipefail
cd "$(dirname "$0")/.."
. outils/communs.sh

python=.venv/bin/python
"$python" - "$HOTE" "$PORT" <<'PY' || echouer "le port $PORT est déjà pris. Essayez : make run PORT=8001"
import socket
import sys

with socket.socket() as prise:
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    prise.bind((sys.argv[1], int(sys.argv[2])))
PY

mkdir -p var
if [ ! -s var/cle-secrete ]; then
    (umask 077 && "$python" -c 'import secrets; print(secrets.token_urlsafe(50))' >var/cle-secrete)
fi
export SECRET_KEY=${SECRET_KEY:-$(cat var/cle-secrete)}
export DEMO=${DEMO:-1}
export ADRESSE_DU_PORTAIL=${ADRESSE_DU_PORTAIL:-http://$HOTE:$PORT}
export DATABASE_URL=${DATABASE_URL:-sqlite:///$PWD/var/quartiers.sqlite3}
# Les courriels de la démonstration s'écrivent dans des fichiers, un par message.
export EMAIL_URL=${EMAIL_URL:-filemail:///$PWD/var/courriels}

"$python" manage.py migrate -v 0
"$python" manage.py charger_referentiels >/dev/null
if [ "$DEMO" = 1 ]; then
    "$python" manage.py demo
fi
# Compresser les fichiers statiques prend vingt secondes : seulement quand ils changent.
empreinte=$(cat requirements.txt $(find static docs/images -type f | sort) | sha256sum)
if [ "$(cat var/statiques-prets 2>/dev/null)" != "$empreinte" ]; then
    "$python" manage.py collectstatic --noinput -v 0
    echo "$empreinte" >var/statiques-prets
fi

dire ""
dire "Le portail est sur http://$HOTE:$PORT (Ctrl+C pour l’arrêter)"
if [ "$DEMO" = 1 ]; then
    dire "Comptes de démonstration, mot de passe « quartiers-demo » :"
    dire "  agent-59, prefet-59, agent-13, region-32, prefet-region-32, ministere-emploi, cget, admin"
fi
# Recueils et courriels se font à part. Ce qui tue ce script arrête aussi les deux processus.
setpriv --pdeathsig KILL "$python" manage.py qcluster >var/travailleur.log 2>&1 &
travailleur=$!
arreter_le_travailleur() {
    kill $travailleur 2>/dev/null || return 0
    for _ in {1..20}; do
        sleep 0.1
        kill -0 $travailleur 2>/dev/null || return 0
    done
    # Un recueil commencé n'est pas attendu : il se reprendra.
    kill -KILL $travailleur 2>/dev/null || true
}
trap arreter_le_travailleur EXIT
setpriv --pdeathsig TERM .venv/bin/gunicorn config.wsgi --bind "$HOTE:$PORT" --workers 2 --log-level warning
