"""Ce que l'État sait d'un établissement : sa fiche pendant qu'on écrit, sa place dans un QPV."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from quartiers.acces import reserve_a_la_saisie
from quartiers.models import Quartier
from quartiers.situation import situer

from .. import sirene
from ..forms.entreprise import EnQpvForm
from .entreprise import INCONNUE, INDISPONIBLE


@reserve_a_la_saisie
def fiche(request):
    """Les champs que remplit `?numero=`, pour la page qui s'écrit, et ce qu'il faut en dire."""
    try:
        trouvee = sirene.chercher(request.GET.get("numero", "")[:30])
    except sirene.Indisponible:
        return JsonResponse({"champs": {}, "dit": INDISPONIBLE})
    if trouvee is None:
        return JsonResponse({"champs": {}, "dit": INCONNUE})
    dit = [
        "Fiche remplie d’après le répertoire des entreprises : relisez-la.",
        *trouvee.remarques(),
    ]
    return JsonResponse({"champs": trouvee.completer({}), "dit": " ".join(dit)})


@reserve_a_la_saisie
def en_qpv(request):
    """« Cet établissement est-il en QPV ? » : par ses coordonnées, ou par sa commune.

    Les listes de quartiers sont publiques : un fournisseur peut être hors du département.
    """
    form = EnQpvForm(request.GET or None)
    contexte = {"form": form, "sirene": sirene.est_ouverte()}
    if form.is_bound and form.is_valid():
        contexte |= _situer(form.cleaned_data["numero"], form.cleaned_data["commune"])
    status = 422 if form.errors else 200
    return render(request, "paqte/en_qpv.html", contexte, status=status)


def _situer(numero, commune):
    try:
        trouvee = sirene.chercher(numero)
    except sirene.Indisponible:
        trouvee, refus = None, INDISPONIBLE
    else:
        refus = INCONNUE if numero and trouvee is None else ""
    trouvee = trouvee or sirene.Fiche(siren="", commune=commune)
    point = (trouvee.longitude, trouvee.latitude)
    situation = situer(
        Quartier.objects.en_vigueur(timezone.localdate()),
        code_commune=trouvee.code_commune,
        commune=trouvee.commune,
        point=None if None in point else point,
    )
    return {"fiche": trouvee, "situation": situation, "refus": refus}
