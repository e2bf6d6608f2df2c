"""Ce à quoi une convention engage : les mêmes règles pour une saisie et pour un import."""

from .models import Axe


def verifier_engagements(entreprise, axes, autres_engagements, vises):
    """Produit (champ, motif) de ce qui manque : le champ est « axes », ou l'`Indicateur` en cause.

    `axes` sont ceux que retient la convention ; `vises`, les indicateurs qui ont une cible.
    """
    if entreprise.choisit_ses_axes:
        if not axes and not autres_engagements:
            yield "axes", "Retenez au moins un axe, ou décrivez d’autres engagements."
    elif len(axes) < Axe.objects.count():
        yield "axes", "Une grande entreprise ou une ETI s’engage sur les quatre axes."
    for indicateur in vises:
        if indicateur.axe not in axes:
            yield (
                indicateur,
                f"L’axe « {indicateur.axe} » n’est pas retenu : retenez-le ou effacez.",
            )
    for axe in sorted(axes - {indicateur.axe for indicateur in vises}, key=lambda axe: axe.rang):
        yield "axes", f"Donnez au moins une cible pour l’axe « {axe} »."
