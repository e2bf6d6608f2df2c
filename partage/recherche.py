"""Ce que la recherche du portail trouve dans les exemples publiés, les journées et les contacts."""

from socle.francais import ecrire_jour
from socle.recherche import contient
from socle.rubriques import Rubrique, Trouve

from .models import ContactCget, Exemple, Journee


def _exemples(user, texte):
    for exemple in Exemple.objects.visibles_par(user).publies().chercher(texte)[:20]:
        yield Trouve(exemple.titre_affiche, exemple.get_absolute_url(), str(exemple.departement))


def _journees(user, texte):
    for journee in Journee.objects.visibles_par(user):
        if contient(f"{journee} {journee.lieu} {journee.description}", texte):
            quand = journee.quand or ecrire_jour(journee.debut)
            yield Trouve(str(journee), journee.get_absolute_url(), quand)


def _contacts(user, texte):
    """Les contacts au CGET des départements que suit `user`."""
    for contact in ContactCget.objects.suivant(user.codes_departements_suivis):
        if contient(f"{contact} {contact.fonction} {contact.courriel}", texte):
            yield Trouve(str(contact), f"mailto:{contact.courriel}", contact.fonction)


RUBRIQUES = (
    Rubrique("Exemples publiés", 70, _exemples, liste="partage:exemples"),
    Rubrique("Journées", 80, _journees),
    Rubrique("Contacts", 90, _contacts),
)
