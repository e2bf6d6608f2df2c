"""Le calendrier d'une personne, au format iCalendar : ses échéances, les journées du CGET."""

import datetime
import re
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Alarm, Calendar, Event

from partage.models import Journee
from quartiers.models import Departement, Region
from remontees import registre
from remontees.file_de_lecture import a_lire
from remontees.models import Campagne
from remontees.obligation import avec_obligations, obligations_dues
from socle.francais import compter

# Une alarme sonne à neuf heures, sept jours avant et la veille.
ALARMES = [datetime.timedelta(hours=9, days=-jours) for jours in (7, 1)]
# « 9 h 30 - 17 h », « de 14h à 16h30 ».
HORAIRES = re.compile(r"(\d\d?) ?h ?(\d\d)?\D+(\d\d?) ?h ?(\d\d)?")


def calendrier(user):
    """Rend les octets du calendrier de `user`.

    Y sont ce que doit encore sa préfecture, ou les campagnes qu'il suit ; les compléments que le
    CGET demande pour un jour ; au CGET, ce qu'il a à décider ; les journées de mobilisation dont le
    jour est connu.
    """
    agenda = Calendar()
    agenda.add("prodid", "-//Quartiers//FR")
    agenda.add("version", "2.0")
    agenda.add("x-wr-calname", "Quartiers : échéances")
    ouvertes = list(Campagne.objects.ouvertes())
    for trouver in (_dues, _suivies, _complements, _a_decider):
        for evenement in trouver(user, ouvertes):
            for quand in ALARMES:
                evenement.add_component(_alarme(evenement, quand))
            agenda.add_component(evenement)
    for journee in Journee.objects.visibles_par(user).fixees():
        agenda.add_component(_journee(journee))
    return agenda.to_ical()


def _dues(user, ouvertes):
    """Produit l'échéance de tout ce que doit encore la préfecture de `user`."""
    siens = {
        Departement: Departement.objects.modifiables_par(user).select_related("region"),
        Region: Region.objects.modifiables_par(user),
    }
    for modele in registre.remontees():
        if not modele.codes_modifiables(user):
            continue
        for ligne in modele.objects.attendues(user, siens[modele.Territoire], ouvertes):
            remontee = ligne.remontee
            if remontee.etat in modele.EN_PREPARATION and not remontee.retour_pour_le:
                adresse = remontee.get_absolute_url()
                yield _echeance(ligne.campagne, ligne, str(remontee), ligne.libelle_etat, adresse)
    departements = avec_obligations(siens[Departement], ouvertes)
    for due in obligations_dues(departements, ouvertes):
        yield _echeance(due.campagne, due, due.libelle, due.etat, due.lien)


def _suivies(user, ouvertes):
    """Produit l'échéance des campagnes que `user` suit sans y répondre lui-même."""
    codes = {Departement: user.codes_departements_suivis, Region: user.codes_regions_suivies}
    ecrits = {
        Departement: user.codes_departements_modifiables,
        Region: user.codes_regions_modifiables,
    }
    for campagne in ouvertes:
        suivis = codes[campagne.Territoire]
        if not ecrits[campagne.Territoire] and any(map(campagne.concerne, suivis)):
            jour = campagne.echeance_le
            evenement = _evenement(f"campagne-{campagne.pk}", jour, jour, [campagne.consignes])
            evenement.add("summary", f"Échéance : {campagne}")
            _lier(evenement, reverse("accueil"))
            evenement.add("dtstamp", campagne.history.latest().history_date)
            yield evenement


def _echeance(campagne, attendue, nom, etat, adresse):
    jour = attendue.echeance.jour
    cle = f"campagne-{campagne.pk}-{attendue.territoire.pk}"
    evenement = _evenement(cle, jour, jour, [f"État : {etat.lower()}", campagne.consignes])
    evenement.add("summary", f"Échéance : {nom}")
    _lier(evenement, adresse)
    evenement.add("dtstamp", campagne.history.latest().history_date)
    return evenement


def _complements(user, ouvertes):
    """Produit ce que le CGET demande de compléter pour un jour."""
    for modele in registre.remontees():
        for remontee in modele.objects.modifiables_par(user).a_rendre():
            jour = remontee.retour_pour_le
            cle = f"complement-{remontee.genre}-{remontee.pk}"
            description = [f"État : {remontee.get_etat_display().lower()}"]
            evenement = _evenement(cle, jour, jour, [*description, remontee.commentaire_retour])
            evenement.add("summary", f"Complément attendu : {remontee}")
            _lier(evenement, remontee.get_absolute_url())
            evenement.add("dtstamp", remontee.modifie_le)
            yield evenement


def _a_decider(user, ouvertes):
    """Produit, au CGET, un jour où des versions attendent au plus tard sa décision."""
    file = a_lire(user) if user.est_cget else []
    for jour, lignes in groupby(file, key=lambda ligne: ligne.a_decider_le):
        noms = [str(ligne.remontee) for ligne in lignes]
        evenement = _evenement(f"examen-{jour}", jour, jour, ["\n".join(noms)])
        evenement.add("summary", f"À décider : {compter(len(noms), 'version')}")
        _lier(evenement, reverse("a_lire"))
        evenement.add("dtstamp", timezone.now())
        yield evenement


def _journee(journee):
    evenement = _evenement(
        f"journee-{journee.pk}",
        journee.debut,
        journee.dernier_jour,
        [journee.horaires, journee.description, journee.lien],
    )
    if heures := _heures(journee):
        # Sans fuseau : c'est l'heure de la ville où elle se tient.
        for borne, heure in zip(("dtstart", "dtend"), heures, strict=True):
            del evenement[borne]
            evenement.add(borne, datetime.datetime.combine(journee.debut, heure))
    evenement.add("summary", str(journee))
    _lier(evenement, journee.get_absolute_url())
    evenement.add("location", ", ".join(filter(None, [journee.lieu, journee.ville])))
    evenement.add("dtstamp", journee.modifiee_le)
    return evenement


def _heures(journee):
    """Rend l'heure où commence une journée, et où elle finit, si ses horaires les disent."""
    lus = HORAIRES.fullmatch(journee.horaires.lower().removeprefix("de ").strip(" ."))
    if not lus or journee.dernier_jour != journee.debut:
        return None
    debut, minutes, fin, minutes_de_fin = (int(nombre or 0) for nombre in lus.groups())
    try:
        heures = datetime.time(debut, minutes), datetime.time(fin, minutes_de_fin)
    except ValueError:
        return None
    return heures if heures[0] < heures[1] else None


def _evenement(cle, premier_jour, dernier_jour, lignes):
    """Commence un événement de journées entières, du premier au dernier jour compris."""
    evenement = Event()
    evenement.add("uid", f"{cle}@quartiers")
    evenement.add("dtstart", premier_jour)
    evenement.add("dtend", dernier_jour + datetime.timedelta(days=1))
    if description := "\n".join(filter(None, lignes)):
        evenement.add("description", description)
    return evenement


def _lier(evenement, chemin):
    evenement.add("url", f"{settings.ADRESSE_DU_PORTAIL}{chemin}")


def _alarme(evenement, quand):
    alarme = Alarm()
    alarme.add("action", "DISPLAY")
    alarme.add("description", evenement["summary"])
    alarme.add("trigger", quand)
    return alarme
