"""Annoncer ce qui vient d'arriver, au rythme que chacun a choisi."""

from django.db.models.functions import Lower

from courriels.models import Annonce
from socle import courriel

from .models import Utilisateur


def annoncer_au_rythme(sujet, phrase, adresses, **options):
    """Comme `socle.courriel.annoncer`, pour ce qui n'est pas urgent.

    À chacun selon son choix : une fois par jour, aussitôt, ou pas du tout. Une adresse sans compte,
    celle d'un service, le reçoit aussitôt.
    """
    adresses = list(adresses)
    connues = Utilisateur.objects.annotate(adresse=Lower("email"))
    choix = dict(
        connues.filter(adresse__in=[a.lower() for a in adresses]).values_list("adresse", "rythme")
    )
    aussitot = []
    for adresse in adresses:
        rythme = choix.get(adresse.lower(), Utilisateur.Rythme.AUSSITOT)
        if rythme == Utilisateur.Rythme.AUSSITOT:
            aussitot.append(adresse)
        elif rythme == Utilisateur.Rythme.PAR_JOUR:
            _garder(adresse, sujet, phrase, **options)
    courriel.annoncer(sujet, phrase, aussitot, **options)


def _garder(adresse, sujet, phrase, *, chemin, par, quoi="", mot=""):
    a_qui_repondre = f"{par}, {par.email}" if par and par.email else ""
    Annonce.objects.create(
        adresse=adresse,
        sujet=sujet[:250],
        phrase=phrase,
        quoi=str(quoi)[:250],
        mot=mot,
        chemin=chemin,
        par=a_qui_repondre,
    )
