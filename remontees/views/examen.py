"""L'examen d'une remontée transmise : la lire, la commenter, la renvoyer, l'accepter."""

import re
from dataclasses import dataclass
from functools import wraps
from itertools import chain

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from socle.noms import nommer

from ..file_de_lecture import a_decider_le, a_lire
from ..forms.examen import (
    AcceptationForm,
    AvisForm,
    CommentaireForm,
    CommentaireIciForm,
    NoteForm,
    RetourForm,
)
from ..models import Conflit, EtatInvalide, Remontee

NUMERO = re.compile("[0-9]{1,5}")
PERIMEE = "perimee"
AUTRE_VERSION = "Une autre version est arrivée depuis votre lecture : relisez-la, puis décidez."


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
    transmissions = list(versions(remontee))
    ecrite = remontee.est_ecrite_par(request.user)
    examinable = remontee.a_examiner_par(request.user)
    attend_un_avis = remontee.attend_l_avis_de(request.user)
    montrees = {"aviser", "noter"} if attend_un_avis else {"noter"}
    if not examinable:
        _rendre_a_son_auteur(request, [saisies[nom] for nom in saisies.keys() - montrees])
    for form in saisies.values():
        if not form.non_field_errors():
            form.set_autofocus_on_first_error()
    contexte = {
        "remontee": remontee,
        "contenu": transmissions[0].donnees,
        "transmissions": transmissions,
        "retour": RetourForm(initial=request.session.get(_demande(remontee))),
        "accepter": AcceptationForm(ouverts=remontee.nombre_d_ouverts),
        "commenter": CommentaireForm(remontee=remontee) if examinable else None,
        "commentaires": remontee.commentaires_lus_par(request.user),
        "commentaires_par_partie": remontee.commentaires_par_partie(request.user),
        "avis": remontee.avis.select_related("auteur"),
        "aviser": AvisForm() if attend_un_avis else None,
        "examinable": examinable,
        "defaisable": remontee.se_defait_par(request.user),
        "libelle_etat": remontee.libelle_etat_pour(request.user),
        "rectification": remontee.rectification_en_cours,
        "abandonnee": remontee.rectification_abandonnee,
        "ecrite": ecrite,
        "rectifiable": ecrite and remontee.etat in Remontee.TRANSMISES,
        "ecarts": transmissions[0].ecarts_avec(remontee.contenu()) if ecrite else [],
        "peut_transmettre": request.user.peut_transmettre(remontee.territoire),
    }
    contexte |= _pour_l_examinateur(request.user, remontee, transmissions[0])
    status = 422 if saisies else 200
    if any(form.has_error(NON_FIELD_ERRORS, PERIMEE) for form in saisies.values()):
        status = 409
    return render(request, "remontees/version.html", contexte | saisies, status=status)


def _pour_l_examinateur(user, remontee, version):
    """Rend ce que le CGET lit en plus : son délai, ce qui a changé, les notes, la suivante."""
    if not remontee.est_examinee_par(user):
        return {}
    version.lue_par.add(user)
    avant = type(remontee).objects.juste_avant(remontee).first()
    precedente = avant and avant.derniere_transmission()
    return {
        "a_decider_le": a_decider_le(version, remontee.jours_d_examen),
        "suivantes": [ligne for ligne in a_lire(user) if ligne.remontee != remontee],
        "avant": avant,
        "depuis": version.changements_depuis(precedente) if precedente else None,
        "notes": remontee.notes.select_related("auteur"),
        "noter": NoteForm(),
    }


