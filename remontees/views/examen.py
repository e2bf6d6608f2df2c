"""L'examen d'une remontée transmise : la lire, la commenter, la renvoyer, l'accepter."""

from dataclasses import dataclass
from functools import wraps
from itertools import chain

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from ..forms.examen import AcceptationForm, CommentaireForm, RetourForm
from ..models import EtatInvalide, Remontee


def a_l_envoi(vue):
    """Décore une vue qui n'agit qu'à l'envoi : une simple visite mène à la page de la remontée.

    On y arrive en rechargeant la page d'un refus, ou après s'être reconnecté.
    """

    @wraps(vue)
    def agir(self, request, periode, territoire, **arguments):
        if request.method != "POST":
            return redirect(self.modele.adresses, periode, territoire)
        return vue(self, request, periode, territoire, **arguments)

    return agir


def versions(remontee):
    """Rend les versions transmises d'une remontée, sans leur PDF."""
    return remontee.transmissions.defer("pdf").select_related("transmise_par")


def montrer_la_version(request, remontee, **saisies):
    """Montre la dernière version figée ; `saisies` sont les formulaires refusés, à reprendre."""
    transmissions = versions(remontee)
    examinable = remontee.a_examiner_par(request.user)
    if not examinable:
        _rendre_a_son_auteur(request, saisies.values())
    contexte = {
        "remontee": remontee,
        "contenu": transmissions[0].donnees,
        "transmissions": transmissions,
        "retour": RetourForm(initial=request.session.get(_demande(remontee))),
        "accepter": AcceptationForm(),
        "commenter": CommentaireForm(remontee=remontee) if examinable else None,
        "commentaires": remontee.commentaires_lus,
        "examinable": examinable,
        "ecrite": remontee.est_ecrite_par(request.user),
        "peut_transmettre": request.user.peut_transmettre(remontee.territoire),
    }
    status = 422 if saisies else 200
    return render(request, "remontees/version.html", contexte | saisies, status=status)


@dataclass(frozen=True)
class Examen:
    """Les pages où le CGET examine les remontées d'un modèle."""

    modele: type[Remontee]

    def adresses(self, nom):
        """Rend les adresses de l'examen ; `nom` commence le leur."""
        return [
            path("renvoyer/", self.renvoyer, name=f"{nom}_renvoyer"),
            path("accepter/", self.accepter, name=f"{nom}_accepter"),
            path("commenter/", self.commenter, name=f"{nom}_commenter"),
            path("commentaires/<int:pk>/clore/", self.clore, name=f"{nom}_clore"),
        ]

    @a_l_envoi
    def renvoyer(self, request, periode, territoire):
        """Le CGET demande un complément."""
        remontee = self._a_examiner(request, periode, territoire)
        form = RetourForm(request.POST)
        commenter = CommentaireForm(remontee=remontee, initial=request.POST.dict())
        if request.POST.get("texte", "").strip():
            form.add_error(None, "Ajoutez d’abord le commentaire écrit, ou effacez-le.")
        if _decider(form, lambda: remontee.renvoyer(request.user, **form.cleaned_data)):
            request.session.pop(_demande(remontee), None)
            messages.success(request, "Le complément est demandé à la préfecture.")
            return redirect(remontee)
        return montrer_la_version(request, remontee, retour=form, commenter=commenter)

    @a_l_envoi
    def commenter(self, request, periode, territoire):
        """Le CGET commente une partie ; la demande qu'il a commencé d'écrire l'attend."""
        remontee = self._a_examiner(request, periode, territoire)
        form = CommentaireForm(request.POST, remontee=remontee)
        ecrite = {nom: request.POST.get(nom, "") for nom in RetourForm.base_fields}
        request.session[_demande(remontee)] = ecrite
        if _decider(form, lambda: remontee.commenter(request.user, **form.cleaned_data)):
            messages.success(request, "Le commentaire est ajouté.")
            return redirect(f"{remontee.get_absolute_url()}#commentaires")
        return montrer_la_version(request, remontee, commenter=form)

    @a_l_envoi
    def clore(self, request, periode, territoire, pk):
        """Le CGET clôt un commentaire, satisfait de la réponse."""
        remontee = self._a_examiner(request, periode, territoire)
        commentaire = get_object_or_404(remontee.commentaires, pk=pk)
        form = Form(request.POST)
        if _decider(form, lambda: remontee.clore(request.user, commentaire)):
            return redirect(f"{remontee.get_absolute_url()}#commentaires")
        return montrer_la_version(request, remontee, clore=form)

    @a_l_envoi
    def accepter(self, request, periode, territoire):
        """Le CGET accepte la dernière version transmise, qu'il dit avoir lue."""
        remontee = self._a_examiner(request, periode, territoire)
        form = AcceptationForm(request.POST)
        if _decider(form, lambda: remontee.accepter(request.user)):
            request.session.pop(_demande(remontee), None)
            messages.success(request, "La version est acceptée.")
            return redirect(remontee)
        return montrer_la_version(request, remontee, accepter=form)

    def _a_examiner(self, request, periode, territoire):
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if not request.user.est_cget:
            raise PermissionDenied
        return remontee


def _demande(remontee):
    """Rend la clé de session où attend la demande que le CGET écrit sur cette remontée."""
    return f"demande {remontee.get_absolute_url()}"


def _rendre_a_son_auteur(request, formulaires):
    """Dit pourquoi rien n'est enregistré, et rend le texte du formulaire qui ne se montre plus."""
    for form in formulaires:
        for erreur in chain.from_iterable(form.errors.values()):
            texte = form.data.get("texte") or form.data.get("commentaire")
            copie = f" Votre texte, à copier : « {texte} »" if texte else ""
            messages.error(request, f"{erreur} Rien n’est enregistré.{copie}")


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
