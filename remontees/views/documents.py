"""Les documents joints à un objet : les lire, en joindre, en retirer."""

from csp.decorators import csp_update
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from socle.exports import joindre
from socle.saisie import confirmer_suppression, saisir

from ..documents import genre_de, objets
from ..forms.document import DocumentForm
from ..models import Document


def liste(request, genre, pk):
    """Les documents d'un objet ; en joint un, si cette personne modifie l'objet."""
    objet = get_object_or_404(objets(genre).visibles_par(request.user), pk=pk)
    modifiable = objets(genre).modifiables_par(request.user).filter(pk=pk).exists()
    depose = modifiable and request.method == "POST"
    adresse = reverse("documents", args=[genre, pk])
    return saisir(
        request,
        DocumentForm(
            request.POST if depose else None,
            request.FILES if depose else None,
            objet=objet,
            user=request.user,
        ),
        titre="Documents joints",
        retour=objet.get_absolute_url(),
        parent=objet,
        vers=lambda document: adresse,
        gabarit="remontees/documents.html",
        documents=Document.objects.de(objet).select_related("depose_par"),
        modifiable=modifiable,
    )


@require_GET
@csp_update({"sandbox": True})
def telecharger(request, pk):
    """Un document, qui ne s'ouvre jamais dans le portail."""
    document = _trouver(pk, "visibles_par", request.user)
    return joindre(bytes(document.contenu), document.nom, document.type_mime)


def supprimer(request, pk):
    """Retire un document, après confirmation."""
    document = _trouver(pk, "modifiables_par", request.user)
    retour = reverse("documents", args=[genre_de(document.objet), document.object_id])
    return confirmer_suppression(request, document, retour=retour, parent="Documents joints")


def _trouver(pk, droit, user):
    """Rend un document dont l'objet est parmi ceux que `droit` laisse à `user`. Lève Http404."""
    document = get_object_or_404(Document, pk=pk)
    permis = getattr(objets(genre_de(document.objet)), droit)(user)
    get_object_or_404(permis, pk=document.object_id)
    return document
