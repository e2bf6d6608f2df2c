"""Ce qu'une personne fait du portail, à travers nginx, entre deux sections du document."""

import contextlib
import lzma
import mailbox
import re
import tempfile
import time
from base64 import b32decode
from email import policy
from email.parser import BytesParser
from pathlib import Path

import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from django_otp.oath import totp
from lxml import html

# Un domaine qui n'est à personne, mais n'est pas un exemple (RFC 8375) : les contrôles l'admettent.
SITE, RELAIS = "quartiers.home.arpa", "relais.home.arpa"
CHOIX = {
    "SITE": SITE,
    "VERSION": "0.3.0",
    "EMAIL_URL": f"smtp://{RELAIS}:25",
    "COURRIEL_CGET": "cget@home.arpa",
    "COURRIEL_MINISTRES": "ville@home.arpa,travail@home.arpa",
    "ADMINISTRATEUR_IDENTIFIANT": "administrateur",
    "ADMINISTRATEUR_COURRIEL": "administrateur@home.arpa",
}
AGENT = "agent@nord.home.arpa"
MOT_DE_PASSE = "Un-mot-de-passe-long-2026"
LIEN = re.compile(rf"https://{re.escape(SITE)}/mot-de-passe/[^\s/]+/[^\s/]+/")
BASE_D_AVANT = Path("tests/solidite/bases/c850062.postgresql.sql.xz")
COURRIELS = Path(tempfile.gettempdir()) / "courriels"
BILAN_D_AVANT = "/paqte/bilans/2019-s1/59/"
PROGRAMMES = ("gunicorn", "qcluster", "postgres", "nginx", "pgbouncer")


@contextlib.contextmanager
def relais_de_courriel():
    """Tient le relais de courriel : ce qu'il reçoit va dans une boîte (Maildir)."""
    global COURRIELS
    with tempfile.TemporaryDirectory() as dossier:
        COURRIELS = Path(dossier) / "boite"
        relais = Controller(Mailbox(COURRIELS), hostname="127.0.0.1", port=25)
        relais.start()
        try:
            yield
        finally:
            relais.stop()


class Visiteur:
    """Un navigateur sans JavaScript, qui ne croit que le certificat du site."""

    def __init__(self, debian):
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(debian.racine / "etc/ssl/quartiers/certificat.pem")

    def lire(self, chemin, statut=200):
        """Rend la page à cette adresse ; le statut est vérifié."""
        self.page = self.session.get(requests.compat.urljoin(f"https://{SITE}", chemin), timeout=60)
        return self._verifier(statut)

    def envoyer(self, **champs):
        """Remplit le formulaire de la page et l'envoie, comme un navigateur."""
        arbre = html.fromstring(self.page.content, base_url=self.page.url)
        formulaires = [f for f in arbre.forms if champs.keys() <= set(f.fields.keys())]
        assert formulaires, f"{self.page.url} : aucun formulaire n'a {sorted(champs)}"
        form = formulaires[0]
        for nom, valeur in champs.items():
            form.fields[nom] = valeur
        adresse = requests.compat.urljoin(self.page.url, form.action or "")
        en_tetes = {"Referer": self.page.url}
        self.page = self.session.post(
            adresse, data=form.form_values(), headers=en_tetes, timeout=60
        )
        return self._verifier(200)

    def connecter(self, identifiant, mot_de_passe):
        self.lire("/connexion/")
        self.envoyer(username=identifiant, password=mot_de_passe)
        assert "/connexion/" not in self.page.url, f"{identifiant} n'entre pas"

    def choisir_un_mot_de_passe(self, lien):
        self.lire(lien)
        self.envoyer(new_password1=MOT_DE_PASSE, new_password2=MOT_DE_PASSE)

    def _verifier(self, statut):
        assert self.page.status_code == statut, (
            f"{self.page.url} répond {self.page.status_code} : {self.page.text[:500]}"
        )
        return self.page


