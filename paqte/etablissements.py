"""Lequel des établissements d'une entreprise une ligne importée désigne.

Une entreprise qui signe seule n'a pas de SIRET à retenir : son établissement est vide. Il n'y en a
plusieurs que si le département en connaît, ou si le fichier donne deux SIRET d'un même SIREN.
"""

from collections import defaultdict
from contextlib import suppress

from django.core.exceptions import ValidationError

A_DIRE = "Plusieurs établissements de ce SIREN signent ici : donnez le SIRET."
A_COMPLETER = (
    "Cette entreprise est enregistrée sans SIRET, et le fichier en donne plusieurs : écrivez sur "
    "sa fiche celui de son établissement."
)


class Etablissements:
    """Les SIRET de chaque SIREN : ceux que connaît le département, et ceux qu'écrit le fichier."""

    def __init__(self, entreprises, lecteur, lignes):
        """`lecteur` (`LigneDeConvention`) lit les numéros de chacune des `lignes` du fichier."""
        self.connus, self.ecrits = defaultdict(set), defaultdict(set)
        for siren, etablissement in entreprises:
            self.connus[siren].add(etablissement)
        for cellules in lignes:
            # La ligne dira elle-même pourquoi elle est fausse.
            with suppress(ValidationError):
                siren, siret = lecteur.lire_les_numeros(cellules)
                self.ecrits[siren] |= {siret} - {""}

    def designer(self, siren, siret):
        """Rend (siren, établissement). Lève ValidationError si la ligne n'en désigne pas un."""
        connus, ecrits = self.connus[siren], self.ecrits[siren]
        if siret in connus:
            return siren, siret
        if len(connus | ecrits) < 2 or (connus == {""} and len(ecrits) < 2):
            # Un seul est en cause : le SIRET écrit ne dit que son SIREN.
            return siren, next(iter(connus), "")
        if not siret:
            raise ValidationError({"siren": A_DIRE})
        if "" in connus:
            raise ValidationError({"siren": A_COMPLETER})
        return siren, siret
