"""Pages des entreprises d'un département."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from comptes.acces import journalise
from comptes.models import JournalAcces
from quartiers.acces import reserve_a_la_saisie
from socle.listes import lister
from socle.ordre import francais
from socle.saisie import confirmer_suppression, saisir

from .. import sirene
from ..exports import EntrepriseResource
from ..filters import EntrepriseFilter
from ..forms.entreprise import EntrepriseForm, FusionnerForm
from ..fusion import fusionner
from ..models import Entreprise

INDISPONIBLE = "Le répertoire des entreprises ne répond pas : remplissez la fiche vous-même."
INCONNUE = "Le répertoire des entreprises ne connaît pas ce numéro."
ANNULABLE = "Pendant trente jours, cette suppression s’annule depuis la liste des entreprises."


@journalise(JournalAcces.Page.ENTREPRISES)
def liste(request):
    """Les entreprises visibles : recherche, filtres, tri, export."""
    entreprises = (
        Entreprise.objects.visibles_par(request.user)
        .select_related("departement")
        .avec_comptes()
        .order_by(francais("nom"), "pk")
    )
    filtre = EntrepriseFilter(request.GET, entreprises, request=request)
    return lister(
        request,
        filtre,
        EntrepriseResource(),
        "entreprises",
        "paqte/entreprise_liste.html",
        titre="Entreprises",
    )


@reserve_a_la_saisie
def ajouter(request):
    """Enregistre une entreprise, puis propose sa convention."""
    return _saisir(request, "Ajouter une entreprise", Entreprise(), vers=_sa_convention)


def modifier(request, pk):
    """Modifie une entreprise."""
    entreprise = _modifiable(request, pk)
    return _saisir(
        request,
        f"Modifier {entreprise}",
        entreprise,
        situation=entreprise.situation(),
        historique=entreprise.history.select_related("history_user")[:20],
    )


@transaction.atomic
def reunir(request, pk):
    """Réunit une fiche en double à celle-ci, après en avoir montré l'effet."""
    gardee = _modifiable(request, pk)
    form = FusionnerForm(request.POST or request.GET or None, gardee=gardee)
    choisie = form.cleaned_data["absorbee"] if form.is_bound and form.is_valid() else None
    if choisie and request.method == "POST":
        fusionner(gardee, choisie)
        messages.success(request, f"{choisie} est réunie à {gardee}.")
        return redirect("paqte:entreprise", pk)
    contexte = {"entreprise": gardee, "form": form, "choisie": choisie}
    status = 422 if form.is_bound and not choisie else 200
    return render(request, "paqte/entreprise_reunir.html", contexte, status=status)


def supprimer(request, pk):
    """Supprime une entreprise à qui rien ne tient ; cela s'annule pendant trente jours."""
    entreprise = _modifiable(request, pk)
    if entreprise.conventions.exists() or entreprise.chartes.exists():
        messages.error(
            request,
            f"{entreprise} a des conventions, ou une charte : supprimez-les, ou réunissez sa fiche "
            "à une autre.",
        )
        return redirect("paqte:entreprise", pk)
    retour = reverse("paqte:entreprises")
    return confirmer_suppression(
        request, entreprise, retour=retour, parent="Entreprises", annulation=ANNULABLE
    )


@reserve_a_la_saisie
def supprimees(request):
    """Les fiches supprimées depuis trente jours ; en rétablit une."""
    versions = Entreprise.objects.supprimees_pour(request.user)
    if request.method == "POST":
        version = get_object_or_404(versions, pk=_entier(request.POST.get("version")))
        return _retablir(request, version.instance)
    contexte = {"versions": versions.select_related("history_user", "departement")}
    return render(request, "paqte/entreprise_supprimees.html", contexte)


def _retablir(request, entreprise):
    siennes = Entreprise.objects.du(entreprise.departement_id).filter(siren=entreprise.siren)
    autre = siennes.filter(etablissement=entreprise.etablissement).first()
    if autre:
        messages.error(request, f"{autre} porte maintenant ce SIREN : la fiche n’est pas rétablie.")
        return redirect("paqte:entreprises_supprimees")
    entreprise.save()
    messages.success(request, f"{entreprise} est rétablie.")
    return redirect("paqte:entreprise", entreprise.pk)


def _entier(texte):
    return int(texte) if (texte or "").isdecimal() and len(texte) < 18 else None


def _saisir(request, titre, entreprise, **suite):
    """Montre la fiche, la remplit d'après son SIREN, ou l'enregistre."""
    remplir = "remplir" in request.POST and sirene.est_ouverte()
    form = EntrepriseForm(
        None if remplir else request.POST or None, instance=entreprise, user=request.user
    )
    if remplir:
        form.completer(_fiche(request, request.POST.get("siren", "")), request.POST)
    return saisir(
        request,
        form,
        titre=titre,
        retour=reverse("paqte:entreprises"),
        parent="Entreprises",
        gabarit="paqte/entreprise_form.html",
        entreprise=entreprise,
        sirene=sirene.est_ouverte(),
        **suite,
    )


def _fiche(request, numero):
    """Rend la fiche de l'État, ou None, en disant ce qu'il en est."""
    try:
        fiche = sirene.chercher(numero)
    except sirene.Indisponible:
        messages.warning(request, INDISPONIBLE)
        return None
    if fiche is None:
        messages.warning(request, INCONNUE)
        return None
    for remarque in fiche.remarques():
        messages.warning(request, remarque)
    return fiche


def _modifiable(request, pk):
    return get_object_or_404(Entreprise.objects.modifiables_par(request.user), pk=pk)


def _sa_convention(entreprise):
    return reverse("paqte:convention_ajouter", query={"entreprise": entreprise.pk})
