"""La page d'une entreprise : la seule du portail qui s'écrit sans compte, par un lien personnel.

Elle ne partage ni vue, ni adresse, ni témoin avec le reste du portail.
"""

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from socle.en_passant import A_CORRIGER, BROUILLON, enregistre, refus
from socle.exports import joindre
from socle.formats import FORMATS

from ..coherence import incoherences_proposees
from ..feuille import ecrire_la_feuille
from ..forms.reponse import FeuilleForm, ReponseForm
from ..models import Demande

EN_TETES = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}


# Aucun témoin n'ouvre cette page : qui forge une demande en connaît le lien, et peut l'écrire lui-
# même. « no-referrer » ôterait d'ailleurs au navigateur de quoi dire d'où il écrit (ADR 0033).
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request, secret):
    """Montre ce qui est demandé à l'entreprise ; enregistre ou envoie ce qu'elle écrit."""
    # Le verrou tient jusqu'à l'enregistrement : la préfecture ne prend pas au même instant.
    with transaction.atomic():
        reponse = _repondre(request, secret)
    for nom, valeur in EN_TETES.items():
        reponse[nom] = valeur
    return reponse


def _repondre(request, secret):
    demandes = Demande.objects.all()
    if request.method == "POST":
        demandes = demandes.select_for_update(of=("self",))
    demande = demandes.ouvrir(secret)
    if demande is None:
        return render(request, "paqte/reponse/introuvable.html", status=404)
    if "feuille" in request.GET:
        return joindre(
            ecrire_la_feuille(demande), "resultats-paqte.xlsx", FORMATS["xlsx"].type_mime
        )
    if "lire" in request.POST:
        return _lire_la_feuille(request, demande)
    form = ReponseForm(request.POST or None, instance=demande)
    if "en_passant" in request.POST:
        return _enregistrer_en_passant(form)
    if form.is_bound and form.is_valid():
        form.save()
        return redirect(request.path)
    return _montrer(request, demande, form, FeuilleForm(demande=demande))


def _lire_la_feuille(request, demande):
    """Montre ce que dit la feuille déposée, sur ce qui était écrit ; rien ne s'enregistre."""
    feuille = FeuilleForm(request.POST, request.FILES, demande=demande)
    ecrit = request.POST.dict()
    lue = feuille.is_valid()
    form = ReponseForm(instance=demande, initial=ecrit | (feuille.lue if lue else {}))
    return _montrer(request, demande, form, feuille, feuille_lue=lue)


def _enregistrer_en_passant(form):
    """Enregistre le brouillon pendant que l'entreprise écrit ; ce qu'elle a envoyé ne bouge pas."""
    if form.instance.etat == Demande.Etat.PROPOSEE:
        return refus(409, "Votre réponse est envoyée : pressez le bouton pour la corriger.")
    if not form.is_valid():
        return refus(422, A_CORRIGER, [form])
    form.save()
    return enregistre({}, BROUILLON)


def _montrer(request, demande, form, feuille, feuille_lue=False):
    contexte = {
        "demande": demande,
        "convention": demande.convention,
        "form": form,
        "feuille": feuille,
        "feuille_lue": feuille_lue,
        "incoherences": incoherences_proposees(demande.resultats()).values(),
    }
    refusee = form.is_bound or feuille.errors
    return render(request, "paqte/reponse/page.html", contexte, status=422 if refusee else 200)
