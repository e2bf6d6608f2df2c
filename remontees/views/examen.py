"""L'examen d'une remontée transmise : la lire, la commenter, la renvoyer, l'accepter."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..forms.examen import AcceptationForm, CommentaireForm, RetourForm
from ..models import EtatInvalide


def versions(remontee):
    """Rend les versions transmises d'une remontée, sans leur PDF."""
    return remontee.transmissions.defer("pdf").select_related("transmise_par")


class Examen:
    """Les pages d'un genre de remontée où le CGET l'examine (voir `Pages`)."""

    def _lire(self, request, remontee, **saisies):
        """Rend la dernière version ; `saisies` sont les formulaires refusés, à reprendre."""
        transmissions = versions(remontee)
        examinable = remontee.a_examiner_par(request.user)
        contexte = {
            "remontee": remontee,
            "contenu": transmissions[0].donnees,
            "transmissions": transmissions,
            "retour": RetourForm(),
            "accepter": AcceptationForm(),
            "commenter": CommentaireForm(remontee=remontee) if examinable else None,
            "commentaires": remontee.commentaires_lus,
            "examinable": examinable,
        }
        status = 422 if saisies else 200
        return render(request, "remontees/lecture.html", contexte | saisies, status=status)

    @method_decorator(require_POST)
    def renvoyer(self, request, periode, departement):
        """Le CGET demande un complément."""
        remontee = self._a_examiner(request, periode, departement)
        form = RetourForm(request.POST)
        if _decider(form, lambda: remontee.renvoyer(request.user, **form.cleaned_data)):
            messages.success(request, "Le complément est demandé à la préfecture.")
            return redirect(remontee)
        return self._lire(request, remontee, retour=form)

    @method_decorator(require_POST)
    def commenter(self, request, periode, departement):
        """Le CGET commente une partie."""
        remontee = self._a_examiner(request, periode, departement)
        form = CommentaireForm(request.POST, remontee=remontee)
        if _decider(form, lambda: remontee.commenter(request.user, **form.cleaned_data)):
            messages.success(request, "Le commentaire est ajouté.")
            return redirect(f"{remontee.get_absolute_url()}#commentaires")
        return self._lire(request, remontee, commenter=form)

    @method_decorator(require_POST)
    def clore(self, request, periode, departement, pk):
        """Le CGET clôt un commentaire, satisfait de la réponse."""
        remontee = self._a_examiner(request, periode, departement)
        get_object_or_404(remontee.commentaires, pk=pk).clore()
        return redirect(f"{remontee.get_absolute_url()}#commentaires")

    @method_decorator(require_POST)
    def accepter(self, request, periode, departement):
        """Le CGET accepte la dernière version transmise, qu'il dit avoir lue."""
        remontee = self._a_examiner(request, periode, departement)
        form = AcceptationForm(request.POST)
        if _decider(form, lambda: remontee.accepter(request.user)):
            messages.success(request, "La version est acceptée.")
            return redirect(remontee)
        return self._lire(request, remontee, accepter=form)

    def _a_examiner(self, request, periode, departement):
        remontee = self.modele.objects.ouvrir(request.user, periode, departement)
        if not request.user.est_cget:
            raise PermissionDenied
        return remontee


def _decider(form, action):
    """Agit si le formulaire est juste ; un refus s'y lit, et rend faux."""
    if not form.is_valid():
        return False
    try:
        action()
    except EtatInvalide as erreur:
        form.add_error(None, str(erreur))
    except ValidationError as erreur:
        form.add_error(None, erreur)
    return form.is_valid()
