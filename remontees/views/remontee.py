"""Les pages de toute remontée : suivi, saisie, lecture, documents, transmission, examen."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from socle.en_passant import A_CORRIGER, BROUILLON, ENTRE_TEMPS, enregistre, refus, repere
from socle.listes import lister_lignes, paginer

from ..exports import SuiviResource
from ..forms.remontee import RemonteeForm
from ..forms.suivi import SuiviForm
from ..historique import modifications
from ..models import Conflit, EtatInvalide, PasEncoreTransmise, Remontee
from ..odt import telecharger_odt
from ..pdf import telecharger_pdf
from ..sections import remplissages
from .anterieur import Depot
from .circuit import Circuit
from .examen import Examen, montrer_la_version, versions
from .lot import accepter_plusieurs
from .redaction import Jugement, a_proposer


@dataclass(frozen=True)
class Pages:
    """Les pages d'une remontée, d'après son modèle, son formulaire et ses gabarits."""

    modele: type[Remontee]
    formulaire: type[RemonteeForm]
    gabarit_liste: str
    gabarit_saisie: str

    @property
    def nom(self):
        """Le nom de ses adresses, sans celui de leur salle."""
        return self.modele.adresses.rpartition(":")[2]

    def adresses(self):
        """Rend les adresses d'une remontée ; `periode` et `territoire` les précèdent."""
        nom = self.nom
        return [
            path("", self.detail, name=nom),
            path("brouillon/", self.brouillon, name=f"{nom}_brouillon"),
            path("historique/", self.historique, name=f"{nom}_historique"),
            path("pdf/", self.pdf, name=f"{nom}_pdf"),
            path("odt/", self.odt, name=f"{nom}_odt"),
            path("versions/<int:numero>/pdf/", self.version_pdf, name=f"{nom}_version_pdf"),
            path("versions/<int:numero>/json/", self.version_json, name=f"{nom}_version_json"),
            path("versions/<int:numero>/envoyer/", self.envoyer, name=f"{nom}_envoyer"),
            path("versions/<int:numero>/differences/", self.differences, name=f"{nom}_differences"),
            *Depot(self.modele).adresses(nom),
            *Circuit(self.modele).adresses(nom),
            *Examen(self.modele).adresses(nom),
        ]

    def liste(self, request):
        """Où en sont les remontées : toutes celles d'une préfecture, une période de la nation.

        Le CGET y accepte celles qu'il coche.
        """
        if request.method == "POST" and request.user.est_cget:
            return accepter_plusieurs(request, self.modele)
        siennes = bool(self.modele.codes_modifiables(request.user))
        form = SuiviForm(request.GET, modele=self.modele, toutes=siennes, user=request.user)
        territoires = self.modele.Territoire.objects.suivis_par(request.user)
        territoires = territoires.select_related(*self.modele.relations_du_territoire)
        remontees = self.modele.objects.avec_versions(request.user)
        lignes = form.choisir(remontees.suivi(request.user, territoires, form.choisies))
        page = paginer(request, lignes)
        return lister_lignes(
            request,
            form,
            lignes,
            SuiviResource(),
            f"suivi-{self.nom}",
            self.gabarit_liste,
            titre=self.modele.pluriel,
            page_obj=page,
            a_cocher=any(ligne.est_a_examiner for ligne in page),
        )

    def detail(self, request, periode, territoire):
        """La remontée : à remplir pour sa préfecture, à lire (dernière version) pour les autres."""
        try:
            remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        except PasEncoreTransmise as attente:
            contexte = {"remontee": attente.remontee}
            return render(request, "remontees/pas_encore_transmise.html", contexte, status=404)
        if request.method != "POST" and remontee.attend_la_signature_de_la_maison(request.user):
            return redirect(remontee.adresse("transmettre"))
        if not remontee.a_remplir_par(request.user):
            if request.method == "POST" and remontee.est_ecrite_par(request.user):
                return self._rendre_la_saisie(request, remontee)
            return montrer_la_version(request, remontee)
        jugement = Jugement.lire(request.POST, remontee)
        form = self.formulaire(jugement.saisie(request.POST) or None, instance=remontee)
        if form.is_valid():
            return self._enregistrer(request, form, periode, territoire, jugement)
        return self._remplir(request, form, status=422 if form.is_bound else 200)

    def _enregistrer(self, request, form, periode, territoire, jugement):
        """Enregistre le brouillon ; enregistré entre-temps par un autre, montre les deux textes."""
        remontee = form.instance
        try:
            form.enregistrer(request.user)
        except Conflit:
            actuelle = self.modele.objects.ouvrir(request.user, periode, territoire)
            differences = form.reprendre_sur(actuelle)
            return self._remplir(
                request, form, status=409, actuelle=actuelle, differences=differences
            )
        except EtatInvalide:
            return self._rendre_la_saisie(request, remontee)
        if jugement.geste:
            jugement.noter(request)
            return redirect(f"{remontee.get_absolute_url()}{jugement.repere}")
        if "transmettre" in request.POST:
            return redirect(f"{remontee.adresse('transmettre')}{repere(request)}")
        messages.success(request, "Le brouillon est enregistré.")
        return redirect(f"{remontee.get_absolute_url()}{repere(request)}")

    @method_decorator(require_POST)
    def brouillon(self, request, periode, territoire):
        """Enregistre en passant, pendant que l'agent écrit ; répond en JSON, sans page."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if not remontee.a_remplir_par(request.user):
            return refus(409, "La remontée n’est plus modifiable : copiez votre texte.")
        form = self.formulaire(request.POST, instance=remontee)
        if not form.is_valid():
            return refus(422, A_CORRIGER, [form])
        try:
            form.enregistrer(request.user)
        except (Conflit, EtatInvalide):
            return refus(409, ENTRE_TEMPS)
        return enregistre({"verrou": remontee.verrou}, BROUILLON)

    def _rendre_la_saisie(self, request, remontee):
        """Rend à son auteur le texte d'une remontée soumise ou transmise pendant qu’il écrivait."""
        form = self.formulaire(request.POST, instance=remontee)
        etat = Remontee.Etat(remontee.etat).label.lower()
        form.add_error(
            None,
            f"Cette remontée est {etat}. Votre saisie n’a pas été enregistrée : copiez-la.",
        )
        return self._remplir(request, form, status=409)

    def _remplir(self, request, form, status, **contexte):
        remontee = form.instance
        manques = remontee.tous_les_manques()
        refuses = [f"id_{nom}" for nom in form.errors]
        contexte |= {
            "remontee": remontee,
            "form": form,
            "contenu": remontee.contenu(),
            "manques": manques,
            "sections": remplissages(remontee.sections, manques, refuses, form.mots),
            "peut_transmettre": remontee.peut_etre_transmise_par(request.user),
            "rectification": remontee.rectification_en_cours,
            "phrases": a_proposer(form),
        }
        if remontee.pk:
            contexte |= {"transmissions": versions(remontee)}
        return render(request, self.gabarit_saisie, contexte, status=status)

    def pdf(self, request, periode, territoire):
        """Le PDF : projet tant que la préfecture le prépare, dernière version transmise sinon."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if remontee.est_preparee_par(request.user):
            nom = f"{remontee.nom_de_fichier()}-projet.pdf"
            return telecharger_pdf(remontee.pdf_de_projet(), nom)
        transmission = remontee.transmissions.first()
        return telecharger_pdf(transmission.pdf, transmission.nom_fichier)

    def odt(self, request, periode, territoire):
        """Le document de travail, du même contenu que le PDF que lit cette personne."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        projet = remontee.est_preparee_par(request.user)
        contenu = remontee.contenu() if projet else remontee.derniere_transmission().donnees
        return telecharger_odt(*remontee.a_imprimer(contenu, projet), remontee.nom_de_fichier())

    def version_pdf(self, request, periode, territoire, numero):
        """Le PDF d'une version transmise."""
        transmission = self._version(request, periode, territoire, numero)
        return telecharger_pdf(transmission.pdf, transmission.nom_fichier)

    def version_json(self, request, periode, territoire, numero):
        """Les données figées d'une version transmise."""
        donnees = self._version(request, periode, territoire, numero).donnees
        return JsonResponse(donnees, json_dumps_params={"ensure_ascii": False, "indent": 2})

    def differences(self, request, periode, territoire, numero):
        """Ce qu'une version change : depuis la précédente, depuis la période d'avant."""
        transmission = self._version(request, periode, territoire, numero)
        remontee = transmission.remontee
        anciennes = [("Depuis la version précédente", transmission.precedente)]
        if avant := self.modele.objects.visibles_par(request.user).juste_avant(remontee).first():
            titre = f"Depuis la période précédente ({avant.periode.libelle})"
            anciennes.append((titre, avant.derniere_transmission()))
        contexte = {
            "remontee": remontee,
            "transmission": transmission,
            "comparaisons": [
                (titre, transmission.changements_depuis(ancienne))
                for titre, ancienne in anciennes
                if ancienne
            ],
        }
        return render(request, "remontees/differences.html", contexte)

    def historique(self, request, periode, territoire):
        """Qui a changé quoi, pour la préfecture : un brouillon n'en sort pas."""
        modifiables = self.modele.objects.modifiables_par(request.user)
        remontee = get_object_or_404(modifiables.de(periode, territoire))
        page = paginer(request, modifications(remontee))
        contexte = {"remontee": remontee, "page_obj": page}
        return render(request, "remontees/historique.html", contexte)

    def _version(self, request, periode, territoire, numero):
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        return get_object_or_404(remontee.transmissions, numero=numero)

    @method_decorator(require_POST)
    def envoyer(self, request, periode, territoire, numero):
        """Remet en file le courriel d'une version, quand la file l'a abandonné."""
        modifiables = self.modele.objects.modifiables_par(request.user)
        remontee = get_object_or_404(modifiables.de(periode, territoire))
        transmission = get_object_or_404(
            remontee.transmissions, numero=numero, courriel_envoye_le=None
        )
        try:
            transmission.envoyer_de_nouveau(request.user)
        except EtatInvalide as erreur:
            messages.error(request, str(erreur))
        else:
            messages.success(request, "Le courriel est remis en file ; il part dans la minute.")
        return redirect(remontee)
