"""Pages des exemples : la collection publiée, les propositions, leur examen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from paqte.models import ExempleAction
from quartiers.acces import reserve_a_la_saisie
from remontees import registre
from remontees.pdf import telecharger_pdf
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import ExempleResource
from ..filters import ExempleFilter, PropositionFilter
from ..forms.exemple import EcartForm, ExempleForm, PublicationForm
from ..impression import imprimer
from ..models import Exemple

# Un PDF de cette taille se fabrique en quelques secondes.
EXEMPLES_PAR_PDF = 60
TITRES_D_UN_ECART = {
    Exemple.Etat.PROPOSE: "Décliner la proposition",
    Exemple.Etat.PUBLIE: "Retirer de la collection",
}


def collection(request):
    """Les exemples publiés, que tous lisent."""
    return lister(
        request,
        ExempleFilter(request.GET, _publies(request), request=request),
        ExempleResource(),
        "exemples",
        "partage/exemple_liste.html",
        titre="Exemples concrets",
        a_examiner=Exemple.objects.examinables_par(request.user).a_examiner().count(),
    )


def propositions(request):
    """Toutes les propositions pour le CGET, les siennes pour une préfecture."""
    if not (request.user.est_cget or request.user.est_prefecture):
        raise PermissionDenied
    suivis = Exemple.objects.suivis_par(request.user).select_related("departement__region", "axe")
    return lister(
        request,
        PropositionFilter(request.GET, suivis, request=request),
        ExempleResource(),
        "propositions-d-exemples",
        "partage/proposition_liste.html",
        titre="Exemples proposés",
    )


def pdf(request):
    """Les exemples publiés que le filtre retient, un par page."""
    filtre = ExempleFilter(request.GET, _publies(request), request=request)
    nombre = filtre.qs.count()
    if not filtre.is_valid() or not 0 < nombre <= EXEMPLES_PAR_PDF:
        messages.error(
            request,
            f"Un PDF réunit de 1 à {EXEMPLES_PAR_PDF} exemples ; ce choix en compte {nombre}.",
        )
        return redirect(reverse("partage:exemples", query=request.GET))
    return telecharger_pdf(imprimer(filtre.qs, "Exemples concrets"), "exemples.pdf")


def detail(request, pk):
    """Un exemple ; sa préfecture et le CGET en lisent aussi l'original et le motif."""
    exemple = _visible(request, pk)
    contexte = {
        "exemple": exemple,
        "suivi": Exemple.objects.suivis_par(request.user).filter(pk=pk).exists(),
        "modifiable": Exemple.objects.modifiables_par(request.user).filter(pk=pk).exists(),
        "examinable": Exemple.objects.examinables_par(request.user).filter(pk=pk).exists(),
    }
    return render(request, "partage/exemple.html", contexte)


def pdf_d_un(request, pk):
    """Un exemple, sur une page."""
    exemple = _visible(request, pk)
    octets = imprimer([exemple], exemple.titre_affiche)
    return telecharger_pdf(octets, f"exemple-{slugify(exemple)}.pdf")


@reserve_a_la_saisie
def proposer(request):
    """Propose un exemple qui ne vient d'aucune saisie du portail."""
    return _proposer(request, Exemple())


def depuis(request, genre, pk):
    """Propose un exemple tiré d'une convention, ou d'une remontée qui en donne."""
    remontees = [modele for modele in registre.remontees() if hasattr(modele, "exemples")]
    origines = {modele.genre: modele for modele in remontees}
    origines["convention"] = ExempleAction
    if genre not in origines:
        raise Http404
    origine = get_object_or_404(origines[genre].objects.modifiables_par(request.user), pk=pk)
    return _proposer(request, Exemple.depuis(origine))


def modifier(request, pk):
    """Modifie une proposition que le CGET n'a pas encore examinée."""
    exemple = _modifiable(request, pk)
    form = ExempleForm(request.POST or None, instance=exemple, user=request.user)
    return _saisir(request, form, "Modifier la proposition", exemple)


def supprimer(request, pk):
    """Retire une proposition que le CGET n'a pas encore examinée."""
    exemple = _modifiable(request, pk)
    return confirmer_suppression(
        request,
        exemple,
        retour=exemple.get_absolute_url(),
        parent=exemple.titre,
        apres=reverse("partage:propositions"),
    )


def publier(request, pk):
    """Publie un exemple sous le titre et le texte du CGET, ou les corrige."""
    exemple = _examinable(request, pk)
    titre = "Corriger le texte publié" if exemple.est_publie else "Publier l’exemple"
    form = PublicationForm(request.POST or None, instance=exemple)
    return _saisir(request, form, titre, exemple, gabarit="partage/examen.html")


def ecarter(request, pk):
    """Décline une proposition, ou retire un exemple publié, en disant pourquoi."""
    exemple = _examinable(request, pk)
    titre = TITRES_D_UN_ECART.get(exemple.etat, "Corriger le motif")
    form = EcartForm(request.POST or None, instance=exemple)
    return _saisir(request, form, titre, exemple, gabarit="partage/examen.html")


def _publies(request):
    visibles = Exemple.objects.visibles_par(request.user).publies()
    return visibles.select_related("departement__region", "axe", "mesure")


def _visible(request, pk):
    exemples = Exemple.objects.visibles_par(request.user)
    return get_object_or_404(exemples.select_related("departement__region", "axe", "mesure"), pk=pk)


def _modifiable(request, pk):
    return get_object_or_404(Exemple.objects.modifiables_par(request.user), pk=pk)


def _examinable(request, pk):
    return get_object_or_404(Exemple.objects.examinables_par(request.user), pk=pk)


def _proposer(request, exemple):
    form = ExempleForm(request.POST or None, instance=exemple, user=request.user)
    return saisir(
        request,
        form,
        titre="Proposer un exemple",
        retour=reverse("partage:propositions"),
        parent="Exemples proposés",
        vers=Exemple.get_absolute_url,
    )


def _saisir(request, form, titre, exemple, **contexte):
    return saisir(
        request,
        form,
        titre=titre,
        retour=exemple.get_absolute_url(),
        parent=exemple.titre_affiche,
        exemple=exemple,
        **contexte,
    )
