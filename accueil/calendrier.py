"""Le calendrier des échéances d'une personne, au format iCalendar."""

import datetime

from icalendar import Calendar, Event

from remontees.models import Campagne


def calendrier(user):
    """Rend les octets du calendrier des campagnes ouvertes qui attendent `user` ou qu'il suit."""
    agenda = Calendar()
    agenda.add("prodid", "-//Quartiers//FR")
    agenda.add("version", "2.0")
    agenda.add("x-wr-calname", "Quartiers : échéances")
    codes = user.codes_departements_suivis
    for campagne in Campagne.objects.ouvertes():
        if any(campagne.concerne(code) for code in codes):
            agenda.add_component(_echeance(campagne))
    return agenda.to_ical()


def _echeance(campagne):
    evenement = Event()
    evenement.add("uid", f"campagne-{campagne.pk}@quartiers")
    evenement.add("summary", f"Échéance : {campagne}")
    evenement.add("dtstart", campagne.echeance_le)
    evenement.add("dtend", campagne.echeance_le + datetime.timedelta(days=1))
    evenement.add("dtstamp", campagne.history.latest().history_date)
    if campagne.consignes:
        evenement.add("description", campagne.consignes)
    return evenement