@dataclass(frozen=True)
class Examen:
    """Les pages où le CGET examine les remontées d'un modèle."""

    modele: type[Remontee]

    def adresses(self, nom):
        """Rend les adresses de l'examen ; `nom` commence le leur."""
        return [
            path("renvoyer/", self.renvoyer, name=f"{nom}_renvoyer"),
            path("avis/", self.aviser, name=f"{nom}_aviser"),
            path("accepter/", self.accepter, name=f"{nom}_accepter"),
            path("defaire/", self.defaire, name=f"{nom}_defaire"),
            path("commenter/", self.commenter, name=f"{nom}_commenter"),
            path("commenter/<str:partie>/", self.commenter_ici, name=f"{nom}_commenter_ici"),
            path("noter/", self.noter, name=f"{nom}_noter"),
            path("commentaires/<int:pk>/clore/", self.clore, name=f"{nom}_clore"),
        ]

    @a_l_envoi
    def aviser(self, request, periode, territoire):
        """La préfecture de région donne son avis sur ce qu'un département a transmis."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        form = AvisForm(request.POST)

        def agir():
            sens, texte = form.cleaned_data["sens"], form.cleaned_data["observations"]
            remontee.donner_un_avis(request.user, sens, texte, **_version_lue(request))

        if not remontee.attend_l_avis_de(request.user):
            raise PermissionDenied
        if _decider(form, agir):
            dit = nommer("Votre avis est donné : {le cget} et la préfecture le lisent.")
            messages.success(request, dit)
            return redirect(f"{remontee.get_absolute_url()}#avis")
        return montrer_la_version(request, remontee, aviser=form)

    @a_l_envoi
    def renvoyer(self, request, periode, territoire):
        """Le CGET demande un complément."""
        remontee = self._a_examiner(request, periode, territoire)
        form = RetourForm(request.POST)
        commenter = CommentaireForm(remontee=remontee, initial=request.POST.dict())
        if request.POST.get("texte", "").strip():
            form.add_error(None, "Ajoutez d’abord le commentaire écrit, ou effacez-le.")
        lue = _version_lue(request)
        if _decider(form, lambda: remontee.renvoyer(request.user, **form.cleaned_data, **lue)):
            request.session.pop(_demande(remontee), None)
            messages.success(request, "Le complément est demandé à la préfecture.")
            return _apres_la_decision(request, remontee)
        return montrer_la_version(request, remontee, retour=form, commenter=commenter)

    @a_l_envoi
    def commenter(self, request, periode, territoire):
        """Le CGET commente une partie ; la demande qu'il a commencé d'écrire l'attend."""
        remontee = self._a_examiner(request, periode, territoire)
        form = CommentaireForm(request.POST, remontee=remontee)
        ecrite = {nom: request.POST.get(nom, "") for nom in RetourForm.base_fields}
        request.session[_demande(remontee)] = ecrite
        lue = _version_lue(request)
        if _decider(form, lambda: remontee.commenter(request.user, **form.cleaned_data, **lue)):
            messages.success(request, "Le commentaire est ajouté.")
            return redirect(f"{remontee.get_absolute_url()}#commentaires")
        return montrer_la_version(request, remontee, commenter=form)

    def commenter_ici(self, request, periode, territoire, partie):
        """Le CGET commente un chiffre, une phrase, une ligne, à l'endroit où il les lit."""
        remontee = self._a_examiner(request, periode, territoire)
        if not remontee.groupe_de_la_partie(partie):
            raise Http404
        derniere = remontee.derniere_transmission()
        lisible = request.method == "POST" or remontee.etat == remontee.Etat.TRANSMISE
        if derniere is None or not lisible:
            return redirect(remontee)
        form = CommentaireIciForm(
            request.POST or None, remontee=remontee, partie=partie, donnees=derniere.donnees
        )
        lue = _version_lue(request)
        if form.is_bound and _decider(
            form, lambda: remontee.commenter(request.user, partie, **form.cleaned_data, **lue)
        ):
            messages.success(request, "Le commentaire est ajouté.")
            return redirect(f"{remontee.get_absolute_url()}#place-{partie}")
        contexte = {
            "remontee": remontee,
            "partie": partie,
            "form": form,
            "version": derniere.numero,
            "commentaires": remontee.commentaires_par_partie(request.user).get(partie, ()),
        }
        status = 422 if form.errors else 200
        if form.has_error(NON_FIELD_ERRORS, PERIMEE):
            status = 409
        return render(request, "remontees/commenter.html", contexte, status=status)

    @a_l_envoi
    def clore(self, request, periode, territoire, pk):
        """Le CGET clôt un commentaire, satisfait de la réponse."""
        remontee = self._a_examiner(request, periode, territoire)
        commentaire = get_object_or_404(remontee.commentaires, pk=pk)
        form = Form(request.POST)
        lue = _version_lue(request)
        if _decider(form, lambda: remontee.clore(request.user, commentaire, **lue)):
            return redirect(f"{remontee.get_absolute_url()}#commentaires")
        return montrer_la_version(request, remontee, clore=form)

    @a_l_envoi
    def accepter(self, request, periode, territoire):
        """Le CGET accepte la dernière version transmise, qu'il dit avoir lue."""
        remontee = self._a_examiner(request, periode, territoire)
        form = AcceptationForm(request.POST, ouverts=remontee.nombre_d_ouverts)
        if _decider(form, lambda: remontee.accepter(request.user, **_version_lue(request))):
            request.session.pop(_demande(remontee), None)
            messages.success(request, f"La version est acceptée : {remontee}.")
            return _apres_la_decision(request, remontee)
        return montrer_la_version(request, remontee, accepter=form)

    @a_l_envoi
    def defaire(self, request, periode, territoire):
        """Le CGET revient, dans la journée, sur son acceptation."""
        remontee = self._a_examiner(request, periode, territoire)
        form = Form(request.POST)
        if _decider(form, lambda: remontee.defaire(request.user)):
            messages.success(request, "L’acceptation est défaite : la version est à examiner.")
            return redirect(remontee)
        return montrer_la_version(request, remontee, defaire=form)

    @a_l_envoi
    def noter(self, request, periode, territoire):
        """Un examinateur du CGET laisse une note aux autres."""
        remontee = self._a_examiner(request, periode, territoire)
        form = NoteForm(request.POST)
        if _decider(form, lambda: remontee.annoter(request.user, form.cleaned_data["note"])):
            return redirect(f"{remontee.get_absolute_url()}#notes")
        return montrer_la_version(request, remontee, noter=form)

    def _a_examiner(self, request, periode, territoire):
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if not request.user.est_cget:
            raise PermissionDenied
        return remontee


def _version_lue(request):
    """Rend le numéro de la version que la page montrait ; 0, celui d'aucune, s'il n'est pas dit."""
    numero = request.POST.get("version", "")
    return {"version": int(numero) if NUMERO.fullmatch(numero) else 0}


def _apres_la_decision(request, remontee):
    """Mène à la prochaine version à lire si on l'a demandé, sinon à la remontée."""
    return redirect("a_lire_suivante" if "suivante" in request.POST else remontee)


def _demande(remontee):
    """Rend la clé de session où attend la demande que le CGET écrit sur cette remontée."""
    return f"demande {remontee.get_absolute_url()}"


def _rendre_a_son_auteur(request, formulaires):
    """Dit pourquoi rien n'est enregistré, et rend le texte du formulaire qui ne se montre plus."""
    for form in formulaires:
        for erreur in chain.from_iterable(form.errors.values()):
            noms = ("texte", "commentaire", "observations")
            texte = next(filter(None, map(form.data.get, noms)), "")
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
    except Conflit:
        form.add_error(None, ValidationError(AUTRE_VERSION, code=PERIMEE))
    except ValidationError as erreur:
        form.add_error(None, erreur)
    return form.is_valid()
