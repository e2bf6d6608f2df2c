"""Pages du registre des décisions du collège et des comités."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from quartiers.acces import reserve_a_la_saisie
from socle.listes import lister
from socle.saisie import confirmer_suppression, saisir

from ..exports import DecisionResource
from ..filtres_du_college import DecisionFilter
from ..forms.decision import DecisionForm
from ..models import College, Decision


def liste(request):
    """Les décisions visibles : recherche, filtres, tri, export."""
    decisions = Decision.objects.visibles_par(request.user).select_related(
        "departement", "college", "engagement__protocole__contrat"
    )
    filtre = DecisionFilter(request.GET, decisions, request=request)
    return lister(
        request,
        filtre,
        DecisionResource(),
        "decisions",
        "contrats/decision_liste.html",
        titre="Décisions du collège et des comités",
        en_retard=filtre.qs.en_retard(timezone.localdate()).count(),
    )


@reserve_a_la_saisie
def ajouter(request):
    """Inscrit une décision ; `?college=` nomme la réunion qui l'a prise."""
    form = DecisionForm(request.POST or None, initial=_de_la_reunion(request), user=request.user)
    return _saisir(request, form, "Ajouter une décision")


def modifier(request, pk):
    """Modifie une décision, ou la dit faite."""
    decision = _modifiable(request, pk)
    form = DecisionForm(request.POST or None, instance=decision, user=request.user)
    return _saisir(request, form, "Modifier la décision")


def supprimer(request, pk):
    """Supprime une décision inscrite par erreur."""
    retour = reverse("contrats:decisions")
    return confirmer_suppression(
        request, _modifiable(request, pk), retour=retour, parent="Décisions"
    )


def _de_la_reunion(request):
    """Rend ce que préremplit la réunion du collège que nomme l'adresse."""
    cle = request.GET.get("college", "")
    reunions = College.objects.modifiables_par(request.user)
    if not cle.isdecimal() or (college := reunions.filter(pk=cle).first()) is None:
        return {}
    return {
        "college": college.pk,
        "departement": college.departement_id,
        "organe": Decision.Organe.COLLEGE,
        "prise_le": college.date,
    }


def _modifiable(request, pk):
    return get_object_or_404(Decision.objects.modifiables_par(request.user), pk=pk)


def _saisir(request, form, titre):
    retour = reverse("contrats:decisions")
    return saisir(request, form, titre=titre, retour=retour, parent="Décisions")
