"""Ce qu'un bilan garde, en plus de ses textes, pour qu'une rectification puisse s'abandonner."""

from typing import Any

# Les lignes qu'une préfecture ajoute à son bilan, et ce qui s'y écrit.
LIGNES = {
    "corrections": ("valeur", "motif", "calcule"),
    "reponses_aux_controles": ("texte",),
}


class BilanRectifiable:
    """Complète `Bilan` : ses chiffres corrigés, et ce qu'il répond aux points à vérifier."""

    def garder(self):
        lignes: dict[str, Any] = {
            nom: list(getattr(self, nom).values("cle", *champs)) for nom, champs in LIGNES.items()
        }
        return super().garder() | lignes  # type: ignore[misc]

    def remettre(self, garde):
        super().remettre(garde)  # type: ignore[misc]
        for nom in LIGNES.keys() & garde.keys():
            lignes = getattr(self, nom)
            gardees = {ligne["cle"]: ligne for ligne in garde[nom]}
            for ajoutee in lignes.exclude(cle__in=gardees):
                ajoutee.delete()
            for cle, ligne in gardees.items():
                lignes.update_or_create(cle=cle, defaults=ligne)
