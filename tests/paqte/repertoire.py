"""Un vrai serveur HTTP, ici même, à la forme de l'API « Recherche d'entreprises »."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

REPONSE = json.loads((Path(__file__).parent / "recherche_entreprises.json").read_text())
SIREN, ETABLISSEMENT_FERME = "552100554", "55210055400047"


class Repertoire:
    """Le serveur, et ce qu'on lui a demandé ; `reponse` et les autres disent comment il répond."""

    def __init__(self):
        self.demandes, self.reponse, self.statut, self.attente, self.goutte = [], REPONSE, 200, 0, 0
        repertoire = self

        class Reponse(BaseHTTPRequestHandler):
            def do_GET(self):
                repertoire.repondre(self)

            def log_message(self, *arguments):
                pass

        self.serveur = ThreadingHTTPServer(("127.0.0.1", 0), Reponse)
        self.adresse = f"http://127.0.0.1:{self.serveur.server_port}"
        threading.Thread(target=self.serveur.serve_forever, args=(0.01,), daemon=True).start()

    def repondre(self, demande):
        chemin = urlsplit(demande.path)
        self.demandes.append((chemin.path, parse_qs(chemin.query)))
        time.sleep(self.attente)
        ecrit = self.reponse if isinstance(self.reponse, str) else json.dumps(self.reponse)
        try:
            demande.send_response(self.statut)
            demande.send_header("Content-Type", "application/json")
            demande.end_headers()
            for octet in [ecrit] if not self.goutte else ecrit:
                demande.wfile.write(octet.encode())
                demande.wfile.flush()
                time.sleep(self.goutte)
        except OSError:
            # Le portail n'a pas attendu la fin.
            pass

    def dire(self, **champs):
        """Change l'entreprise rendue (`siege`, ses champs, en tient un dictionnaire)."""
        [unite] = REPONSE["results"]
        siege = unite["siege"] | champs.pop("siege", {})
        self.reponse = REPONSE | {"results": [unite | champs | {"siege": siege}]}

    def fermer(self):
        self.serveur.shutdown()
        self.serveur.server_close()
