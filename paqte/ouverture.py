"""Ce qui ouvre un bilan : un paragraphe, et les chiffres clés face à ceux du semestre d'avant.

La circulaire (annexe 2) demande un bilan « de la montée en charge » avant d'en proposer le format.
"""

from socle.francais import accorder, ecrire_jour, ecrire_nombre

# Les indicateurs clés : les deux premiers de chaque axe qui aient une cible.
CLES_PAR_AXE = 2
# En pour cent de ce que le temps écoulé laisse attendre : à deux points près, le rythme est tenu.
RYTHME_TENU = 98


def ouvrir(bilan, contenu, precedent):
    """Rend ce qui ouvre `bilan`, en types JSON, et situe ses résultats à côté du semestre d'avant.

    `contenu` est le sien ; `precedent` celui que le département a transmis avant, ou None : il
    peut être plus ancien, et ne se compare pas alors.
    """
    if precedent and precedent.periode != str(bilan.periode.precedent):
        precedent = None
    axes = contenu["resultats"]["axes"]
    _designer_les_cles(axes)
    _situer_dans_le_temps(axes, precedent)
    return {
        "semestre_avant": precedent and precedent.semestre.libelle,
        "ouverture": _dire(contenu, bilan.departement.prefecture),
    }


def _designer_les_cles(axes):
    """Marque `est_cle` les résultats (types JSON) qui ouvrent le bilan, axe par axe."""
    for axe in axes:
        suivis = [r for r in axe["indicateurs"] if r["cible"] is not None]
        cles = [resultat["cle"] for resultat in suivis[:CLES_PAR_AXE]]
        for resultat in axe["indicateurs"]:
            resultat["est_cle"] = resultat["cle"] in cles


def _situer_dans_le_temps(axes, precedent):
    """Ajoute à chaque résultat celui du semestre d'avant (`avant`), et le temps écoulé.

    `precedent` est le bilan figé du semestre d'avant, ou None.
    """
    anciens = precedent.chiffres if precedent else {}
    for axe in axes:
        for resultat in axe["indicateurs"]:
            ancien = anciens.get(resultat["cle"])
            resultat["avant"] = ancien and ancien.valeur
            resultat["ecoule"] = (
                round(100 * resultat["taux"] / resultat["rythme"]) if resultat["rythme"] else None
            )


def _dire(contenu, prefecture):
    """Rend le paragraphe qui dit, en mots, où en est le PAQTE du département."""
    semestre = contenu["semestre"]
    annonce = (
        "J’ai l’honneur de vous transmettre le bilan du pacte avec les quartiers pour toutes les "
        f"entreprises (PAQTE) {prefecture.dans}, du {ecrire_jour(semestre['debut'])} au "
        f"{ecrire_jour(semestre['fin'])}."
    )
    phrases = [annonce, _compter(contenu), *_juger(contenu["resultats"]["axes"])]
    return " ".join(phrases)


def _compter(contenu):
    nombre = contenu["entreprises"]["nombre"]["valeur"] or 0
    if not nombre:
        return "Aucune entreprise n’y est engagée par une convention."
    nouvelles = contenu["entreprises"]["nouvelles"]
    signees = f", dont {nouvelles} depuis le début du semestre" if nouvelles else ""
    donnees = contenu["resultats"]["reponses"]["donnees"]
    s, donne = accorder(nombre), accorder(donnees, "a,ont")
    return (
        f"{ecrire_nombre(nombre)} entreprise{s} y {accorder(nombre, 'est,sont')} "
        f"engagée{s} par une convention de trois ans{signees} ; "
        f"{ecrire_nombre(donnees)} {donne} communiqué {accorder(donnees, 'ses,leurs')} résultats."
    )


def _juger(axes):
    """Produit la phrase qui dit quels axes tiennent le rythme de leurs cibles, et lesquels non."""
    rythmes = {
        axe["nom"].lower(): [
            r["rythme"] for r in axe["indicateurs"] if r["est_cle"] and r["rythme"] is not None
        ]
        for axe in axes
    }
    suivis = {nom: rythmes for nom, rythmes in rythmes.items() if rythmes}
    tenus = [nom for nom, rythmes in suivis.items() if min(rythmes) >= RYTHME_TENU]
    en_retrait = [nom for nom in suivis if nom not in tenus]
    if tenus and en_retrait:
        yield (
            f"Face aux cibles des conventions, le rythme prévu est tenu pour {_enumerer(tenus)} ; "
            f"il ne l’est pas pour {_enumerer(en_retrait)}."
        )
    elif suivis:
        tous = "est tenu" if tenus else "n’est pas tenu"
        yield (
            f"Face aux cibles des conventions, le rythme prévu {tous} pour "
            f"{_enumerer(tenus or en_retrait)}."
        )


def _enumerer(noms):
    """Écrit « sensibiliser, former et recruter »."""
    *debut, dernier = noms
    return f"{', '.join(debut)} et {dernier}" if debut else dernier
