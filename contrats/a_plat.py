"""Le contenu figé d'une synthèse, mis à plat : ses comptes et ses textes."""

from remontees.a_plat import MiseAPlat
from socle.colonnes import Colonne

from .models.contrat import Avancement

TOTAUX = {
    "contrats": "Contrats de ville",
    "quartiers": "Quartiers prioritaires",
    "engagements": "Engagements",
    "engagements_en_retard": "Engagements en retard",
} | {avancement.value: f"Protocoles : {avancement.label}" for avancement in Avancement}
COLLEGE = {
    "reunions": "Réunions du collège des chefs de service",
    "recteur": "Collège : avec le recteur",
    "ars": "Collège : avec l’ARS",
    "procureur": "Collège : avec le procureur",
}
TEXTES = ("demarches", "declinaison", "echeances", "difficultes", "exemples")


class SyntheseAPlat(MiseAPlat):
    def colonnes(self):
        """Les totaux, les mesures déclinées, le pacte de Dijon, les textes."""
        return [
            *(Colonne(nom, "integer", titre) for nom, titre in TOTAUX.items()),
            Colonne("mesures_declinees", "integer", "Mesures déclinées"),
            Colonne("mesures_signees", "integer", "Mesures déclinées par un protocole signé"),
            Colonne("mesures", "string", "Numéros des mesures déclinées"),
            Colonne("dijon_repris", "integer", "Engagements de Dijon déclinés"),
            Colonne("dijon_signes", "integer", "Engagements de Dijon d’un protocole signé"),
            Colonne("dijon_total", "integer", "Engagements de Dijon"),
            *(Colonne(f"college_{nom}", "integer", titre) for nom, titre in COLLEGE.items()),
            *(Colonne(nom, "string", nom.capitalize()) for nom in TEXTES),
        ]

    def valeurs(self, contenu):
        mesures = [m["code"] for programme in contenu["mesures"] for m in programme["mesures"]]
        return {
            **{nom: contenu["totaux"].get(nom) for nom in TOTAUX},
            "mesures_declinees": contenu["mesures_nombre"],
            "mesures_signees": contenu.get("mesures_signees"),
            "mesures": ", ".join(mesures),
            "dijon_repris": sum(domaine["repris"] for domaine in contenu["dijon"]),
            # Les premiers formats ne distinguaient pas ce qui était signé.
            "dijon_signes": sum(domaine["signes"] for domaine in contenu["dijon"])
            if contenu["format"] > 1
            else None,
            "dijon_total": sum(domaine["total"] for domaine in contenu["dijon"]),
            # Ni le collège.
            **{f"college_{nom}": contenu.get("college", {}).get(nom) for nom in COLLEGE},
            **{nom: contenu["textes"][nom] for nom in TEXTES},
        }
