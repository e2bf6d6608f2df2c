"""Ce qui étonne dans un bilan : des points à vérifier, qui n'empêchent jamais de transmettre.

Les contrôles sont des données (`Controle`) ; ce module sait faire chaque comparaison. Un contrôle
lit les chiffres du bilan, et celui que le département a transmis la fois précédente.
"""

from dataclasses import dataclass
from typing import Any

from socle.francais import ecrire_nombre

from .models.controle import Comparaison


@dataclass(frozen=True)
class Point:
    """Ce qu'un contrôle relève : sa clé dans le bilan, sa phrase, la réponse de la préfecture."""

    controle: str
    chiffre: str
    texte: str
    reponse: str = ""

    @property
    def cle(self):
        return f"{self.controle}_{self.chiffre}" if self.chiffre else self.controle

    def en_json(self):
        return {"cle": self.cle, "texte": self.texte, "reponse": self.reponse}


@dataclass(frozen=True)
class Releve:
    """Ce que lisent les contrôles : les chiffres d'un bilan, en types JSON, par clé.

    `precedent` (None pour un premier bilan) est celui qui fut figé, lu par la classe de son format,
    peut-être plus ancien. `plafonds` sont les paires d'indicateurs (codes) dont le premier ne
    devrait pas dépasser le second.
    """

    chiffres: dict
    precedent: Any = None
    plafonds: tuple | list = ()

    def resultats(self, controle):
        """Rend les résultats que regarde un contrôle : un, ou tous."""
        if controle.chiffre:
            return filter(None, [self.chiffres.get(controle.chiffre)])
        return (chiffre for cle, chiffre in self.chiffres.items() if cle.startswith("resultat-"))

    def ancien(self, cle):
        """Rend le chiffre du bilan précédent, ou None."""
        return self.precedent and self.precedent.chiffres.get(cle)


def points_a_verifier(releve, controles):
    """Rend les `Point` que ces contrôles relèvent, dans leur ordre."""
    return [
        point
        for controle in controles
        for point in COMPARAISONS[controle.comparaison](controle, releve)
    ]


def chiffres_du_contenu(contenu):
    """Rend {clé: chiffre} du contenu d'un bilan, et le nombre de ses réunions sous « reunions »."""
    resultats = [i for axe in contenu["resultats"]["axes"] for i in axe["indicateurs"]]
    tous = [contenu["entreprises"]["nombre"], *resultats, *contenu["contexte"]["chiffres"]]
    return {c["cle"]: c for c in tous} | compter_les_reunions(contenu["organisation"]["reunions"])


def compter_les_reunions(reunions):
    """Rend le chiffre des réunions, sous sa clé."""
    return {"reunions": {"cle": "reunions", "libelle": "Réunions", "valeur": len(reunions)}}


def incoherences(valeurs):
    """Rend ce qui dépasse son plafond parmi ces résultats, ou ces cibles (requête), en phrases."""
    return [ecrire_le_depassement(valeur) for valeur in valeurs.au_dela_du_plafond()]


def incoherences_proposees(resultats):
    """Rend {code: phrase} de ce qui dépasse son plafond parmi des résultats pas enregistrés."""
    valeurs = {resultat.indicateur.code: resultat.valeur for resultat in resultats}
    trouvees = {}
    for resultat in resultats:
        resultat.plafond = valeurs.get(resultat.indicateur.plafond_id)
        if None not in (resultat.valeur, resultat.plafond) and resultat.valeur > resultat.plafond:
            trouvees[resultat.indicateur.code] = ecrire_le_depassement(resultat)
    return trouvees


def ecrire_le_depassement(valeur):
    """Dit ce que dépasse un résultat, ou une cible (voir `au_dela_du_plafond`)."""
    indicateur, quoi = valeur.indicateur, valeur._meta.verbose_name
    return (
        f"{valeur.convention.entreprise}, {quoi} : « {indicateur} » "
        f"({ecrire_nombre(valeur.valeur)}) dépasse « {indicateur.plafond} » "
        f"({ecrire_nombre(valeur.plafond)})."
    )


