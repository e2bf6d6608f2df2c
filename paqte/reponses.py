"""Ce qu'un bilan dit des réponses : qui a donné ses résultats, qui non ; les autres engagements."""

from socle.nombres import nombre_json

from .models.valeurs import Reponse

# D'abord ce que l'on sait d'une entreprise qui a deux conventions.
ORDRE = [*Reponse.Etat]


def compter_les_reponses(conventions):
    """Rend combien d'entreprises ont donné leurs résultats, et les autres une à une (types JSON).

    `conventions` portent leur `reponse` et leurs `reponses_du_semestre`.
    """
    par_entreprise = {}
    # L'ordre des entreprises est gardé, état par état.
    for convention in sorted(conventions, key=lambda c: ORDRE.index(c.reponse)):
        par_entreprise.setdefault(convention.entreprise_id, convention)
    silencieuses = [c for c in par_entreprise.values() if c.reponse != Reponse.Etat.DONNES]
    return {
        "entreprises": len(par_entreprise),
        "donnees": len(par_entreprise) - len(silencieuses),
        "sans_resultats": [_dire_le_silence(convention) for convention in silencieuses],
    }


def _dire_le_silence(convention):
    reponse = reponse_de(convention)
    return {
        "entreprise": convention.entreprise.nom,
        "etat": Reponse.Etat(convention.reponse).label,
        "demandes": reponse.demandes or 0,
        "demande_le": reponse.demande_le and reponse.demande_le.isoformat(),
        "motif": reponse.motif,
    }


def rapporter_les_autres(conventions):
    """Rend ce que les entreprises ont fait de leurs autres engagements (types JSON)."""
    return [
        {
            "entreprise": convention.entreprise.nom,
            "engagements": convention.autres_engagements,
            "fait": reponse.autres,
            "nombre": nombre_json(reponse.autres_valeur),
            "unite": reponse.autres_unite,
        }
        for convention in conventions
        if (reponse := reponse_de(convention)).rapporte_les_autres
    ]


def reponse_de(convention):
    """Rend la réponse lue d'avance (voir `Reponse.du_semestre`), ou une réponse vide."""
    [reponse] = convention.reponses_du_semestre or [Reponse()]
    return reponse
