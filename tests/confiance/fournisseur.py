"""Un vrai fournisseur OpenID Connect, lancé par les tests : `python fournisseur.py PORT RETOURS`.

Le protocole est tenu par le serveur d'authlib. Comme ProConnect : identité signée (JWT), secret
dans le corps, état et nonce d'au moins 32 caractères, PKCE vérifié, `amr` rendu à la demande.
Le formulaire de connexion dit qui se présente (`sub`, `courriel`, `amr`) et peut demander un
`defaut`, pour éprouver le portail : le jeton d'identité est alors signé de nouveau, avec ce défaut.
"""

import json
import sys
import time
from dataclasses import dataclass, field
from types import SimpleNamespace

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector, current_token
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "quartiers", "secret-de-test"
PORT, RETOURS = int(sys.argv[1]), sys.argv[2].split(",")
EMETTEUR = f"http://127.0.0.1:{PORT}"
CLE = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
AUTRE_CLE = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
codes, jetons = {}, {}
app = Flask(__name__)


class Client(ClientMixin):
    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in RETOURS

    def check_client_secret(self, secret):
        return secret == SECRET

    def check_endpoint_auth_method(self, methode, endpoint):
        return methode == "client_secret_post"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    personne: SimpleNamespace
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    amr_demande: bool
    le: float = field(default_factory=time.time)

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(self.le)

    def get_acr(self):
        return "eidas1"

    def get_amr(self):
        return self.personne.amr if self.amr_demande else None


@dataclass
class Jeton(TokenMixin):
    personne: SimpleNamespace
    scope: str

    def check_client(self, client):
        return True

    def get_scope(self):
        return self.scope

    def is_expired(self):
        return False

    def is_revoked(self):
        return False


class ParCode(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

    def save_authorization_code(self, code, request):
        donnees = request.payload.data
        codes[code] = Code(
            personne=request.user,
            redirect_uri=request.payload.redirect_uri,
            scope=request.payload.scope,
            nonce=donnees["nonce"],
            code_challenge=donnees.get("code_challenge"),
            code_challenge_method=donnees.get("code_challenge_method"),
            amr_demande="amr" in json.loads(donnees.get("claims", "{}")).get("id_token", {}),
        )

    def query_authorization_code(self, code, client):
        # Le code ne sert qu'une fois.
        return codes.pop(code, None)

    def delete_authorization_code(self, authorization_code):
        pass

    def authenticate_user(self, authorization_code):
        return authorization_code.personne


class Identite(OpenIDCode):
    def exists_nonce(self, nonce, request):
        return any(code.nonce == nonce for code in codes.values())

    def get_client_algorithm(self, client):
        return "RS256"

    def get_client_claims(self, client):
        return {"iss": EMETTEUR, "aud": CLIENT, "exp": int(time.time()) + 60}

    def get_encode_header(self, client):
        return {"alg": "RS256", "kid": "test"}

    def resolve_client_private_key(self, client):
        return CLE

    def generate_user_info(self, user, scope):
        return {"sub": user.sub}


class Porteur(BearerTokenValidator):
    def authenticate_token(self, jeton):
        return jetons.get(jeton)


def enregistrer(jeton, demande):
    jetons[jeton["access_token"]] = Jeton(demande.user, jeton["scope"])


serveur = AuthorizationServer(app, lambda _: Client(), enregistrer)
serveur.register_grant(ParCode, [Identite(require_nonce=True), CodeChallenge(required=True)])
protege = ResourceProtector()
protege.register_token_validator(Porteur())


def signer(champs, cle=CLE):
    return jwt.encode({"alg": "RS256", "kid": "test"}, champs, cle)


# Chaque défaut transforme un bon jeton d'identité.
DEFAUTS = {
    "audience": lambda champs: signer(champs | {"aud": "un-autre-service", "azp": CLIENT}),
    "emetteur": lambda champs: signer(champs | {"iss": "https://ailleurs.example"}),
    "expire": lambda champs: signer(champs | {"exp": int(time.time()) - 3600}),
    "nonce": lambda champs: signer(champs | {"nonce": "n" * 40}),
    "sans-nonce": lambda champs: signer({n: v for n, v in champs.items() if n != "nonce"}),
    "signature": lambda champs: signer(champs, AUTRE_CLE),
}


@app.get("/.well-known/openid-configuration")
def decouverte():
    return jsonify(
        issuer=EMETTEUR,
        authorization_endpoint=f"{EMETTEUR}/authorize",
        token_endpoint=f"{EMETTEUR}/token",
        userinfo_endpoint=f"{EMETTEUR}/userinfo",
        jwks_uri=f"{EMETTEUR}/jwks",
        end_session_endpoint=f"{EMETTEUR}/session/end",
        id_token_signing_alg_values_supported=["RS256"],
        code_challenge_methods_supported=["S256"],
    )


@app.get("/jwks")
def cles():
    return jsonify(KeySet([CLE]).as_dict(private=False))


@app.route("/authorize", methods=["GET", "POST"])
def autoriser():
    if min(len(request.args["state"]), len(request.args["nonce"])) < 32:
        return "état ou nonce trop court", 400
    accord = serveur.get_consent_grant()
    if request.method == "GET":
        return "<form method=post><input name=sub><input name=courriel></form>"
    if request.form["sub"] == "refuse":
        return redirect(f"{request.args['redirect_uri']}?error=access_denied")
    personne = SimpleNamespace(
        sub=request.form["sub"],
        courriel=request.form["courriel"],
        amr=request.form.get("amr", "pwd").split(),
        defaut=request.form.get("defaut", ""),
    )
    return serveur.create_authorization_response(grant_user=personne, grant=accord)


@app.post("/token")
def jeton():
    reponse = serveur.create_token_response()
    if reponse.status_code == 200:
        corps = json.loads(reponse.get_data())
        defaut = DEFAUTS.get(jetons[corps["access_token"]].personne.defaut)
        if defaut:
            corps["id_token"] = defaut(jwt.decode(corps["id_token"], CLE).claims)
            reponse.set_data(json.dumps(corps))
    return reponse


@app.get("/userinfo")
@protege()
def identite():
    personne = current_token.personne
    champs = {"iss": EMETTEUR, "aud": CLIENT, "sub": personne.sub, "email": personne.courriel}
    if personne.defaut == "autre-identite":
        champs["sub"] = "quelqu-un-d-autre"
    cle = AUTRE_CLE if personne.defaut == "identite-falsifiee" else CLE
    return Response(signer(champs, cle), content_type="application/jwt")


@app.get("/session/end")
def quitter():
    try:
        champs = jwt.decode(request.args["id_token_hint"], CLE).claims
    except JoseError:
        return "jeton inconnu", 400
    retour = request.args["post_logout_redirect_uri"]
    if champs["aud"] != CLIENT or retour not in RETOURS or len(request.args["state"]) < 32:
        return "demande refusée", 400
    return redirect(f"{retour}?state={request.args['state']}")


if __name__ == "__main__":
    app.run(port=PORT, use_reloader=False)
