"""Écrire aux entreprises, puis prendre ce qu'elles répondent."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from comptes.acces import journalise
from comptes.models import JournalAcces
from quartiers.models import Departement
from socle.francais import ecrire_instant
from socle.saisie import saisir

from ..demandes import demander_a, redemander_a
from ..forms.demandes import DemanderForm, PriseForm, TextesForm, ToutPrendreForm
from ..models import Convention, Courrier, Demande, Genre, TexteDeCourrier
from ..models.courrier import prochain_depart
from ..prise import lignes_proposees, prendre, reponses_a_prendre
from .bilan import a_remplir

# Ce qu'une préfecture écrit d'elle-même ; « à revoir » part avec la réponse rendue.
COURRIERS = (Genre.DEMANDE, Genre.RAPPEL, Genre.MERCI)


@journalise(JournalAcces.Page.ENTREPRISES)
def liste(request, periode, territoire):
    """Qui a répondu, qui non ; écrire à celles qu'on coche : demande, rappel, remerciement."""
    bilan = a_remplir(request, periode, territoire)
    demandes = _demandes(bilan)
    genre = request.POST.get("courrier") or request.GET.get("courrier")
    genre = Genre(genre) if genre in COURRIERS else Genre.RAPPEL if demandes else Genre.DEMANDE
    joignables = Convention.objects.modifiables_par(request.user).filter(
        pk__in=bilan.conventions_en_cours()
    )
    form = DemanderForm(
        request.POST or None,
        conventions=joignables.exclude(entreprise__courriel="").select_related(
            "entreprise__departement__referent"
        ),
        deja=demandes,
        genre=genre,
    )
    if form.is_bound and form.is_valid():
        choisies = form.cleaned_data["conventions"]
        demander_a(choisies, periode, request.user, form.cleaned_data["mot"], genre)
        messages.success(request, _dire_l_envoi(len(choisies)))
        return redirect("paqte:reponses", periode, territoire)
    contexte = _contexte(bilan, demandes) | {
        "form": form,
        "genre": genre,
        "courriers": COURRIERS,
        "texte": TexteDeCourrier.textes(bilan.departement)[genre],
        "depart": prochain_depart(timezone.now()),
    }
    return render(request, "paqte/reponses.html", contexte, status=422 if form.is_bound else 200)


def _demandes(bilan):
    """Rend {clé d'une convention: sa demande}, avec ses courriers et leurs refus."""
    courriers = Prefetch("courriers", Courrier.objects.avec_refus())
    demandes = Demande.objects.filter(
        convention__in=bilan.conventions_en_cours(), semestre=str(bilan.periode)
    )
    return {demande.convention_id: demande for demande in demandes.prefetch_related(courriers)}


def _contexte(bilan, demandes):
    repondues = [d for d in demandes.values() if d.etat in {"proposee", "prise"}]
    return {
        "bilan": bilan,
        "lignes": [(c, demandes.get(c.pk)) for c in bilan.conventions],
        "sans_contact": [c for c in bilan.conventions if not c.entreprise.courriel],
        "repondues": len(repondues),
        "a_prendre": sum(d.etat == Demande.Etat.PROPOSEE for d in demandes.values()),
    }


@transaction.atomic
def tout_prendre(request, periode, territoire):
    """Toutes les réponses du semestre en une page ; les prendre, sauf ce qui étonne."""
    bilan = a_remplir(request, periode, territoire)
    siennes = Demande.objects.modifiables_par(request.user).filter(
        convention__in=bilan.conventions_en_cours(), semestre=str(periode)
    )
    if request.method == "POST":
        # Aucune entreprise ne corrige au même instant.
        siennes = siennes.select_for_update(of=("self",))
    reponses = reponses_a_prendre(siennes)
    form = ToutPrendreForm(request.POST or None, reponses=reponses)
    if form.is_bound and form.is_valid():
        choisies = form.choisies()
        for demande, cles in choisies:
            prendre(demande, cles)
        messages.success(request, f"Réponses prises : {len(choisies)}.")
        return redirect("paqte:reponses", periode, territoire)
    contexte = {"bilan": bilan, "form": form, "reponses": reponses}
    return render(
        request, "paqte/tout_prendre.html", contexte, status=422 if form.is_bound else 200
    )


@transaction.atomic
def detail(request, pk):
    """Une réponse à côté du semestre d'avant et de la cible : la prendre, la redemander."""
    demandes = Demande.objects.modifiables_par(request.user)
    if request.method == "POST":
        # L'entreprise ne corrige pas au même instant.
        demandes = demandes.select_for_update(of=("self",))
    demande = get_object_or_404(
        demandes.select_related("convention__entreprise__departement__referent"), pk=pk
    )
    departement = demande.convention.entreprise.departement
    bilan = a_remplir(request, demande.periode, departement.pk)
    lignes = lignes_proposees(demande) if demande.envoyee_le else []
    form = PriseForm(request.POST or None, demande=demande, lignes=lignes)
    if form.is_bound and form.is_valid():
        messages.success(request, _decider(request, demande, form))
        return redirect("paqte:reponses", demande.periode, departement.pk)
    contexte = {"bilan": bilan, "demande": demande, "lignes": lignes, "form": form}
    return render(request, "paqte/reponse.html", contexte, status=422 if form.is_bound else 200)


def textes(request, departement):
    """Le texte de chaque courrier, que la préfecture change."""
    modifiables = Departement.objects.modifiables_par(request.user)
    trouve = get_object_or_404(modifiables, code=departement)
    return saisir(
        request,
        TextesForm(request.POST or None, departement=trouve),
        titre="Courriers aux entreprises",
        retour=reverse("paqte:animation", args=[departement]),
        parent="Animation du PAQTE",
        gabarit="paqte/courriers.html",
    )


def _decider(request, demande, form):
    """Fait le geste choisi ; rend la phrase qui le dit."""
    if form.geste == "prendre":
        prendre(demande, form.cleaned_data["lignes"])
        return f"{demande} : la réponse est prise."
    if form.geste == "redemander":
        redemander_a(demande, request.user, form.cleaned_data["mot"])
        return f"{demande} : la réponse est redemandée."
    demande.revoquer()
    return f"{demande} : le lien est fermé."


def _dire_l_envoi(nombre):
    if settings.DEMO:
        return f"Courriers notés : {nombre}. En démonstration, aucun courriel ne part."
    depart = ecrire_instant(prochain_depart(timezone.now()).isoformat())
    return f"Courriers prêts : {nombre}. Ils partent le {depart}, un courriel par adresse."
