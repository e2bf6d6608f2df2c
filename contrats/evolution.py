"""Les protocoles signés, dans le temps, face à l'échéance du texte qui les demande."""

import datetime
from collections import Counter

from socle.dessins.cadre import Moment
from socle.dessins.courbe import Courbe
from socle.francais import accorder

UN_MOIS = datetime.timedelta(days=31)


def tracer_les_protocoles(contrats, au):
    """Rend la `Courbe` des protocoles signés de ces `contrats` (requête), jusqu'à la date `au`.

    L'échéance est celle que le plus de contrats ont.
    """
    lus = list(
        contrats.avec_renovation(au).order_by().values_list("protocole__signe_le", "renovation_le")
    )
    signatures = [signe_le for signe_le, _ in lus if signe_le and signe_le <= au]
    delais = Counter(delai for _, delai in lus if delai).most_common(1)
    echeance = delais[0][0] if delais else None
    reperes = [jour for jour in (*signatures, echeance) if jour and jour <= au]
    debut = min(reperes, default=au) - UN_MOIS
    jours = sorted({debut, *(min(_fin_du_mois(jour), au) for jour in signatures), au})
    return Courbe(
        "Les protocoles sont-ils signés à l’échéance ?"
        if echeance
        else "Combien de protocoles sont signés ?",
        [Moment.du_jour(jour) for jour in jours],
        [sum(signe_le <= jour for signe_le in signatures) if lus else None for jour in jours],
        unite=f"protocole{accorder(len(signatures))}",
        nom="Protocoles signés",
        plafond=len(lus) or None,
        echeance=echeance,
        en_marches=True,
    )


def _fin_du_mois(jour):
    return (jour.replace(day=1) + UN_MOIS).replace(day=1) - datetime.timedelta(days=1)
