"""La fiche d'un indicateur : ce qu'il compte, ce qui en est attendu, où il en est."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from socle.saisie import confirmer_suppression, saisir

from ..fiche import fiches
from ..forms.indicateur import FicheForm, JalonForm, SansObjetIciForm
from ..forms.repartition import RepartitionForm
from ..models import NATION, Indicateur, Jalon, Mesure, PartDeCible, SansObjetIci, Valeur
from ..objectifs import juger

RETRAITS_MONTRES = 20


def indicateur(request, code):
    """Un indicateur : définition, échéances, valeurs, et ce qui en fut retiré."""
    user, aujourdhui = request.user, timezone.localdate()
    mesures = Mesure.objects.visibles_par(user)
    indicateurs = Indicateur.objects.filter(mesure__in=mesures).select_related(
        "mesure__chef_de_file", "partie_de"
    )
    lu = get_object_or_404(indicateurs.prefetch_related("jalons", "parties"), code=code)
    [fiche] = fiches([lu], user, aujourdhui)
    constat = fiche.nationale or (fiche.somme if user.est_national else None)
    sans_objet = SansObjetIci.objects.visibles_par(user).filter(indicateur=lu)
    contexte = {
        "indicateur": lu,
        "fiche": fiche,
        "objectif": juger(lu, constat, aujourdhui),
        "attendue_le": lu.attendue(constat and constat.le),
        "retraits": _retraits(lu, user),
        "parts": PartDeCible.objects.visibles_par(user)
        .filter(indicateur=lu)
        .select_related("departement", "indicateur"),
        "reparti": lu.parts_de_cible.total() if user.est_national else None,
        "sans_objet": sans_objet.select_related("departement", "dit_par"),
        "retirables": set(sans_objet.modifiables_par(user).values_list("pk", flat=True)),
        "modifiable": Indicateur.objects.modifiables_par(user).filter(pk=lu.pk).exists(),
    }
    return render(request, "mesures/indicateur.html", contexte)


def _retraits(lu, user):
    """Rend les valeurs retirées que la personne pouvait lire, la plus récente d'abord."""
    retirees = Valeur.history.filter(indicateur=lu, history_type="-").select_related("history_user")
    if not user.est_national:
        siennes = Q(departement__in=user.codes_departements)
        retirees = retirees.filter(Q(territoire=NATION) | siennes)
    return retirees.order_by("-history_date")[:RETRAITS_MONTRES]


def modifier(request, code):
    """Le chef de file, ou le CGET, tient la fiche."""
    lu = _tenu(request, code)
    form = FicheForm(request.POST or None, instance=lu)
    return _saisir(request, form, f"Fiche de l’indicateur {code}", lu)


def jalon_ajouter(request, code):
    """Ajoute une cible intermédiaire datée."""
    lu = _tenu(request, code)
    form = JalonForm(request.POST or None, instance=Jalon(indicateur=lu))
    return _saisir(request, form, f"Ajouter une cible intermédiaire : {lu}", lu)


def repartir(request, code):
    """Répartit la cible nationale entre les départements."""
    lu = _tenu(request, code)
    form = RepartitionForm(request.POST or None, indicateur=lu)
    return _saisir(request, form, f"Répartir la cible : {lu}", lu)


def jalon_supprimer(request, pk):
    """Supprime une cible intermédiaire."""
    tenus = Indicateur.objects.modifiables_par(request.user)
    jalon = get_object_or_404(
        Jalon.objects.filter(indicateur__in=tenus).select_related("indicateur"), pk=pk
    )
    return _supprimer(request, jalon)


def sans_objet(request, code):
    """Dit l'indicateur sans objet dans son département, ou n'importe lequel pour qui le tient."""
    lus = Indicateur.objects.filter(mesure__in=Mesure.objects.visibles_par(request.user))
    if not request.user.est_prefecture:
        lus = lus.modifiables_par(request.user)
    lu = get_object_or_404(lus, code=code)
    neuf = SansObjetIci(indicateur=lu, dit_par=request.user)
    form = SansObjetIciForm(request.POST or None, instance=neuf, user=request.user)
    return _saisir(request, form, f"Sans objet dans un département : {lu}", lu)


def sans_objet_supprimer(request, pk):
    """L'indicateur y est de nouveau attendu."""
    siens = SansObjetIci.objects.modifiables_par(request.user)
    dit = get_object_or_404(siens.select_related("indicateur", "departement"), pk=pk)
    return _supprimer(request, dit)


def _tenu(request, code):
    return get_object_or_404(Indicateur.objects.modifiables_par(request.user), code=code)


def _saisir(request, form, titre, lu):
    retour = lu.get_absolute_url()
    return saisir(request, form, titre=titre, retour=retour, parent=f"Indicateur {lu.code}")


def _supprimer(request, objet):
    lu = objet.indicateur
    retour = lu.get_absolute_url()
    return confirmer_suppression(request, objet, retour=retour, parent=f"Indicateur {lu.code}")
