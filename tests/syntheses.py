"""Ce que dit une synthèse, quel que soit le jour où ses contrats s'arrêtent."""

from contrats.contenu import tables_de_la_synthese
from contrats.models import ContratDeVille


def tables_au(departement, le):
    """Rend les tables de la synthèse d'un département à la date `le`."""
    contrats = ContratDeVille.objects.a_rapporter(departement, le)
    return tables_de_la_synthese(departement, le, contrats)
