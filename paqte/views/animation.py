"""Pages de l'animation du PAQTE : référent, organisation, réunions, partenaires."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from comptes.acces import journalise
from comptes.models import JournalAcces
from quartiers.models import Departement
from socle.saisie import confirmer_suppression, saisir

from ..forms.animation import (
    AutreReferentForm,
    OrganisationForm,
    PartenaireForm,
    ReferentForm,
    ReunionComiteForm,
)
from ..models import AutreReferent, Charte, Organisation, Partenaire, Referent, ReunionComite
from ..ponctualite import Ponctualites


@journalise(JournalAcces.Page.REFERENTS)
def liste(request):
    """Les départements visibles et leur référent ; une préfecture va droit à sa page."""
    codes = request.user.codes_departements_suivis
    if len(codes) == 1:
        return redirect("paqte:animation", codes[0])
    suivis = Departement.objects.suivis_par(request.user).select_related("region", "referent")
    ponctualites = Ponctualites()
    departements = [
        (departement, ponctualites.de(departement))
        for departement in suivis.prefetch_related("anciens_referents", "autres_referents")
    ]
    return render(request, "paqte/animation_liste.html", {"departements": departements})


@journalise(JournalAcces.Page.REFERENTS)
def detail(request, departement):
    """Toute l'animation du PAQTE d'un département."""
    suivis = Departement.objects.suivis_par(request.user)
    trouve = get_object_or_404(suivis.select_related("referent", "organisation"), code=departement)
    contexte = {
        "departement": trouve,
        "ponctualite": Ponctualites().de(trouve),
        "reunions": trouve.reunions_paqte.all(),
        "partenaires": trouve.partenaires_paqte.all(),
        "chartes": Charte.objects.du(trouve).avec_suite(),
        "restantes": Charte.objects.restantes(trouve),
        "modifiable": trouve.code in request.user.codes_departements_modifiables,
    }
    return render(request, "paqte/animation.html", contexte)


def referent(request, departement):
    """Désigne ou modifie le référent."""
    return _unique(request, departement, Referent, ReferentForm, "Référent du PAQTE", "referent")


def autre_referent_ajouter(request, departement):
    """Ajoute un référent à côté du premier."""
    nouveau = AutreReferent(departement=_modifiable(request, departement))
    return _saisir(request, AutreReferentForm, nouveau, "Ajouter un autre référent", "referent")


def autre_referent(request, pk):
    """Modifie un autre référent."""
    existant = get_object_or_404(AutreReferent.objects.modifiables_par(request.user), pk=pk)
    return _saisir(request, AutreReferentForm, existant, "Modifier l’autre référent", "referent")


def autre_referent_supprimer(request, pk):
    """Supprime un autre référent, après confirmation."""
    existant = get_object_or_404(AutreReferent.objects.modifiables_par(request.user), pk=pk)
    return _supprimer(request, existant, "referent")


def organisation(request, departement):
    """Décrit l'organisation retenue et le comité de pilotage."""
    return _unique(
        request, departement, Organisation, OrganisationForm, "Organisation", "organisation"
    )


def reunion_ajouter(request, departement):
    """Ajoute une réunion."""
    nouvelle = ReunionComite(departement=_modifiable(request, departement))
    return _saisir(request, ReunionComiteForm, nouvelle, "Ajouter une réunion", "reunions")


def reunion(request, pk):
    """Modifie une réunion."""
    existante = get_object_or_404(ReunionComite.objects.modifiables_par(request.user), pk=pk)
    return _saisir(request, ReunionComiteForm, existante, "Modifier la réunion", "reunions")


def reunion_supprimer(request, pk):
    """Supprime une réunion, après confirmation."""
    existante = get_object_or_404(ReunionComite.objects.modifiables_par(request.user), pk=pk)
    return _supprimer(request, existante, "reunions")


def partenaire_ajouter(request, departement):
    """Ajoute un partenaire."""
    nouveau = Partenaire(departement=_modifiable(request, departement))
    return _saisir(request, PartenaireForm, nouveau, "Ajouter un partenaire", "partenaires")


def partenaire(request, pk):
    """Modifie un partenaire."""
    existant = get_object_or_404(Partenaire.objects.modifiables_par(request.user), pk=pk)
    return _saisir(request, PartenaireForm, existant, "Modifier le partenaire", "partenaires")


def partenaire_supprimer(request, pk):
    """Supprime un partenaire, après confirmation."""
    existant = get_object_or_404(Partenaire.objects.modifiables_par(request.user), pk=pk)
    return _supprimer(request, existant, "partenaires")


def _modifiable(request, departement):
    return get_object_or_404(Departement.objects.modifiables_par(request.user), code=departement)


def _unique(request, departement, modele, form_class, titre, ancre):
    departement = _modifiable(request, departement)
    objet = modele.objects.du(departement).first() or modele(departement=departement)
    return _saisir(request, form_class, objet, titre, ancre)


def _saisir(request, form_class, objet, titre, ancre):
    form = form_class(request.POST or None, instance=objet, user=request.user)
    return saisir(request, form, titre=titre, **_retour(objet, ancre))


def _supprimer(request, objet, ancre):
    return confirmer_suppression(request, objet, **_retour(objet, ancre))


def _retour(objet, ancre):
    adresse = reverse("paqte:animation", args=[objet.departement_id])
    return {"retour": f"{adresse}#{ancre}", "parent": "Animation du PAQTE"}
