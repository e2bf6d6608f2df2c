"""Le contenu figé d'une synthèse, mis à plat : ses comptes et ses textes."""

from remontees.a_plat import MiseAPlat
from socle.colonnes import Colonne

from .models.contrat import Avancement

TOTAUX = {
    "contrats": "Contrats de ville",
    "quartiers": "Quartiers prioritaires",
    "engagements": "Engagements",
} | {avancement.value: f"Protocoles : {avancement.label}" for avancement in Avancement}
TEXTES = ("demarches", "declinaison", "echeances", "difficultes", "exemples")


class SyntheseAPlat(MiseAPlat):
    def colonnes(self):
        """Les totaux, les mesures déclinées, le pacte de Dijon, les textes."""
        return [
            *(Colonne(nom, "integer", titre) for nom, titre in TOTAUX.items()),
            Colonne("mesures_declinees", "integer", "Mesures déclinées"),
            Colonne("mesures", "string", "Numéros des mesures déclinées"),
            Colonne("dijon_repris", "integer", "Engagements de Dijon déclinés"),
            Colonne("dijon_total", "integer", "Engagements de Dijon"),
            *(Colonne(nom, "string", nom.capitalize()) for nom in TEXTES),
        ]

    def valeurs(self, contenu):
        mesures = [m["code"] for programme in contenu["mesures"] for m in programme["mesures"]]
        return {
            **{nom: contenu["totaux"].get(nom) for nom in TOTAUX},
            "mesures_declinees": contenu["mesures_nombre"],
            "mesures": ", ".join(mesures),
            "dijon_repris": sum(domaine["repris"] for domaine in contenu["dijon"]),
            "dijon_total": sum(domaine["total"] for domaine in contenu["dijon"]),
            **{nom: contenu["textes"][nom] for nom in TEXTES},
        }
