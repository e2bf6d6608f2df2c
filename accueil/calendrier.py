"""Le calendrier d'une personne, au format iCalendar : ses échéances, les journées du CGET."""

import datetime

from icalendar import Calendar, Event

from partage.models import Journee
from quartiers.models import Departement, Region
from remontees.models import Campagne


def calendrier(user):
    """Rend les octets du calendrier de `user`.

    Y sont les campagnes ouvertes qui l'attendent ou qu'il suit, et les journées de mobilisation
    dont le jour est connu.
    """
    agenda = Calendar()
    agenda.add("prodid", "-//Quartiers//FR")
    agenda.add("version", "2.0")
    agenda.add("x-wr-calname", "Quartiers : échéances")
    codes = {Departement: user.codes_departements_suivis, Region: user.codes_regions_suivies}
    for campagne in Campagne.objects.ouvertes():
        if any(campagne.concerne(code) for code in codes[campagne.Territoire]):
            agenda.add_component(_echeance(campagne))
    for journee in Journee.objects.visibles_par(user).fixees():
        agenda.add_component(_journee(journee))
    return agenda.to_ical()


def _echeance(campagne):
    echeance = campagne.echeance_le
    evenement = _evenement(f"campagne-{campagne.pk}", echeance, echeance, campagne.consignes)
    evenement.add("summary", f"Échéance : {campagne}")
    evenement.add("dtstamp", campagne.history.latest().history_date)
    return evenement


def _journee(journee):
    description = "\n".join(filter(None, [journee.horaires, journee.description, journee.lien]))
    evenement = _evenement(
        f"journee-{journee.pk}", journee.debut, journee.dernier_jour, description
    )
    evenement.add("summary", str(journee))
    evenement.add("location", ", ".join(filter(None, [journee.lieu, journee.ville])))
    evenement.add("dtstamp", journee.modifiee_le)
    return evenement


def _evenement(cle, premier_jour, dernier_jour, description):
    """Commence un événement de journées entières, du premier au dernier jour compris."""
    evenement = Event()
    evenement.add("uid", f"{cle}@quartiers")
    evenement.add("dtstart", premier_jour)
    evenement.add("dtend", dernier_jour + datetime.timedelta(days=1))
    if description:
        evenement.add("description", description)
    return evenement
