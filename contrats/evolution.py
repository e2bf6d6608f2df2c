"""Les protocoles signés, dans le temps, face à l'échéance du texte qui les demande."""

import datetime
from collections import Counter

from socle.dessins.cadre import Moment
from socle.dessins.courbe import Courbe
from socle.francais import accorder

from .avancement import Avancement

UN_MOIS = datetime.timedelta(days=31)


def lire_les_protocoles(contrats, au):
    """Rend, de chacun de ces contrats (requête), où en est son protocole à la date `au`.

    Une ligne a `departement`, `avancement_au`, `protocole__signe_le`, `renovation_le`, et
    `est_hors_delai` (voir `ContratQuerySet`).
    """
    champs = ("departement", "avancement_au", "protocole__signe_le", "renovation_le")
    lus = contrats.avec_avancement(au).avec_renovation(au).order_by()
    return list(lus.values_list(*champs, "est_hors_delai", named=True))


def tracer_les_protocoles(lus, au):
    """Rend la `Courbe` des protocoles signés (voir `lire_les_protocoles`), jusqu'à la date `au`.

    L'échéance est celle que le plus de contrats ont.
    """
    signatures = [lu.protocole__signe_le for lu in lus if lu.avancement_au == Avancement.SIGNE]
    delais = Counter(lu.renovation_le for lu in lus if lu.renovation_le).most_common(1)
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
