"""Les pages de toute remontée : suivi, saisie, lecture, PDF, transmission, examen par le CGET."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from socle.listes import lister_lignes, paginer

from ..differences import comparer
from ..exports import SuiviResource
from ..forms.remontee import RemonteeForm, VerrouForm
from ..forms.suivi import SuiviForm
from ..historique import modifications
from ..models import Conflit, EtatInvalide, Remontee
from ..pdf import DocumentTropLourd, telecharger_pdf
from .examen import Examen, montrer_la_version, versions


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
            path("transmettre/", self.transmettre, name=f"{nom}_transmettre"),
            path("versions/<int:numero>/pdf/", self.version_pdf, name=f"{nom}_version_pdf"),
            path("versions/<int:numero>/json/", self.version_json, name=f"{nom}_version_json"),
            path("versions/<int:numero>/envoyer/", self.envoyer, name=f"{nom}_envoyer"),
            path("versions/<int:numero>/differences/", self.differences, name=f"{nom}_differences"),
            *Examen(self.modele).adresses(nom),
        ]

    def liste(self, request):
        """Où en sont les remontées : toutes celles d'une préfecture, une période de la nation."""
        siennes = bool(self.modele.codes_modifiables(request.user))
        form = SuiviForm(request.GET, modele=self.modele, toutes=siennes)
        territoires = self.modele.Territoire.objects.suivis_par(request.user)
        territoires = territoires.select_related(*self.modele.relations_du_territoire)
        remontees = self.modele.objects.avec_versions()
        lignes = form.choisir(remontees.suivi(request.user, territoires, form.choisies))
        return lister_lignes(
            request,
            form,
            lignes,
            SuiviResource(),
            f"suivi-{self.nom}",
            self.gabarit_liste,
            titre=self.modele.pluriel,
            page_obj=paginer(request, lignes),
        )

    def detail(self, request, periode, territoire):
        """La remontée : à remplir pour sa préfecture, à lire (dernière version) pour les autres."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if not remontee.a_remplir_par(request.user):
            if request.method == "POST" and remontee.est_ecrite_par(request.user):
                return self._rendre_la_saisie(request, remontee)
            return montrer_la_version(request, remontee)
        form = self.formulaire(request.POST or None, instance=remontee)
        if form.is_valid():
            return self._enregistrer(request, form, periode, territoire)
        return self._remplir(request, form, status=422 if form.is_bound else 200)

    def _enregistrer(self, request, form, periode, territoire):
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
        if "transmettre" in request.POST:
            return redirect(remontee.adresse("transmettre"))
        messages.success(request, "Le brouillon est enregistré.")
        return redirect(remontee)

    @method_decorator(require_POST)
    def brouillon(self, request, periode, territoire):
        """Enregistre en passant, pendant que l'agent écrit ; répond en JSON, sans page."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if not remontee.a_remplir_par(request.user):
            return _refus(409, "La remontée n’est plus modifiable : copiez votre texte.")
        form = self.formulaire(request.POST, instance=remontee)
        if not form.is_valid():
            return _refus(422, "Un champ est à corriger : le reste s’enregistrera ensuite.")
        try:
            form.enregistrer(request.user)
        except (Conflit, EtatInvalide):
            return _refus(409, "Quelqu’un a enregistré entre-temps : enregistrez pour comparer.")
        heure = timezone.localtime(remontee.modifie_le)
        return JsonResponse({"verrou": remontee.verrou, "heure": f"{heure:%H} h {heure:%M}"})

    def _rendre_la_saisie(self, request, remontee):
        """Rend à son auteur le texte d'une remontée transmise pendant qu'il écrivait."""
        form = self.formulaire(request.POST, instance=remontee)
        etat = Remontee.Etat(remontee.etat).label.lower()
        form.add_error(
            None,
            f"Cette remontée est {etat}. Votre saisie n’a pas été enregistrée : copiez-la.",
        )
        return self._remplir(request, form, status=409)

    def _remplir(self, request, form, status, **contexte):
        remontee = form.instance
        contexte |= {
            "remontee": remontee,
            "form": form,
            "contenu": remontee.contenu(),
            "manques": remontee.tous_les_manques(),
            "peut_transmettre": request.user.peut_transmettre(remontee.territoire),
        }
        if remontee.etat == Remontee.Etat.A_COMPLETER:
            contexte |= {"transmissions": versions(remontee)}
        return render(request, self.gabarit_saisie, contexte, status=status)

    def pdf(self, request, periode, territoire):
        """Le PDF : projet tant que la préfecture écrit, dernière version transmise sinon."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if remontee.a_remplir_par(request.user):
            nom = f"{remontee.nom_de_fichier()}-projet.pdf"
            return telecharger_pdf(remontee.pdf_de_projet(), nom)
        transmission = remontee.transmissions.first()
        return telecharger_pdf(transmission.pdf, transmission.nom_fichier)

    def transmettre(self, request, periode, territoire):
        """Vérifie la remontée puis, à la confirmation du valideur, la transmet."""
        remontee = self.modele.objects.ouvrir(request.user, periode, territoire)
        if remontee.pk is None or not remontee.a_remplir_par(request.user):
            return redirect(remontee)
        form = VerrouForm(request.POST or None, initial={"verrou": remontee.verrou})
        if form.is_valid():
            return self._transmettre(request, remontee, form.cleaned_data["verrou"])
        derniere, contenu = remontee.derniere_transmission(), remontee.contenu()
        contexte = {
            "remontee": remontee,
            "form": form,
            "contenu": contenu,
            "derniere": derniere,
            "inchangee": bool(derniere) and not comparer(derniere.donnees, contenu),
            "manques": remontee.tous_les_manques(),
            "peut_transmettre": request.user.peut_transmettre(remontee.territoire),
        }
        return render(request, "remontees/transmettre.html", contexte)

    def _transmettre(self, request, remontee, verrou):
        try:
            remontee.transmettre(request.user, verrou)
        except Conflit:
            messages.error(request, "Le texte a changé depuis votre relecture : relisez-le.")
        except (DocumentTropLourd, EtatInvalide, ValidationError) as erreur:
            raisons = getattr(erreur, "messages", [str(erreur)])
            messages.error(request, f"Rien n’est transmis. {' '.join(raisons)}")
        else:
            messages.success(request, f"Transmission faite {remontee.destination}.")
            return redirect(remontee)
        return redirect(remontee.adresse("transmettre"))

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
        if avant := self.modele.objects.visibles_par(request.user).precedentes(remontee).first():
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


def _refus(statut, message):
    return JsonResponse({"message": message}, status=statut)