def _dire(controle, chiffre, **valeurs):
    """Rend le `Point` d'un contrôle ; sa phrase cite ce qu'elle nomme entre accolades."""
    cites = {
        "chiffre": chiffre["libelle"],
        "valeur": ecrire_nombre(chiffre["valeur"]),
        "seuil": ecrire_nombre(controle.seuil),
    } | valeurs
    texte = controle.message
    for nom, valeur in cites.items():
        texte = texte.replace(f"{{{nom}}}", str(valeur))
    # Le contrôle d'un seul chiffre n'a qu'un point.
    return Point(controle.code, "" if controle.chiffre else chiffre["cle"], texte)


def _parts(controle, releve):
    for code, plafond in releve.plafonds:
        partie, total = (releve.chiffres.get(f"resultat-{c}") for c in (code, plafond))
        valeurs = [chiffre and chiffre["valeur"] for chiffre in (partie, total)]
        choisie = controle.chiffre in {"", f"resultat-{code}"}
        # Un total qu'on n'a pas n'est pas un zéro.
        if choisie and None not in valeurs and valeurs[0] > valeurs[1]:
            yield _dire(controle, partie, **_a(total, total["valeur"]))


def _autre(controle, releve):
    chiffre, autre = (releve.chiffres.get(cle) for cle in (controle.chiffre, controle.autre))
    valeurs = [chiffre and chiffre["valeur"], autre and autre["valeur"]]
    if None not in valeurs and valeurs[0] > valeurs[1]:
        yield _dire(controle, chiffre, **_a(autre, valeurs[1]))


def _cible(controle, releve):
    for resultat in releve.resultats(controle):
        cible, cumul = resultat.get("cible"), resultat.get("cumul")
        if cible and cumul and cumul > controle.limite * cible:
            valeurs = {"valeur": ecrire_nombre(cumul)}
            yield _dire(controle, resultat, **_a(resultat, cible) | valeurs)


def _seuil(controle, releve):
    for chiffre in releve.resultats(controle):
        if chiffre["valeur"] is not None and chiffre["valeur"] > controle.limite:
            yield _dire(controle, chiffre)


def _nul(controle, releve):
    for chiffre in releve.resultats(controle):
        if not chiffre["valeur"]:
            yield _dire(controle, chiffre)


def _absent(controle, releve):
    for chiffre in releve.resultats(controle):
        ancien = releve.ancien(chiffre["cle"])
        if ancien and ancien.valeur and not chiffre["valeur"]:
            yield _dire(controle, chiffre, **_d_avant(releve, ancien.valeur))


def _varie(controle, releve):
    for chiffre in releve.resultats(controle):
        ancien = releve.ancien(chiffre["cle"])
        valeurs = [ancien and ancien.valeur, chiffre["valeur"]]
        if all(valeurs) and max(valeurs) > controle.limite * min(valeurs):
            yield _dire(controle, chiffre, **_d_avant(releve, ancien.valeur))


def _sans_import(controle, releve):
    for chiffre in releve.resultats(controle):
        ancien = releve.ancien(chiffre["cle"])
        # L'origine d'un chiffre nomme la liste, l'import et la date dont il vient.
        if ancien and ancien.calcule != chiffre["calcule"] and ancien.origine == chiffre["origine"]:
            valeurs = {"valeur": ecrire_nombre(chiffre["calcule"])}
            yield _dire(controle, chiffre, **_d_avant(releve, ancien.calcule) | valeurs)


def _a(autre, valeur):
    return {"autre": autre["libelle"], "valeur_autre": ecrire_nombre(valeur)}


def _d_avant(releve, valeur):
    return {"avant": ecrire_nombre(valeur), "periode": releve.precedent.semestre.libelle}


COMPARAISONS = {
    Comparaison.PART: _parts,
    Comparaison.AUTRE: _autre,
    Comparaison.CIBLE: _cible,
    Comparaison.SEUIL: _seuil,
    Comparaison.NUL: _nul,
    Comparaison.ABSENT: _absent,
    Comparaison.VARIE: _varie,
    Comparaison.SANS_IMPORT: _sans_import,
}