def premier_jour(debian, sorties):
    """L'administrateur entre par son lien et un second facteur, et invite un agent qui saisit."""
    assert requests.get(f"http://{SITE}/", allow_redirects=False, timeout=10).is_redirect
    administrateur = Visiteur(debian)
    administrateur.choisir_un_mot_de_passe(LIEN.search(sorties["Mettre en service"])[0])
    administrateur.connecter(CHOIX["ADMINISTRATEUR_IDENTIFIANT"], MOT_DE_PASSE)
    cle = re.search(r"<code>([A-Z2-7 ]+)</code>", administrateur.page.text)[1].replace(" ", "")
    cle += "=" * (-len(cle) % 8)
    administrateur.envoyer(code=f"{totp(b32decode(cle)):06d}")
    administrateur.lire("/comptes/inviter/")
    administrateur.envoyer(
        last_name="Durand",
        email=AGENT,
        role="agent",
        departements=["59"],
    )
    agent = Visiteur(debian)
    agent.choisir_un_mot_de_passe(LIEN.search(_courriel_a(AGENT))[0])
    agent.connecter(AGENT, MOT_DE_PASSE)
    synthese = f"/syntheses/{time.localtime().tm_year}/59/"
    agent.lire(synthese)
    agent.envoyer(demarches="Trois quartiers ont leur délégué.")
    assert "Trois quartiers ont leur délégué." in agent.lire(synthese).text
    assert agent.lire(f"{synthese}pdf/").content.startswith(b"%PDF-")


def remettre_la_base_d_avant(debian, sorties):
    """La base devient celle que le commit c850062 a écrite, avec ses données."""
    debian.lancer("systemctl stop quartiers-web@8000 quartiers-taches")
    psql = "runuser -u quartiers -- psql -q -v ON_ERROR_STOP=1 -d quartiers -f -"
    vider = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
    # Sa file est signée d'une clé de poste, que le portail refuse de servir.
    oublier = b"\nDELETE FROM public.django_q_ormq;\n"
    debian.lancer(psql, entree=vider + lzma.decompress(BASE_D_AVANT.read_bytes()) + oublier)


def base_d_avant(debian, sorties):
    """La base d'avant a migré : l'agent y retrouve son bilan, le PDF transmis, et saisit."""
    agent = Visiteur(debian)
    agent.connecter("agent-59", "quartiers-demo")
    agent.lire("/paqte/bilans/2019-s2/59/")
    pdf = agent.lire("/paqte/bilans/2019-s2/59/versions/1/pdf/").content
    assert pdf.startswith(b"%PDF-")
    agent.lire(BILAN_D_AVANT)
    agent.envoyer(obstacles="Écrit après la sauvegarde.")
    assert "Écrit après la sauvegarde." in agent.lire(BILAN_D_AVANT).text


def sauvegarde_revenue(debian, sorties):
    """La base est celle de la sauvegarde : ce qui a été saisi après elle n'y est plus."""
    agent = Visiteur(debian)
    agent.connecter("agent-59", "quartiers-demo")
    assert "Écrit après la sauvegarde." not in agent.lire(BILAN_D_AVANT).text


def deux_portails(debian, sorties):
    """Deux portails, derrière nginx et PgBouncer, gardent la même session et les mêmes données."""
    agent = Visiteur(debian)
    agent.connecter("agent-59", "quartiers-demo")
    temoins = {temoin.name: temoin.value for temoin in agent.session.cookies}
    for tour in range(5):
        agent.lire(BILAN_D_AVANT)
        agent.envoyer(obstacles=f"Tour {tour}.")
        for port in (8000, 8001):
            page = requests.get(
                f"http://127.0.0.1:{port}{BILAN_D_AVANT}",
                headers={"Host": SITE, "X-Forwarded-Proto": "https"},
                cookies=temoins,
                timeout=60,
            )
            assert f"Tour {tour}." in page.text, f"le portail {port} ne voit pas le tour {tour}"


def tout_est_arrete(debian, sorties):
    """Plus aucun processus du portail, de la base ou du mandataire ne tourne."""
    for _ in range(100):
        if not (restent := debian.en_service(*PROGRAMMES)):
            return
        time.sleep(0.1)
    raise AssertionError(f"tournent encore : {restent}")


def _courriel_a(adresse):
    """Attend le courriel envoyé à cette adresse ; rend son texte."""
    for _ in range(300):
        for message in mailbox.Maildir(COURRIELS):
            lu = BytesParser(policy=policy.default).parsebytes(message.as_bytes())
            if adresse in lu["To"]:
                return lu.get_body(("plain",)).get_content()
        time.sleep(0.1)
    raise AssertionError(f"aucun courriel à {adresse} n'est parti")


AVANT = {"Mettre à jour": remettre_la_base_d_avant}
APRES = {
    "Vérifier": premier_jour,
    "Mettre à jour": base_d_avant,
    "Restaurer": sauvegarde_revenue,
    "Plusieurs machines": deux_portails,
    "Arrêter": tout_est_arrete,
}
