"""Pages du bilan semestriel : suivi, saisie, lecture, PDF, transmission, examen par le CGET."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from quartiers.models import Departement
from remontees.models import Conflit, EtatInvalide
from remontees.semestre import semestres_ouverts

from ..forms.bilan import BilanForm, RetourForm, VerrouForm
from ..models import Bilan


def liste(request):
    """Où en sont les bilans : tous les semestres d'une préfecture, un semestre de la nation."""
    ouverts = semestres_ouverts()
    choisi = next((s for s in ouverts if str(s) == request.GET.get("semestre")), None)
    if not choisi and not request.user.est_prefecture:
        choisi = ouverts[0]
    departements = Departement.objects.filter(code__in=request.user.codes_departements_suivis)
    lignes = Bilan.objects.suivi(request.user, departements, [choisi] if choisi else ouverts)
    return render(
        request,
        "paqte/bilan_liste.html",
        {"lignes": lignes, "ouverts": ouverts, "choisi": choisi},
    )


def detail(request, semestre, departement):
    """Le bilan : à remplir pour sa préfecture, à lire (dernière version) pour les autres."""
    bilan = Bilan.objects.ouvrir(request.user, semestre, departement)
    if not bilan.a_remplir_par(request.user):
        return _lire(request, bilan)
    form = BilanForm(request.POST or None, instance=bilan)
    if not form.is_bound or not form.is_valid():
        return _remplir(request, form, status=422 if form.is_bound else 200)
    try:
        form.enregistrer(request.user)
    except Conflit:
        actuel = Bilan.objects.ouvrir(request.user, semestre, departement)
        differences = form.reprendre_sur(actuel)
        return _remplir(request, form, status=409, actuel=actuel, differences=differences)
    except EtatInvalide as erreur:
        form.add_error(None, f"{erreur} Votre saisie n’a pas été enregistrée : copiez-la.")
        return _remplir(request, form, status=409)
    if "transmettre" in request.POST:
        return redirect("paqte:bilan_transmettre", semestre, departement)
    messages.success(request, "Le brouillon est enregistré.")
    return redirect(bilan)


def _remplir(request, form, status, **contexte):
    bilan = form.instance
    contexte |= {
        "bilan": bilan,
        "form": form,
        "contenu": bilan.contenu(),
        "manques": bilan.manques(),
    }
    return render(request, "paqte/bilan_form.html", contexte, status=status)


def _lire(request, bilan):
    transmissions = bilan.transmissions.defer("pdf").select_related("transmise_par")
    contexte = {
        "bilan": bilan,
        "contenu": transmissions[0].donnees,
        "transmissions": transmissions,
        "retour": RetourForm(),
        "examinable": request.user.est_cget and bilan.etat == Bilan.Etat.TRANSMISE,
    }
    return render(request, "paqte/bilan_lecture.html", contexte)


def pdf(request, semestre, departement):
    """Le PDF : projet tant que la préfecture écrit, dernière version transmise sinon."""
    bilan = Bilan.objects.ouvrir(request.user, semestre, departement)
    if bilan.a_remplir_par(request.user):
        return _fichier(bilan.pdf_de_projet(), f"{bilan.nom_de_fichier()}-projet.pdf")
    transmission = bilan.transmissions.first()
    return _fichier(transmission.pdf, transmission.nom_fichier)


def transmettre(request, semestre, departement):
    """Vérifie le bilan puis, à la confirmation du valideur, le transmet au CGET."""
    bilan = Bilan.objects.ouvrir(request.user, semestre, departement)
    if bilan.pk is None or not bilan.a_remplir_par(request.user):
        return redirect(bilan)
    form = VerrouForm(request.POST or None, initial={"verrou": bilan.verrou})
    if form.is_valid():
        try:
            bilan.transmettre(request.user, form.cleaned_data["verrou"])
        except Conflit:
            messages.error(request, "Le bilan a changé depuis votre relecture : relisez-le.")
        except (EtatInvalide, ValidationError):
            messages.error(request, "Le bilan n’est pas transmis : vérifiez-le ci-dessous.")
        else:
            messages.success(request, "Le bilan est transmis au CGET.")
            return redirect(bilan)
        return redirect("paqte:bilan_transmettre", semestre, departement)
    contexte = {
        "bilan": bilan,
        "form": form,
        "manques": bilan.manques(),
        "peut_transmettre": request.user.peut_transmettre(bilan.departement),
    }
    return render(request, "paqte/bilan_transmettre.html", contexte)


@require_POST
def renvoyer(request, semestre, departement):
    """Le CGET demande un complément."""
    bilan = Bilan.objects.ouvrir(request.user, semestre, departement)
    form = RetourForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Dites à la préfecture ce qui est à compléter.")
    else:
        _examiner(request, lambda: bilan.renvoyer(request.user, form.cleaned_data["commentaire"]))
    return redirect(bilan)


@require_POST
def accepter(request, semestre, departement):
    """Le CGET accepte la dernière version transmise."""
    bilan = Bilan.objects.ouvrir(request.user, semestre, departement)
    _examiner(request, lambda: bilan.accepter(request.user))
    return redirect(bilan)


def _examiner(request, action):
    try:
        action()
    except EtatInvalide as erreur:
        messages.error(request, str(erreur))
    else:
        messages.success(request, "Votre décision est enregistrée.")


def version_pdf(request, semestre, departement, numero):
    """Le PDF d'une version transmise."""
    transmission = _version(request, semestre, departement, numero)
    return _fichier(transmission.pdf, transmission.nom_fichier)


def version_json(request, semestre, departement, numero):
    """Les données figées d'une version transmise."""
    donnees = _version(request, semestre, departement, numero).donnees
    return JsonResponse(donnees, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_POST
def envoyer(request, semestre, departement, numero):
    """Refait l'envoi du courriel d'une version, quand il a échoué."""
    bilan = get_object_or_404(
        Bilan.objects.modifiables_par(request.user),
        semestre=str(semestre),
        departement=departement,
    )
    transmission = get_object_or_404(bilan.transmissions, numero=numero, courriel_envoye_le=None)
    transmission.envoyer()
    if transmission.courriel_erreur:
        messages.error(request, f"Le courriel n’est pas parti : {transmission.courriel_erreur}")
    else:
        messages.success(request, "Le courriel est envoyé.")
    return redirect(bilan)


def _version(request, semestre, departement, numero):
    bilan = Bilan.objects.ouvrir(request.user, semestre, departement)
    return get_object_or_404(bilan.transmissions, numero=numero)


def _fichier(octets, nom):
    return HttpResponse(
        bytes(octets),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{nom}"'},
    )
