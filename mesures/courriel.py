"""Les courriels des mesures : chaque décision est dite à qui elle concerne."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from comptes.annonces import annoncer_au_rythme
from comptes.models import Utilisateur
from socle.courriel import annoncer, preparer
from socle.francais import compter, ecrire_jour


def envoyer_proposition(appreciation):
    """Dit à chaque valideur du département qu'un agent propose l'appréciation du préfet."""
    annoncer(
        f"À valider : appréciation du préfet, mesure {appreciation.mesure.code}",
        f"{appreciation.par} propose cette appréciation du préfet, que vous pouvez valider ou "
        f"écarter : {appreciation.get_niveau_display().lower()}.",
        _adresses(Utilisateur.objects.valideurs_de(appreciation.departement)),
        chemin=f"{appreciation.mesure.get_absolute_url()}#appreciations",
        par=appreciation.par,
        quoi=appreciation.mesure,
        mot=appreciation.commentaire,
    )


def envoyer_suite(appreciation, validee, par):
    """Dit à l'agent ce qu'un autre que lui a fait de l'appréciation qu'il proposait."""
    fait = "validée" if validee else "écartée"
    annoncer(
        f"Appréciation {fait} : mesure {appreciation.mesure.code}",
        f"L’appréciation du préfet que vous proposiez "
        f"({appreciation.get_niveau_display().lower()}) est {fait}.",
        _adresses([appreciation.par], sauf=par),
        chemin=f"{appreciation.mesure.get_absolute_url()}#appreciations",
        par=par,
        quoi=appreciation.mesure,
        mot=appreciation.commentaire,
    )


def envoyer_contestation(contestation):
    """Dit au ministère chef de file, ou au CGET sans lui, qu'une valeur est contestée."""
    mesure = contestation.valeur.indicateur.mesure
    annoncer(
        f"Valeur contestée : mesure {mesure.code}, {contestation.departement}",
        f"La préfecture conteste une valeur de la mesure ({contestation.valeur.affichage}) "
        f"et propose {contestation.affichage}. Son motif :",
        _adresses(mesure.membres_du_chef_de_file() or _cget()),
        chemin=contestation.get_absolute_url(),
        par=contestation.par,
        quoi=contestation.valeur.indicateur,
        mot=contestation.motif,
    )


def envoyer_reponse(contestation, par):
    """Dit à qui a contesté une valeur, ou à sa préfecture s'il est parti, ce qui est répondu."""
    auteur = [contestation.par] if contestation.par and contestation.par.is_active else ()
    annoncer_au_rythme(
        f"Contestation {contestation.get_etat_display().lower()} : "
        f"mesure {contestation.valeur.indicateur.mesure.code}, {contestation.departement}",
        f"Le ministère répond à la valeur que vous proposiez ({contestation.affichage}) :",
        _adresses(auteur or Utilisateur.objects.redacteurs_de(contestation.departement)),
        chemin=contestation.get_absolute_url(),
        par=par,
        quoi=contestation.valeur.indicateur,
        mot=contestation.reponse,
    )


def envoyer_niveau(changement):
    """Dit qu'une mesure change de niveau à qui elle concerne (voir `_concernes`)."""
    mesure = changement.mesure
    annoncer_au_rythme(
        f"Mesure {mesure.code}, {changement.get_niveau_display().lower()} "
        f"au {ecrire_jour(changement.le)}",
        f"Le niveau d’engagement de la mesure est, au {ecrire_jour(changement.le)}, "
        f"« {changement.get_niveau_display()} ». Le motif :",
        _adresses(_concernes(mesure), sauf=changement.par),
        chemin=mesure.get_absolute_url(),
        par=changement.par,
        quoi=mesure,
        mot=changement.motif,
    )


def envoyer_retrait_de_niveau(changement):
    """Dit qu'un niveau saisi par erreur est retiré."""
    mesure = changement.mesure
    annoncer_au_rythme(
        f"Mesure {mesure.code} : niveau du {ecrire_jour(changement.le)} retiré",
        f"Le niveau « {changement.get_niveau_display()} », à partir du "
        f"{ecrire_jour(changement.le)}, était une erreur : il est retiré. Le motif :",
        _adresses(_concernes(mesure), sauf=changement.retire_par),
        chemin=mesure.get_absolute_url(),
        par=changement.retire_par,
        quoi=mesure,
        mot=changement.motif_du_retrait,
    )


def envoyer_attribution(ministere, mesures):
    """Dit aux membres d'un ministère les mesures dont il devient chef de file."""
    annoncer(
        f"Votre ministère mène {compter(len(mesures), 'mesure')} de plus",
        f"{ministere} est désormais chef de file des mesures qui suivent : vous en tenez le niveau "
        "et les valeurs.",
        _adresses(ministere.membres.all()),
        chemin=reverse("accueil"),
        par=None,
        quoi="\n".join(map(str, mesures)),
    )


def envoyer_relance(collecte, membre, indicateurs):
    """Rappelle à un membre d'un ministère les indicateurs qu'il doit encore à une collecte."""
    contexte = {
        "collecte": collecte,
        "indicateurs": indicateurs,
        "site": settings.ADRESSE_DU_PORTAIL,
        "repondre_a": settings.COURRIEL_CGET,
    }
    attendus = compter(len(indicateurs), "indicateur attendu")
    preparer(
        f"Pour le {ecrire_jour(collecte.echeance_le)} : {attendus}, {collecte}",
        "mesures/courriel_relance.txt",
        contexte,
        [membre.email],
        reply_to=[settings.COURRIEL_CGET],
    ).send()


def _concernes(mesure):
    """Rend le ministère chef de file, le CGET, et les préfectures qui déclinent la mesure."""
    declinees = mesure.engagements.en_vigueur(timezone.localdate())
    departements = declinees.values("protocole__contrat__departement")
    prefectures = Utilisateur.objects.redacteurs().filter(perimetres__departement__in=departements)
    return {*mesure.membres_du_chef_de_file(), *_cget(), *prefectures}


def _cget():
    return Utilisateur.objects.filter(role=Utilisateur.Role.CGET)


def _adresses(personnes, sauf=None):
    """Rend les adresses, rangées, de ces personnes actives, `sauf` celle qui a décidé."""
    return sorted({p.email for p in personnes if p and p != sauf and p.is_active and p.email})
