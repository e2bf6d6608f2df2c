"""Les sections du bilan à remplir, dans l'ordre de l'annexe 2."""

from remontees.sections import Section


def _corrections(partie):
    """Rend les repères des corrections de cette partie des chiffres."""
    return tuple(f"id_{champ}-{partie}" for champ in ("valeur", "motif", "confirme"))


SECTIONS = (
    Section("referent", "1. Référent du PAQTE", ("referent",)),
    Section(
        "organisation",
        "2. Organisation retenue de suivi et d’animation du PAQTE",
        ("organisation", "id_organisation", "reprise-organisation"),
    ),
    Section(
        "entreprises",
        "3. Nombre et liste des entreprises signataires au niveau départemental",
        _corrections("entreprises"),
    ),
    Section(
        "partenaires",
        "4. Associations et autres acteurs partenaires du déploiement du PAQTE",
        ("id_partenaires", "reprise-partenaires"),
    ),
    Section(
        "resultats",
        "5. Résultats agrégés des entreprises signataires et exemples concrets",
        (*_corrections("resultat"), "id_exemples", "reprise-exemples"),
    ),
    Section(
        "contexte",
        "6. Éléments de contexte du département",
        (*_corrections("contexte"), "id_contexte", "reprise-contexte"),
    ),
    Section(
        "strategie",
        "7. Stratégie et obstacles",
        ("id_strategie", "id_obstacles", "reprise-strategie", "reprise-obstacles"),
    ),
)
