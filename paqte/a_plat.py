"""Le contenu figé d'un bilan, mis à plat : ses chiffres, corrections comprises, et ses textes."""

from decimal import Decimal

from remontees.a_plat import MiseAPlat
from socle.colonnes import Colonne

from .contenu import libelles_des_chiffres
from .models.entreprise import Entreprise
from .models.referentiel import Indicateur

TAILLES = {taille.label: f"entreprises_{taille}" for taille in Entreprise.Taille}
# D'où vient chaque texte du contenu : sa rubrique, et sa clé s'il n'y est pas seul.
TEXTES = {
    "organisation": ("organisation", "precisions"),
    "partenaires": ("partenaires", "precisions"),
    "exemples": ("resultats", "precisions"),
    "contexte": ("contexte", "precisions"),
    "strategie": ("strategie",),
    "obstacles": ("obstacles",),
}
# Depuis le format 2.
REPONSES = {
    "entreprises": ("entreprises_interrogees", "Entreprises interrogées"),
    "donnees": ("entreprises_repondantes", "Entreprises qui ont donné leurs résultats"),
}
A_TROIS_ANS = {"cumul": "cumul", "cible": "cible à trois ans"}


class BilanAPlat(MiseAPlat):
    def colonnes(self):
        """Une colonne par chiffre ; un résultat a aussi son cumul et sa cible."""
        colonnes = []
        for cle, libelle in libelles_des_chiffres(Indicateur.objects.all()).items():
            colonnes.append(Colonne(_nommer(cle), "number", libelle))
            if cle.startswith("resultat-"):
                colonnes += [
                    Colonne(f"{_nommer(cle)}_{nom}", "number", f"{libelle} : {titre}")
                    for nom, titre in A_TROIS_ANS.items()
                ]
        return [
            *colonnes,
            *(Colonne(nom, "integer", titre) for titre, nom in TAILLES.items()),
            *(Colonne(nom, "integer", titre) for nom, titre in REPONSES.values()),
            Colonne("chiffres_corriges", "integer", "Chiffres corrigés"),
            Colonne("points_a_verifier", "integer", "Points à vérifier"),
            *(Colonne(nom, "string", nom.capitalize()) for nom in TEXTES),
        ]

    def valeurs(self, contenu):
        chiffres = list(_chiffres(contenu))
        valeurs = {
            "chiffres_corriges": sum(chiffre["est_corrige"] for chiffre in chiffres),
            "points_a_verifier": len(contenu["a_verifier"]),
        }
        for chiffre in chiffres:
            valeurs[_nommer(chiffre["cle"])] = _decimal(chiffre["valeur"])
            for nom in A_TROIS_ANS:
                valeurs[f"{_nommer(chiffre['cle'])}_{nom}"] = _decimal(chiffre.get(nom))
        for taille in contenu["entreprises"]["tailles"]:
            valeurs[TAILLES.get(taille["libelle"])] = taille["nombre"]
        reponses = contenu["resultats"].get("reponses", {})
        for cle, (nom, _) in REPONSES.items():
            valeurs[nom] = reponses.get(cle)
        for nom, chemin in TEXTES.items():
            texte = contenu
            for cle in chemin:
                texte = texte[cle]
            valeurs[nom] = texte
        return valeurs


def _chiffres(contenu):
    yield contenu["entreprises"]["nombre"]
    for axe in contenu["resultats"]["axes"]:
        yield from axe["indicateurs"]
    yield from contenu["contexte"]["chiffres"]


def _nommer(cle):
    return cle.replace("-", "_")


def _decimal(nombre):
    return None if nombre is None else Decimal(str(nombre))
