"""Combien de mesures sont déclinées : le même compte, et les mêmes mots, sur chaque page."""


def compter_les_mesures(mesures, declinaisons):
    """Compte les `mesures` de {clé: `Declinaison`} : `declinees`, dont `signees`, en types JSON.

    1.a et 1.b déclinent la mesure 1 sans en être une quarante et unième : `declinaisons` les nomme
    à part.
    """
    lues = [mesure for mesure in mesures if mesure.pk in declinaisons]
    principales = [declinaisons[mesure.pk] for mesure in lues if mesure.parent_id is None]
    return {
        "declinees": len(principales),
        "signees": sum(ligne.signes > 0 for ligne in principales),
        "declinaisons": [mesure.code for mesure in lues if mesure.parent_id],
    }
