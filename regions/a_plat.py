"""Le contenu figé d'une synthèse régionale, mis à plat : ses départements, ses textes."""

import datetime

from remontees.a_plat import MiseAPlat
from socle.colonnes import Colonne

TEXTES = {
    "appreciation": "Appréciation d’ensemble",
    "attentions": "Points d’attention par département",
    "propositions": "Propositions",
}


class SyntheseRegionaleAPlat(MiseAPlat):
    def colonnes(self):
        """Le jour où les tables sont arrêtées, le nombre de départements, les textes."""
        return [
            Colonne("arrete_le", "date", "Tables arrêtées le"),
            Colonne("departements", "integer", "Départements de la région"),
            *(Colonne(nom, "string", titre) for nom, titre in TEXTES.items()),
        ]

    def valeurs(self, contenu):
        return {
            "arrete_le": datetime.date.fromisoformat(contenu["arrete_le"]),
            "departements": len(contenu["remontees"]["departements"]),
            **{nom: contenu["textes"][nom] for nom in TEXTES},
        }
