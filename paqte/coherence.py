"""Ce qui étonne dans un bilan : des points à vérifier, qui n'empêchent jamais de transmettre.

Chaque règle lit le contenu du bilan (voir `paqte.contenu`), et celui que le département a transmis
la fois précédente, et produit des phrases.
"""

from socle.francais import ecrire_nombre

# Au-delà, une faute de frappe est plus probable qu'une vraie variation.
SAUT = 10
DEPASSEMENT_DE_CIBLE = 2


def points_a_verifier(contenu, precedent=None, plafonds=()):
    """Rend les points à vérifier d'un bilan, en phrases.

    `contenu` est celui du bilan, en types JSON ; `precedent` (None pour un premier bilan) est celui
    qui fut figé, lu par la classe de son format, peut-être plus ancien. `plafonds` sont les paires
    d'indicateurs (codes) dont le premier ne devrait pas dépasser le second.
    """
    resultats = _resultats(contenu)
    points = [
        *_plafonds(resultats, plafonds),
        *_cibles(resultats),
        *_contexte(_contexte_de(contenu)),
    ]
    if not contenu["organisation"]["reunions"]:
        points.append("Aucune réunion n’est enregistrée pendant le semestre.")
    if precedent:
        points += _depuis(contenu, precedent)
    return points


def _resultats(contenu):
    return {
        indicateur["cle"].removeprefix("resultat-"): indicateur
        for axe in contenu["resultats"]["axes"]
        for indicateur in axe["indicateurs"]
    }


def _contexte_de(contenu):
    return {chiffre["cle"]: chiffre for chiffre in contenu["contexte"]["chiffres"]}


def _plafonds(resultats, plafonds):
    for code, plafond in plafonds:
        partie, total = resultats.get(code), resultats.get(plafond)
        if partie and total and (partie["valeur"] or 0) > (total["valeur"] or 0):
            yield (
                f"« {partie['libelle']} » ({ecrire_nombre(partie['valeur'])}) dépasse "
                f"« {total['libelle']} » ({ecrire_nombre(total['valeur'])})."
            )


def _cibles(resultats):
    for resultat in resultats.values():
        seuil = DEPASSEMENT_DE_CIBLE * (resultat["cible"] or 0)
        if seuil and (resultat["cumul"] or 0) > seuil:
            yield (
                f"Le cumul de « {resultat['libelle']} » ({ecrire_nombre(resultat['cumul'])}) "
                f"dépasse le double de sa cible à trois ans ({ecrire_nombre(resultat['cible'])})."
            )


def _contexte(chiffres):
    population, defm = (chiffres[f"contexte-{cle}"]["valeur"] for cle in ("population", "defm"))
    if defm is not None and population is not None and defm > population:
        yield "Les demandeurs d’emploi des QPV sont plus nombreux que leurs habitants."


def _depuis(contenu, precedent):
    anciens, periode = precedent.chiffres, precedent.semestre.libelle
    avant = anciens["entreprises-nombre"].valeur
    if avant and not contenu["entreprises"]["nombre"]["valeur"]:
        yield f"Aucune entreprise signataire, contre {avant} au {periode}."
    ancienne = anciens["contexte-population"]
    nouvelle = _contexte_de(contenu)["contexte-population"]
    # L'origine d'un chiffre nomme l'import dont il vient.
    if ancienne.calcule != nouvelle["calcule"] and ancienne.origine == nouvelle["origine"]:
        yield (
            f"La population des QPV est passée de {ecrire_nombre(ancienne.calcule)} à "
            f"{ecrire_nombre(nouvelle['calcule'])} sans nouvel import de la liste."
        )
    for resultat in _resultats(contenu).values():
        ancien = anciens.get(resultat["cle"])
        valeurs = [ancien and ancien.valeur, resultat["valeur"]]
        if all(valeurs) and max(valeurs) > SAUT * min(valeurs):
            yield (
                f"« {resultat['libelle']} » est passé de {ecrire_nombre(valeurs[0])} à "
                f"{ecrire_nombre(valeurs[1])} depuis le {periode}."
            )
