"""Le bandeau des actualités : sur chaque page, jusqu'à ce que chacun les ait lues."""

from django.core.cache import cache

from .models import Actualite

# Une actualité paraît, ou se retire, partout en une minute : chaque page n'a pas à le demander.
SECONDES, COURANTES = 60, "actualites-courantes"
LUES = "actualites_lues"


def a_annoncer(request):
    """Rend les actualités que la personne n'a pas lues (une requête, s'il peut y en avoir).

    Sa session retient celles qu'elle a lues : tous les processus la partagent.
    """
    courantes = cache.get_or_set(COURANTES, _courantes, SECONDES)
    if not (courantes and courantes - set(request.session.get(LUES, []))):
        return []
    annonces = list(Actualite.objects.a_lire_par(request.user))
    # Lues sur un autre poste, ou retirées depuis : on ne les cherchera plus.
    autres = courantes - {annonce.pk for annonce in annonces}
    if request.user.a_un_perimetre and autres:
        request.session[LUES] = sorted(autres)
    return annonces


def noter_lue(request, actualite):
    """Note que la personne a lu cette actualité, qui ne lui sera plus annoncée."""
    request.user.actualites_lues.add(actualite)
    request.session[LUES] = [*request.session.get(LUES, []), actualite.pk]


def _courantes():
    return set(Actualite.objects.courantes().values_list("pk", flat=True))
