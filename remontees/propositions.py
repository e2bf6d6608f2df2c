"""Les campagnes que les textes de référence demandent, et que personne n'a encore ouvertes."""

import datetime

from socle.fixtures import lire_fixture
from textes.models import Texte

from . import registre
from .models import Campagne


def proposees():
    """Rend ces `Campagne`, non enregistrées, dans l'ordre de leurs échéances.

    Une ligne de fixtures/echeances.csv sans période en demande une par période déjà ouverte.
    """
    textes = Texte.objects.defer("contenu", "recherche").in_bulk(field_name="slug")
    ouvertes = set(Campagne.objects.values_list("genre", "periode"))
    campagnes = [
        campagne
        for ligne in lire_fixture("echeances")
        if ligne["texte"] in textes
        for campagne in _campagnes(textes[ligne["texte"]], ligne)
        if (campagne.genre, campagne.periode) not in ouvertes
    ]
    return sorted(campagnes, key=lambda campagne: campagne.echeance_le)


def _campagnes(texte, ligne):
    attendu = registre.attendu(ligne["genre"])
    if ligne["periode"]:
        echeance_le = datetime.date.fromisoformat(ligne["echeance_le"])
        dates = {ligne["periode"]: (texte.signe_le, echeance_le)}
    else:
        dates = {str(periode): attendu.dates(periode) for periode in attendu.Periode.ouvertes()}
    for periode, (ouverture_le, echeance_le) in dates.items():
        yield Campagne(
            genre=attendu.genre,
            periode=periode,
            ouverture_le=ouverture_le,
            echeance_le=echeance_le,
            texte=texte,
        )
