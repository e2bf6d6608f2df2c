"""Le parapheur : lire ce qui partira, le soumettre, le rendre, le transmettre, le rectifier."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path

from ..differences import comparer
from ..forms.circuit import CertificationForm, RectificationForm, RetourALAgentForm, SoumissionForm
from ..models import Conflit, EtatInvalide, Remontee
from ..pdf import DocumentTropLourd
from .examen import a_l_envoi

CHANGEE = "Le document a changé depuis votre lecture, texte ou chiffres : relisez-le."


@dataclass(frozen=True)
class Circuit:
    """Les pages par où une remontée d'un modèle passe avant de partir."""

    modele: type[Remontee]

    def adresses(self, nom):
        """Rend les adresses du circuit ; `nom` commence le leur."""
        return [
            path("transmettre/", self.transmettre, name=f"{nom}_transmettre"),
            path("soumettre/", self.soumettre, name=f"{nom}_soumettre"),
            path("reprendre/", self.reprendre, name=f"{nom}_reprendre"),
            path("retourner/", self.retourner, name=f"{nom}_retourner"),
            path("rectifier/", self.rectifier, name=f"{nom}_rectifier"),
            path("rectifier/abandonner/", self.abandonner, name=f"{nom}_abandonner"),
        ]

    def transmettre(self, request, periode, territoire):
        """Le document tel qu'il partira ; à la confirmation du valideur, il part."""
        remontee = self._ouvrir(request, periode, territoire)
        if remontee.pk is None or not remontee.est_preparee_par(request.user):
            return redirect(remontee)
        form = CertificationForm(request.POST or None, phrase=remontee.phrase_a_certifier)
        if form.is_valid():
            fait = f"Transmission faite {remontee.destination}."
            if not remontee.destinataires():
                fait = "La version est figée, mais aucun courriel ne part : sans destinataire."
            return self._agir(
                request,
                remontee,
                lambda: remontee.transmettre(request.user, form.cleaned_data["lue"]),
                fait,
            )
        saisies = {"transmettre": form} if form.errors else {}
        return self._montrer(request, remontee, **saisies)

    @a_l_envoi
    def soumettre(self, request, periode, territoire):
        """L'agent soumet la remontée qu'il vient de lire à un valideur, ou à tous."""
        remontee = self._de_la_maison(request, periode, territoire)
        form = SoumissionForm(request.POST, remontee=remontee)
        if not form.is_valid():
            return self._reprendre_la_saisie(request, remontee, soumettre=form)
        qui = form.cleaned_data["valideur"] or "tous les valideurs"
        return self._agir(
            request,
            remontee,
            lambda: remontee.soumettre(request.user, **form.cleaned_data),
            f"C’est soumis à {qui}, qu’un courriel prévient.",
        )

    @a_l_envoi
    def reprendre(self, request, periode, territoire):
        """La préfecture reprend ce qui attend une signature, pour l'écrire encore."""
        remontee = self._de_la_maison(request, periode, territoire)
        return self._agir(
            request,
            remontee,
            lambda: remontee.reprendre_la_main(request.user),
            "La remontée est de nouveau à vous : elle n’attend plus de signature.",
        )

    @a_l_envoi
    def retourner(self, request, periode, territoire):
        """Le valideur rend la remontée à l'agent, avec un mot."""
        remontee = self._de_la_maison(request, periode, territoire)
        form = RetourALAgentForm(request.POST, remontee=remontee)
        if not form.is_valid():
            return self._reprendre_la_saisie(request, remontee, retourner=form)
        mot = form.cleaned_data["mot"]
        return self._agir(
            request,
            remontee,
            lambda: remontee.retourner(request.user, mot, form.annotations),
            "C’est rendu à l’agent, qu’un courriel prévient.",
            " ".join([mot, *form.annotations.values()]),
        )

    def rectifier(self, request, periode, territoire):
        """La préfecture rouvre ce qu'elle a transmis, et dit pourquoi."""
        remontee = self._ouvrir(request, periode, territoire)
        if not remontee.est_ecrite_par(request.user):
            raise PermissionDenied
        if remontee.pk is None or remontee.est_preparee_par(request.user):
            return redirect(remontee)
        form = RectificationForm(request.POST or None)
        if form.is_valid():
            return self._agir(
                request,
                remontee,
                lambda: remontee.rectifier(request.user, form.cleaned_data["motif"]),
                "La remontée est rouverte : sa prochaine version annulera et remplacera la "
                "dernière, qui reste lisible.",
                form.cleaned_data["motif"],
            )
        contexte = {
            "remontee": remontee,
            "form": form,
            "derniere": remontee.derniere_transmission(),
        }
        status = 422 if form.errors else 200
        return render(request, "remontees/rectifier.html", contexte, status=status)

    def abandonner(self, request, periode, territoire):
        """La préfecture renonce à rectifier : la version transmise redevient la dernière."""
        remontee = self._de_la_maison(request, periode, territoire)
        rectification = remontee.rectification_en_cours
        if rectification is None or not remontee.a_remplir_par(request.user):
            return redirect(remontee)
        if request.method == "POST":
            return self._agir(
                request,
                remontee,
                lambda: remontee.abandonner_la_rectification(request.user),
                f"La rectification est abandonnée : la version {rectification.numero} tient.",
            )
        contexte = {
            "remontee": remontee,
            "rectification": rectification,
            "changements": remontee.derniere_transmission().ecarts_avec(remontee.contenu()),
        }
        return render(request, "remontees/abandonner.html", contexte)

    def _ouvrir(self, request, periode, territoire):
        return self.modele.objects.ouvrir(request.user, periode, territoire)

    def _de_la_maison(self, request, periode, territoire):
        remontee = self._ouvrir(request, periode, territoire)
        if not remontee.est_ecrite_par(request.user):
            raise PermissionDenied
        if remontee.pk is None:
            raise Http404
        return remontee

    def _reprendre_la_saisie(self, request, remontee, **saisies):
        """Montre un formulaire refusé, tant que la page qui le porte existe."""
        if not remontee.est_preparee_par(request.user):
            return redirect(remontee)
        return self._montrer(request, remontee, **saisies)

    def _agir(self, request, remontee, action, succes, ecrit=""):
        """Fait l'action et dit ce qu'il en est ; `ecrit` se rend à son auteur si elle échoue."""
        copie = f" Votre texte, à copier : « {ecrit} »" if ecrit else ""
        try:
            action()
        except Conflit:
            messages.error(request, CHANGEE)
        except (DocumentTropLourd, EtatInvalide, ValidationError) as erreur:
            raisons = getattr(erreur, "messages", [str(erreur)])
            messages.error(request, f"Rien n’est fait. {' '.join(raisons)}{copie}")
        else:
            messages.success(request, succes)
            return redirect(remontee)
        return redirect(remontee.adresse("transmettre"))

    def _montrer(self, request, remontee, **saisies):
        """Montre le document tel qu'il partira ; `saisies` sont les formulaires refusés."""
        derniere, contenu = remontee.derniere_transmission(), remontee.contenu()
        lecture = {"lue": remontee.lecture(contenu)}
        contexte = {
            "remontee": remontee,
            "empreinte": remontee.empreinte(contenu),
            "contenu": contenu,
            "derniere": derniere,
            "changements": derniere.ecarts_avec(contenu) if derniere else [],
            "manques": remontee.tous_les_manques(),
            "soumission": remontee.soumission,
            "peut_transmettre": remontee.peut_etre_transmise_par(request.user),
            "peut_rendre": request.user.peut_transmettre(remontee.territoire),
            "destinataires": remontee.destinataires(),
            "transmettre": CertificationForm(initial=lecture, phrase=remontee.phrase_a_certifier),
            "soumettre": SoumissionForm(initial=lecture, remontee=remontee),
            "retourner": RetourALAgentForm(remontee=remontee),
            "rectification": remontee.rectification_en_cours,
        }
        contexte["inchangee"] = bool(derniere) and not comparer(derniere.donnees, contenu)
        status = 422 if saisies else 200
        return render(request, "remontees/transmettre.html", contexte | saisies, status=status)
