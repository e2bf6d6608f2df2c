"""Les adresses des imports, posées sur des dépôts à confirmer et des imports à annuler."""

from django.utils import timezone

from comptes.models import ImportComptes
from mesures.models import ImportValeurs
from quartiers.models import ImportQuartiers

DEPOTS = {
    "comptes_import_confirmer": ImportComptes,
    "quartiers:confirmer": ImportQuartiers,
    "mesures:import_confirmer": ImportValeurs,
}
FAITS = {
    "quartiers:annuler": ImportQuartiers,
    "quartiers:fichier": ImportQuartiers,
    "quartiers:import_fait": ImportQuartiers,
    "mesures:import_annuler": ImportValeurs,
    "mesures:import_fichier": ImportValeurs,
}


def imports_nationaux(personne):
    """Les dépôts d'une personne, et des imports faits."""
    return {
        nom: [journal.objects.create(fait_par=personne, fichier="a.csv", contenu=b"a").pk]
        for nom, journal in DEPOTS.items()
    } | {nom: [fait(journal.objects)] for nom, journal in FAITS.items()}


def d_un_import(adresse, journal, nord):
    """Les pages de l'import d'un département, sur un import fait."""
    cle = fait(journal.objects, departement=nord)
    return {
        adresse: [nord.pk],
        **{f"{adresse}_{geste}": [nord.pk, cle] for geste in ("confirmer", "annuler", "fichier")},
        f"{adresse}_modele": [nord.pk, "csv"],
    }


def fait(journaux, **champs):
    """Rend la clé d'un import fait, que rien n'empêche d'annuler."""
    champs |= {"fichier": "a.csv", "contenu": b"a", "effet": [], "fait_le": timezone.now()}
    return journaux.create(**champs).pk
